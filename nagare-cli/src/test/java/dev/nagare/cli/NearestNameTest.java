package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "prot, port",
        "hots, host",
        "ost, host",
        "hhost, host",
        "max_running, max-running",
        "MAX-RUNNING, ",
        "x, ",
        "something, ",
        "'', ",
        "port, port"
    })
    void theNameWithTheFewestLettersChangedIsMeant(String written, @Nullable String meant) {
        assertThat(NearestName.of(written, List.of("host", "port", "max-running")))
                .isEqualTo(meant);
    }
}
