package dev.nagare.local.tokenizer;

import dev.nagare.local.gguf.GgufException;
import dev.nagare.local.gguf.GgufFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokenizer of a model file: byte-pair encoding in the manner of GPT-2 ({@code tokenizer.ggml.model = gpt2}).
 *
 * <p>Text is cut into pieces, the UTF-8 bytes of each piece are joined pair by pair in the order of the merges. Control
 * tokens such as {@code <|im_end|>} are matched as whole texts first, and only where the caller allows it: what a user
 * wrote never becomes one. Any thread may call any method.
 */
public final class Tokenizer {
    private static final String MODEL = "tokenizer.ggml.model";
    private static final String PRE = "tokenizer.ggml.pre";
    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String MERGES = "tokenizer.ggml.merges";
    private static final int[] NEVER_IN_UTF_8 = {
        0xC0, 0xC1, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF
    };

    /** The texts of tokens that end a generation, whatever the file calls them; llama.cpp's list. */
    private static final Set<String> END_TEXTS = Set.of(
            "<|eot_id|>",
            "<|im_end|>",
            "<|end|>",
            "<|return|>",
            "<|call|>",
            "<end_of_turn>",
            "<|endoftext|>",
            "</s>",
            "<|eom_id|>",
            "<EOT>",
            "_<EOT>",
            "[EOT]",
            "[EOS]",
            "<|end_of_text|>",
            "<end_of_utterance>",
            "<eos>");

    private final Vocabulary vocabulary;
    private final PreTokenizer preTokenizer;
    private final MergeTable merges;
    private final int[] byteTokens;
    private final SpecialTokens always = new SpecialTokens();
    private final SpecialTokens allowed = new SpecialTokens();
    private final BitSet ends = new BitSet();
    private final OptionalInt beginning;
    private final OptionalInt end;
    private final boolean addsBeginning;

    private Tokenizer(GgufFile file) {
        vocabulary = new Vocabulary(file);
        preTokenizer = preTokenizer(file);
        merges = merges(file);
        byteTokens = byteTokens(file);
        beginning = token(file, "tokenizer.ggml.bos_token_id");
        end = token(file, "tokenizer.ggml.eos_token_id");
        end.ifPresent(ends::set);
        token(file, "tokenizer.ggml.eot_token_id").ifPresent(ends::set);
        token(file, "tokenizer.ggml.eom_token_id").ifPresent(ends::set);
        END_TEXTS.forEach(text -> vocabulary.id(text).ifPresent(ends::set));
        String addBeginning = "tokenizer.ggml.add_bos_token";
        addsBeginning = file.bool(addBeginning, preTokenizer == PreTokenizer.LLAMA_BPE && beginning.isPresent());
        if (addsBeginning && beginning.isEmpty()) {
            throw new GgufException(
                    file.name(), "metadata '" + addBeginning + "'", "is true, but no beginning-of-text token is named");
        }
        collectSpecialTokens();
    }

    /**
     * The tokenizer of a file; nothing of the file is needed afterwards.
     *
     * @throws GgufException if it has none, one of another kind, or a damaged one
     */
    public static Tokenizer of(GgufFile file) {
        String model = file.string(MODEL);
        if (!model.equals("gpt2")) {
            throw new GgufException(
                    file.name(),
                    "metadata '" + MODEL + "'",
                    GgufException.shown(model) + " is not supported; 'gpt2' is");
        }
        return new Tokenizer(file);
    }

    /** The number of tokens; they are the numbers from 0. */
    public int size() {
        return vocabulary.size();
    }

    /** The tokens of a text, without a beginning-of-text token. */
    public int[] encode(String text, boolean allowSpecial) {
        TokenBuffer out = new TokenBuffer();
        encode(text, allowSpecial, out);
        return out.toArray();
    }

    /**
     * Appends the tokens of a text.
     *
     * @param text any text; lone surrogates count as U+FFFD
     * @param allowSpecial whether the texts of control tokens become these tokens; false for everything a user wrote
     * @param out takes the tokens
     */
    public void encode(String text, boolean allowSpecial, TokenBuffer out) {
        SpecialTokens special = allowSpecial ? allowed : always;
        Encoding encoding = new Encoding(out);
        int from = 0;
        while (from < text.length()) {
            SpecialTokens.Match match = special.find(text, from);
            if (match.from() > from) {
                encoding.encode(text.substring(from, match.from()));
            }
            if (match.token() >= 0) {
                out.add(match.token());
            }
            from = match.to();
        }
    }

    /** The bytes a token adds to the text: none for a control token, possibly a part of a character. Not to be changed. */
    public byte[] bytes(int token) {
        return vocabulary.bytes(token);
    }

    /** The text of a token as the file writes it, for a control token, which adds nothing to the text. */
    public String mark(int token) {
        return vocabulary.text(token);
    }

