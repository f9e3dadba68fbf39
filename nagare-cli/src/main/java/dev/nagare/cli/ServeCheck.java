package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.server.ConfigProblem;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Looks for everything that would keep a server from starting, without taking its port. */
final class ServeCheck {
    /** Which setting a component of the server's configuration is. */
    private static final Map<String, Setting<?>> SETTINGS = Map.of(
            "host", Settings.HOST,
            "metricsHost", Settings.METRICS_HOST,
            "apiKeyFile", Settings.API_KEY_FILE,
            "tlsCert", Settings.TLS_CERT,
            "tlsKey", Settings.TLS_KEY,
            "maxConnections", Settings.MAX_CONNECTIONS);

    private final Engines engines;

    ServeCheck(Engines engines) {
        this.engines = engines;
    }

    /** Adds what is wrong to the problems. */
    void check(ServePlan plan, Problems problems) {
        server(plan, NagareServer::check, problems);
        accessLog(plan, problems);
        judge(plan, problems);
        models(plan, problems);
    }

    /** Adds it when the judge's URL cannot be used. */
    static void judge(ServePlan plan, Problems problems) {
        String url = plan.get(Settings.JUDGE_URL);
        if (url != null) {
            try {
                Judges.of(url, plan, Map.of());
            } catch (IllegalArgumentException e) {
                problems.add(plan.place(Settings.JUDGE_URL), ": " + e.getMessage());
            }
        }
    }

    /** Adds it when everyone could call whom the network lets, without anyone having said so. */
    static void address(ServePlan plan, Problems problems) {
        server(plan, NagareServer::checkAddress, problems);
    }

    private static void server(ServePlan plan, Function<ServerConfig, List<ConfigProblem>> check, Problems problems) {
        ServerConfig config;
        try {
            config = plan.config();
        } catch (IllegalArgumentException e) {
            // Settings that contradict each other: the plan has said so.
            return;
        }
        check.apply(config).forEach(problem -> add(plan, problem, problems));
    }

    private static void add(ServePlan plan, ConfigProblem problem, Problems problems) {
        Setting<?> setting = SETTINGS.get(problem.component());
        if (setting == null) {
            problems.add(problem.message());
            return;
        }
        if (problem.component().equals("maxConnections") && plan.places(setting).isEmpty()) {
            // Nobody asked for so many: the server takes as many as there can be, and says so when it starts.
            return;
        }
        String more = problem.component().equals("host") ? " (--api-key-file, --allow-open)" : "";
        problems.add(plan.place(setting), ": " + problem.message() + more);
    }

    private static void accessLog(ServePlan plan, Problems problems) {
        String target = plan.require(Settings.ACCESS_LOG);
        if (target.equals("-") || target.equals("off")) {
            return;
        }
        Path file = Path.of(target).toAbsolutePath();
        Path folder = file.getParent();
        Place place = plan.place(Settings.ACCESS_LOG);
        if (Files.isDirectory(file)) {
            problems.add(place, ": " + target + " is a folder");
        } else if (folder == null || !Files.isDirectory(folder)) {
            problems.add(place, ": the folder of " + target + " does not exist");
        } else if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            problems.add(place, ": " + target + " cannot be written");
        }
    }

    private void models(ServePlan plan, Problems problems) {
        List<Path> files = plan.all(Settings.MODEL);
        boolean there = true;
        for (int i = 0; i < files.size(); i++) {
            if (!Files.isRegularFile(files.get(i))) {
                problems.add(
                        plan.places(Settings.MODEL).get(i),
                        ": cannot read " + files.get(i) + ": "
                                + (Files.exists(files.get(i)) ? "it is not a file" : "there is no such file"));
                there = false;
            }
        }
        if (!there) {
            return;
        }
        try (CompletionEngine engine = engines.open(plan)) {
            if (engine.models().isEmpty()) {
                problems.add("there is no model to serve");
            }
        } catch (RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }
}
