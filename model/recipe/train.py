"""Training: two single-threaded processes, each with its own examples, share their gradients after every step.

Every step draws a fresh mixture of all tasks, sorts it by length and runs it in a few sub-batches padded to their own
longest row, so that padding costs little and no example sees another. Loss is on answers alone; an answer of n tokens
weighs about sqrt(n), and its first and last token (what to do, and when to stop) count in full.
"""
import argparse
import json
import math
import os
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F

from corpus.mix import Mixture
from corpus.wider import last as final_mix, shift, widen
from initial import structured
from model import Config, Model
from vocabulary import Tokenizer


def pack(tok, e, limit=1000):
    """(ids, weights): weights[i] is how much the prediction of ids[i] counts."""
    if e.raw:
        head = tok.encode(e.messages)
        # the prompt and its continuation are tokenised apart, as at run time
        tail = tok.encode(e.answer)
    else:
        head, tail = tok.prompt(e.messages), tok.encode(e.answer)
    if e.complete:
        tail = tail + [tok.end]
    ids = (head + tail)[:limit]
    n = max(1, len(tail))
    w = [0.0] * len(head) + [1 / math.sqrt(n)] * len(tail)
    w[len(head)] = 1.0
    if e.complete:
        w[-1] = 1.0
    return ids, w[:limit]


class Source:
    """Batches of examples: lists of (ids, weights), each list of rows of similar length."""

    def __init__(self, tok, seed, mode, per_step):
        self.tok, self.mix, self.per_step = tok, Mixture(seed, mode), per_step

    def step(self, most):
        rows = []
        while len(rows) < self.per_step:
            e = self.mix.example(most)
            if e.answer or e.complete:
                rows.append(pack(self.tok, e))
        rows.sort(key=lambda row: len(row[0]))
        out = [[rows[0]]]
        for row in rows[1:]:
            n = len(out[-1][0][0])
            if len(row[0]) > max(n * 1.3, n + 10):
                out.append([])
            out[-1].append(row)
        return out


def loss_of(model, rows):
    """Weighted sum of the cross entropies of one group."""
    t = max(len(ids) for ids, _ in rows)
    ids = torch.zeros(len(rows), t, dtype=torch.long)
    w = torch.zeros(len(rows), t)
    for i, (a, b) in enumerate(rows):
        ids[i, :len(a)] = torch.tensor(a)
        w[i, :len(b)] = torch.tensor(b)
    h = model.hidden(ids[:, :-1])
    target, w = ids[:, 1:], w[:, 1:]
    on = w > 0
    ce = F.cross_entropy(model.logits(h[on]), target[on], reduction="none")
    return (ce * w[on]).sum(), w.sum().item()


def schedule(step, steps, peak, warm, floor=0.01):
    if step < warm:
        return peak * (step + 1) / warm
    x = (step - warm) / max(1, steps - warm)
    return peak * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * x)))


def ramp(step, steps, warm, flat):
    """Later stages: up, level, then straight down to nothing."""
    return min(1.0, (step + 1) / warm, max(0.0, (steps - step) / (steps * (1 - flat))))


def longest(step, steps):
    """The curriculum: lists of at most this many numbers."""
    x = step / steps
    return 12 if x < 0.08 else 26 if x < 0.2 else 60 if x < 0.4 else 120


