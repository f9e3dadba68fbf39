"""The network of model.py as a hand-written training step: matrix products by torch, everything else in kernels.c.

On machines with AMX the products are in bfloat16 (about seven times float32 there); residual stream, norms, softmax,
loss, master weights and gradients are float32 everywhere. check_step.py compares it with model.py and autograd.
"""
import ctypes
import subprocess
import tempfile
from pathlib import Path

import torch

from model import rope_table
from rows import PREDICTIONS


def has_amx():
    cpu = Path("/proc/cpuinfo")
    return cpu.exists() and "amx_bf16" in cpu.read_text()


def compiled(exact):
    """kernels.c as a library for this machine."""
    folder = tempfile.mkdtemp(prefix="kernels")
    library = f"{folder}/kernels.so"
    flags = ["-DEXACT"] if exact else []
    subprocess.run(["gcc", "-Ofast", "-march=native", "-mprefer-vector-width=512", "-shared", "-fPIC", *flags, "-o", library, str(Path(__file__).with_name("kernels.c")), "-lm"], check=True)
    lib = ctypes.CDLL(library)
    lib.loss.restype = ctypes.c_double
    return lib


def arguments(values):
    for v in values:
        if isinstance(v, torch.Tensor):
            assert v.is_contiguous()
            yield ctypes.c_void_p(v.data_ptr())
        else:
            yield v if v is None else ctypes.c_float(v) if isinstance(v, float) else ctypes.c_long(v)


class Step:
    """Loss and gradients of one batch; `weights` are float32 views of one flat vector, `grads` of another."""

    def __init__(self, model, exact=None):
        self.cfg = c = model.cfg
        assert c.head_dim == 32 and c.heads == c.kv_heads
        self.exact = not has_amx() if exact is None else exact
        self.kind = torch.float32 if self.exact else torch.bfloat16
        self.lib = compiled(self.exact)
        # odd widths halve the speed of the output's products: the table gets empty rows up to an even one
        self.table = torch.zeros((c.vocab // 96 + 1) * 96, c.dim, dtype=self.kind)
        self.angles = torch.cat([rope_table(c).real, rope_table(c).imag], 1)
        named = dict(model.named_parameters())
        self.names = list(named)
        self.flat = torch.cat([p.detach().reshape(-1) for p in named.values()])
        self.slope = torch.zeros_like(self.flat)
        self.weights, self.grads, at = {}, {}, 0
        for name, p in named.items():
            self.weights[name], self.grads[name] = (v[at:at + p.numel()].view_as(p) for v in (self.flat, self.slope))
            at += p.numel()

    def call(self, name, *values):
        return getattr(self.lib, name)(*arguments(values))

    def joined(self, of, *names):
        """Neighbouring matrices of the flat vector as one: query, key and value; gate and up."""
        first = of[names[0]]
        rows = sum(of[n].shape[0] for n in names)
        return first.as_strided((rows, first.shape[1]), (first.shape[1], 1))

    def matrices(self, of, i):
        b = f"blk.{i}."
        return (self.joined(of, b + "attn_q.weight", b + "attn_k.weight", b + "attn_v.weight"), of[b + "attn_output.weight"],
                self.joined(of, b + "ffn_gate.weight", b + "ffn_up.weight"), of[b + "ffn_down.weight"])

    def begin(self):
        """Once for every change of the weights: narrow copies, gradients to zero."""
        self.slope.zero_()
        self.narrow = [[w.to(self.kind) for w in self.matrices(self.weights, i)] for i in range(self.cfg.layers)]
        self.table[:self.cfg.vocab] = self.weights["token_embd.weight"]

    def norm(self, x, add, name):
        y, h, scale = torch.empty_like(x), torch.empty(x.shape, dtype=self.kind), torch.empty(len(x))
        self.call("norm_forward", x, add, y, self.weights[name], h, scale, len(x), x.shape[1], self.cfg.eps)
        return y, h, scale

    def norm_back(self, saved, name, dh, dy):
        y, _, scale = saved
        narrowed = torch.empty_like(dh)
        self.call("norm_backward", y, self.weights[name], dh, scale, dy, narrowed, self.grads[name], len(y), y.shape[1])
        return narrowed

    def __call__(self, ids, pos, starts, at, target, weight):
        """Adds the gradients of sum(weight * cross entropy) and returns that sum.

        ids, pos: tokens and their positions, rows end to end (`starts`); at: which of them predict; target, weight: what and how much.
        """
        c, n, rows = self.cfg, len(ids), len(starts) - 1
        new = lambda *shape: torch.empty(shape, dtype=self.kind)
        x = torch.empty(n, c.dim)
        self.call("embed", self.weights["token_embd.weight"], ids, x, n, c.dim)
        kept, add = [], None
        for i, (w_qkv, w_out, w_up, w_down) in enumerate(self.narrow):
            first = self.norm(x, add, f"blk.{i}.attn_norm.weight")
            qkv = first[1] @ w_qkv.t()
            o, logsum = new(n, c.dim), torch.empty(n, c.heads)
            self.call("attention_forward", qkv, o, logsum, pos, starts, self.angles, rows, c.heads)
            second = self.norm(first[0], o @ w_out.t(), f"blk.{i}.ffn_norm.weight")
            both = second[1] @ w_up.t()
            a = new(n, c.ffn)
            self.call("gate_forward", both, a, n, c.ffn)
            x, add = second[0], a @ w_down.t()
            kept.append((first, qkv, o, logsum, second, both, a))
        last = self.norm(x[at], add[at], "output_norm.weight")
        total, dh = 0.0, new(len(at), c.dim)
        for s in range(0, len(at), PREDICTIONS):             # in parts, whose logits stay in the cache
            h, n_part = last[1][s:s + PREDICTIONS], min(PREDICTIONS, len(at) - s)
            logits = h @ self.table.t()
            total += self.call("loss", logits, target[s:s + PREDICTIONS], weight[s:s + PREDICTIONS], n_part, c.vocab, len(self.table))
            self.grads["token_embd.weight"].add_((logits.t() @ h)[:c.vocab])
            dh[s:s + PREDICTIONS] = logits @ self.table

        dlast = torch.zeros(len(at), c.dim)
        self.norm_back(last, "output_norm.weight", dh, dlast)
        dx = torch.zeros(n, c.dim)
        dx[at] = dlast
        narrow = dx.to(self.kind)
        for i in reversed(range(c.layers)):
            first, qkv, o, logsum, second, both, a = kept.pop()
            w_qkv, w_out, w_up, w_down = self.narrow[i]
            g_qkv, g_out, g_up, g_down = self.matrices(self.grads, i)
            g_down += narrow.t() @ a
            dboth = torch.empty_like(both)
            self.call("gate_backward", both, narrow @ w_down, dboth, n, c.ffn)
            g_up += dboth.t() @ second[1]
            narrow = self.norm_back(second, f"blk.{i}.ffn_norm.weight", dboth @ w_up, dx)
            g_out += narrow.t() @ o
            dqkv = torch.empty_like(qkv)
            self.call("attention_backward", qkv, o, narrow @ w_out, logsum, dqkv, pos, starts, self.angles, rows, c.heads)
            g_qkv += dqkv.t() @ first[1]
            narrow = self.norm_back(first, f"blk.{i}.attn_norm.weight", dqkv @ w_qkv, dx)
        self.call("embed_backward", dx, ids, self.grads["token_embd.weight"], n, c.dim)
        return total
