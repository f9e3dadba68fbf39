"""Batched greedy decoding with a key/value cache, for scoring."""
import math

import torch

import gguf
from model import Config, Model
from vocabulary import BACK, SPECIALS, Tokenizer


def load(path):
    """Model (from dequantised weights) and tokenizer of a GGUF file."""
    r = gguf.Reader(path)
    m = r.meta
    cfg = Config(vocab=m["llama.vocab_size"], dim=m["llama.embedding_length"], layers=m["llama.block_count"], heads=m["llama.attention.head_count"], kv_heads=m["llama.attention.head_count_kv"],
                 ffn=m["llama.feed_forward_length"], context=m["llama.context_length"], rope_base=m["llama.rope.freq_base"], eps=m["llama.attention.layer_norm_rms_epsilon"])
    model = Model(cfg)
    model.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in r.tensors.items()})
    raw = lambda s: bytes(BACK[c] for c in s)
    tokens = [raw(t) for t in m["tokenizer.ggml.tokens"][:-len(SPECIALS)]]
    merges = [tuple(raw(h) for h in pair.split(" ")) for pair in m["tokenizer.ggml.merges"]]
    return model.eval(), Tokenizer(tokens, merges)


@torch.no_grad()
def greedy(model, prompts, limits, end):
    """For each prompt (ids) the greedy continuation, without the end token, of at most its limit; all in one batch."""
    c = model.cfg
    group = c.heads // c.kv_heads
    b, longest = len(prompts), max(map(len, prompts))
    total = min(c.context, max(len(p) + n for p, n in zip(prompts, limits)) + 1)
    lengths = torch.tensor([len(p) for p in prompts])
    ids = torch.zeros(b, longest, dtype=torch.long)
    for i, p in enumerate(prompts):
        ids[i, :len(p)] = torch.tensor(p)
    keys = [torch.zeros(b, c.kv_heads, total, c.head_dim) for _ in range(c.layers)]
    values = [torch.zeros(b, c.kv_heads, total, c.head_dim) for _ in range(c.layers)]
    mask = torch.full((longest, longest), float("-inf")).triu_(1)
    table = model.table[:longest, None, :]
    x = model.token_embd(ids)
    for i, block in enumerate(model.blk):                   # the prompts, right-padded
        q, k, v = block.qkv(x, table)
        keys[i][:, :, :longest], values[i][:, :, :longest] = k.transpose(1, 2), v.transpose(1, 2)
        x = block(x, table, mask)
    x = model.output_norm(x)[torch.arange(b), lengths - 1]
    out, open_, rows = [[] for _ in prompts], [True] * b, torch.arange(b)
    while True:
        best = model.logits(x).argmax(-1)
        for i, t in enumerate(best.tolist()):
            if open_[i]:
                if t == end or len(out[i]) >= limits[i] or lengths[i] >= total:
                    open_[i] = False
                else:
                    out[i].append(t)
        if not any(open_):
            return out
        at = lengths.clamp(max=total - 1)
        reach = int(at.max()) + 1
        hide = (torch.arange(reach)[None, :] > at[:, None])[:, None, None, :]
        x = model.token_embd(best)
        for i, block in enumerate(model.blk):
            q, k, v = block.qkv(x, model.table[at][:, None, :])
            keys[i][rows, :, at], values[i][rows, :, at] = k, v
            q = q.view(b, c.kv_heads, group, c.head_dim)
            score = torch.matmul(q, keys[i][:, :, :reach].transpose(2, 3)) / math.sqrt(c.head_dim)
            p = torch.softmax(score.masked_fill(hide, float("-inf")), -1)
            o = torch.matmul(p, values[i][:, :, :reach]).reshape(b, c.dim)
            x = block.feed(x + block.attn_output(o))
        x = model.output_norm(x)
        lengths = lengths + 1


def answers(model, tok, cases, batch=48):
    """Texts for cases of (prompt ids, limit); batched with others of similar length."""
    order = sorted(range(len(cases)), key=lambda i: (cases[i][1], len(cases[i][0])))
    texts = [None] * len(cases)
    for s in range(0, len(order), batch):
        part = order[s:s + batch]
        for i, ids in zip(part, greedy(model, [cases[i][0] for i in part], [cases[i][1] for i in part], tok.end)):
            texts[i] = tok.decode(ids)
    return texts
