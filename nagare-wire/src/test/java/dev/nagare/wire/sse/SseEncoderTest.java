package dev.nagare.wire.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.wire.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SseEncoderTest {
    private final Utf8Buffer out = new Utf8Buffer();

    @Test
    void anEventIsOneLineOfDataAndAnEmptyLine() {
        SseEncoder.event(out, "{}".getBytes(StandardCharsets.UTF_8));
        SseEncoder.begin(out);
        out.appendAscii("{\"a\":1}");
        SseEncoder.end(out);
        SseEncoder.done(out);
        assertThat(out).hasToString("data: {}\n\ndata: {\"a\":1}\n\ndata: [DONE]\n\n");
    }

    @Test
    void aHeartbeatHasNoEmptyLine() {
        SseEncoder.heartbeat(out);
        assertThat(out).hasToString(": keep-alive\n");
    }

    @Test
    void aCommentIsOneLine() {
        SseEncoder.comment(out, "all well\r\ndata: forged\n\n");
        assertThat(out).hasToString(": all well\n");
    }

    @Test
    void anEventWithTypeIdAndLines() {
        SseEncoder.event(out, new SseEvent("error", "a\r\nb\rc\n", "5"));
        assertThat(out).hasToString("id: 5\nevent: error\ndata: a\ndata: b\ndata: c\ndata: \n\n");
    }

    @Test
    void aTypeOrIdCannotForgeALine() {
        assertThatThrownBy(() -> SseEncoder.event(out, new SseEvent("x\ndata: y", "", null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SseEncoder.event(out, new SseEvent("message", "", "1\0")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
