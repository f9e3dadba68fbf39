package dev.nagare.guard;

import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The chunks of one stream of the older endpoint under a policy, each choice by itself. One thread at a time. */
final class CompletionGuard {
    private final Policy policy;
    private final IntConsumer onBlock;
    private final Map<Integer, Text> texts = new TreeMap<>();
    private @Nullable CompletionChunk envelope;

    CompletionGuard(Policy policy, IntConsumer onBlock) {
        this.policy = policy;
        this.onBlock = onBlock;
    }

    /** Whether a rule has ended a choice or its finish reason has come, for as many choices. */
    boolean isOver(int expected) {
        return texts.values().stream().filter(text -> text.over).count() >= expected;
    }

    /** Whether as many choices are at their end, and a rule has ended one of them. */
    boolean isEndedByRule(int expected) {
        return isOver(expected) && texts.values().stream().anyMatch(Text::isBlocked);
    }

    void chunk(CompletionChunk chunk, Consumer<? super CompletionChunk> out) {
        envelope = chunk;
        if (chunk.choices().isEmpty()) {
            out.accept(with(chunk, List.of()));
            return;
        }
        List<CompletionChoice> shown = new ArrayList<>();
        List<CompletionChoice> ends = new ArrayList<>();
        for (CompletionChoice choice : chunk.choices()) {
            Text text = texts.computeIfAbsent(choice.index(), index -> new Text(policy));
            CompletionChoice seen = text.over ? null : text.accept(choice);
            if (seen != null
                    && saysNothing(choice)
                    && seen.finishReason() != null
                    && !seen.text().isEmpty()) {
                // A finish reason that came by itself stays by itself, after the text that was held back.
                shown.add(new CompletionChoice(seen.text(), seen.index(), seen.logprobs(), null, JsonObject.EMPTY));
                ends.add(choice);
            } else if (seen != null) {
                shown.add(seen);
            }
            if (text.isBlocked() && !text.over) {
                text.over = true;
                shown.add(blocked(choice.index()));
                onBlock.accept(choice.index());
            }
        }
        if (!shown.isEmpty()) {
            out.accept(with(chunk, shown));
        }
        if (!ends.isEmpty()) {
            out.accept(with(chunk, ends));
        }
    }

    /** Whether there is a finish reason and no text. */
    private static boolean saysNothing(CompletionChoice choice) {
        return choice.finishReason() != null && choice.text().isEmpty();
    }

    /**
     * The stream has ended.
     *
     * @param complete whether it came to its end: then what is held back may go
     */
    void end(boolean complete, Consumer<? super CompletionChunk> out) {
        CompletionChunk last = envelope;
        if (!complete || last == null) {
            return;
        }
        texts.forEach((index, text) -> {
            if (!text.over) {
                text.over = true;
                String rest = text.finish();
                if (!rest.isEmpty()) {
                    CompletionChoice choice =
                            new CompletionChoice(rest, index, text.releasedLogprobs(), null, JsonObject.EMPTY);
                    out.accept(with(last, List.of(choice)));
                }
                if (text.isBlocked()) {
                    out.accept(with(last, List.of(blocked(index))));
                }
            }
        });
    }

    private static CompletionChoice blocked(int index) {
        return new CompletionChoice("", index, null, FinishReason.CONTENT_FILTER, JsonObject.EMPTY);
    }

    private CompletionChunk with(CompletionChunk chunk, List<CompletionChoice> shown) {
        JsonObject additional = known(policy, chunk.additional());
        if (additional.equals(chunk.additional()) && shown.equals(chunk.choices())) {
            return chunk;
        }
        return new CompletionChunk(
                chunk.id(),
                chunk.created(),
                shown,
                chunk.model(),
                chunk.systemFingerprint(),
                chunk.usage(),
                additional);
    }

    private static JsonObject known(Policy policy, JsonObject members) {
        return policy.isEmpty() || policy.unknownFields() == UnknownFields.PASS
                ? members
                : UnknownText.without(members);
    }

    /** A token with all that the four lists say of it. */
    private record Token(
            String text,
            int offset,
            @Nullable Double logprob,
            @Nullable Map<String, Double> alternatives) {}

