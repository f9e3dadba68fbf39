"""The network: a Llama decoder, laid out so that its weights go into a GGUF file unchanged.

RMSNorm before each block, grouped-query attention with rotary positions on interleaved pairs (llama.cpp's "NORM"
form for the `llama` architecture: element 2i turns with element 2i+1), SwiGLU, output tied to the embedding.
"""
import math
from dataclasses import dataclass, asdict

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class Config:
    vocab: int = 2500
    dim: int = 160
    layers: int = 4
    heads: int = 5
    kv_heads: int = 5
    ffn: int = 416
    context: int = 1024
    rope_base: float = 10000.0
    eps: float = 1e-5

    @property
    def head_dim(self):
        return self.dim // self.heads

    def as_dict(self):
        return asdict(self)


class RMSNorm(nn.Module):
    def __init__(self, dim, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x):
        return x * (torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight)


def rope_table(cfg):
    """cos + i sin for every position and pair, as one complex table [context, head_dim/2]."""
    half = cfg.head_dim // 2
    freq = cfg.rope_base ** (-torch.arange(half, dtype=torch.float64) * 2 / cfg.head_dim)
    angle = torch.arange(cfg.context, dtype=torch.float64)[:, None] * freq[None]
    return torch.polar(torch.ones_like(angle), angle).to(torch.complex64)


def rotate(x, table):
    """x [..., T, heads, head_dim] or [B, heads, head_dim]; table broadcast over heads."""
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2))
    return torch.view_as_real(pairs * table).flatten(-2)


class Block(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        kv = cfg.kv_heads * cfg.head_dim
        self.attn_norm = RMSNorm(cfg.dim, cfg.eps)
        self.attn_q = nn.Linear(cfg.dim, cfg.dim, bias=False)
        self.attn_k = nn.Linear(cfg.dim, kv, bias=False)
        self.attn_v = nn.Linear(cfg.dim, kv, bias=False)
        self.attn_output = nn.Linear(cfg.dim, cfg.dim, bias=False)
        self.ffn_norm = RMSNorm(cfg.dim, cfg.eps)
        self.ffn_gate = nn.Linear(cfg.dim, cfg.ffn, bias=False)
        self.ffn_up = nn.Linear(cfg.dim, cfg.ffn, bias=False)
        self.ffn_down = nn.Linear(cfg.ffn, cfg.dim, bias=False)

    def qkv(self, x, table):
        c = self.cfg
        h = self.attn_norm(x)
        q = rotate(self.attn_q(h).unflatten(-1, (c.heads, c.head_dim)), table)
        k = rotate(self.attn_k(h).unflatten(-1, (c.kv_heads, c.head_dim)), table)
        v = self.attn_v(h).unflatten(-1, (c.kv_heads, c.head_dim))
        return q, k, v

    def feed(self, x):
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h))

    def forward(self, x, table, mask):
        c = self.cfg
        b, t, _ = x.shape
        q, k, v = self.qkv(x, table)
        group = c.heads // c.kv_heads
        q = q.view(b, t, c.kv_heads, group, c.head_dim).permute(0, 2, 3, 1, 4).reshape(b, c.kv_heads, group * t, c.head_dim)
        k = k.permute(0, 2, 3, 1)
        v = v.transpose(1, 2)
        score = torch.matmul(q * (1 / math.sqrt(c.head_dim)), k).view(b, c.kv_heads, group, t, t)
        p = torch.softmax(score + mask, -1).view(b, c.kv_heads, group * t, t)
        o = torch.matmul(p, v).view(b, c.kv_heads, group, t, c.head_dim).permute(0, 3, 1, 2, 4).reshape(b, t, c.dim)
        return self.feed(x + self.attn_output(o))


class Model(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        self.token_embd = nn.Embedding(cfg.vocab, cfg.dim)
        self.blk = nn.ModuleList(Block(cfg) for _ in range(cfg.layers))
        self.output_norm = RMSNorm(cfg.dim, cfg.eps)
        self.register_buffer("table", rope_table(cfg), persistent=False)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                std = 1 / math.sqrt(p.shape[1])
                if name.endswith(("attn_output.weight", "ffn_down.weight")):
                    std /= math.sqrt(2 * cfg.layers)
                nn.init.normal_(p, 0, std if "embd" in name else 0.7 * std)

    def hidden(self, ids):
        """Final normalised states for right-padded ids [B, T]; the causal mask alone keeps padding out of sight."""
        t = ids.shape[1]
        mask = torch.full((t, t), float("-inf")).triu_(1)
        table = self.table[:t, None, :]
        x = self.token_embd(ids)
        for block in self.blk:
            x = block(x, table, mask)
        return self.output_norm(x)

    def logits(self, h):
        return F.linear(h, self.token_embd.weight)
