package dev.nagare.cli;

import java.util.List;

/** A policy that cannot be used; everything that is wrong with it is for the person. */
final class WrongPolicy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    WrongPolicy(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each with its place. */
    List<String> problems() {
        return problems;
    }
}
