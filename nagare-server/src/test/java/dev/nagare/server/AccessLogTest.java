package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AccessLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-25T02:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void aLineOfTextSaysEverything() {
        assertThat(lines(LogFormat.TEXT, EndedRequest.chat().finish(FinishReason.STOP)))
                .containsExactly("time=2026-11-25T01:02:03.456Z id=req_1 key=team-a remote=192.0.2.7 method=POST "
                        + "path=/v1/chat/completions status=200 end=stop model=tiny stream=true prompt_tokens=36 "
                        + "completion_tokens=298 queued_ms=2.000 first_token_ms=14.000 total_ms=251.000");
    }

    @Test
    void aLineOfJsonSaysTheSame() {
        assertThat(lines(LogFormat.JSON, EndedRequest.chat().finish(FinishReason.STOP)))
                .containsExactly("{\"time\":\"2026-11-25T01:02:03.456Z\",\"id\":\"req_1\",\"key\":\"team-a\","
                        + "\"remote\":\"192.0.2.7\",\"method\":\"POST\",\"path\":\"/v1/chat/completions\","
                        + "\"status\":200,\"end\":\"stop\",\"model\":\"tiny\",\"stream\":true,"
                        + "\"prompt_tokens\":36,\"completion_tokens\":298,\"queued_ms\":2.000,"
                        + "\"first_token_ms\":14.000,\"total_ms\":251.000}");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        EndedRequest health = EndedRequest.plain(Route.HEALTH, "GET", "/health", 200)
                .remote(null)
                .times(null, null, Duration.ofNanos(1_234_567));
        assertThat(lines(LogFormat.TEXT, health))
                .containsExactly("time=2026-11-25T01:02:03.456Z id=req_1 method=GET path=/health status=200 "
                        + "end=completed stream=false total_ms=1.234");
    }

    @Test
    void whatWentWrongHasAReason() {
        EndedRequest refused = EndedRequest.plain(Route.CHAT_COMPLETIONS, "POST", "/v1/chat/completions", 429)
                .outcome(RequestOutcome.REJECTED)
                .reason(ErrorReason.QUEUE_FULL);
        assertThat(lines(LogFormat.TEXT, refused).getFirst()).contains(" status=429 end=rejected reason=queue_full ");
    }

    @ParameterizedTest
    @EnumSource
    void everyOutcomeIsOneLine(RequestOutcome outcome) {
        assertThat(lines(LogFormat.JSON, EndedRequest.chat().outcome(outcome))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "carriage\rreturn",
                "end=stop status=200",
                "\"quoted\"",
                "back\\slash",
                "\u2028line\u2029paragraph\u0085next",
                "\u001b[2Jcleared",
                "\u202Eturned\u2066round",
                "nul\u0000",
                "half a pair \uD83D",
                "流れ 🙂",
                ""
            })
    void hostileTextsStayOneLineAndOneValue(String text) {
        EndedRequest hostile = EndedRequest.plain(Route.NONE, text, text, 404).id(text);
        hostile.model(text).key(text);
        List<String> json = lines(LogFormat.JSON, hostile);
        assertThat(json).hasSize(1);
        JsonObject object = (JsonObject) Json.parse(json.getFirst());
        for (String field : List.of("id", "key", "method", "path", "model")) {
            // A lone surrogate cannot be text in any JSON; it is shown by its number.
            if (text.chars().noneMatch(c -> c == 0xD83D) || text.contains("🙂")) {
                assertThat(object.member(field)).isEqualTo(new JsonString(text));
            }
        }
        List<String> plain = lines(LogFormat.TEXT, hostile);
        assertThat(plain).hasSize(1);
        assertThat(plain.getFirst()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
        assertThat(plain.getFirst().split(" (?=[a-z_]+=(?:[^\" ]+|\"(?:[^\"\\\\]|\\\\.)*\")( |$))"))
                .filteredOn(field -> field.startsWith("status="))
                .containsExactly("status=404");
    }

    @Test
    void randomTextsComeBackAsTheyWere() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                int point = random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x11_0000);
                text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? '\n' : point);
            }
            List<String> lines = lines(LogFormat.JSON, EndedRequest.chat().model(text.toString()));
            assertThat(lines).as("seed %d", seed).hasSize(1);
            assertThat(((JsonObject) Json.parse(lines.getFirst())).member("model"))
                    .as("seed %d", seed)
                    .isEqualTo(new JsonString(text.toString()));
        }
    }

    @Test
    void longTextsAreCut() {
        String line = lines(LogFormat.TEXT, EndedRequest.plain(Route.NONE, "GET", "/" + "x".repeat(100_000), 404))
                .getFirst();
        assertThat(line.length()).isLessThan(500);
        assertThat(line).contains("xxx...");
    }

    @Test
    void theUsageOfTheLinesAddsUp() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long expected = 0;
        try (AccessLog log = AccessLog.to(bytes, LogFormat.JSON)) {
            for (int i = 0; i < 5_000; i++) {
                expected += i;
                log.requestEnded(EndedRequest.chat().usage(Usage.of(1, i)).event());
            }
        }
        List<JsonObject> lines = bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> (JsonObject) Json.parse(line))
                .toList();
        assertThat(lines).hasSize(5_000);
        assertThat(lines.stream().mapToLong(AccessLogTest::completionTokens).sum())
                .isEqualTo(expected);
    }

    private static long completionTokens(JsonObject line) {
        return line.member("completion_tokens") instanceof JsonNumber number ? Long.parseLong(number.literal()) : -1;
    }

    @Test
    void aTargetThatBlocksHoldsUpNobodyAndWhatIsDroppedIsTold() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        Semaphore go = new Semaphore(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LogTarget slow = new LogTarget() {
            @Override
            public void write(byte[] lines) {
                writing.countDown();
                go.acquireUninterruptibly();
                bytes.writeBytes(lines);
            }

            @Override
            public void close() {}
        };
        AccessLog log = new AccessLog(slow, LogFormat.TEXT, CLOCK, 4).start();
        log.requestEnded(EndedRequest.chat().id("first").event());
        assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 10; i++) {
            log.requestEnded(EndedRequest.chat().id("next-" + i).event());
        }
        assertThat(log.dropped()).isEqualTo(6);
        go.release(100);
        log.close();
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).contains(" id=first ");
        assertThat(lines.get(1)).isEqualTo("time=2026-11-25T02:00:00.000Z dropped=6");
        assertThat(lines.get(2)).contains(" id=next-0 ");
        assertThat(lines.get(5)).contains(" id=next-3 ");
    }

    @Test
    void aTargetThatFailsIsTriedAgain() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Semaphore written = new Semaphore(0);
        LogTarget full = new LogTarget() {
            private int calls;

            @Override
            public void write(byte[] lines) throws IOException {
                try {
                    if (calls++ == 0) {
                        throw new IOException("no space left on device");
                    }
                    bytes.writeBytes(lines);
                } finally {
                    written.release();
                }
            }

            @Override
            public void close() {}
        };
        try (AccessLog log = new AccessLog(full, LogFormat.TEXT, CLOCK, 4).start()) {
            log.requestEnded(EndedRequest.chat().id("lost").event());
            assertThat(written.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            log.requestEnded(EndedRequest.chat().id("kept").event());
            assertThat(written.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            assertThat(log.dropped()).isEqualTo(1);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .first()
                .isEqualTo("time=2026-11-25T02:00:00.000Z dropped=1");
    }

    @Test
    void aFileIsAppendedToAndOpenedAnewWhenItHasBeenMoved() throws IOException {
        Path file = folder.resolve("access.log");
        Files.writeString(file, "from before\n");
        try (LogTarget target = new LogTarget.Appended(file)) {
            target.write(line("one"));
            Path moved = Files.move(file, folder.resolve("access.log.1"));
            target.write(line("two"));
            Files.delete(file);
            target.write(line("three"));
            assertThat(moved).hasContent("from before\none\n");
        }
        assertThat(file).hasContent("three\n");
    }

    @Test
    void aFileThatCannotBeOpenedIsToldAtOnce() {
        assertThatThrownBy(() -> AccessLog.toFile(folder.resolve("no/such/folder/access.log"), LogFormat.TEXT))
                .isInstanceOf(IOException.class);
    }

    @Test
    void closingTwiceIsNoHarm() {
        AccessLog log = AccessLog.to(new ByteArrayOutputStream(), LogFormat.TEXT);
        log.close();
        log.close();
        log.requestEnded(EndedRequest.chat().event());
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines(LogFormat format, EndedRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(bytes, format)) {
            log.requestEnded(request.event());
        }
        return List.of(bytes.toString(StandardCharsets.UTF_8).split("\n", -1)).subList(0, count(bytes));
    }

    private static int count(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
