package dev.nagare.server;

import io.prometheus.metrics.core.metrics.Counter;
import java.util.Set;

/**
 * Counts parameters that this server accepts and does not know. Those that other servers define are counted by their
 * names, so that it shows which extension callers rely on; all others together, since callers can make up any number.
 */
final class UnknownParameters {
    static final Set<String> NAMED = Set.of(
            "add_generation_prompt",
            "add_special_tokens",
            "allowed_token_ids",
            "bad_words",
            "cache_prompt",
            "chat_template",
            "chat_template_kwargs",
            "continue_final_message",
            "documents",
            "dynatemp_range",
            "enable_thinking",
            "grammar",
            "guided_choice",
            "guided_decoding_backend",
            "guided_grammar",
            "guided_json",
            "guided_regex",
            "id_slot",
            "ignore_eos",
            "include_stop_str_in_output",
            "length_penalty",
            "lora",
            "min_p",
            "min_tokens",
            "mirostat",
            "n_predict",
            "priority",
            "prompt_logprobs",
            "reasoning",
            "regex",
            "repeat_penalty",
            "repetition_penalty",
            "return_progress",
            "return_tokens",
            "samplers",
            "skip_special_tokens",
            "spaces_between_special_tokens",
            "stop_token_ids",
            "structured_outputs",
            "thinking",
            "timings_per_token",
            "top_k",
            "truncate_prompt_tokens",
            "typical_p",
            "use_beam_search");

    private final Counter counter;

    UnknownParameters(Instruments instruments) {
        counter = instruments.counter(
                "nagare_unknown_parameters_total",
                "Parameters of accepted requests that this server does not know and ignores.",
                "parameter");
    }

    void count(String name) {
        counter.labelValues(NAMED.contains(name) ? name : "other").inc();
    }
}
