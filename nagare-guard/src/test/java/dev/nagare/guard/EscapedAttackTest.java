package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rejected word in the arguments of a tool call, with JSON's escapes, cut into two and three pieces and char by char. */
class EscapedAttackTest {
    private static final Policy BLOCK =
            Policy.builder("b").rule(Rule.phrases("w", "bad \uD83C\uDF0A day")).build();
    private static final Policy REDACT = Policy.builder("r")
            .rule(Rule.phrases("w", "bad \uD83C\uDF0A day").redact("so \"fine\""))
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad \uD83C\uDF0A day",
                "\\u0062ad \uD83C\uDF0A day",
                "\\u0062\\u0061\\u0064 \uD83C\uDF0A day",
                "b\\u0061d\\u0020\\uD83C\\uDF0a\\u00a0d\\u0061y",
                "BAD\\t\\ud83c\\udf0a\\nDAY",
                "b\\u200bad \\uD83C\uDF0A day",
                "b\u200Bad \uD83C" + "\\udf0a d\\u0430y"
            })
    void isSeenHoweverItIsWrittenAndCut(String attack) {
        String json = "{\"a\":\"" + attack + "!\"}";
        List<List<String>> cuts = Pieces.everyCut(json);
        assertThat(cuts).hasSizeGreaterThan(json.length() * json.length() / 3);
        for (List<String> pieces : cuts) {
            GuardSession blocking = BLOCK.newJsonSession();
            assertThat(Pieces.feed(blocking, pieces)).as("%s", pieces).isEqualTo("{\"a\":\"");
            assertThat(blocking.isBlocked()).isTrue();
            assertThat(Pieces.feed(REDACT.newJsonSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo("{\"a\":\"so \\\"fine\\\"!\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0062ad \uD83C\uDF0A day", "\\u0062", "\\u0", "\\", "\\n\\\"\\u0020"})
    void throughAToolCallItIsTheSame(String words) {
        String json = "{\"a\":\"" + words + "!\"}";
        String whole = arguments(List.of(json));
        for (List<String> pieces : Pieces.everyCut(json)) {
            assertThat(arguments(pieces)).as("%s", pieces).isEqualTo(whole);
        }
        assertThat(whole).isEqualTo(words.startsWith("\\u0062ad") ? "{\"a\":\"" : json);
    }

    private static String arguments(List<String> pieces) {
        ToolCallGuard call = new ToolCallGuard(new Findings(BLOCK), 0);
        StringBuilder shown = new StringBuilder();
        List<String> all = new ArrayList<>();
        for (String piece : pieces) {
            all.add(arguments(call.accept(fragment(piece))));
        }
        all.add(arguments(call.finish()));
        all.forEach(shown::append);
        return shown.toString();
    }

    private static ToolCallDelta fragment(String arguments) {
        return new ToolCallDelta(
                0, null, null, new FunctionDelta(null, arguments, JsonObject.EMPTY), null, JsonObject.EMPTY);
    }

    private static String arguments(@Nullable ToolCallDelta call) {
        FunctionDelta function = call == null ? null : call.function();
        return function == null || function.arguments() == null ? "" : function.arguments();
    }
}
