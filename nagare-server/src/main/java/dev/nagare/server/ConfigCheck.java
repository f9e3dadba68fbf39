package dev.nagare.server;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for what keeps a server from starting with a configuration, or from being of use, without taking its port. */
final class ConfigCheck {
    private ConfigCheck() {}

    static List<ConfigProblem> problems(ServerConfig config, Instant now) {
        List<ConfigProblem> problems = new ArrayList<>(address(config));
        Path keyFile = config.apiKeyFile();
        if (keyFile != null) {
            try {
                var _ = new ApiKeyFile(keyFile, (Set<String> _) -> {});
            } catch (IllegalArgumentException | UncheckedIOException e) {
                problems.add(new ConfigProblem("apiKeyFile", String.valueOf(e.getMessage())));
            }
        }
        Path cert = config.tlsCert();
        Path key = config.tlsKey();
        if (cert != null && key != null) {
            problems.addAll(Tls.problems(cert, key, now));
        }
        ConfigProblem files = DescriptorLimit.ofProcess().problem(config);
        if (files != null) {
            problems.add(files);
        }
        return problems;
    }

    /** What is wrong with where the server listens: it is not here, or lets everyone in without saying so. */
    static List<ConfigProblem> address(ServerConfig config) {
        boolean loopback;
        try {
            loopback = InetAddress.getByName(config.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return List.of(elsewhere("host", config.host()));
        }
        String metricsHost = config.metricsHost();
        if (metricsHost != null) {
            try {
                var _ = InetAddress.getByName(metricsHost);
            } catch (UnknownHostException e) {
                return List.of(elsewhere("metricsHost", metricsHost));
            }
        }
        if (loopback || config.apiKeyFile() != null || config.allowOpen()) {
            return List.of();
        }
        return List.of(new ConfigProblem(
                "host",
                "without API keys everyone who reaches " + config.host()
                        + " would be answered: name a file of keys, or say that the server may be open"));
    }

    private static ConfigProblem elsewhere(String component, String host) {
        return new ConfigProblem(component, host + " is not the name or an address of this machine");
    }
}
