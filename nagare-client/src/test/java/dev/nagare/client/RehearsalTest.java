package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void theMadeUpAnswerIsReadAsAnyOther() {
        assertThat(Rehearsal.read().choices())
                .singleElement()
                .satisfies(choice -> assertThat(choice.message().text()).isEqualTo("ready"));
    }
}
