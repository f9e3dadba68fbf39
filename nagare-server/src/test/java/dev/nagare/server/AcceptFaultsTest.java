package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A listening socket that cannot accept tries again, says so now and then, and throws nothing. */
class AcceptFaultsTest {
    private final AtomicLong clock = new AtomicLong(-7);
    private final EmbeddedChannel channel = new EmbeddedChannel(new AcceptFaults(clock::get));

    private void fail() {
        channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    }

    private void pass(long seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void acceptingPausesForASecond() {
        try (Logged _ = Logged.warnings()) {
            channel.freezeTime();
            fail();
            assertThat(channel.config().isAutoRead()).isFalse();
            fail();
            pass(1);
            assertThat(channel.config().isAutoRead()).isTrue();
            channel.checkException();
        }
    }

    @Test
    void aMinuteOfItIsOneLine() {
        try (Logged logged = Logged.warnings()) {
            channel.freezeTime();
            for (int second = 0; second < 60; second++) {
                fail();
                pass(1);
            }
            assertThat(logged.messages())
                    .containsExactly("connections cannot be accepted and have to wait: "
                            + "java.io.IOException: Too many open files");
            fail();
            assertThat(logged.messages()).hasSize(2);
        }
    }
}
