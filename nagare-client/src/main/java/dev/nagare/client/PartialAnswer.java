package dev.nagare.client;

import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.Completion;

/** What had come of an answer when its stream ended too soon; choices that had not ended have no finish reason. */
public sealed interface PartialAnswer {
    /** The text of the first choice; empty when none came. */
    String text();

    /**
     * A part of a chat completion.
     *
     * @param completion what had come
     */
    record Chat(ChatCompletion completion) implements PartialAnswer {
        @Override
        public String text() {
            return completion.text();
        }
    }

    /**
     * A part of a completion of the older endpoint.
     *
     * @param completion what had come
     */
    record Text(Completion completion) implements PartialAnswer {
        @Override
        public String text() {
            return completion.text();
        }
    }
}
