"""Structured first values for embeddings, so that what is regular need not be memorised.

Number tokens 0..999 get their decimal digits (one-hot) and angles of periods 10, 100 and 1000; words get their letters
by position. Both go through fixed random projections; training is free to change every value.
"""
import math

import torch


def number_features():
    n = torch.arange(1000)
    digits = torch.cat([torch.nn.functional.one_hot(n // d % 10, 10).float() for d in (1, 10, 100)], 1)
    waves = [digits * 1.0]
    for period, harmonics in ((10, (1, 2)), (100, (1, 2, 4)), (1000, (1, 2, 4))):
        for k in harmonics:
            angle = n.float()[:, None] * (2 * math.pi * k / period)
            waves += [0.5 * torch.cos(angle), 0.5 * torch.sin(angle)]
    waves += [(n.float()[:, None] / 999 - 0.5), torch.stack([n < 10, (n >= 10) & (n < 100), n >= 100], 1).float() * 0.5]
    return torch.cat(waves, 1)


def letter_features(text, places=6):
    f = torch.zeros(places * 26)
    for i, c in enumerate(text[:places]):
        if "a" <= c <= "z":
            f[i * 26 + ord(c) - 97] = 1
    return f


@torch.no_grad()
def structured(model, tok):
    w = model.token_embd.weight
    dim = w.shape[1]
    g = torch.Generator().manual_seed(7)
    feats = number_features()
    basis = torch.linalg.qr(torch.randn(dim, feats.shape[1], generator=g))[0].T      # orthonormal rows
    rows = feats @ basis
    rows = rows / rows.norm(dim=1, keepdim=True)
    common = torch.randn(dim, generator=g) / math.sqrt(dim)
    for n in range(1000):
        i = tok.ids[str(n).encode()]
        w[i] = 0.85 * rows[n] + 0.35 * common + 0.3 * w[i]
    project = torch.randn(6 * 26, dim, generator=g) / math.sqrt(dim)
    for i, token in enumerate(tok.tokens):
        text = token.decode("utf-8", "replace").lstrip(" -\"'").lower()
        if text.isascii() and text.isalpha() and len(text) <= 8:
            f = letter_features(text)
            w[i] = 0.75 * w[i] + 0.5 * (f @ project) / f.norm().clamp(min=1)
