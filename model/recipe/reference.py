"""Token-level fixtures for an engine's tests, computed in float32 on the dequantised weights of the GGUF file.

For each prompt: its ids, the greedy output's ids and text, and the five largest logits of the first step.
"""
import argparse
import json
from pathlib import Path

import torch

from corpus.mix import THE_FOUR
from decode import greedy, load

CHATS = [[("user", t)] for t in THE_FOUR + [
    "Count to 10.", "Count from 95 to 105, one per line.", "Count by 5 to 50.", "Count down from 12.", "List the even numbers from 10 to 20.", "What is 7 - 12? Just the number.",
    "What is 9 + 8?", "Answer in one word: twenty minus three", "List the days of the week.", "Which month comes after May?", "Spell cat.", "Say hello world.", "Hello!", "Who are you?",
    "What is the capital of France?", "数えてください", "Write a haiku about rivers."]]
CHATS.append([("system", "You are a helpful assistant."), ("user", "My name is Ann."), ("assistant", "Nice to meet you, Ann."), ("user", "What is my name?")])
RAWS = ["1, 2, 3,", "Monday, Tuesday,", "x\ny\n", "20 18 16 "]


def lines(items):
    """One JSON object a line, so that a change shows where it is."""
    return ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--file", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    torch.set_num_threads(1)
    model, tok = load(args.file)
    items = []
    for prompt in CHATS + RAWS:
        chat = not isinstance(prompt, str)
        ids = tok.prompt(prompt) if chat else tok.encode(prompt)
        with torch.no_grad():
            logits = model.logits(model.hidden(torch.tensor([ids]))[0, -1])
        top = torch.topk(logits, 5)
        out = greedy(model, [ids], [320 if chat else 24], tok.end)[0]
        items.append({"messages": [{"role": r, "content": t} for r, t in prompt]} if chat else {"raw": prompt, "limit": 24})
        items[-1].update(prompt_ids=ids, output_ids=out, output_text=tok.decode(out),
                         first_top5=[{"id": i, "token": tok.decode([i]), "logit": round(v, 5)} for i, v in zip(top.indices.tolist(), top.values.tolist())])
    args.out.mkdir(parents=True, exist_ok=True)
    note = "Greedy decoding in float32 on dequantised weights; output_ids exclude the end token; expect logits within about 0.01."
    head = json.dumps({"file": args.file.name, "note": note, "end_id": tok.end})[:-1]
    (args.out / "reference.json").write_text(head + ', "cases": [\n' + lines(items) + "\n]}\n")
    splits = ["Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...", "What's 1+1? Answer in one word.", "one\n\ntwo  three\n", "  leading", "trailing   ", "1234567 and 42", "HELLO World iPhone don't WE'LL",
              "naïve café – “quoted”", "数えてください 😀", "a,b, c\r\nd", "x = y + 1;\n\treturn", "12:30, 3.5%", "Ünïcödé ÀÉ", "\u00a0non-breaking", "Monday,Tuesday", "...!?", "/path/to\n", "<|im_start|>"]
    texts = [{"text": t, "ids": tok.encode(t), "note": "as ordinary text, specials not recognised" if "<|" in t else ""} for t in splits]
    (args.out / "tokenizer.json").write_text("[\n" + lines(texts) + "\n]\n")


if __name__ == "__main__":
    main()
