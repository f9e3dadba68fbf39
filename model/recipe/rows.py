"""From examples to rows of tokens with positions and weights, and from rows to one batch without padding.

Long lists are mostly shown in parts: the prompt, the first few numbers and a few short windows of the rest, each token
at the position it has in the whole list. What is hard about a long list is its next number and where it ends, and both
can be asked at every place at a sixth of the cost.
"""
import math

import torch

WHOLE = 0.12            # share of the long lists that stay whole
LONG = 75               # tokens of an answer from which it is long
PROBES = 4              # more places of a long list, later in the training
TOKENS, PREDICTIONS = 512, 768      # a batch has a multiple of these
FILLER = 16             # tokens of a row that only fills a batch up


def windows(r, tail, value, probes):
    """Indices of `tail` to keep: the beginning, one or two windows in the middle, and the end; value: token -> number.

    Probes are single numbers with the separator after them. Half of all these places are where a number looks like the
    last one, so that it is no reason to stop.
    """
    places = [i for i, t in enumerate(tail) if t in value]
    shown = [value[tail[i]] for i in places]
    last = shown[-1]
    alike = [k for k, v in enumerate(shown[:-3])
             if v % 100 == last % 100 or v // 100 == last // 100 and v % 10 == last % 10]
    keep = set(range(3 + int(r.random() * 9)))
    for _ in range(1 + r.maybe(0.5)):
        k = r.pick(alike) if alike and r.maybe(0.5) else int(r.random() * (len(places) - 1))
        keep.update(range(places[max(0, k - 1)], places[min(k + 2, len(places) - 1)]))
    for _ in range(probes):
        near = len(places) - 2 - int(r.random() * min(20, len(places) - 1))
        k = r.pick(alike) if alike and r.maybe(0.5) else near if r.maybe(0.6) else int(r.random() * (len(places) - 1))
        keep.update((places[k], places[k] + 1))
    keep.update(range(places[max(0, len(places) - 3 - int(r.random() * 4))], len(tail)))
    return sorted(keep)


def weighing(tail, kept, value, late):
    """How much the prediction of each kept token counts.

    A token of an answer of n counts 1 / sqrt(n), the first and the end (what to do, and when to stop) in full. Later, in
    lists, going on counts as much as the end does, or the model stops too early; and the second number counts in full,
    which says the way and the step.
    """
    numbers = [i for i in kept if tail[i] in value]
    each = 1 / math.sqrt(max(1, len(kept)))
    w = {i: each for i in kept}
    w[len(tail) - 1] = 1.0
    if late and len(numbers) > 1:
        after = [i + 1 for i in numbers if i + 1 in w]
        w.update({i: min(1.0, 2 / math.sqrt(len(after))) for i in after})
        w[numbers[1]] = 1.0
    elif late and len(kept) > 12:
        w = {i: 2 * each for i in kept}
    w[0] = 1.0
    # what follows a gap cannot be known
    return [w[i] if i == 0 or i - 1 in w else 0.0 for i in kept]


def row(tok, e, r, value, late=False, limit=1000):
    """(ids, positions, weights): weights[i] is how much the prediction of ids[i] from what is before it counts."""
    head = tok.encode(e.messages) if e.raw else tok.prompt(e.messages)
    tail = tok.encode(e.answer)                             # apart from the prompt, as at run time
    if e.complete:
        tail = tail + [tok.end]
    tail = tail[:limit - len(head)]
    kept = range(len(tail))
    if len(tail) > LONG and sum(t in value for t in tail) > 8 and not r.maybe(WHOLE):
        kept = windows(r, tail, value, PROBES if late else 0)
    listed = (e.task in ("count", "step", "down", "list", "quoted", "raw.numbers", "raw.names")
              or e.task == "dialogue" and e.answer[:1].isdigit())
    return (head + [tail[i] for i in kept], list(range(len(head))) + [len(head) + i for i in kept],
            [0.0] * len(head) + weighing(tail, kept, value, late and listed))


def batch(rows):
    """Tensors for fast.Step: ids, positions, starts, and where to predict what with which weight.

    Both lengths are filled up to few different ones, since torch prepares its products anew for every shape: with rows
    that predict nothing, and with predictions of no weight.
    """
    ids, pos, weights, starts = [], [], [], [0]
    for a, b, w in rows:
        ids += a
        pos += b
        weights += w[1:] + [0.0]
        starts.append(len(ids))
    fill = -len(ids) % TOKENS
    starts += range(len(ids) + FILLER, len(ids) + fill, FILLER)
    starts += [len(ids) + fill] if fill else []
    ids, pos, weights = ids + fill * [0], pos + fill * [0], torch.tensor(weights)
    at = weights.nonzero()[:, 0]
    at = torch.cat([at, at.new_full((-len(at) % PREDICTIONS,), len(weights) - 1)])
    ids = torch.tensor(ids)
    return ids, torch.tensor(pos, dtype=torch.int32), torch.tensor(starts, dtype=torch.int32), at, torch.cat([ids, ids[:1]])[at + 1], weights[at].contiguous()
