package dev.nagare.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The members of a request, but for how it is to be answered, as a seed draws them: some valid, some perhaps not. */
final class DrawnRequest {
    private static final List<String> TEXTS = List.of(
            "Count to 10.",
            "1, 2, 3,",
            "What's 1+1? Answer in one word.",
            "\\u6d41\\u308c",
            "Tell me about the \\ud83d\\ude80.",
            "a");
    private static final List<String> STOPS = List.of(",", " ", "4", ", 5", ".", "e", "Two", "zzz", "\\n", "10");

    private final SplittableRandom random;
    private final List<String> members = new ArrayList<>(List.of("\"model\":\"m\""));

    private DrawnRequest(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A chat request, without {@code stream} and its options, and without the closing brace. */
    static String chat(long seed) {
        DrawnRequest drawn = new DrawnRequest(seed);
        drawn.members.add("\"messages\":[" + drawn.message() + "]");
        drawn.common();
        drawn.perhaps(3, "logprobs", () -> "true,\"top_logprobs\":" + drawn.random.nextInt(6));
        drawn.perhaps(4, "logprobs", () -> "true");
        drawn.perhaps(2, drawn.random.nextBoolean() ? "max_tokens" : "max_completion_tokens", drawn::tokens);
        drawn.perhaps(5, "service_tier", () -> "\"auto\"");
        return drawn.open();
    }

    /** A request of the older endpoint. {@code best_of} beyond {@code n} is left out: it cannot be streamed. */
    static String completion(long seed) {
        DrawnRequest drawn = new DrawnRequest(seed);
        drawn.members.add("\"prompt\":" + drawn.prompt());
        drawn.common();
        drawn.perhaps(2, "max_tokens", drawn::tokens);
        drawn.perhaps(3, "logprobs", () -> Integer.toString(drawn.random.nextInt(6)));
        drawn.perhaps(3, "echo", () -> Boolean.toString(drawn.random.nextBoolean()));
        drawn.perhaps(12, "suffix", () -> drawn.oneOf("\"\"", "\" end\""));
        return drawn.open();
    }

    /** The options of a stream that ends with its usage, which is what can be compared. */
    static String streamOptions(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        StringBuilder options = new StringBuilder("{\"include_usage\":true");
        for (String option : List.of("continuous_usage_stats", "include_obfuscation")) {
            if (random.nextBoolean()) {
                options.append(",\"").append(option).append("\":").append(random.nextInt(4) > 0);
            }
        }
        return options.append('}').toString();
    }

    private void common() {
        members.add("\"seed\":" + random.nextInt(1_000));
        perhaps(3, "n", () -> Integer.toString(1 + random.nextInt(3)));
        perhaps(2, "temperature", () -> oneOf("0", "0.5", "1", "2"));
        perhaps(3, "top_p", () -> oneOf("0", "0.3", "0.9", "1"));
        perhaps(3, "frequency_penalty", () -> oneOf("-2", "-0.5", "0", "1.5", "2"));
        perhaps(3, "presence_penalty", () -> oneOf("-2", "0.5", "2"));
        perhaps(3, "logit_bias", this::bias);
        perhaps(2, "stop", this::stop);
        perhaps(6, "user", () -> "\"someone\"");
    }

    private String message() {
        String text = "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\"";
        String content = random.nextInt(4) == 0 ? "[{\"type\":\"text\",\"text\":" + text + "}]" : text;
        String system = random.nextInt(4) == 0 ? "{\"role\":\"system\",\"content\":\"Be brief.\"}," : "";
        return system + "{\"role\":\"user\",\"content\":" + content + "}";
    }

    private String prompt() {
        String text = "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\"";
        return switch (random.nextInt(4)) {
            case 0 -> "[" + text + ",\"1, 2,\"]";
            case 1 -> "[" + (10 + random.nextInt(90)) + "," + (10 + random.nextInt(90)) + "]";
            case 2 -> "[[" + (10 + random.nextInt(90)) + "],[" + (10 + random.nextInt(90)) + ",20]]";
            default -> text;
        };
    }

    private String bias() {
        return "{\"" + random.nextInt(200) + "\":" + (random.nextInt(201) - 100) + ",\"" + (200 + random.nextInt(200))
                + "\":" + (random.nextInt(21) - 10) + "}";
    }

    private String stop() {
        String first = "\"" + STOPS.get(random.nextInt(STOPS.size())) + "\"";
        return random.nextBoolean() ? first : "[" + first + ",\"" + STOPS.get(random.nextInt(STOPS.size())) + "\"]";
    }

    private String tokens() {
        return Integer.toString(random.nextInt(12));
    }

    private String oneOf(String... values) {
        return values[random.nextInt(values.length)];
    }

    private void perhaps(int oneIn, String name, Supplier<String> value) {
        String prefix = "\"" + name + "\":";
        if (random.nextInt(oneIn) == 0 && members.stream().noneMatch(member -> member.startsWith(prefix))) {
            members.add(prefix + value.get());
        }
    }

    private String open() {
        if (members.stream().noneMatch(member -> member.startsWith("\"max_"))) {
            members.add("\"max_tokens\":9");
        }
        return "{" + String.join(",", members);
    }
}
