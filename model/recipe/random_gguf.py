"""Makes small llama-architecture GGUF files with random weights, for testing engines.

Options choose heads, key/value heads, tied or untied output, rope base, weight type and seed. The tokenizer is the 256
bytes and four specials: valid for llama.cpp, useless for text. The weights are large enough that logits differ clearly.
"""
import argparse
from pathlib import Path

import numpy as np

import gguf
from export_gguf import TEMPLATE
from vocabulary import ALPHABET, SPECIALS

KINDS = {"F32": gguf.F32, "F16": gguf.F16, "BF16": gguf.BF16, "Q8_0": gguf.Q8_0}


def make(path, layers=2, dim=64, heads=4, kv_heads=2, ffn=160, context=256, tied=True, rope_base=10000.0, kind="F32", seed=1):
    rng = np.random.default_rng(seed)
    head = dim // heads
    # two merges so that llama.cpp has some to read: "th" and "the"
    tokens = [ALPHABET[b] for b in range(256)] + ["th", "the"] + SPECIALS
    vocab = len(tokens)
    k = KINDS[kind]

    def matrix(rows, columns, scale=1.0):
        return (rng.standard_normal((rows, columns)) * scale / np.sqrt(columns)).astype(np.float32)

    def norm():
        return (1 + 0.1 * rng.standard_normal(dim)).astype(np.float32)

    tensors = [("token_embd.weight", matrix(vocab, dim, 4.0), k)]
    for i in range(layers):
        b = f"blk.{i}."
        tensors += [(b + "attn_norm.weight", norm(), gguf.F32), (b + "attn_q.weight", matrix(dim, dim, 2.0), k), (b + "attn_k.weight", matrix(kv_heads * head, dim, 2.0), k),
                    (b + "attn_v.weight", matrix(kv_heads * head, dim), k), (b + "attn_output.weight", matrix(dim, dim), k), (b + "ffn_norm.weight", norm(), gguf.F32),
                    (b + "ffn_gate.weight", matrix(ffn, dim), k), (b + "ffn_up.weight", matrix(ffn, dim), k), (b + "ffn_down.weight", matrix(dim, ffn), k)]
    tensors.append(("output_norm.weight", norm(), gguf.F32))
    if not tied:
        tensors.append(("output.weight", matrix(vocab, dim, 4.0), k))
    at = {s: len(tokens) - len(SPECIALS) + i for i, s in enumerate(SPECIALS)}
    meta = {
        "general.architecture": "llama", "general.name": f"random-{seed}", "general.file_type": {"F32": 0, "F16": 1, "Q8_0": 7, "BF16": 32}[kind], "general.quantization_version": 2,
        "llama.vocab_size": vocab, "llama.context_length": context, "llama.embedding_length": dim, "llama.block_count": layers, "llama.feed_forward_length": ffn,
        "llama.attention.head_count": heads, "llama.attention.head_count_kv": kv_heads, "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": head, "llama.rope.freq_base": float(rope_base),
        "tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "gpt-4o", "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [1] * (vocab - len(SPECIALS)) + [3] * len(SPECIALS), "tokenizer.ggml.merges": ["t h", "th e"],
        "tokenizer.ggml.bos_token_id": at["<|endoftext|>"], "tokenizer.ggml.eos_token_id": at["<|im_end|>"], "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": TEMPLATE,
    }
    gguf.write(path, meta, tensors)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--file", type=Path, required=True)
    for name, value in (("layers", 2), ("dim", 64), ("heads", 4), ("kv-heads", 2), ("ffn", 160), ("context", 256), ("seed", 1)):
        p.add_argument("--" + name, type=int, default=value)
    p.add_argument("--rope-base", type=float, default=10000.0)
    p.add_argument("--type", choices=KINDS, default="F32")
    p.add_argument("--untied", action="store_true")
    a = p.parse_args()
    if a.dim % a.heads or a.heads % a.kv_heads or a.dim // a.heads % 2:
        p.error("dim must be a multiple of heads, heads of kv-heads, and the head size even")
    if a.type == "Q8_0" and (a.dim % 32 or a.ffn % 32):
        p.error("Q8_0 needs rows that are multiples of 32")
    make(a.file, a.layers, a.dim, a.heads, a.kv_heads, a.ffn, a.context, not a.untied, a.rope_base, a.type, a.seed)


if __name__ == "__main__":
    main()
