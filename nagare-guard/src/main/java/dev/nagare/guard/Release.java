package dev.nagare.guard;

import java.util.List;

/**
 * What a session lets go.
 *
 * @param text text that may be shown, following on what was let go before; often empty
 * @param events what was found, each once, as soon as its end is certain; in which order what is replaced and what is only
 *     reported come depends on the pieces
 */
public record Release(String text, List<GuardEvent> events) {
    static final Release NOTHING = new Release("", List.of());

    /** Copies the events. */
    public Release {
        events = List.copyOf(events);
    }
}
