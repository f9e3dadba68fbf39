package dev.nagare.wire;

import java.util.List;

/**
 * Content of several parts.
 *
 * @param parts the parts in order
 */
public record PartsContent(List<ContentPart> parts) implements MessageContent {
    /** Copies the parts. */
    public PartsContent {
        parts = List.copyOf(parts);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : parts) {
            if (part instanceof TextPart plain) {
                text.append(plain.text());
            }
        }
        return text.toString();
    }
}
