package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.server.ApiKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Looks for everything that would keep a server from starting, without taking its port. */
final class ServeCheck {
    private final Engines engines;

    ServeCheck(Engines engines) {
        this.engines = engines;
    }

    /** Adds what is wrong to the problems. */
    void check(ServePlan plan, List<String> problems) {
        address(plan, problems);
        keys(plan, problems);
        Path cert = plan.get(Settings.TLS_CERT);
        Path key = plan.get(Settings.TLS_KEY);
        if (cert != null && key != null) {
            TlsFiles.check(cert, key, Instant.now(), problems);
        }
        judge(plan, problems);
        models(plan, problems);
    }

    /** Adds it when the judge's URL cannot be used. */
    static void judge(ServePlan plan, List<String> problems) {
        String url = plan.get(Settings.JUDGE_URL);
        if (url != null) {
            try {
                Judges.of(url, plan, Map.of());
            } catch (IllegalArgumentException e) {
                problems.add("--judge-url: " + e.getMessage());
            }
        }
    }

    /** Adds it when everyone could call whom the network lets, without anyone having said so. */
    static void address(ServePlan plan, List<String> problems) {
        String host = plan.require(Settings.HOST);
        try {
            boolean closed = plan.get(Settings.API_KEY_FILE) != null || plan.require(Settings.ALLOW_OPEN);
            if (!InetAddress.getByName(host).isLoopbackAddress() && !closed) {
                problems.add("--host " + Kind.cut(host) + " can be reached from other machines: name the keys that may "
                        + "call with --api-key-file, or let everyone call with --allow-open");
            }
        } catch (UnknownHostException e) {
            problems.add("--host " + Kind.cut(host) + " is not the name or address of this machine");
        }
    }

    private static void keys(ServePlan plan, List<String> problems) {
        Path file = plan.get(Settings.API_KEY_FILE);
        if (file == null) {
            return;
        }
        try {
            ApiKeys.parse(Files.readString(file));
        } catch (IOException e) {
            problems.add(file + ": it cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            problems.add(file + ": " + e.getMessage());
        }
    }

    private void models(ServePlan plan, List<String> problems) {
        try (CompletionEngine engine = engines.open(plan)) {
            if (engine.models().isEmpty()) {
                problems.add("there is no model to serve");
            }
        } catch (RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }
}
