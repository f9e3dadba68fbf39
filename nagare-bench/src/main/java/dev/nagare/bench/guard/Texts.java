package dev.nagare.bench.guard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Made-up English: sentences of common words, phrases that begin as sentences do, and texts in pieces like tokens. */
public final class Texts {
    private static final String[] COMMON =
            ("the of and to a in is it you that he was for on are with as his they be at one "
                            + "have this from or had by hot but some what there we can out other were all your when up use word how "
                            + "said an each she which do their time if will way about many then them would write like so these her "
                            + "long make thing see him two has look more day could go come did my sound no most number who over know "
                            + "water than call first people may down side been now find any new work part take get place made live "
                            + "where after back little only round man year came show every good me give our under name very through "
                            + "just form much great think say help low line before turn cause same mean differ move right boy old "
                            + "too does tell sentence set three want air well also play small end put home read hand port large "
                            + "spell add even land here must big high such follow act why ask men change went light kind off need "
                            + "house picture try us again animal point mother world near build self earth father head stand own page")
                    .split(" ", -1);

    private static final String[] SYLLABLES =
            ("an ar ba be bi co da de do en er fa fi ga gi ha he in ka ki la le li lo ma "
                            + "me mi mo na ne no o or pa pe po ra re ri ro sa se si so ta te ti to un va ve vi wa ya zo")
                    .split(" ", -1);

    private Texts() {}

    /** Sentences of common words, numbers now and then, of about this many chars. */
    static String prose(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int words = 5 + random.nextInt(16);
            for (int i = 0; i < words; i++) {
                String word = random.nextInt(40) == 0 ? Integer.toString(random.nextInt(3_000)) : word(random);
                boolean isFirst = i == 0;
                text.append(isFirst ? Character.toUpperCase(word.charAt(0)) + word.substring(1) : word);
                boolean isLast = i == words - 1;
                text.append(isLast ? "" : random.nextInt(12) == 0 ? ", " : " ");
            }
            text.append(random.nextInt(5) == 0 ? ".\n" : ". ");
        }
        return text.toString();
    }

    private static String word(Random random) {
        return random.nextInt(4) == 0 ? made(random) : COMMON[random.nextInt(COMMON.length)];
    }

    private static String made(Random random) {
        StringBuilder word = new StringBuilder();
        int syllables = 2 + random.nextInt(3);
        for (int i = 0; i < syllables; i++) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString();
    }

    /** Different phrases of one to three words; every second one of several words begins with a common one. */
    public static List<String> phrases(Random random, int count) {
        Set<String> phrases = new LinkedHashSet<>();
        while (phrases.size() < count) {
            int words = 1 + random.nextInt(3);
            StringBuilder phrase = new StringBuilder();
            for (int i = 0; i < words; i++) {
                boolean isCommon = words > 1 && i < words - 1 && random.nextBoolean();
                phrase.append(i == 0 ? "" : " ")
                        .append(isCommon ? COMMON[random.nextInt(COMMON.length)] : made(random) + "x");
            }
            phrases.add(phrase.toString());
        }
        return List.copyOf(phrases);
    }

    /** A text in pieces of two to seven chars. */
    static List<String> pieces(Random random, String text) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + 2 + random.nextInt(6));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
