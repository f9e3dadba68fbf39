"""Training: one run of a few processes, each with its own examples, that meet at the mean of their weights.

Every step draws a fresh mixture of all tasks as one batch without padding (fast.Step). The rate rises, stays, and falls
to zero over the last part of the run; the file takes the average of the last weights. A step's examples depend on the
seed and the step alone, so a run that was stopped goes on as if it had not been.
"""
import argparse
import json
import os
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import torch
import torch.multiprocessing as mp

from corpus.mix import Mixture
from fast import Step
from initial import structured
from model import Config, Model
from optimiser import Optimiser
from rows import batch, row
from vocabulary import Tokenizer

MEET, SAVE = 8, 400     # steps between two means, and between two checkpoints
TURNS = (4000, 8800, 10000)     # where the later mixtures begin; from the first on, lists are weighed by their decisions
SHAPE = {"dim": 160, "layers": 5, "heads": 5, "kv_heads": 5, "ffn": 384}


def rate(step, steps, warm, fall):
    """Up, level, then straight down to nothing over the last `fall` steps."""
    return min(1.0, (step + 1) / warm, (steps - step) / fall)


def longest(step):
    """The curriculum: lists of at most this many numbers."""
    return 12 if step < 300 else 30 if step < 700 else 120


def save(path, step, average, done, seen, spent, tokens, optimiser):
    named = lambda flat: {n: optimiser.part(flat, n).clone() for n in step.names}
    torch.save({"config": step.cfg.as_dict(), "model": named(step.flat), "average": named(average),
                "optimiser": optimiser.state(), "step": done, "examples": seen, "minutes": spent / 60, "tokens": tokens},
               path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)


def examples(mix, tok, value, seed, count, at):
    """Rows of fresh examples; they depend on the seed alone."""
    mix.r.seed(seed)
    mix.late = sum(at >= turn for turn in TURNS)
    rows = []
    while len(rows) < count:
        e = mix.example(longest(at))
        if e.answer or e.complete:
            rows.append(row(tok, e, mix.r, value, mix.late))
    return rows


def worker(rank, world, args, shared, barrier):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    tok = Tokenizer.load(args.out / "vocabulary.json")
    value = {tok.ids[str(n).encode()]: n for n in range(1000)}
    model = Model(Config(vocab=tok.size, **SHAPE))
    structured(model, tok)
    step = Step(model)
    optimiser = Optimiser(step)
    average, done, spent, tokens = step.flat.clone(), 0, 0.0, 0
    path = args.out / "run.pt"
    if path.exists():
        saved = torch.load(path)
        for n, w in step.weights.items():
            w.copy_(saved["model"][n])
            optimiser.part(average, n).copy_(saved["average"][n])
        optimiser.restore(saved["optimiser"])
        done, spent, tokens = saved["step"], saved["minutes"] * 60, saved["tokens"]
    began, mix, running = time.time() - spent, Mixture(args.seed), None
    for at in range(done, args.steps):
        seed = (args.seed * 1_000_000 + at) * world + rank
        *data, weight = batch(examples(mix, tok, value, seed, args.batch, at))
        step.begin()
        loss = step(*data, weight / weight.sum())
        tokens += len(data[0]) * world
        norm = step.slope.norm().item()
        step.slope.mul_(min(1.0, 1.0 / (norm + 1e-6)))
        share = rate(at, args.steps, 100, args.fall)
        optimiser.update(args.rate * share, args.other * share)
        if at % MEET == MEET - 1:
            for mine, all_ in zip((step.flat, optimiser.first, optimiser.second), shared):
                all_[rank] = mine
            barrier.wait()
            for mine, all_ in zip((step.flat, optimiser.first, optimiser.second), shared):
                torch.mean(all_, 0, out=mine)
            barrier.wait()
            average.lerp_(step.flat, max(0.03, (MEET / (at + 1)) ** 0.9))
        running = loss if running is None else 0.98 * running + 0.02 * loss
        spent = time.time() - began
        if rank == 0 and at % 100 == 99:
            with open(args.out / "run.log", "a") as f:
                f.write(f"step {at + 1}/{args.steps} loss {running:.4f} norm {norm:.2f} rate {share:.2f} "
                        f"{tokens / spent:.0f} tok/s {spent / 60:.1f} min\n")
        if rank == 0 and (at % SAVE == SAVE - 1 or at == args.steps - 1):
            seen = (at + 1) * args.batch * world
            save(path, step, average, at + 1, seen, spent, tokens, optimiser)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--steps", type=int, required=True)
    p.add_argument("--fall", type=int, required=True, help="the last steps, over which the rate falls to zero")
    p.add_argument("--batch", type=int, default=96, help="examples of a process and step")
    p.add_argument("--rate", type=float, default=0.02, help="of the matrices")
    p.add_argument("--other", type=float, default=0.003, help="rate of embedding and norms")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--processes", type=int, default=2)
    args = p.parse_args()
    tok = Tokenizer.load(args.out / "vocabulary.json")
    size = sum(q.numel() for q in Model(Config(vocab=tok.size, **SHAPE)).parameters())
    shared = torch.zeros(3, args.processes, size).share_memory_()
    barrier = mp.get_context("spawn").Barrier(args.processes)
    mp.spawn(worker, (args.processes, args, shared, barrier), nprocs=args.processes)


if __name__ == "__main__":
    main()
