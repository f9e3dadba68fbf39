package dev.nagare.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** The extension as a test run sees it, on a store that has only what JUnit 5.12 has. */
class FaultyServerExtensionTest {
    private final FaultyServerExtension extension = new FaultyServerExtension();
    private final Map<Object, Object> stored = new HashMap<>();
    private @Nullable Throwable thrown;

    private static <T> T fake(Class<T> type, InvocationHandler methods) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, methods));
    }

    private ExtensionContext context() {
        ExtensionContext.Store store =
                fake(ExtensionContext.Store.class, (self, method, arguments) -> switch (method.getName()) {
                    case "get" -> stored.get(arguments[0]);
                    case "put" -> stored.put(arguments[0], arguments[1]);
                    case "remove" -> stored.remove(arguments[0]);
                    default -> throw new NoSuchMethodError(method.toString());
                });
        return fake(ExtensionContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getStore" -> store;
            case "getExecutionException" -> Optional.ofNullable(thrown);
            default -> throw new NoSuchMethodError(method.toString());
        });
    }

    private FaultyServer server() {
        ParameterContext parameter = fake(ParameterContext.class, (self, method, arguments) -> {
            throw new NoSuchMethodError(method.toString());
        });
        return (FaultyServer) extension.resolveParameter(parameter, context());
    }

    @Test
    void aTestHasOneServerAndItIsClosedAfterwards() {
        FaultyServer server = server();
        assertThat(server()).isSameAs(server);
        extension.afterEach(context());
        assertThatThrownBy(server::accept).isInstanceOf(java.io.UncheckedIOException.class);
        assertThat(stored).isEmpty();
        extension.afterEach(context());
    }

    @Test
    void whatTheServerFindsFailsTheTest() {
        server().enqueue(ScriptedResponse.stream());
        assertThatThrownBy(() -> extension.afterEach(context()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not asked for");
    }

    @Test
    void aTestThatHasFailedByItselfIsToldOfItAsWell() {
        AssertionError failed = new AssertionError("expected: 1");
        thrown = failed;
        server().enqueue(ScriptedResponse.stream());
        extension.afterEach(context());
        assertThat(failed.getSuppressed()).hasSize(1);
        assertThat(failed.getSuppressed()[0]).hasMessageContaining("not asked for");
    }
}
