package dev.nagare.cli;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatClientBuilder;
import dev.nagare.client.Deadlines;
import dev.nagare.engine.CompletionEngine;
import dev.nagare.guard.Judge;
import dev.nagare.guard.JudgedEngine;
import dev.nagare.server.ServerMetrics;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The judge that settings name. Only named where there is one, so that nothing of it is loaded otherwise. */
final class Judges {
    /** The environment variable with the key for the judge; in no flag and no file, where others would read it. */
    static final String KEY = "NAGARE_JUDGE_KEY";

    private Judges() {}

    /** Has the judge at a URL around an engine, which is closed with it. */
    static CompletionEngine around(
            CompletionEngine engine, String url, ServePlan plan, Map<String, String> environment) {
        return new JudgedEngine(engine, of(url, plan, environment));
    }

    /** Counts the verdicts that do not come to an engine with a judge around it. */
    static void count(CompletionEngine engine, ServerMetrics metrics) {
        if (engine instanceof JudgedEngine judged) {
            metrics.counter(
                    "nagare_judge_failures_total", "Verdicts of the judge that did not come, or not in time.", () ->
                            (double) judged.failures());
        }
    }

    /**
     * Prepares to ask the judge at a URL.
     *
     * @throws IllegalArgumentException when it is no base URL
     */
    static Judge of(String url, ServePlan plan, Map<String, String> environment) {
        Duration timeout = plan.require(Settings.JUDGE_TIMEOUT);
        ChatClientBuilder client = ChatClient.builder().baseUrl(url).deadlines(Deadlines.DEFAULT.withTotal(timeout));
        @Nullable String key = environment.get(KEY);
        if (key != null && !key.isBlank()) {
            client.apiKey(key);
        }
        Judge judge = Judge.of(new RemoteJudge(client.build(), plan.get(Settings.JUDGE_MODEL)))
                .timeout(timeout);
        judge = plan.require(Settings.JUDGE_FAIL_OPEN) ? judge.failingOpen() : judge;
        judge = plan.require(Settings.JUDGE_PROMPT) ? judge.withPrompt() : judge;
        judge = plan.require(Settings.JUDGE_INPUT) ? judge.judgingInput() : judge;
        return plan.require(Settings.JUDGE_SPARINGLY) ? judge.sparing() : judge;
    }
}