    /** The text of tokens; bytes that are no UTF-8 become U+FFFD. */
    public String decode(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            bytes.writeBytes(bytes(token));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The token that is written exactly like this, such as {@code <|im_start|>}, if it is no ordinary text. */
    public OptionalInt special(String text) {
        OptionalInt id = vocabulary.id(text);
        return id.isPresent() && vocabulary.type(id.getAsInt()) != Vocabulary.NORMAL ? id : OptionalInt.empty();
    }

    /** The token that begins a text, where the model has one. */
    public OptionalInt beginning() {
        return beginning;
    }

    /** The token that ends a text, where the file names one. */
    public OptionalInt end() {
        return end;
    }

    /** Whether every prompt starts with {@link #beginning()}. */
    public boolean addsBeginning() {
        return addsBeginning;
    }

    /** Whether the model says with this token that its answer is over. */
    public boolean endsGeneration(int token) {
        return ends.get(token);
    }

    /** One call's work: what the merging of pieces needs. */
    private final class Encoding {
        private final BytePairMerger merger = new BytePairMerger(merges);
        private final TokenBuffer out;
        private int[] symbols = new int[64];
        private int count;

        Encoding(TokenBuffer out) {
            this.out = out;
        }

        void encode(String fragment) {
            Text text = new Text(fragment);
            preTokenizer.split(text, (from, to) -> piece(text, from, to));
        }

        private void piece(Text text, int from, int to) {
            count = 0;
            if (symbols.length < 4L * (to - from)) {
                symbols = new int[Math.multiplyExact(4, to - from)];
            }
            for (int i = from; i < to; i++) {
                utf8(text.point(i));
            }
            OptionalInt whole = preTokenizer.takesWholePiecesFirst() ? whole() : OptionalInt.empty();
            if (whole.isPresent()) {
                out.add(whole.getAsInt());
            } else {
                for (int i = 0; i < count; i++) {
                    symbols[i] = byteTokens[symbols[i]];
                }
                merger.merge(symbols, count, out);
            }
        }

        private OptionalInt whole() {
            StringBuilder written = new StringBuilder(count);
            for (int i = 0; i < count; i++) {
                written.append(ByteAlphabet.character(symbols[i]));
            }
            return vocabulary.id(written.toString());
        }

        private void utf8(int point) {
            if (point < 0x80) {
                symbols[count++] = point;
            } else if (point < 0x800) {
                symbols[count++] = 0xC0 | (point >> 6);
                symbols[count++] = 0x80 | (point & 0x3F);
            } else if (point < 0x10000) {
                symbols[count++] = 0xE0 | (point >> 12);
                symbols[count++] = 0x80 | (point >> 6 & 0x3F);
                symbols[count++] = 0x80 | (point & 0x3F);
            } else {
                symbols[count++] = 0xF0 | (point >> 18);
                symbols[count++] = 0x80 | (point >> 12 & 0x3F);
                symbols[count++] = 0x80 | (point >> 6 & 0x3F);
                symbols[count++] = 0x80 | (point & 0x3F);
            }
        }
    }

    private static PreTokenizer preTokenizer(GgufFile file) {
        String name = file.string(PRE, "default");
        PreTokenizer found = PreTokenizer.of(name);
        if (found == null) {
            throw new GgufException(
                    file.name(),
                    "metadata '" + PRE + "'",
                    GgufException.shown(name) + " is not supported; these are: " + PreTokenizer.knownNames());
        }
        return found;
    }

    private MergeTable merges(GgufFile file) {
        List<String> lines = file.strings(MERGES);
        MergeTable table = new MergeTable(lines.size());
        for (int rank = 0; rank < lines.size(); rank++) {
            String line = lines.get(rank);
            int space = line.indexOf(' ', 1);
            OptionalInt left = vocabulary.id(space < 0 ? "" : line.substring(0, space));
            OptionalInt right = vocabulary.id(line.substring(space + 1));
            OptionalInt result = vocabulary.id(space < 0 ? "" : line.substring(0, space) + line.substring(space + 1));
            if (left.isEmpty() || right.isEmpty() || result.isEmpty()) {
                throw new GgufException(
                        file.name(),
                        "metadata '" + MERGES + "'",
                        "entry " + rank + ", " + GgufException.shown(line)
                                + ", is no pair of tokens that make a token");
            }
            table.add(left.getAsInt(), right.getAsInt(), rank, result.getAsInt());
        }
        return table;
    }

    private int[] byteTokens(GgufFile file) {
        int[] found = new int[256];
        for (int b = 0; b < found.length; b++) {
            OptionalInt id = vocabulary.id(String.valueOf(ByteAlphabet.character(b)));
            boolean needed = Arrays.binarySearch(NEVER_IN_UTF_8, b) < 0;
            if (id.isEmpty() && needed) {
                throw new GgufException(
                        file.name(), "metadata '" + TOKENS + "'", "no token stands for the byte " + b + " alone");
            }
            found[b] = id.orElse(-1);
        }
        return found;
    }

    private OptionalInt token(GgufFile file, String key) {
        if (!file.has(key)) {
            return OptionalInt.empty();
        }
        int id = file.u32(key);
        if (id >= vocabulary.size()) {
            throw new GgufException(
                    file.name(), "metadata '" + key + "'", id + " is not among the " + vocabulary.size() + " tokens");
        }
        return OptionalInt.of(id);
    }

    private void collectSpecialTokens() {
        for (int id = 0; id < vocabulary.size(); id++) {
            int type = vocabulary.type(id);
            String text = vocabulary.text(id);
            if (type == Vocabulary.CONTROL || type == Vocabulary.UNKNOWN || type == Vocabulary.USER_DEFINED) {
                allowed.add(text, id);
            }
            boolean looksLikeControl = text.startsWith("<|") && text.endsWith("|>");
            if (type == Vocabulary.USER_DEFINED && !looksLikeControl && !ends.get(id)) {
                always.add(text, id);
            }
        }
    }
}
