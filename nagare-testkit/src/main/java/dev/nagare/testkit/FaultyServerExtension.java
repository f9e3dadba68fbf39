package dev.nagare.testkit;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link FaultyServer} of its own, as a parameter of the test and of its {@code @BeforeEach} methods.
 *
 * <p>After the test the server is closed; a scripted response that no request asked for fails the test.
 *
 * <pre>{@code
 * @ExtendWith(FaultyServerExtension.class)
 * class MyClientTest {
 *     @Test
 *     void aCutAnswerIsNoAnswer(FaultyServer server) {
 *         server.enqueue(Scenario.CUT_CLEANLY.response());
 *         ...
 *     }
 * }
 * }</pre>
 */
public final class FaultyServerExtension implements AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(FaultyServerExtension.class);

    /** An extension that starts one server for each test that wants one. */
    public FaultyServerExtension() {}

    @Override
    public void afterEach(ExtensionContext context) {
        FaultyServer server = context.getStore(NAMESPACE).remove(FaultyServer.class, FaultyServer.class);
        if (server == null) {
            return;
        }
        server.close();
        int unused = server.unusedResponses();
        if (unused > 0 && context.getExecutionException().isEmpty()) {
            throw new AssertionError(unused + " scripted responses were not asked for");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getDeclaringExecutable() instanceof Method
                && parameter.getParameter().getType() == FaultyServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }

    private static FaultyServer of(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(FaultyServer.class, key -> FaultyServer.start(), FaultyServer.class);
    }
}
