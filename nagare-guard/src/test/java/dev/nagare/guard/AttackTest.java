package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to write a phrase so that a person still reads it, at every two- and three-way cut and char by char. */
class AttackTest {
    private static final Policy WHOLE_WORDS =
            Policy.builder("w").rule(Rule.phrases("w", "pipe bomb").block()).build();
    private static final Policy ANYWHERE = Policy.builder("a")
            .rule(Rule.phrases("w", "pipe bomb").anywhere().redact("*"))
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pipe bomb",
                "PIPE Bomb",
                "pi\u200Bpe b\u200Bomb",
                "p\u200Dipe b\u200Domb",
                "pipe b\u2060omb",
                "pi\u0440e b\u043Emb",
                "\u0440\u0456\u0440\u0435 \u042C\u043E\u043C\u042C",
                "ｐｉｐｅ　ｂｏｍｂ",
                "𝐩𝐢𝐩𝐞 𝐛𝐨𝐦𝐛",
                "pípè bömb",
                "pi\u0301pe\u0300 bo\u0308mb",
                "pi\u00ADpe bo\u00ADmb",
                "pipe\uFE0F bo\uFE0Fmb",
                "pi\uDB40\uDC70pe bomb",
                "pipe\u00A0bomb",
                "ⓟⓘⓟⓔ ⓑⓞⓜⓑ",
                "pipe\nbomb",
                "pipe\tbomb",
                "p\u202Eipe bo\u202Cmb",
                "pi\u034Fpe b\u180Eomb",
                "ᴾⁱᵖᵉ ᵇᵒᵐᵇ",
                "\u03C1ip\u03B5 b\u03BFmb",
                "p\u0001ipe\u0085b\u001Bom\u007Fb",
                "pi\u2800pe\u2028bo\u2800mb",
                "🅿🅸🅿🅴 🅱🅾🅼🅱",
                "🅟🅘🅟🅔 🅑🅞🅜🅑",
                "ᴘɪᴘᴇ ʙᴏᴍʙ",
                "ᵽɨƥɇ bømƀ"
            })
    void isCaughtHoweverItIsCut(String attack) {
        String text = "so: " + attack + ". ok";
        List<List<String>> cuts = Pieces.everyCut(text);
        assertThat(cuts).hasSizeGreaterThan(50);
        for (List<String> pieces : cuts) {
            GuardSession blocking = WHOLE_WORDS.newSession();
            assertThat(Pieces.feed(blocking, pieces)).as("%s", pieces).isEqualTo("so: ");
            assertThat(blocking.isBlocked()).isTrue();
            assertThat(Pieces.feed(ANYWHERE.newSession(), pieces))
                    .as("%s", pieces)
                    .startsWith("so: *");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p i p e  b o m b",
                "pipe  bomb",
                "b\u05B0omb \u064Eis p\u05B0ipe b\u05B0omb",
                "🇵🇮🇵🇪 🇧🇴🇲🇧",
                "p1pe b0mb",
                "pipe-bomb",
                "an explosive device in a tube"
            })
    void isKnownNotToBeCovered(String text) {
        assertThat(Pieces.feed(WHOLE_WORDS.newSession(), List.of(text))).isEqualTo(text);
    }
}
