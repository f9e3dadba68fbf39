package dev.nagare.guard;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What each field of each choice says so far, and which of them the judge has still to see. One thread at a time. */
final class JudgedTexts {
    /** The index that stands for the messages. */
    static final int INPUT = -1;

    /**
     * A text.
     *
     * @param choice the choice's index, or {@link #INPUT}
     * @param field its field
     */
    record Key(int choice, String field) {}

    private final Map<Key, StringBuilder> plain = new HashMap<>();
    private final Map<Key, PlainJson> json = new HashMap<>();
    private final Set<Key> changed = new LinkedHashSet<>();
    private long newChars;

    /** Adds a piece of a text. */
    void add(int choice, String field, String piece, boolean isJson) {
        Key key = new Key(choice, field);
        if (isJson) {
            json.computeIfAbsent(key, made -> new PlainJson()).append(piece);
        } else {
            plain.computeIfAbsent(key, made -> new StringBuilder()).append(piece);
        }
        changed.add(key);
        newChars += piece.length();
    }

    /** How many chars have come since {@link #takeNew}. */
    long newChars() {
        return newChars;
    }

    /** Whether there is something that the judge has not seen. */
    boolean hasNew() {
        return !changed.isEmpty();
    }

    /** The whole texts of which the judge has not seen all; it is taken to see them now. */
    Map<Key, String> takeNew() {
        Map<Key, String> texts = new LinkedHashMap<>();
        changed.forEach(key -> {
            StringBuilder text = plain.get(key);
            texts.put(key, text == null ? String.valueOf(json.get(key)) : text.toString());
        });
        changed.clear();
        newChars = 0;
        return texts;
    }

    /** Forgets a choice. */
    void remove(int choice) {
        plain.keySet().removeIf(key -> key.choice() == choice);
        json.keySet().removeIf(key -> key.choice() == choice);
        changed.removeIf(key -> key.choice() == choice);
    }
}
