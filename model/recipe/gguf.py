"""Writing and reading GGUF version 3 files: just what a llama-architecture model needs."""
import struct

import numpy as np

F32, Q8_0 = 0, 8
MAGIC, VERSION, ALIGN = 0x46554747, 3, 32
U32, I32, FLOAT, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
BLOCK = np.dtype([("d", "<f2"), ("q", "i1", 32)])


def quantise(x):
    """ggml's Q8_0: blocks of 32 with one half-precision scale."""
    b = x.astype(np.float32).reshape(-1, 32)
    d = np.abs(b).max(1) / np.float32(127)
    inv = np.where(d > 0, 1 / np.where(d > 0, d, 1), 0).astype(np.float32)
    out = np.empty(len(b), BLOCK)
    y = b * inv[:, None]
    out["d"], out["q"] = d, np.trunc(y + np.copysign(np.float32(0.5), y))
    return out.tobytes()


def dequantise(raw):
    b = np.frombuffer(raw, BLOCK)
    return (b["q"].astype(np.float32) * b["d"].astype(np.float32)[:, None]).reshape(-1)


def to_bytes(x, kind):
    x = np.ascontiguousarray(x, np.float32)
    if kind == F32:
        return x.tobytes()
    if kind == Q8_0:
        return quantise(x)
    raise ValueError(kind)


def from_bytes(raw, kind):
    if kind == F32:
        return np.frombuffer(raw, "<f4")
    if kind == Q8_0:
        return dequantise(raw)
    raise ValueError(kind)


def byte_size(count, kind):
    return {F32: count * 4, Q8_0: count // 32 * 34}[kind]


def _string(s):
    raw = s.encode("utf-8")
    return struct.pack("<Q", len(raw)) + raw


def _value(v):
    """(type, bytes) of one metadata value."""
    if isinstance(v, bool):
        return BOOL, struct.pack("<?", v)
    if isinstance(v, int):
        return U32, struct.pack("<I", v)
    if isinstance(v, float):
        return FLOAT, struct.pack("<f", v)
    if isinstance(v, str):
        return STRING, _string(v)
    if isinstance(v, list):
        kind = STRING if isinstance(v[0], str) else I32
        body = b"".join(_string(s) if kind == STRING else struct.pack("<i", s) for s in v)
        return ARRAY, struct.pack("<IQ", kind, len(v)) + body
    raise TypeError(v)


def write(path, meta, tensors):
    """meta: dict in order; tensors: list of (name, numpy array [rows, columns] or [n], kind)."""
    head = struct.pack("<IIQQ", MAGIC, VERSION, len(tensors), len(meta))
    for key, v in meta.items():
        kind, body = _value(v)
        head += _string(key) + struct.pack("<I", kind) + body
    offset, blobs = 0, []
    for name, x, kind in tensors:
        raw = to_bytes(x, kind)
        dims = x.shape[::-1]                               # fastest dimension first
        head += _string(name) + struct.pack("<I", len(dims)) + struct.pack(f"<{len(dims)}Q", *dims) + struct.pack("<IQ", kind, offset)
        pad = -len(raw) % ALIGN
        blobs.append(raw + b"\0" * pad)
        offset += len(raw) + pad
    with open(path, "wb") as f:
        f.write(head + b"\0" * (-len(head) % ALIGN))
        for b in blobs:
            f.write(b)


class Reader:
    def __init__(self, path):
        self.raw, self.at = open(path, "rb").read(), 0
        magic, version, n_tensors, n_meta = self.take("<IIQQ")
        if magic != MAGIC or version != VERSION:
            raise ValueError(f"{path}: not a GGUF version 3 file")
        self.meta = {}
        for _ in range(n_meta):
            key = self.string()
            self.meta[key] = self.value(self.take("<I")[0])
        infos = []
        for _ in range(n_tensors):
            name = self.string()
            n = self.take("<I")[0]
            dims = self.take(f"<{n}Q")
            infos.append((name, dims, *self.take("<IQ")))
        base = (self.at + ALIGN - 1) // ALIGN * ALIGN
        self.tensors = {}
        for name, dims, kind, offset in infos:
            count = int(np.prod(dims))
            part = self.raw[base + offset:base + offset + byte_size(count, kind)]
            self.tensors[name] = from_bytes(part, kind).reshape(dims[::-1])

    def take(self, fmt):
        v = struct.unpack_from(fmt, self.raw, self.at)
        self.at += struct.calcsize(fmt)
        return v

    def string(self):
        n = self.take("<Q")[0]
        self.at += n
        return self.raw[self.at - n:self.at].decode("utf-8")

    def value(self, kind):
        if kind == STRING:
            return self.string()
        if kind == ARRAY:
            inner, n = self.take("<IQ")
            return [self.value(inner) for _ in range(n)]
        return self.take({U32: "<I", I32: "<i", FLOAT: "<f", BOOL: "<?"}[kind])[0]
