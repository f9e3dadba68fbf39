"""The tokenizer: o200k_base's own merges, cut down to the tokens this model's corpus needs.

A token's merge pair is what byte-pair encoding leaves of its bytes when only lower ranks may merge. Keeping, for every
kept token, both halves of its pair (and theirs, and so on) gives a vocabulary that splits every corpus word exactly as
the full o200k_base does, so token counts agree. Words outside the corpus fall apart into smaller pieces.

The encoding's ranks are read from the Maven Central artifact com.knuddels:jtokkit (see make.sh).
"""
import base64
import json
import zipfile
from pathlib import Path

import regex

PATTERN = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}",
    r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
    r"\s*[\r\n]+",
    r"\s+(?!\S)",
    r"\s+",
])
SPLIT = regex.compile(PATTERN)
SPECIALS = ["<|im_start|>", "<|im_sep|>", "<|im_end|>", "<|endoftext|>"]


def load_ranks(jar):
    """bytes -> rank of the full o200k_base."""
    with zipfile.ZipFile(jar) as z:
        text = z.read("com/knuddels/jtokkit/o200k_base.tiktoken").decode("ascii")
    return {base64.b64decode(t): int(r) for t, r in (line.split() for line in text.splitlines() if line)}


def bpe(piece, ranks, below=None):
    """Merge the lowest-ranked neighbour again and again; with `below`, only ranks under it."""
    parts = [piece[i:i + 1] for i in range(len(piece))]
    while len(parts) > 1:
        best, at = None, -1
        for i in range(len(parts) - 1):
            r = ranks.get(parts[i] + parts[i + 1])
            if r is not None and (below is None or r < below) and (best is None or r < best):
                best, at = r, i
        if best is None:
            break
        parts[at:at + 2] = [parts[at] + parts[at + 1]]
    return parts


def encode_pieces(text, ranks, cache):
    """Tokens (as bytes) of ordinary text."""
    out = []
    for piece in SPLIT.findall(text):
        got = cache.get(piece)
        if got is None:
            raw = piece.encode("utf-8")
            got = cache[piece] = [raw] if raw in ranks else bpe(raw, ranks)
        out += got
    return out


def closure(tokens, ranks):
    """All tokens needed to build the given ones, with each one's merge pair."""
    pairs, todo = {}, list(tokens)
    while todo:
        t = todo.pop()
        if len(t) < 2 or t in pairs:
            continue
        halves = bpe(t, ranks, below=ranks[t])
        if len(halves) != 2:
            raise ValueError(f"no merge pair for {t!r}: {halves}")
        pairs[t] = tuple(halves)
        todo += halves
    return pairs


def byte_alphabet():
    """GPT-2's printable stand-ins for the 256 bytes, as GGUF writes tokens."""
    keep = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    table, n = {b: chr(b) for b in keep}, 0
    for b in range(256):
        if b not in table:
            table[b] = chr(256 + n)
            n += 1
    return table


ALPHABET = byte_alphabet()
BACK = {c: b for b, c in ALPHABET.items()}


def printable(token):
    return "".join(ALPHABET[b] for b in token)


class Tokenizer:
    """Text to ids and back for the cut-down vocabulary. Specials are atomic: only `special()` makes them."""

    def __init__(self, tokens, merges):
        self.tokens, self.merges = tokens, merges          # bytes in id order; pairs of bytes in rank order
        self.ids = {t: i for i, t in enumerate(tokens)}
        self.specials = {s: len(tokens) + i for i, s in enumerate(SPECIALS)}
        self.size = len(tokens) + len(SPECIALS)
        self.ranks = {a + b: i for i, (a, b) in enumerate(merges)}
        self.cache = {}
        self.start, self.sep, self.end, self.eot = (self.specials[s] for s in SPECIALS)

    def encode(self, text):
        out = []
        for piece in SPLIT.findall(text):
            got = self.cache.get(piece)
            if got is None:
                raw = piece.encode("utf-8")
                got = [self.ids[t] for t in ([raw] if raw in self.ids else bpe(raw, self.ranks))]
                if len(self.cache) < 200_000:
                    self.cache[piece] = got
            out += got
        return out

    def decode(self, ids):
        return b"".join(self.tokens[i] if i < len(self.tokens) else SPECIALS[i - len(self.tokens)].encode()
                        for i in ids).decode("utf-8", "replace")

    def message(self, role, content):
        return [self.start, *self.encode(role), self.sep, *self.encode(content), self.end]

    def opening(self):
        return [self.start, *self.encode("assistant"), self.sep]

    def prompt(self, messages):
        return [i for role, content in messages for i in self.message(role, content)] + self.opening()

    def save(self, path):
        Path(path).write_text(json.dumps({"tokens": [printable(t) for t in self.tokens],
                                          "merges": [[printable(a), printable(b)] for a, b in self.merges]}))

    @staticmethod
    def load(path):
        d = json.loads(Path(path).read_text())
        raw = lambda s: bytes(BACK[c] for c in s)
        return Tokenizer([raw(t) for t in d["tokens"]], [(raw(a), raw(b)) for a, b in d["merges"]])


def count_tokens(texts, ranks):
    cache, counts = {}, {}
    for text in texts:
        for t in encode_pieces(text, ranks, cache):
            counts[t] = counts.get(t, 0) + 1
    return counts


def build(texts, others, ranks, at_least):
    """The cut-down tokenizer: every token of `texts`, the frequent ones of `others`, all bytes, 0..999, and closure."""
    wanted = set(count_tokens(texts, ranks)) | {str(n).encode() for n in range(1000)}
    wanted |= {t for t, n in count_tokens(others, ranks).items() if n >= at_least}
    pairs = closure(wanted, ranks)
    tokens = {bytes([b]) for b in range(256)} | wanted | set(pairs) | {h for p in pairs.values() for h in p}
    ordered = sorted(tokens, key=ranks.__getitem__)
    return Tokenizer(ordered, [pairs[t] for t in ordered if t in pairs])


def check(tokenizer, ranks, texts):
    """Texts (of the corpus) whose split differs from the full encoding's; the list must be empty."""
    cache, wrong = {}, []
    for text in texts:
        full = encode_pieces(text, ranks, cache)
        if [tokenizer.tokens[i] for i in tokenizer.encode(text)] != full:
            wrong.append(text)
    return wrong
