"""Days, months and letters: all, from one to another, the first few, in reverse; and what comes before or after one."""
from .base import Example, dress, words
from .numbers import P as COUNTING, finish
from .phrases import phrases

P = phrases("names")
ALL = {"day": P.ALL_DAYS, "month": P.ALL_MONTHS, "letter": P.ALL_LETTERS}
SOME = {"day": P.SOME_DAYS, "month": P.SOME_MONTHS, "letter": P.SOME_LETTERS}
OF = {"day": P.OF_DAYS, "month": P.OF_MONTHS, "letter": P.OF_LETTERS}
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
LETTERS = list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def neighbour(r, kind, names):
    after = r.maybe(0.6)
    i = int(r.random() * len(names))
    j = i + (1 if after else -1)
    if kind == "letter" and not 0 <= j < 26:
        return neighbour(r, kind, names)
    x = names[i]
    if kind == "letter":
        x = r.choice([x, x, x, f'"{x}"', f"'{x}'", f"the letter {x}", x.lower()])
    t = r.pick(P.AFTER if after else P.BEFORE)
    if kind == "letter" and "{k}" not in t and "letter" not in x:
        x = "the letter " + x
    text = t.format(k=kind, x=x)
    if r.maybe(0.25):
        text = dress(r, text, question=text.endswith("?"), sentences=["Thanks.", "Please.", "Thank you.", "Answer in one word.", "One word.", "Just the name."])
    return Example("next", text[0].upper() + text[1:] if r.maybe(0.8) else text, names[j % len(names)] + ".")


def listing(r, kind, names):
    n = len(names)
    x = r.random()
    extra = None
    if x < 0.4:
        values, what = names[:], r.pick(ALL[kind])
    elif x < 0.8:
        i, j = int(r.random() * n), int(r.random() * n)
        while i == j or (kind == "letter" and j < i):
            i, j = int(r.random() * n), int(r.random() * n)
        values = [names[k % n] for k in range(i, j + 1 if j > i else j + n + 1)]
        span = r.pick(COUNTING.FROM_TO)
        if span.startswith("{a}-") or "number" in span:
            span = "from {a} to {b}"
        what = r.pick(SOME[kind]) + " " + span.format(a=names[i], b=names[j])
        if r.maybe(0.1):
            extra = r.pick(["{a} to {b}", "{a} through {b}", "{a}-{b}", "From {a} to {b}"]).format(a=names[i], b=names[j])
        if r.maybe(0.2):                                    # backwards, the later one named first
            i, j = max(i, j), min(i, j)
            t = r.pick(["{o} backwards from {a} to {b}", "{o} from {a} back to {b}", "{o} in reverse from {a} to {b}", "{o} from {a} down to {b}", "{o} backward from {a} until {b}", "{o} in reverse order, from {a} to {b}", "{o} from {a} to {b} " + r.pick(COUNTING.REVERSED)])
            what = t.format(o=r.pick(SOME[kind]), a=names[i], b=names[j])
            if r.maybe(0.2):
                what = r.pick(["Backwards from {a} to {b}, list {o}", "In reverse, {o} from {a} to {b}", "in reverse order, {o} from {a} back to {b}"]).format(o=r.pick(SOME[kind]), a=names[i], b=names[j])
                text, sep = finish(r, what, p=0.2)
                return Example("list", text, sep.join(names[j:i + 1][::-1]))
            text, sep = finish(r, r.pick(COUNTING.LIST[:30]) + " " + what, p=0.2)
            return Example("list", text, sep.join(names[j:i + 1][::-1]))
        if j < i:
            verb = r.pick(COUNTING.LIST)
            text, sep = finish(r, verb + " " + what, verb in ("What are", "Can I have", "May I have", "Could I get"), p=0.3)
            return Example("list", text, sep.join(values))
    else:
        k = 2 + int(r.random() * (n - 2))
        values = names[:k]
        what = r.pick(["the first {k} {o}", "the first {k} {o}", "first {k} {o}"]).format(k=words(k) if r.maybe(0.4) else k, o=r.choice(OF[kind]))
    if r.maybe(0.2):
        values = values[::-1]
        what += " " + r.pick(COUNTING.REVERSED)
    lower = False
    if kind == "letter" and r.maybe(0.22):
        lower = r.maybe(0.75)
        what += " " + r.pick(P.LOWER if lower else P.UPPER)
    elif kind == "letter" and r.maybe(0.06):
        lower, what = True, what.replace("letters", "lowercase letters", 1) if "letters" in what else "the lowercase letters of the alphabet"
        if what.startswith("the lowercase letters of"):
            values = names[:]
    verb = r.pick(COUNTING.LIST)
    bare = not any(p in what for p in COUNTING.REVERSED + P.LOWER + P.UPPER)
    request = extra if extra and bare else what if r.maybe(0.15) else verb + " " + what
    text, sep = finish(r, request, verb in ("What are", "Can I have", "May I have", "Could I get"), p=0.3)
    answer = sep.join(values)
    return Example("list", text, answer.lower() if lower else answer)


def generate(r):
    kind = r.choice(["day", "month", "letter"])
    names = {"day": DAYS, "month": MONTHS, "letter": LETTERS}[kind]
    return neighbour(r, kind, names) if r.maybe(0.42) else listing(r, kind, names)
