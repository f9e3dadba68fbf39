"""Writes MODEL_CARD.md from card.template.md and the scores."""
import argparse
import json
from pathlib import Path

import torch

TITLES = {"quoted": "The two quoted prompts", "dev": "Held-out set A (`heldout/dev.jsonl`; its failures were looked at while the grammar was widened)",
          "test": "Held-out set B (`heldout/test.jsonl`; scored after stages three and four; its failures were not looked at)", "own": "The recipe's own grammar on ranges never trained on"}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--scores", type=Path, required=True)
    p.add_argument("--template", type=Path, required=True)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--card", type=Path, required=True)
    args = p.parse_args()
    scores = json.loads(args.scores.read_text())
    lines = []
    for name in ("quoted", "test", "dev", "own"):
        if name not in scores:
            continue
        lines += ["", f"### {TITLES[name]}", "", "| task | exact | of | % |", "|---|---|---|---|"]
        lines += [f"| {t.removeprefix('own.')} | {s['right']} | {s['of']} | {s['percent']:.1f} |" for t, s in scores[name].items()]
        right, of = sum(s["right"] for s in scores[name].values()), sum(s["of"] for s in scores[name].values())
        lines.append(f"| all | {right} | {of} | {100 * right / of:.1f} |")
    last = torch.load(args.checkpoint)
    text = args.template.read_text().replace("{{scores}}", "\n".join(lines).strip())
    text = text.replace("{{tokens}}", f"{last['tokens'] / 1e6:.1f}").replace("{{minutes}}", f"{last['minutes']:.0f}")
    args.card.write_text(text)


if __name__ == "__main__":
    main()
