package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a library logs is one line on stderr, by whichever method it logs it. */
class CommandLoggerFinderTest {
    private final System.Logger logger =
            new CommandLoggerFinder().getLogger("x", getClass().getModule());

    private static String told(Runnable logging) {
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            logging.run();
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutParametersTheTextIsAsItIs() {
        assertThat(told(() -> logger.log(Level.WARNING, "it's {0}"))).isEqualTo("nagare: it's {0}\n");
    }

    @Test
    void parametersAndErrorsAreShown() {
        assertThat(told(() -> logger.log(Level.ERROR, "it is {0}", "late"))).isEqualTo("nagare: it is late\n");
        assertThat(told(() -> logger.log(Level.ERROR, "it broke", new IllegalStateException("why"))))
                .isEqualTo("nagare: it broke (java.lang.IllegalStateException: why)\n");
    }

    @Test
    void whatIsNoWarningIsNotShown() {
        assertThat(told(() -> logger.log(Level.INFO, "it runs"))).isEmpty();
    }
}
