package dev.nagare.cli;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * A parser of YAML that refuses what is nested deeper than anyone means it: a node is composed by a call for each level, and
 * a few thousand of them are more than a thread's stack holds.
 */
final class ShallowParser implements Parser {
    /** The most lists and maps that stand within each other. */
    static final int DEEPEST = 32;

    private final Parser parser;
    private int depth;
    private Optional<Mark> place = Optional.empty();

    ShallowParser(Parser parser) {
        this.parser = parser;
    }

    /** Where the last event began, for an error that does not say where it is. */
    Optional<Mark> place() {
        return place;
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    /**
     * The next event.
     *
     * @throws ParserException when it begins a list or a map that is too deep
     */
    @Override
    public Event next() {
        Event event = parser.next();
        place = event.getStartMark();
        switch (event.getEventId()) {
            case SequenceStart, MappingStart -> {
                depth++;
                if (depth > DEEPEST) {
                    throw new ParserException(
                            "lists and maps stand within each other more than " + DEEPEST + " deep", place);
                }
            }
            case SequenceEnd, MappingEnd -> depth--;
            default -> {
                // A value, or the frame of the document.
            }
        }
        return event;
    }
}
