"""The slow twin: compares fast.py's loss and gradients with model.py under autograd, exactly in float32, roughly in bfloat16."""
import torch
import torch.nn.functional as F

from fast import Step, has_amx
from model import Config, Model, rope_table
from rows import batch


def slow(model, rows):
    """The weighted loss of rows (ids, positions, weights), one after the other, in plain PyTorch."""
    table, total = rope_table(model.cfg), 0
    for ids, pos, weights in rows:
        ids, t = torch.tensor(ids), len(ids)
        mask = torch.full((t, t), float("-inf")).triu_(1)
        x = model.token_embd(ids)[None]
        for block in model.blk:
            x = block(x, table[torch.tensor(pos)][:, None, :], mask)
        h = model.output_norm(x)[0, :-1]
        total = total + (F.cross_entropy(model.logits(h), ids[1:], reduction="none") * torch.tensor(weights[1:])).sum()
    return total


def main():
    torch.manual_seed(3)
    r = torch.Generator().manual_seed(4)
    model = Model(Config(vocab=300, layers=3, ffn=384))
    with torch.no_grad():
        for p in model.parameters():
            p.mul_(1 + 0.3 * torch.randn(p.shape, generator=r))
    rows = []
    for t in (2, 7, 8, 16, 17, 33, 90):
        ids = torch.randint(300, (t,), generator=r).tolist()
        jump = t // 2
        pos = [i if i < jump else i + 200 for i in range(t)]
        rows.append((ids, pos, [0.0 if i == jump else round(torch.rand(1, generator=r).item(), 2) for i in range(t)]))
    want = slow(model, rows)
    want.backward()
    for exact, limit in ((True, 1e-4), (False, 4e-2)):
        if not exact and not has_amx():
            continue
        step = Step(model, exact)
        step.begin()
        got = step(*batch(rows))
        assert abs(got - want.item()) < limit * abs(want.item()), (got, want.item())
        for name, p in model.named_parameters():
            error = ((step.grads[name] - p.grad).norm() / p.grad.norm()).item()
            assert error < limit, (exact, name, error)
        print("float32" if exact else "bfloat16", "loss and all gradients agree")


if __name__ == "__main__":
    main()
