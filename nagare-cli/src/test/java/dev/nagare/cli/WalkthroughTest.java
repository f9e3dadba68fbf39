package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The shape of the walkthrough, over real sockets, with an engine that says two words. */
class WalkthroughTest {
    @Test
    void theFourStepsAreShownLive() {
        Run run = new Run(ScriptedEngine.answering("Two", "."));
        assertThat(run.nagare("walkthrough", "--pace", "12")).isZero();
        assertThat(run.opened()).containsExactly("[] {} null", "[] {} 12.0");
        assertThat(run.out())
                .containsSubsequence(
                        "A server with the built-in model listens on http://127.0.0.1:",
                        "1. A chat completion without streaming",
                        "Received in full ",
                        "\"object\":\"chat.completion\"",
                        "role     assistant",
                        "content  Two.",
                        "2. The same endpoint, streamed",
                        "\"object\":\"chat.completion.chunk\"",
                        "role \"assistant\"   content \"\"   finish reason null",
                        "role null   content \"Two\"   finish reason null",
                        "role null   content null   finish reason \"stop\"",
                        "data: [DONE]",
                        "3. How much time streaming saves, as fast as the engine goes",
                        "The pieces together: Two.",
                        "Arrivals (each row is a twelfth of the time, each # some pieces):",
                        "Whole:    nothing to read for ",
                        "Streamed: the first piece after ",
                        "Reading can begin ",
                        "3. How much time streaming saves, throttled to 12 tokens a second (--pace 12)",
                        "Reading can begin ",
                        "4. The token counts of a stream",
                        "usage:   null",
                        "choices: []",
                        "usage:   7 prompt + 2 completion = 9 total tokens");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.out().lines().filter(line -> line.startsWith("  until ")))
                .hasSize(24);
    }

    @Test
    void aReaderWhoLeavesEndsItQuietly() {
        AtomicInteger asked = new AtomicInteger();
        Run run = new Run(ScriptedEngine.playing(generation -> {
                    asked.incrementAndGet();
                    generation.text("Two");
                }))
                .readOnly(100);
        assertThat(run.nagare("walkthrough")).isZero();
        assertThat(run.out()).hasSize(100);
        assertThat(run.err()).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aPaceThatIsNoNumberIsWrongUsage() {
        assertThat(new Run(ScriptedEngine.answering("x")).nagare("walkthrough", "--pace", "fast"))
                .isEqualTo(2);
    }
}
