package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is looked after now and then stays so, whatever breaks on the way. */
class LoopStateTest {
    private final ScriptedEngine engine = ScriptedEngine.manual();
    private final DefaultEventLoop eventLoop = new DefaultEventLoop();
    private final AtomicInteger timesThatFail = new AtomicInteger();
    private final LoopState loop = new LoopState(state(), eventLoop, new SplittableRandom(1));

    private ServerState state() {
        Surroundings surroundings = new Surroundings(
                () -> {
                    if (timesThatFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new OutOfMemoryError("on purpose");
                    }
                    return 0;
                },
                java.time.InstantSource.system(),
                new SplittableRandom(1));
        return new ServerState(
                ServerConfig.defaults(),
                engine,
                null,
                ServerListener.NONE,
                null,
                surroundings,
                Runnable::run,
                Runnable::run,
                new Rates(0, 0, () -> 0),
                null);
    }

    @AfterEach
    void close() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        engine.close();
    }

    @Test
    void aConnectionThatCannotEvenBeClosedLeavesTheOthersAlone() {
        List<String> done = new ArrayList<>();
        loop.add(new Fake(() -> {
            throw new IllegalStateException("on purpose");
        }));
        loop.add(new Fake(() -> done.add("checked")));
        try (Logged logged = Logged.warnings()) {
            loop.each(connection -> connection.check(1));
            assertThat(done).containsExactly("checked");
            assertThat(logged.messages()).containsExactly("a connection broke and is closed");
        }
    }

    @Test
    void aLookThatFailsIsFollowedByTheNext() throws InterruptedException {
        CountDownLatch checked = new CountDownLatch(1);
        try (Logged logged = Logged.warnings()) {
            timesThatFail.set(3);
            eventLoop
                    .submit(() -> {
                        loop.add(new Fake(checked::countDown));
                        loop.start(TimeUnit.MILLISECONDS.toNanos(1));
                    })
                    .awaitUninterruptibly();
            assertThat(checked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(logged.messages()).hasSize(3);
        }
    }

    /** Breaks when it is closed. */
    private record Fake(Runnable check) implements Connection {
        @Override
        public void check(long now) {
            check.run();
        }

        @Override
        public void quiesce() {}

        @Override
        public void shutDown() {}

        @Override
        public void close(RequestOutcome how, ErrorReason why) {
            throw new NoClassDefFoundError("on purpose");
        }
    }
}
