package dev.nagare.cli;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatClientBuilder;
import dev.nagare.client.Deadlines;
import dev.nagare.guard.Judge;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The judge that settings name. Only named where there is one, so that nothing of it is loaded otherwise. */
final class Judges {
    /** The environment variable with the key for the judge; in no flag and no file, where others would read it. */
    static final String KEY = "NAGARE_JUDGE_KEY";

    private Judges() {}

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
        return plan.require(Settings.JUDGE_INPUT) ? judge.judgingInput() : judge;
    }
}
