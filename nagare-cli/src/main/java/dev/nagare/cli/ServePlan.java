package dev.nagare.cli;

import dev.nagare.server.ServerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for a server when flags, file and first values are put together. Immutable. */
final class ServePlan {
    private final Map<Setting<?>, List<?>> values = new LinkedHashMap<>();
    private final Map<Setting<?>, List<Place>> places = new LinkedHashMap<>();

    private ServePlan() {}

    /**
     * Puts the values together: a flag wins over the file, for a setting of several values as a whole. What is wrong is
     * added to the problems, and the setting then keeps what it is at first.
     */
    static ServePlan of(Map<Setting<?>, List<Given>> flags, Map<Setting<?>, List<Given>> file, Problems problems) {
        ServePlan plan = new ServePlan();
        for (Setting<?> setting : Settings.all()) {
            // The file is checked also where a flag stands in its place.
            plan.set(setting, file.get(setting), problems);
            if (flags.containsKey(setting)) {
                plan.set(setting, flags.get(setting), problems);
            }
        }
        plan.checkTogether(problems);
        return plan;
    }

    private <T> void set(Setting<T> setting, @Nullable List<Given> given, Problems problems) {
        List<T> parsed = new ArrayList<>();
        List<Place> stand = new ArrayList<>();
        for (Given value : given == null ? List.<Given>of() : given) {
            try {
                parsed.add(setting.kind().parse(value.text()));
                stand.add(value.place());
            } catch (IllegalArgumentException e) {
                problems.add(value.place(), " " + e.getMessage());
            }
        }
        values.put(setting, parsed.isEmpty() ? setting.fallback() : List.copyOf(parsed));
        places.put(setting, List.copyOf(stand));
    }

    private void checkTogether(Problems problems) {
        needs(Settings.TLS_CERT, Settings.TLS_KEY, problems);
        needs(Settings.TLS_KEY, Settings.TLS_CERT, problems);
        needs(Settings.METRICS_HOST, Settings.METRICS_PORT, problems);
        boolean isJudged = get(Settings.JUDGE_URL) != null;
        if (require(Settings.VERDICTS) && get(Settings.POLICY) == null && !isJudged) {
            problems.add(place(Settings.VERDICTS), " is for --policy, and no policy is set");
        }
        if (!isJudged) {
            for (Setting<?> setting : Settings.OF_A_JUDGE) {
                if (!all(setting).equals(setting.fallback())) {
                    problems.add(place(setting), " is for --judge-url, and no judge is set");
                }
            }
        }
        if (require(Settings.LOW_WATER) > require(Settings.HIGH_WATER)) {
            problems.add(place(Settings.LOW_WATER), " is larger than --high-water");
        }
        if (require(Settings.MAX_BODY) > require(Settings.MAX_BODIES)) {
            problems.add(place(Settings.MAX_BODY), " is larger than --max-bodies");
        }
    }

    private void needs(Setting<?> setting, Setting<?> other, Problems problems) {
        if (get(setting) != null && get(other) == null) {
            problems.add(place(setting), " is of no use without " + other.flag());
        }
    }

    /** Where a setting stands; its flag when nobody set it. */
    Place place(Setting<?> setting) {
        List<Place> all = places(setting);
        return all.isEmpty() ? Place.of(setting.flag()) : all.getFirst();
    }

    /** Where the values of a setting stand, one for each that somebody set. */
    List<Place> places(Setting<?> setting) {
        return places.getOrDefault(setting, List.of());
    }

    /** The value of a setting that has one, or null. */
    <T> @Nullable T get(Setting<T> setting) {
        List<T> all = all(setting);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** The value of a setting that always has one. */
    <T> T require(Setting<T> setting) {
        return all(setting).getFirst();
    }

    /** All values of a setting. */
    @SuppressWarnings("unchecked") // The one place that puts values in parses them with the setting's own kind.
    <T> List<T> all(Setting<T> setting) {
        return (List<T>) values.getOrDefault(setting, List.of());
    }

    /** The aliases as names and models. */
    Map<String, String> aliases() {
        Map<String, String> aliases = new LinkedHashMap<>();
        all(Settings.ALIAS).forEach(alias -> aliases.put(alias.name(), alias.model()));
        return aliases;
    }

    /** The part of it that the server knows. */
    ServerConfig config() {
        ServerConfig.Builder config = ServerConfig.builder()
                .host(require(Settings.HOST))
                .port(require(Settings.PORT))
                .metricsHost(get(Settings.METRICS_HOST))
                .allowOpen(require(Settings.ALLOW_OPEN))
                .apiKeyFile(get(Settings.API_KEY_FILE))
                .rpm(require(Settings.RPM))
                .tpm(require(Settings.TPM))
                .corsOrigins(all(Settings.CORS_ORIGIN))
                .eventLoops(require(Settings.EVENT_LOOPS))
                .nativeTransport(require(Settings.NATIVE_TRANSPORT))
                .strict(require(Settings.STRICT))
                .maxInitialLineBytes(require(Settings.MAX_REQUEST_LINE))
                .maxHeaderBytes(require(Settings.MAX_HEADER))
                .maxBodyBytes(require(Settings.MAX_BODY))
                .maxBodiesBytes(require(Settings.MAX_BODIES))
                .maxMessages(require(Settings.MAX_MESSAGES))
                .maxConnections(require(Settings.MAX_CONNECTIONS))
                .maxStreams(require(Settings.MAX_STREAMS))
                .maxRunning(require(Settings.MAX_RUNNING))
                .maxQueued(require(Settings.MAX_QUEUED))
                .maxAnswerBytes(require(Settings.MAX_ANSWER))
                .sendBufferBytes(require(Settings.SEND_BUFFER))
                .writeWaterBytes(require(Settings.LOW_WATER), require(Settings.HIGH_WATER))
                .outboxBytes(require(Settings.OUTBOX))
                .commitAfter(require(Settings.COMMIT_AFTER))
                .heartbeatEvery(require(Settings.HEARTBEAT))
                .queueTimeout(require(Settings.QUEUE_TIMEOUT))
                .requestTimeout(require(Settings.REQUEST_TIMEOUT))
                .idleTimeout(require(Settings.IDLE_TIMEOUT))
                .bodyTimeout(require(Settings.BODY_TIMEOUT))
                .stallTimeout(require(Settings.STALL_TIMEOUT))
                .drainFor(require(Settings.DRAIN));
        Integer metricsPort = get(Settings.METRICS_PORT);
        if (metricsPort != null) {
            config.metricsPort(metricsPort);
        }
        Path cert = get(Settings.TLS_CERT);
        Path key = get(Settings.TLS_KEY);
        if (cert != null && key != null) {
            config.tls(cert, key);
        }
        return config.build();
    }
}
