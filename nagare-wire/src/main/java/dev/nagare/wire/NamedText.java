package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** A name and a text that come in fragments: the arguments of a function, or the input of a custom tool. */
final class NamedText {
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final MergedMembers additional = new MergedMembers();

    void add(@Nullable String namePart, @Nullable String textPart, JsonObject members) {
        // Some servers repeat the whole name on every fragment.
        if (namePart != null && !namePart.contentEquals(name)) {
            name.append(namePart);
        }
        if (textPart != null) {
            text.append(textPart);
        }
        additional.add(members);
    }

    boolean isNamed() {
        return !name.isEmpty();
    }

    String name() {
        return name.toString();
    }

    String text() {
        return text.toString();
    }

    JsonObject additional() {
        return additional.toJson();
    }
}
