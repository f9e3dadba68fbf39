package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The run that says it is on Java 17 is. */
class JavaVersionTest {
    @Test
    void theRunIsOnTheJavaThatItSays() {
        int feature = Runtime.version().feature();
        assertThat(feature).isEqualTo(Integer.getInteger("nagare.expected.java", feature));
        assertThat(feature).isGreaterThanOrEqualTo(17);
    }
}
