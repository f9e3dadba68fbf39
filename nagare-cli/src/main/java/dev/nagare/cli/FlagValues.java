package dev.nagare.cli;

import dev.nagare.client.ChatClient;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of flags whose type alone does not say what they may be; a wrong one is wrong usage. */
final class FlagValues {
    private FlagValues() {}

    private static <T> T of(Kind<T> kind, String text) {
        try {
            return kind.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("it " + e.getMessage());
        }
    }

    /** The text as it is, for whoever reads it later, when it can be read. */
    private static String tried(Function<String, ?> read, String text) {
        try {
            var _ = read.apply(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Tokens a second. */
    static final class Pace implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return of(Kinds.rate("N"), text);
        }
    }

    /** How random an answer is. */
    static final class Temperature implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return of(Kinds.decimal("T", 0, 2), text);
        }
    }

    /** A number of tokens. */
    static final class Tokens implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return of(Kinds.number("N", 1, Integer.MAX_VALUE), text);
        }
    }

    /** The path of a file. */
    static final class File implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            return of(Kinds.file("FILE"), text);
        }
    }

    /** A policy file, or the name of a policy. */
    static final class PolicyName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return tried(PolicySource::of, text);
        }
    }

    /** The base URL of a server. */
    static final class Url implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return tried(ChatClient.builder()::baseUrl, text);
        }
    }
}
