package dev.nagare.local.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytePairMergerTest {
    /** The definition: look for the leftmost pair of the lowest rank, join it, begin anew. */
    private static int[] naive(MergeTable merges, int[] symbols) {
        List<Integer> tokens = new ArrayList<>();
        for (int symbol : symbols) {
            tokens.add(symbol);
        }
        while (true) {
            int best = MergeTable.NONE;
            int at = -1;
            for (int i = 0; i + 1 < tokens.size(); i++) {
                int rank = merges.rank(tokens.get(i), tokens.get(i + 1));
                if (rank < best) {
                    best = rank;
                    at = i;
                }
            }
            if (at < 0) {
                return tokens.stream().mapToInt(Integer::intValue).toArray();
            }
            tokens.set(at, merges.result(best));
            tokens.remove(/* index */ at + 1);
        }
    }

    private static int[] merge(MergeTable merges, int[] symbols) {
        TokenBuffer out = new TokenBuffer();
        new BytePairMerger(merges).merge(symbols, symbols.length, out);
        return out.toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithTheDefinition(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int merged = random.nextInt(1, 30);
            MergeTable merges = new MergeTable(merged);
            for (int rank = 0; rank < merged; rank++) {
                merges.add(random.nextInt(3 + rank), random.nextInt(3 + rank), rank, 3 + rank);
            }
            int[] symbols = random.ints(random.nextInt(200), 0, 3).toArray();
            assertThat(merge(merges, symbols)).isEqualTo(naive(merges, symbols));
        }
    }

    @Test
    void aMegabyteInOnePieceIsJoinedQuickly() {
        MergeTable merges = new MergeTable(20);
        for (int rank = 0; rank < 20; rank++) {
            merges.add(rank, rank, rank, rank + 1);
        }
        assertThat(merge(merges, new int[1 << 20])).containsExactly(20);
        assertThat(merge(merges, new int[(1 << 20) - 1]))
                .hasSize(20)
                .startsWith(19, 18)
                .endsWith(1, 0);
    }

    @Test
    void oneMergerMayBeUsedForManyPieces() {
        MergeTable merges = new MergeTable(1);
        merges.add(0, 1, 0, 2);
        BytePairMerger merger = new BytePairMerger(merges);
        TokenBuffer out = new TokenBuffer();
        merger.merge(new int[] {0, 1, 0, 1, 1}, 5, out);
        merger.merge(new int[] {1, 0}, 2, out);
        merger.merge(new int[] {0, 1, 0}, 2, out);
        merger.merge(new int[0], 0, out);
        assertThat(out.toArray()).containsExactly(2, 2, 1, 1, 0, 2);
    }

    @Test
    void ofTwoMergesOfOnePairTheFirstCounts() {
        MergeTable merges = new MergeTable(2);
        merges.add(0, 0, 0, 7);
        merges.add(0, 0, 1, 8);
        assertThat(merge(merges, new int[] {0, 0})).containsExactly(7);
    }
}
