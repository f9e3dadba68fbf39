package dev.nagare.local.chat;

import dev.nagare.local.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ways to frame a conversation.
 *
 * <p>A file carries its framing as a Jinja program. It is not run: it is recognised by the marks it writes, in the order
 * of llama.cpp's {@code llm_chat_detect_template}, and the framing is built here from control tokens. So a message cannot
 * leave its frame, and no program out of a file is executed.
 */
public enum ChatTemplate {
    /** {@code <|im_start|>user<|im_sep|>…<|im_end|>}: Phi-4, and the built-in model. */
    IM_SEP {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            for (Turn turn : turns) {
                out.mark("<|im_start|>").text(turn.role()).mark("<|im_sep|>");
                out.text(turn.content()).mark("<|im_end|>");
            }
            out.mark("<|im_start|>").text("assistant").mark("<|im_sep|>");
        }
    },

    /** {@code <|im_start|>user}, a line end, the message, {@code <|im_end|>}: Qwen, SmolLM and many more. */
    CHATML {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            for (Turn turn : turns) {
                out.mark("<|im_start|>").text(turn.plainRole()).text("\n");
                out.text(turn.content()).mark("<|im_end|>").text("\n");
            }
            out.mark("<|im_start|>").text("assistant\n");
        }
    },

    /** {@code <|start_header_id|>user<|end_header_id|>}, an empty line, the message, {@code <|eot_id|>}. */
    LLAMA_3 {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            for (Turn turn : turns) {
                header(turn.plainRole(), out).text(turn.content().strip()).mark("<|eot_id|>");
            }
            header("assistant", out);
        }

        private PromptTokens header(String role, PromptTokens out) {
            return out.mark("<|start_header_id|>")
                    .text(role)
                    .mark("<|end_header_id|>")
                    .text("\n\n");
        }
    },

    /** {@code <|user|>}, a line end, the message, the end-of-text token: Zephyr, TinyLlama. */
    ZEPHYR {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            for (Turn turn : turns) {
                out.mark("<|" + turn.plainRole() + "|>").text("\n");
                out.text(turn.content()).end("<|endoftext|>").text("\n");
            }
            out.mark("<|assistant|>").text("\n");
        }
    },

    /** {@code [INST] … [/INST]} with a space on both sides of each mark. */
    MISTRAL_V1 {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            instructions(turns, out, " ", " ", false);
        }
    },

    /** {@code [INST] … [/INST]} with a space after the mark. */
    MISTRAL_V3 {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            instructions(turns, out, "", " ", true);
        }
    },

    /** {@code [INST]…[/INST]} without spaces: Mistral Nemo. */
    MISTRAL_V3_TEKKEN {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            instructions(turns, out, "", "", false);
        }
    },

    /** {@code [SYSTEM_PROMPT] …[/SYSTEM_PROMPT][INST] …[/INST]}: Mistral Large 2411. */
    MISTRAL_V7 {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            systemPrompts(turns, out, " ");
        }
    },

    /** {@code [SYSTEM_PROMPT]…[/SYSTEM_PROMPT][INST]…[/INST]}: Mistral Small 3. */
    MISTRAL_V7_TEKKEN {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            systemPrompts(turns, out, "");
        }
    },

    /** {@code <start_of_turn>user}, a line end, the message, {@code <end_of_turn>}; no system role. */
    GEMMA {
        @Override
        void frame(List<Turn> turns, PromptTokens out) {
            StringBuilder system = new StringBuilder();
            for (Turn turn : turns) {
                if (turn.isSystem()) {
                    system.append(turn.content().strip());
                    continue;
                }
                out.mark("<start_of_turn>").text(turn.isAssistant() ? "model" : turn.role());
                out.text("\n");
                if (!system.isEmpty() && !turn.isAssistant()) {
                    out.text(system.toString()).text("\n\n");
                    system.setLength(0);
                }
                out.text(turn.content().strip()).mark("<end_of_turn>").text("\n");
            }
            out.mark("<start_of_turn>").text("model\n");
        }
    };

    abstract void frame(List<Turn> turns, PromptTokens out);

    /** The tokens of a conversation, with the opening of the model's reply. */
    public int[] encode(List<Turn> turns, Tokenizer tokenizer) {
        PromptTokens out = new PromptTokens(tokenizer);
        frame(turns, out);
        return out.toArray();
    }

    /** The framing that a Jinja template describes, or null when it is none of these. */
    public static @Nullable ChatTemplate of(String template) {
        if (template.contains("<|im_start|>")) {
            if (template.contains("<|im_sep|>")) {
                return IM_SEP;
            }
            return template.contains("<end_of_utterance>") ? null : CHATML;
        }
        if (template.contains("[INST]")) {
            return mistral(template);
        }
        if (template.contains("<|user|>") && template.contains("<|assistant|>")) {
            return zephyr(template);
        }
        if (template.contains("<start_of_turn>")) {
            return GEMMA;
        }
        return template.contains("<|start_header_id|>") && template.contains("<|end_header_id|>") ? LLAMA_3 : null;
    }

    private static @Nullable ChatTemplate mistral(String template) {
        if (template.contains("[SYSTEM_PROMPT]")) {
            return template.contains("[INST] ") ? MISTRAL_V7 : MISTRAL_V7_TEKKEN;
        }
        if (!template.contains("' [INST] ' + system_message") && !template.contains("[AVAILABLE_TOOLS]")) {
            return null;
        }
        if (template.contains(" [INST]")) {
            return MISTRAL_V1;
        }
        return template.contains("\"[INST]\"") ? MISTRAL_V3_TEKKEN : MISTRAL_V3;
    }

    /** Others write the same marks around messages that they do not end. */
    private static @Nullable ChatTemplate zephyr(String template) {
        boolean ends = template.contains("<|endoftext|>")
                || template.contains("<|user|>\\n' + message['content'] + eos_token")
                || template.contains("<|user|>\n' + message['content'] + eos_token");
        return ends && !template.contains("<|end|>") && !template.contains("[gMASK]") ? ZEPHYR : null;
    }

    /** The names of all framings, for a message. */
    public static String knownNames() {
        return Arrays.stream(values())
                .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    private static void instructions(List<Turn> turns, PromptTokens out, String before, String after, boolean strips) {
        boolean open = false;
        for (Turn turn : turns) {
            if (!open) {
                out.text(before).mark("[INST]").text(after);
                open = true;
            }
            if (turn.isSystem()) {
                out.text(turn.content()).text("\n\n");
            } else if (turn.isUser()) {
                out.text(turn.content()).text(before).mark("[/INST]");
            } else {
                out.text(after).text(strips ? turn.content().strip() : turn.content());
                out.end("</s>");
                open = false;
            }
        }
    }

    private static void systemPrompts(List<Turn> turns, PromptTokens out, String space) {
        for (Turn turn : turns) {
            if (turn.isSystem()) {
                out.mark("[SYSTEM_PROMPT]").text(space).text(turn.content()).mark("[/SYSTEM_PROMPT]");
            } else if (turn.isUser()) {
                out.mark("[INST]").text(space).text(turn.content()).mark("[/INST]");
            } else {
                out.text(space).text(turn.content()).end("</s>");
            }
        }
    }
}
