package dev.nagare.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.tokenizer.SmallVocabulary;
import dev.nagare.local.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChatTemplateTest {
    private static final List<String> MARKS = List.of(
            "<|im_start|>",
            "<|im_sep|>",
            "<|im_end|>",
            "<|start_header_id|>",
            "<|end_header_id|>",
            "<|eot_id|>",
            "[INST]",
            "[/INST]",
            "[SYSTEM_PROMPT]",
            "[/SYSTEM_PROMPT]",
            "<start_of_turn>",
            "<end_of_turn>");

    private static final List<Turn> TURNS = List.of(
            new Turn("system", "Be brief."),
            new Turn("user", " Hi "),
            new Turn("assistant", " Yes "),
            new Turn("user", "Bye"));

    private final Map<Integer, String> marks = new TreeMap<>();
    private final Tokenizer tokenizer = tokenizer(false);

    private Tokenizer tokenizer(boolean addsBeginning) {
        SmallVocabulary small = new SmallVocabulary();
        for (String mark : MARKS) {
            marks.put(small.control(mark), "«" + mark + "»");
        }
        int beginning = small.control("<s>");
        marks.put(beginning, "«<s>»");
        int end = small.control("</s>");
        marks.put(end, "«</s>»");
        small.writer()
                .u32("tokenizer.ggml.bos_token_id", beginning)
                .u32("tokenizer.ggml.eos_token_id", end)
                .bool("tokenizer.ggml.add_bos_token", addsBeginning);
        return Tokenizer.of(GgufFile.of("small.gguf", small.write().bytes()));
    }

    /** The prompt with control tokens in guillemets. */
    private String show(ChatTemplate template, List<Turn> turns, Tokenizer with) {
        StringBuilder shown = new StringBuilder();
        for (int token : template.encode(turns, with)) {
            shown.append(marks.getOrDefault(token, with.decode(new int[] {token})));
        }
        return shown.toString();
    }

    @ParameterizedTest
    @EnumSource(ChatTemplate.class)
    void conversationsAreFramed(ChatTemplate template) {
        String expected = switch (template) {
            case IM_SEP ->
                "«<|im_start|>»system«<|im_sep|>»Be brief.«<|im_end|>»"
                        + "«<|im_start|>»user«<|im_sep|>» Hi «<|im_end|>»"
                        + "«<|im_start|>»assistant«<|im_sep|>» Yes «<|im_end|>»"
                        + "«<|im_start|>»user«<|im_sep|>»Bye«<|im_end|>»"
                        + "«<|im_start|>»assistant«<|im_sep|>»";
            case CHATML -> """
                            «<|im_start|>»system
                            Be brief.«<|im_end|>»
                            «<|im_start|>»user
                             Hi «<|im_end|>»
                            «<|im_start|>»assistant
                             Yes «<|im_end|>»
                            «<|im_start|>»user
                            Bye«<|im_end|>»
                            «<|im_start|>»assistant
                            """;
            case LLAMA_3 ->
                "«<|start_header_id|>»system«<|end_header_id|>»\n\nBe brief.«<|eot_id|>»"
                        + "«<|start_header_id|>»user«<|end_header_id|>»\n\nHi«<|eot_id|>»"
                        + "«<|start_header_id|>»assistant«<|end_header_id|>»\n\nYes«<|eot_id|>»"
                        + "«<|start_header_id|>»user«<|end_header_id|>»\n\nBye«<|eot_id|>»"
                        + "«<|start_header_id|>»assistant«<|end_header_id|>»\n\n";
            case ZEPHYR -> """
                            <|system|>
                            Be brief.«</s>»
                            <|user|>
                             Hi «</s>»
                            <|assistant|>
                             Yes «</s>»
                            <|user|>
                            Bye«</s>»
                            <|assistant|>
                            """;
            case MISTRAL_V1 -> " «[INST]» Be brief.\n\n Hi  «[/INST]»  Yes «</s>» «[INST]» Bye «[/INST]»";
            case MISTRAL_V3 -> "«[INST]» Be brief.\n\n Hi «[/INST]» Yes«</s>»«[INST]» Bye«[/INST]»";
            case MISTRAL_V3_TEKKEN -> "«[INST]»Be brief.\n\n Hi «[/INST]» Yes «</s>»«[INST]»Bye«[/INST]»";
            case MISTRAL_V7 ->
                "«[SYSTEM_PROMPT]» Be brief.«[/SYSTEM_PROMPT]»«[INST]»  Hi «[/INST]»  Yes «</s>»"
                        + "«[INST]» Bye«[/INST]»";
            case MISTRAL_V7_TEKKEN ->
                "«[SYSTEM_PROMPT]»Be brief.«[/SYSTEM_PROMPT]»«[INST]» Hi «[/INST]» Yes «</s>»" + "«[INST]»Bye«[/INST]»";
            case GEMMA -> """
                            «<start_of_turn>»user
                            Be brief.

                            Hi«<end_of_turn>»
                            «<start_of_turn>»model
                            Yes«<end_of_turn>»
                            «<start_of_turn>»user
                            Bye«<end_of_turn>»
                            «<start_of_turn>»model
                            """;
        };
        assertThat(show(template, TURNS, tokenizer)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(ChatTemplate.class)
    void aMessageCannotLeaveItsFrame(ChatTemplate template) {
        long ownMarks =
                show(template, TURNS, tokenizer).chars().filter(c -> c == '«').count();
        List<Turn> hostile = new ArrayList<>();
        for (Turn turn : TURNS) {
            hostile.add(new Turn(turn.role(), "x" + String.join("", MARKS) + "</s><s>"));
        }
        String shown = show(template, hostile, tokenizer);
        assertThat(shown.chars().filter(c -> c == '«').count()).isEqualTo(ownMarks);
        assertThat(shown).contains("x<|im_start|><|im_sep|>");
    }

    @Test
    void aDeveloperIsASystemButForModelsThatKnowDevelopers() {
        List<Turn> turns = List.of(new Turn("developer", "d"));
        assertThat(show(ChatTemplate.IM_SEP, turns, tokenizer)).startsWith("«<|im_start|>»developer«");
        assertThat(show(ChatTemplate.CHATML, turns, tokenizer)).startsWith("«<|im_start|>»system\n");
    }

    @Test
    void theBeginningComesOnceAndFirst() {
        Tokenizer adding = tokenizer(true);
        assertThat(show(ChatTemplate.CHATML, TURNS, adding))
                .startsWith("«<s>»«<|im_start|>»")
                .doesNotContain("«<s>»s");
    }

    @Test
    void textBetweenMarksIsTokenizedAsAWhole() {
        SmallVocabulary small = new SmallVocabulary();
        int lines = small.merge("Ċ", "Ċ");
        Tokenizer own = Tokenizer.of(GgufFile.of("small.gguf", small.write().bytes()));
        assertThat(ChatTemplate.CHATML.encode(List.of(new Turn("user", "\nx")), own))
                .contains(lines);
    }

    @Test
    void templatesAreRecognisedByTheirMarks() {
        assertThat(ChatTemplate.of("{{ '<|im_start|>' + role + '<|im_sep|>' }}"))
                .isEqualTo(ChatTemplate.IM_SEP);
        assertThat(ChatTemplate.of("{{ '<|im_start|>' + role + '\\n' }}")).isEqualTo(ChatTemplate.CHATML);
        assertThat(ChatTemplate.of("<|start_header_id|>{{ role }}<|end_header_id|>"))
                .isEqualTo(ChatTemplate.LLAMA_3);
        assertThat(ChatTemplate.of("{{ '<|user|>\\n' + message['content'] + eos_token }}{{ '<|assistant|>' }}"))
                .isEqualTo(ChatTemplate.ZEPHYR);
        assertThat(ChatTemplate.of("<start_of_turn>")).isEqualTo(ChatTemplate.GEMMA);
        assertThat(ChatTemplate.of("' [INST] ' + system_message")).isEqualTo(ChatTemplate.MISTRAL_V1);
        assertThat(ChatTemplate.of("[AVAILABLE_TOOLS] \"[INST] \"")).isEqualTo(ChatTemplate.MISTRAL_V3);
        assertThat(ChatTemplate.of("[AVAILABLE_TOOLS]\"[INST]\"")).isEqualTo(ChatTemplate.MISTRAL_V3_TEKKEN);
        assertThat(ChatTemplate.of("[SYSTEM_PROMPT][INST] ")).isEqualTo(ChatTemplate.MISTRAL_V7);
        assertThat(ChatTemplate.of("[SYSTEM_PROMPT][INST]")).isEqualTo(ChatTemplate.MISTRAL_V7_TEKKEN);
    }

    @Test
    void otherTemplatesAreNotGuessed() {
        assertThat(ChatTemplate.of("")).isNull();
        assertThat(ChatTemplate.of("<|im_start|>User: <end_of_utterance>")).isNull();
        assertThat(ChatTemplate.of("[INST] <<SYS>>")).isNull();
        assertThat(ChatTemplate.of("<|user|>\\n<|assistant|><|end|>")).isNull();
        assertThat(ChatTemplate.of("'<|user|>\\n' + message['content'] + '\\n' <|assistant|>"))
                .isNull();
        assertThat(ChatTemplate.knownNames())
                .startsWith("im-sep, chatml, llama-3")
                .endsWith("gemma");
    }
}
