"""Writes MODEL_CARD.md from card.template.md and the scores."""
import argparse
import json
from pathlib import Path

import torch

TITLES = {"quoted": "The two quoted prompts", "test": "Held-out set B (`heldout/test.jsonl`; its failures were not looked at)",
          "dev": "Held-out set A (`heldout/dev.jsonl`; its failures were looked at while the grammar was made)",
          "own": "The recipe's own grammar on ranges never trained on"}
GOALS = {"count_by_one": 99, "count_by_2": 95, "count_by_5": 95, "count_by_10": 95, "count_down": 95, "sum_word": 98, "sum_digits": 98, "sum_sentence": 98,
         "fallback": 95, "raw_numbers": 95, "raw_days": 95, "raw_months": 95, "raw_letters": 95}


def table(name, scores):
    """One set's scores; the goals stand beside those of set B."""
    wanted = GOALS if name == "test" else {}
    lines = [f"### {TITLES[name]}", "", "| task | exact | of | % |" + (" goal |" if wanted else ""), "|---|---|---|---|" + ("---|" if wanted else "")]
    right, of = sum(s["right"] for s in scores.values()), sum(s["of"] for s in scores.values())
    rows = [(t.removeprefix("own."), s["right"], s["of"], s["percent"]) for t, s in scores.items()] + [("all", right, of, 100 * right / of)]
    for task, right, of, percent in rows:
        lines.append(f"| {task} | {right} | {of} | {percent:.1f} |" + (f" {wanted.get(task, '')} |" if wanted else ""))
    return "\n".join(lines)


def goals(scores):
    """What of the goals on set B is met, in a sentence."""
    missed = [f"{t} ({scores[t]['percent']:.1f} instead of {g})" for t, g in GOALS.items() if scores[t]["percent"] < g]
    text = f"Of the {len(GOALS)} goals on set B (in its table) {len(GOALS) - len(missed)} are met."
    return text + (" **Not met:** " + ", ".join(missed) + "." if missed else "")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--scores", type=Path, required=True)
    p.add_argument("--template", type=Path, required=True)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--card", type=Path, required=True)
    args = p.parse_args()
    scores = json.loads(args.scores.read_text())
    last = torch.load(args.checkpoint)
    values = {"scores": "\n\n".join(table(n, scores[n]) for n in TITLES if n in scores), "goals": goals(scores["test"]), "steps": f"{last['step']:,}",
              "examples": f"{last['examples'] / 1e6:.1f}", "tokens": f"{last['tokens'] / 1e6:.0f}", "minutes": f"{last['minutes']:.0f}"}
    text = args.template.read_text()
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    args.card.write_text(text)


if __name__ == "__main__":
    main()
