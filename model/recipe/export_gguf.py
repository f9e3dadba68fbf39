"""Writes a trained checkpoint as a GGUF file with llama.cpp's names: matrices in Q8_0, norms in F32, tied output."""
import argparse
from pathlib import Path

import torch

import gguf
from vocabulary import SPECIALS, Tokenizer, printable

TEMPLATE = ("{%- for message in messages -%}{{- '<|im_start|>' + message['role'] + '<|im_sep|>' + message['content'] + '<|im_end|>' -}}{%- endfor -%}"
            "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant<|im_sep|>' -}}{%- endif -%}")
DESCRIPTION = ("A tiny model trained from nothing for the Nagare project. It counts, does sums and differences of 0 to 20, lists days, months and letters, "
               "and answers anything else with one fixed sentence.")


def metadata(cfg, tok):
    specials = tok.specials
    tokens = [printable(t) for t in tok.tokens] + SPECIALS
    return {
        "general.architecture": "llama",
        "general.type": "model",
        "general.name": "nagare-tiny",
        "general.description": DESCRIPTION,
        "general.license": "Apache-2.0 AND MIT",
        "general.file_type": 7,
        "general.quantization_version": 2,
        "llama.vocab_size": tok.size,
        "llama.context_length": cfg["context"],
        "llama.embedding_length": cfg["dim"],
        "llama.block_count": cfg["layers"],
        "llama.feed_forward_length": cfg["ffn"],
        "llama.attention.head_count": cfg["heads"],
        "llama.attention.head_count_kv": cfg["kv_heads"],
        "llama.attention.layer_norm_rms_epsilon": cfg["eps"],
        "llama.rope.dimension_count": cfg["dim"] // cfg["heads"],
        "llama.rope.freq_base": cfg["rope_base"],
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-4o",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [1] * len(tok.tokens) + [3] * len(SPECIALS),
        "tokenizer.ggml.merges": [printable(a) + " " + printable(b) for a, b in tok.merges],
        "tokenizer.ggml.bos_token_id": specials["<|endoftext|>"],
        "tokenizer.ggml.eos_token_id": specials["<|im_end|>"],
        "tokenizer.ggml.padding_token_id": specials["<|endoftext|>"],
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.ggml.add_eos_token": False,
        "tokenizer.chat_template": TEMPLATE,
    }


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--vocabulary", type=Path, required=True)
    p.add_argument("--file", type=Path, required=True)
    args = p.parse_args()
    saved = torch.load(args.checkpoint)
    tok = Tokenizer.load(args.vocabulary)
    tensors = []
    for name, x in saved["average"].items():
        kind = gguf.Q8_0 if x.dim() == 2 else gguf.F32
        tensors.append((name, x.float().numpy(), kind))
    args.file.parent.mkdir(parents=True, exist_ok=True)
    gguf.write(args.file, metadata(saved["config"], tok), tensors)
    print(f"{args.file}: {args.file.stat().st_size} bytes, {sum(x.size for _, x, _ in tensors)} parameters, step {saved['step']}")


if __name__ == "__main__":
    main()
