"""Muon for the matrices of the blocks, AdamW for the embedding and the norms, both on views of fast.Step's flat vectors.

Muon takes the momentum of a matrix to the nearest orthogonal one (a few Newton-Schulz steps), so that rare directions
are learned as fast as frequent ones; here its loss falls faster than AdamW's.
"""
import math

import torch


def orthogonal(g, kind, steps=5):
    """The orthogonal part of every matrix [.., rows, columns], rows at most columns, nearly; computed in `kind`."""
    x = (g / (g.norm(dim=(-2, -1), keepdim=True) + 1e-7)).to(kind)
    for _ in range(steps):
        a = x @ x.transpose(-2, -1)
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.float()


class Optimiser:
    def __init__(self, step, momentum=0.95, betas=(0.9, 0.98), decay=0.02):
        self.step, self.momentum, self.betas, self.decay, self.count = step, momentum, betas, decay, 0
        self.first, self.second = torch.zeros_like(step.flat), torch.zeros_like(step.flat)
        self.blocks = [n for n in step.names if n.startswith("blk.") and step.weights[n].dim() == 2]
        self.others = [n for n in step.names if n not in self.blocks]
        self.shapes = {}
        for n in self.blocks:
            self.shapes.setdefault(tuple(sorted(step.weights[n].shape)), []).append(n)

    def part(self, flat, name):
        """The view of a weight in another vector of the same layout."""
        w = self.step.weights[name]
        return flat.as_strided(w.shape, w.stride(), w.storage_offset())

    def update(self, matrix_rate, other_rate):
        self.count += 1
        for (small, large), names in self.shapes.items():
            stack = torch.empty(len(names), small, large)
            for to, n in zip(stack, names):
                g, m = self.step.grads[n], self.part(self.first, n)
                m.lerp_(g, 1 - self.momentum)
                g.lerp_(m, self.momentum)
                to.copy_(g if g.shape[0] == small else g.t())
            for x, n in zip(orthogonal(stack, self.step.kind), names):
                w = self.step.weights[n]
                x = x if w.shape[0] == small else x.t()
                w.mul_(1 - matrix_rate * self.decay).add_(x, alpha=-matrix_rate * math.sqrt(max(1, w.shape[0] / w.shape[1])))
        b1, b2 = self.betas
        for n in self.others:
            g, m, v = self.step.grads[n], self.part(self.first, n), self.part(self.second, n)
            m.lerp_(g, 1 - b1)
            v.mul_(b2).addcmul_(g, g, value=1 - b2)
            size = (v / (1 - b2 ** self.count)).sqrt_().add_(1e-9)
            self.step.weights[n].addcdiv_(m, size, value=-other_rate / (1 - b1 ** self.count))

    def state(self):
        return {"first": self.first, "second": self.second, "count": self.count}

    def restore(self, saved):
        self.first.copy_(saved["first"])
        self.second.copy_(saved["second"])
        self.count = saved["count"]
