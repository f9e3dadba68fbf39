package dev.nagare.examples;

/** What the client under test of the test kit's guide throws. */
final class MyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MyException(Throwable cause) {
        super(cause);
    }
}
