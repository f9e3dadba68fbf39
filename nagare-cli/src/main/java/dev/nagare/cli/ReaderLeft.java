package dev.nagare.cli;

/** Nobody reads what a command says any more, which is no error: whoever says something stops. */
final class ReaderLeft extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReaderLeft() {
        super("nobody reads any more", null, false, false);
    }
}