    /** One choice. */
    private static final class Text {
        private final Policy policy;
        private final Findings findings;
        private final GuardSession session;
        private final TokenQueue<Token> tokens = new TokenQueue<>(Token::text);
        private boolean hasLogprobs;
        private boolean hasAlternatives;
        private long fed;
        private long shownChars;
        private boolean unknownText;
        private boolean over;

        Text(Policy policy) {
            this.policy = policy;
            this.findings = new Findings(policy);
            this.session = policy.newSession();
        }

        boolean isBlocked() {
            return session.isBlocked() || unknownText;
        }

        @Nullable
        CompletionChoice accept(CompletionChoice choice) {
            CompletionLogprobs logprobs = choice.logprobs();
            if (logprobs != null) {
                hasLogprobs = true;
                hasAlternatives |= logprobs.topLogprobs() != null;
                tokens.add(tokensOf(logprobs), choice.text(), fed);
            }
            fed += choice.text().length();
            String shown = shown(session.accept(choice.text()));
            boolean isFinish = choice.finishReason() != null;
            if (isFinish) {
                shown += finish();
            }
            JsonObject additional = known(policy, choice.additional());
            if (!additional.equals(choice.additional()) && policy.unknownFields() == UnknownFields.BLOCK) {
                unknownText = true;
                findings.unknownField();
            }
            if (isBlocked()) {
                return shown.isEmpty()
                        ? null
                        : new CompletionChoice(shown, choice.index(), releasedLogprobs(), null, additional);
            }
            over = isFinish;
            if (shown.isEmpty() && !isFinish && !choice.text().isEmpty()) {
                return null;
            }
            CompletionLogprobs released = releasedLogprobs();
            CompletionLogprobs shownLogprobs = logprobs == null && isEmpty(released) ? null : released;
            boolean same = shown.equals(choice.text())
                    && additional.equals(choice.additional())
                    && java.util.Objects.equals(shownLogprobs, logprobs);
            return same
                    ? choice
                    : new CompletionChoice(shown, choice.index(), shownLogprobs, choice.finishReason(), additional);
        }

        private static boolean isEmpty(@Nullable CompletionLogprobs logprobs) {
            return logprobs == null || logprobs.tokens().isEmpty();
        }

        String finish() {
            return shown(session.finish());
        }

        private String shown(Release release) {
            findings.add(release.events());
            tokens.removed(session.removed());
            shownChars += release.text().length();
            return release.text();
        }

        private static List<Token> tokensOf(CompletionLogprobs logprobs) {
            List<Token> tokens = new ArrayList<>();
            List<@Nullable Map<String, Double>> top = logprobs.topLogprobs();
            for (int i = 0; i < logprobs.tokens().size(); i++) {
                tokens.add(new Token(
                        logprobs.tokens().get(i),
                        logprobs.textOffset().get(i),
                        logprobs.tokenLogprobs().get(i),
                        top == null ? null : top.get(i)));
            }
            return tokens;
        }

        /** The log probabilities of the text that has been let go since the last call; null without any so far. */
        @Nullable
        CompletionLogprobs releasedLogprobs() {
            if (!hasLogprobs) {
                return null;
            }
            // Offsets count in the text that the reader has, which replacements have made shorter or longer.
            long shift = shownChars - session.decided();
            List<Integer> offsets = new ArrayList<>();
            List<@Nullable Double> logprobs = new ArrayList<>();
            List<String> names = new ArrayList<>();
            List<@Nullable Map<String, Double>> alternatives = new ArrayList<>();
            for (Token token : tokens.release(session.decided())) {
                offsets.add((int) (token.offset() + (session.isBlocked() ? 0 : shift)));
                logprobs.add(token.logprob());
                names.add(token.text());
                alternatives.add(withoutRejected(token));
            }
            return CompletionLogprobs.of(offsets, logprobs, names, hasAlternatives ? alternatives : null);
        }

        private @Nullable Map<String, Double> withoutRejected(Token token) {
            Map<String, Double> all = token.alternatives();
            if (all == null || policy.isEmpty()) {
                return all;
            }
            Map<String, Double> kept = new LinkedHashMap<>();
            all.forEach((text, logprob) -> {
                if (text.equals(token.text()) || !findings.isRejected(text)) {
                    kept.put(text, logprob);
                }
            });
            return kept;
        }
    }
}
