package dev.nagare.client;

import java.util.Map;
import java.util.function.Consumer;

/** What the environment's variables say about a client. */
final class Environment {
    private Environment() {}

    static void apply(Map<String, String> variables, ChatClientBuilder builder) {
        apply(variables, "OPENAI_BASE_URL", builder::baseUrl);
        apply(variables, "OPENAI_API_KEY", builder::apiKey);
        apply(variables, "OPENAI_ORG_ID", builder::organization);
        apply(variables, "OPENAI_PROJECT_ID", builder::project);
    }

    private static void apply(Map<String, String> variables, String name, Consumer<String> setter) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " cannot be used: " + e.getMessage());
        }
    }
}
