"""Builds the vocabulary from the corpus and checks it against the full o200k_base."""
import argparse
from pathlib import Path

from corpus.mix import THE_FOUR, plain_texts
from vocabulary import build, check, load_ranks


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--jar", required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--examples", type=int, default=120_000)
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    ranks = load_ranks(args.jar)
    pairs = list(plain_texts(args.examples, seed=11))
    texts = list(dict.fromkeys(t for t, sure in pairs if sure))
    tok = build(texts, [t for t, sure in pairs if not sure], ranks, at_least=args.examples // 2000)
    tok.save(args.out / "vocabulary.json")
    wrong = check(tok, ranks, texts)
    print(f"{len(texts)} texts, {tok.size} tokens with specials, {len(wrong)} texts split otherwise than by o200k_base")
    assert not wrong, wrong[:5]
    hundred = ", ".join(map(str, range(1, 101)))
    for prompt, answer, sizes in ((THE_FOUR[0], hundred, (36, 298)), (THE_FOUR[1], "Two.", (18, 2))):
        got = (len(tok.prompt([("user", prompt)])), len(tok.encode(answer)))
        print(prompt[:30], got)
        assert got == sizes, (prompt, got, sizes)


if __name__ == "__main__":
    main()
