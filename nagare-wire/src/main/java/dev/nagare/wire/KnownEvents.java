package dev.nagare.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The forms of a stream's events that have been seen, with the chunk that each was read as. */
final class KnownEvents<C> {
    /** Enough for the choices of a usual request; each has a form of its own. */
    private static final int MAX_FORMS = 8;

    /** A stream in which nothing is ever found again, such as one whose time changes, is not learned any longer. */
    private static final int MAX_MISSES = 32;

    private record Form<C>(EventTemplate template, C chunk) {}

    private final List<Form<C>> forms = new ArrayList<>(1);
    private int misses;
    private int replaced;
    private @Nullable Form<C> found;
    private @Nullable String text;

    /** Whether the data is of a known form; then {@link #chunk()}, {@link #text()} and {@link #padding()} tell of it. */
    boolean find(byte[] data, int offset, int length) {
        for (Form<C> form : forms) {
            String match = form.template.match(data, offset, length);
            if (match != null) {
                found = form;
                text = match;
                misses = 0;
                return true;
            }
        }
        return false;
    }

    /** Whether it is worth while to learn another form. */
    boolean isLearning() {
        return misses < MAX_MISSES;
    }

    /** Keeps a form, if there is one; when there are too many, instead of an old one. */
    void learn(@Nullable EventTemplate template, C chunk) {
        misses++;
        if (template == null) {
            return;
        }
        if (forms.size() < MAX_FORMS) {
            forms.add(new Form<>(template, chunk));
        } else {
            forms.set(replaced++ % MAX_FORMS, new Form<>(template, chunk));
        }
    }

    C chunk() {
        return Objects.requireNonNull(found).chunk;
    }

    String text() {
        return Objects.requireNonNull(text);
    }

    @Nullable
    String padding() {
        return Objects.requireNonNull(found).template.padding();
    }
}
