package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.testkit.ScriptedChat;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** An engine that says one text in every field that an answer has, a choice for each, cut as a test wants it. */
final class GuardedAnswers {
    /** How many choices of a chat there are, each with the text in another field. */
    static final int FIELDS = 8;

    private final AtomicReference<List<String>> pieces = new AtomicReference<>(List.of());

    CompletionEngine engine() {
        return ScriptedEngine.playing(generation -> {
            for (String piece : pieces.get()) {
                for (int choice = 0; choice < generation.choices(); choice++) {
                    if (generation instanceof ScriptedChat chat) {
                        chat.chunk(chunk(field(choice, piece)));
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

    /** Checks that every text among the choices of an answer's events is a part of what may be shown. */
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
            object.members().forEach((member, inner) -> assertShowsOnly(member, inner, allowed));
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(inner -> assertShowsOnly(name, inner, allowed));
        }
    }
}
