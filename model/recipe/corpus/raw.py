"""Raw text without any framing, for the legacy endpoint: lists that are to be continued."""
from .base import SENTENCE, Example
from .lists import DAYS, LETTERS, MONTHS

LEADS = ["Numbers: ", "Counting: ", "Count: ", "The numbers are ", "The days of the week are ", "Days: ", "The months are ", "Months: ", "The alphabet: ", "Letters: "]


def cut(r, values, sep, shown):
    """Prompt and continuation: the prompt stops after an item, after the separator's mark, or after the whole separator."""
    head, tail = sep.join(values[:shown]), sep.join(values[shown:])
    x = r.random()
    if sep == ", ":
        at = "" if x < 0.35 else "," if x < 0.75 else ", "
    else:
        at = "" if x < 0.45 else sep
    if not tail:
        return head, ""
    return head + at, sep[len(at):] + tail


def numbers(r, long):
    s = r.choice([1, 1, 1, 1, 2, 5, 10])
    down = r.maybe(0.35)
    shown = 3 + int(r.random() * 5) if r.maybe(0.7) else 2 if r.maybe(0.8) or s > 1 else 1
    if shown == 1:
        down = False
    n = shown + 3 + int(r.random() * (12 if r.maybe(0.7) else 30 if r.maybe(0.8) else long))
    x = r.random()
    if down:
        if x < 0.4:                                     # near the end: zero is in sight
            a = s * (shown - 1) + int(r.random() * s * (n - shown))
            a = min(a, 999)
        else:
            a = int(r.random() * 1000)
        a = max(a, s * (shown - 1))
        values = list(range(a, -1, -s))
    else:
        a = (s if r.maybe(0.7) else 1) if x < 0.2 else 999 - s * (shown - 1) - int(r.random() * s * (n - shown)) if x < 0.3 else int(r.random() * 100) if x < 0.5 else int(r.random() * 1000)
        if s > 1 and r.maybe(0.5):
            a -= a % s
        a = max(0, min(a, 999 - s * (shown - 1)))
        values = list(range(a, 1000, s))
    complete = len(values) <= n
    values = [str(v) for v in values[:n]]
    sep = r.choice([", ", ", ", ",", " ", "\n"])
    head, tail = cut(r, values, sep, min(shown, len(values)))
    if r.maybe(0.06):
        head = r.choice(LEADS[:4]) + head
    if not complete and r.maybe(0.5):
        tail += sep if sep != ", " else ","
    return Example("raw.numbers", head, tail, raw=True, complete=complete)


def names(r):
    kind = r.choice(["day", "month", "letter"])
    all_ = {"day": DAYS, "month": MONTHS, "letter": LETTERS}[kind]
    n, lower = len(all_), r.maybe(0.3)
    shown = 1 + int(r.random() * (n - 2 if r.maybe(0.3) else 4))
    start = 0 if r.maybe(0.4) else int(r.random() * n)
    if kind == "letter":
        shown = max(2, shown)
        start = min(start, 26 - shown)
        values, complete = all_[start:], True
    else:
        values = [all_[(start + i) % n] for i in range(shown + 3 + int(r.random() * (n + 6)))]
        complete = False
    if lower:
        values = [v.lower() for v in values]
    sep = r.choice([", ", ", ", ", ", ",", " ", "\n"])
    head, tail = cut(r, values, sep, shown)
    if r.maybe(0.06):
        head = r.choice(LEADS[4:]) + head
    return Example("raw.names", head, tail, raw=True, complete=complete)


def generate(r, long=60, other=None):
    """`other` is ordinary text: not a list, so the honest sentence follows."""
    if other is not None:
        return Example("raw.other", other, SENTENCE, raw=True)
    return numbers(r, long) if r.maybe(0.5) else names(r)
