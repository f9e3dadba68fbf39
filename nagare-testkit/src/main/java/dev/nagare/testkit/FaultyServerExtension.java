package dev.nagare.testkit;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link FaultyServer} of its own, as a parameter of the test and of its {@code @BeforeEach} methods.
 *
 * <p>After the test the server is closed, and what {@link FaultyServer#check()} finds fails the test. For JUnit 5, from 5.12
 * on, and JUnit 6.
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
        try {
            server.check();
        } catch (AssertionError e) {
            Throwable thrown = context.getExecutionException().orElse(null);
            if (thrown == null) {
                throw e;
            }
            // The test has failed by itself, perhaps because of this.
            thrown.addSuppressed(e);
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
        // Nothing but what JUnit 5 and JUnit 6 both have; the parameters of a test are resolved one after another.
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        FaultyServer server = store.get(FaultyServer.class, FaultyServer.class);
        if (server == null) {
            server = FaultyServer.start();
            store.put(FaultyServer.class, server);
        }
        return server;
    }
}
