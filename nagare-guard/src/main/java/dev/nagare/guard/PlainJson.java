package dev.nagare.guard;

/** What JSON text says, read as it comes: its strings without escapes, a line for each. One thread at a time. */
final class PlainJson implements Units.Sink {
    private final JsonUnits units = new JsonUnits();
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder unfinished = new StringBuilder();
    private long length;

    /** What a whole text says. */
    static String of(String json) {
        PlainJson plain = new PlainJson();
        plain.append(json);
        return plain.toString();
    }

    void append(String json) {
        unfinished.append(json);
        for (int i = 0; i < json.length(); i++) {
            units.accept(json.charAt(i), length++, this);
        }
        long pending = Math.min(length, units.pendingStart());
        unfinished.delete(0, (int) (unfinished.length() - (length - pending)));
    }

    @Override
    public void unit(int codePoint, long start, long end) {
        plain.appendCodePoint(codePoint);
    }

    @Override
    public void separator() {
        plain.append('\n');
    }

    /** What has been read, with the beginning of an escape that is not finished as it stands. */
    @Override
    public String toString() {
        return plain.toString() + unfinished;
    }
}
