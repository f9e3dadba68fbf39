"""Scores a GGUF file (its dequantised weights) on held-out prompts: exact answers, greedy decoding.

A case is a JSON line {"task", "messages" | "raw", "expect" | "expect_prefix"}; a prefix must be the start of the text.
"""
import argparse
import collections
import json
from pathlib import Path

import torch

from corpus.base import SENTENCE
from corpus.mix import THE_FOUR, Mixture
from decode import answers, load


def read(path):
    return [json.loads(line) for line in Path(path).read_text().splitlines() if line.strip()]


def own_cases(count, seed):
    """Fresh prompts of the recipe's own grammar on ranges never trained on."""
    m = Mixture(seed, mode="dev")
    out = []
    while len(out) < count:
        e = m.example()
        if not e.raw:
            out.append({"task": "own." + e.task, "messages": [{"role": r, "content": t} for r, t in e.messages], "expect": e.answer})
        elif e.answer:
            out.append({"task": "own." + e.task, "raw": e.messages, "expect" if e.complete else "expect_prefix": e.answer})
    return out


def quoted_cases():
    hundred = ", ".join(map(str, range(1, 101)))
    return [{"task": "quoted", "messages": [{"role": "user", "content": t}], "expect": a} for t, a in zip(THE_FOUR, (hundred, "Two."))]


@torch.no_grad()
def follows(model, tok, jobs, batch=32):
    """Whether greedy decoding gives exactly these answers: the expected token is the likeliest at every place.

    One forward pass over prompt and answer tells that, since greedy decoding that has been right so far has seen the
    very same tokens. jobs: (prompt ids, answer ids).
    """
    order = sorted(range(len(jobs)), key=lambda i: len(jobs[i][0]) + len(jobs[i][1]))
    right = [False] * len(jobs)
    for s in range(0, len(order), batch):
        part = [jobs[i] for i in order[s:s + batch]]
        longest = max(len(a) + len(b) for a, b in part)
        ids = torch.zeros(len(part), longest, dtype=torch.long)
        for row, (a, b) in zip(ids, part):
            row[:len(a) + len(b)] = torch.tensor(a + b)
        h = model.hidden(ids)
        for k, (a, b) in enumerate(part):
            best = model.logits(h[k, len(a) - 1:len(a) + len(b) - 1]).argmax(-1)
            right[order[s + k]] = best.tolist() == b
    return right


def run(model, tok, cases, show=0):
    """Adds "right" to every case and, to `show` wrong ones of each task, what the model said ("got")."""
    jobs = []
    for c in cases:
        ids = tok.encode(c["raw"]) if "raw" in c else tok.prompt([(m["role"], m["content"]) for m in c["messages"]])
        want = tok.encode(c["expect"]) + [tok.end] if "expect" in c else tok.encode(c["expect_prefix"])
        jobs.append((ids, want[:1023 - len(ids)]))
    for c, ok in zip(cases, follows(model, tok, jobs)):
        c["right"] = ok
    told, look = collections.Counter(), []
    for c, (ids, want) in zip(cases, jobs):
        if not c["right"] and told[c["task"]] < show:
            told[c["task"]] += 1
            look.append((c, (ids, min(len(want) + 8, 120))))
    for (c, _), text in zip(look, answers(model, tok, [job for _, job in look])):
        c["got"] = text
    return cases


def table(cases):
    right, total = collections.Counter(), collections.Counter()
    for c in cases:
        total[c["task"]] += 1
        right[c["task"]] += c["right"]
    return {t: {"right": right[t], "of": total[t], "percent": round(100 * right[t] / total[t], 2)} for t in sorted(total)}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--file", required=True)
    p.add_argument("--cases", nargs="*", default=[])
    p.add_argument("--own", type=int, default=0)
    p.add_argument("--seed", type=int, default=99)
    p.add_argument("--wrong", type=int, default=0, help="how many wrong answers of each task to show")
    p.add_argument("--json")
    args = p.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    model, tok = load(args.file)
    result = {}
    sets = [("quoted", quoted_cases())] + [(Path(c).stem, read(c)) for c in args.cases]
    if args.own:
        sets.append(("own", own_cases(args.own, args.seed)))
    for name, cases in sets:
        run(model, tok, cases, args.wrong)
        result[name] = table(cases)
        print("==", name, sum(c["right"] for c in cases), "of", len(cases))
        for t, s in result[name].items():
            print(f"{t:20} {s['right']:5}/{s['of']:<5} {s['percent']:6.2f} %", flush=True)
            for c in [c for c in cases if c["task"] == t and "got" in c]:
                got = "SENTENCE" if c["got"] == SENTENCE else repr(c["got"][-90:])
                want = c.get("expect", c.get("expect_prefix"))
                print("     ", repr(c["raw"] if "raw" in c else [m["content"] for m in c["messages"]])[-150:], "->", got, "" if want == SENTENCE else "want " + repr(want[-40:]))
    if args.json:
        Path(args.json).write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