def worker(rank, world, args, shared, barrier):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    tok = Tokenizer.load(args.out / "vocabulary.json")
    cfg = Config(vocab=tok.size, **json.loads(args.shape))
    model = Model(cfg)
    structured(model, tok)
    if args.resume:
        model.load_state_dict(torch.load(args.resume)[args.weights])
    params = list(model.parameters())
    decay = [p for n, p in model.named_parameters() if p.dim() == 2 and "embd" not in n]
    plain = [p for n, p in model.named_parameters() if not (p.dim() == 2 and "embd" not in n)]
    groups = [{"params": decay, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}]
    opt = torch.optim.AdamW(groups, lr=args.lr, betas=(0.9, 0.98), eps=1e-9)
    if args.stage > 1:
        widen()
    if args.stage > 2:
        shift()
    if args.stage > 3:
        final_mix()
    source = Source(tok, args.seed * 1000 + args.stage * 100 + rank, args.mode, args.batch // world)
    average = [p.detach().clone() for p in params]
    began, tokens, running = time.time(), 0, None
    last = args.stop or args.steps
    for step in range(last):
        lr = args.lr * (schedule(step, args.steps, 1.0, args.warm) if args.stage == 1 else ramp(step, args.steps, args.warm, args.flat))
        for g in opt.param_groups:
            g["lr"] = lr
        most = 120 if args.stage > 1 else longest(step, args.steps)
        total, weight = 0.0, 0.0
        for rows in source.step(most):
            loss, w = loss_of(model, rows)
            loss.backward()
            total += loss.item()
            weight += w
            tokens += sum(len(ids) for ids, _ in rows)
        flat = torch.cat([p.grad.reshape(-1) for p in params] + [torch.tensor([total, weight])])
        shared[rank].copy_(flat)
        barrier.wait()
        flat = shared.sum(0)
        barrier.wait()
        total, weight = flat[-2].item(), flat[-1].item()
        flat = flat[:-2] / weight
        norm = flat.norm().item()
        flat *= min(1.0, 1.0 / (norm + 1e-6))
        at = 0
        for p in params:
            p.grad.copy_(flat[at:at + p.numel()].view_as(p))
            at += p.numel()
        opt.step()
        for p in params:
            p.grad.zero_()
        beta = min(args.smooth, 1 - 1 / (step + 1) ** 0.9)
        for a, p in zip(average, params):
            a.lerp_(p.detach(), 1 - beta)
        value = total / weight
        running = value if running is None else 0.98 * running + 0.02 * value
        if rank == 0 and (step % 50 == 49 or step < 5):
            spent = time.time() - began
            with open(args.out / "train.log", "a") as f:
                f.write(f"stage {args.stage} step {step + 1}/{last} loss {running:.4f} norm {norm:.2f} lr {lr:.5f} {tokens * world / spent:.0f} tok/s "
                        f"{spent / 60:.1f} min, to go {spent / (step + 1) * (last - step - 1) / 60:.1f} min\n")
        if rank == 0 and (step % 250 == 249 or step == last - 1):
            live = model.state_dict()
            smooth = dict(live)
            smooth.update({n: a for (n, _), a in zip(model.named_parameters(), average)})
            temp = args.out / f"stage{args.stage}.tmp"
            torch.save({"config": cfg.as_dict(), "model": live, "average": smooth, "step": step + 1, "minutes": (time.time() - began) / 60, "tokens": tokens * world}, temp)
            temp.rename(args.out / f"stage{args.stage}.pt")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--stage", type=int, default=1)
    p.add_argument("--steps", type=int, default=6000)
    p.add_argument("--stop", type=int, help="end the stage after this many of its steps; its schedule stays that of --steps")
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--lr", type=float, default=3e-3)
    p.add_argument("--weights", choices=["model", "average"], default="model", help="which weights of --resume to start from")
    p.add_argument("--flat", type=float, default=0.3, help="share of a later stage before its rate goes down")
    p.add_argument("--smooth", type=float, default=0.998, help="factor of the running average of the weights")
    p.add_argument("--warm", type=int, default=200)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--mode", default="train")
    p.add_argument("--resume", type=Path)
    p.add_argument("--processes", type=int, default=2)
    p.add_argument("--shape", default='{"dim": 160, "layers": 5, "heads": 5, "kv_heads": 5, "ffn": 384}')
    args = p.parse_args()
    tok = Tokenizer.load(args.out / "vocabulary.json")
    size = sum(q.numel() for q in Model(Config(vocab=tok.size, **json.loads(args.shape))).parameters()) + 2
    shared = torch.zeros(args.processes, size).share_memory_()
    barrier = mp.get_context("spawn").Barrier(args.processes)
    mp.spawn(worker, (args.processes, args, shared, barrier), nprocs=args.processes)


if __name__ == "__main__":
    main()
