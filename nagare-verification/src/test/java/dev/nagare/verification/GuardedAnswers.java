package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.testkit.ScriptedChat;
import dev.nagare.testkit.ScriptedCompletion;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** An engine that says one text in every field that an answer has, a choice for each, cut as a test wants it. */
final class GuardedAnswers {
    /** How many choices of a chat there are, each with the text in another field. */
    static final int FIELDS = 9;

    /** What stands in fields beside the text that do not spell it. */
    private static final String UNSEEN = "a pipe bomb";

    private final AtomicReference<List<String>> pieces = new AtomicReference<>(List.of());

    CompletionEngine engine() {
        return ScriptedEngine.playing(generation -> {
            for (String piece : pieces.get()) {
                for (int choice = 0; choice < generation.choices(); choice++) {
                    if (generation instanceof ScriptedChat chat) {
                        chat.chunk(chunk(field(choice, piece)));
                    } else if (choice > 0 && generation instanceof ScriptedCompletion completion) {
                        completion.chunk(olderChunk(choice, piece));
                    } else {
                        generation.text(choice, piece);
                    }
                }
            }
        });
    }

    /** What the engine says from now on. */
    void say(List<String> cut) {
        pieces.set(List.copyOf(cut));
    }

    private static ChunkChoice field(int choice, String piece) {
        if (choice == 7) {
            TokenLogprob alternative = new TokenLogprob(piece, -1, null, null, JsonObject.EMPTY);
            TokenLogprob token = new TokenLogprob(piece, -1, null, List.of(alternative), JsonObject.EMPTY);
            return ChunkChoice.content(choice, piece, new Logprobs(List.of(token), null, JsonObject.nulls("refusal")));
        }
        if (choice == 8) {
            return ChunkChoice.content(
                    choice, piece, new Logprobs(unseenTokens(piece), null, JsonObject.nulls("refusal")));
        }
        Delta delta = switch (choice) {
            case 0 -> Delta.ofContent(piece);
            case 1 -> new Delta(null, null, piece, null, List.of(), JsonObject.EMPTY);
            case 2 -> new Delta(null, null, null, piece, List.of(), JsonObject.EMPTY);
            case 3 -> call(new FunctionDelta(null, piece, JsonObject.EMPTY), null);
            case 4 -> call(null, new CustomDelta(null, piece, JsonObject.EMPTY));
            case 5 -> call(new FunctionDelta(piece, null, JsonObject.EMPTY), null);
            default ->
                new Delta(
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        new FunctionDelta(null, piece, JsonObject.EMPTY),
                        JsonObject.EMPTY);
        };
        return new ChunkChoice(choice, delta, null, null, ChunkChoice.NULL_LOGPROBS_AND_FINISH);
    }

    /** Tokens that say something else than the text, by their own text, by their bytes, or beside them. */
    private static List<TokenLogprob> unseenTokens(String piece) {
        List<Integer> bytes = new ArrayList<>();
        for (byte b : UNSEEN.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xFF);
        }
        TokenLogprob byText = new TokenLogprob(UNSEEN, -1, null, null, JsonObject.EMPTY);
        TokenLogprob byBytes = new TokenLogprob(piece, -1, bytes, null, JsonObject.EMPTY);
        return List.of(
                byText,
                byBytes,
                new TokenLogprob(UNSEEN, -1, bytes, List.of(), JsonObject.EMPTY),
                new TokenLogprob(piece, -1, null, List.of(byText, byBytes), JsonObject.EMPTY));
    }

    /** A chunk of the older endpoint with tokens that spell the text and, in the last choice, others before them. */
    private static CompletionChunk olderChunk(int choice, String piece) {
        List<String> tokens = choice == 1 ? List.of(piece) : List.of(UNSEEN, piece);
        Map<String, Double> alternatives = Map.of(piece, -1.0, UNSEEN, -2.0);
        CompletionLogprobs logprobs = CompletionLogprobs.of(
                Collections.nCopies(tokens.size(), 0),
                Collections.nCopies(tokens.size(), -1.0),
                tokens,
                Collections.nCopies(tokens.size(), alternatives));
        return new CompletionChunk(
                "cmpl-1",
                ScriptedEngine.CREATED,
                List.of(new CompletionChoice(piece, choice, logprobs, null, JsonObject.EMPTY)),
                ScriptedEngine.MODEL,
                null,
                null,
                JsonObject.EMPTY);
    }

    private static Delta call(
            @org.jspecify.annotations.Nullable FunctionDelta function,
            @org.jspecify.annotations.Nullable CustomDelta custom) {
        ToolCallDelta call = new ToolCallDelta(0, null, null, function, custom, JsonObject.EMPTY);
        return new Delta(null, null, null, null, List.of(call), JsonObject.EMPTY);
    }

    private static ChatCompletionChunk chunk(ChunkChoice choice) {
        return new ChatCompletionChunk(
                "chatcmpl-1",
                ScriptedEngine.CREATED,
                ScriptedEngine.MODEL,
                null,
                null,
                List.of(choice),
                null,
                null,
                null,
                JsonObject.EMPTY);
    }

    /** Every way to cut a text into two or three pieces, and into single chars. */
    static List<List<String>> everyCut(String text) {
        List<List<String>> all = new ArrayList<>(everyTwoWayCut(text));
        for (int i = 1; i < text.length(); i++) {
            for (int j = i + 1; j < text.length(); j++) {
                all.add(List.of(text.substring(0, i), text.substring(i, j), text.substring(j)));
            }
        }
        return all;
    }

    /** Every way to cut a text into two pieces, and into single chars. */
    static List<List<String>> everyTwoWayCut(String text) {
        List<List<String>> all = new ArrayList<>();
        for (int i = 1; i < text.length(); i++) {
            all.add(List.of(text.substring(0, i), text.substring(i)));
        }
        all.add(text.chars().mapToObj(Character::toString).toList());
        return all;
    }

    /** Checks that every text and every alternative among the choices of an answer's events is a part of what may be shown. */
    static void assertShowsOnly(List<String> events, String allowed) {
        for (String event : events) {
            if (!event.equals("[DONE]")) {
                JsonArray choices = (JsonArray)
                        Objects.requireNonNull(RunningServer.object(event).member("choices"));
                choices.elements().forEach(choice -> assertShowsOnly("", choice, allowed));
            }
        }
    }

    private static void assertShowsOnly(String name, JsonValue value, String allowed) {
        if (value instanceof JsonString text && !name.equals("role") && !name.equals("finish_reason")) {
            assertThat(allowed).as(name).contains(text.value());
        } else if (value instanceof JsonObject object) {
            object.members().forEach((member, inner) -> {
                if (name.equals("top_logprobs") && object.member("token") == null && inner instanceof JsonNumber) {
                    assertThat(allowed)
                            .as("an alternative of the older endpoint")
                            .contains(member);
                }
                if (member.equals("bytes") && inner instanceof JsonArray bytes) {
                    assertThat(allowed.length())
                            .as("bytes")
                            .isGreaterThanOrEqualTo(bytes.elements().size());
                }
                assertShowsOnly(member, inner, allowed);
            });
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(inner -> assertShowsOnly(name, inner, allowed));
        }
    }
}
