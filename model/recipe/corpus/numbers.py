"""Counting: by one, two, five, ten, up and down, even and odd, with every way to name a range and a separator."""
from .base import Example, SEPARATOR_SENTENCES, dress, lower_first, separator, words
from .phrases import phrases

P = phrases("counting")
ORDINAL = {2: ["second", "other", "2nd"], 5: ["fifth", "5th"], 10: ["tenth", "10th"]}
NAME = {2: "two", 5: "five", 10: "ten"}

SPLIT = (0.36, 0.73)        # cumulative shares: by one, by steps; the rest goes down
STEPS = [2, 5, 5, 10, 10]
PLAIN, LOOSE = 0.15, 0.15   # shares of the plainest wordings, without any dress, and of parts in any order


def plain(r, most):
    """The few wordings that everyone tries first."""
    n, s = size(r, most), r.choice([1, 1, 1, 2, 5, 10])
    n = min(n, 900 // s)
    x = r.random()
    end = r.choice([".", ".", "", "?"])
    by = f" by {r.choice([s, NAME[s] + 's'])}" if s > 1 else ""
    if x < 0.4:
        b = s * n
        text = f"Count to {b}{by}" if r.maybe(0.5) else f"Count{by} to {b}" if by else f"Can you count to {b}"
        values, task = range(s, b + 1, s), "count" if s == 1 else "step"
    elif x < 0.7:
        a = int(r.random() * (1000 - s * n))
        values, task = range(a, a + s * n, s), "count" if s == 1 else "step"
        text = f"{r.choice(['Count', 'Please count', 'List the numbers', 'Write the numbers'])} from {a} to {values[-1]}{by}"
    else:
        a = s * n if r.maybe(0.5) else s * (n - 1) + 1 + int(r.random() * (999 - s * n))
        if a == s * n and r.maybe(0.7):
            values, text = range(a, 0, -s), f"{r.choice(['Count down', 'Count backwards'])} from {a}{by}"
        else:
            values = range(a, a - s * n, -s)
            values = values if values[-1] >= 0 else range(a, -1, -s)
            text = f"{r.choice(['Count down', 'Count backwards', 'Count'])} from {a} to {values[-1]}{by}"
        task = "down"
    return Example(task, text + end, join(values, ", "))


def number(r, n, p=0.06):
    """A number as it stands in a prompt: mostly digits, small ones now and then as words."""
    return words(n) if n <= 100 and r.maybe(p) else str(n)


def size(r, most):
    """How many numbers: short mostly, now and then long; `most` grows while training goes on."""
    x = r.random()
    n = 2 + int(r.random() * 10) if x < 0.36 else 2 + int(r.random() * 26) if x < 0.62 else 2 + int(r.random() * 119)
    return min(n, max(2, most))


def join(values, sep):
    return sep.join(map(str, values))


def sample_of(r, sep, values=None):
    """A short example for the prompt; its numbers are not the asked ones."""
    if values is None:
        a, step = r.choice([1, 1, 1, 4, 7, 10, 21, 50, 100]), 1
        values = [a + i * step for i in range(r.choice([2, 3, 3, 3, 4]))]
    dots = sep + "..." if sep != "\n" else "\n..."
    text = join(values, sep) + (dots if r.maybe(0.7) else "")
    return r.pick(P.EXAMPLE).format(x=text)


def finish(r, request, question=False, p=0.4):
    """Add the separator request, an example, politeness; gives (text, separator)."""
    sep, phrases = separator(r, p)
    tail = ""
    if phrases:
        x = r.random()
        phrase = r.pick(phrases)
        if request.endswith("?"):
            x = 0.9
        if x < 0.4:
            request += " " + phrase
        elif x < 0.62:
            request += ", " + phrase
        elif x < 0.7:
            request += f" ({phrase})"
        elif x < 0.76 and not question:
            request = phrase[0].upper() + phrase[1:] + r.choice([", ", ", ", ": ", " "]) + lower_first(request)
        else:
            tail = " " + (r.pick(SEPARATOR_SENTENCES[sep]) if r.maybe(0.7) else phrase[0].upper() + phrase[1:] + ".")
    if (phrases and r.maybe(0.15)) or r.maybe(0.04):
        tail += " " + sample_of(r, sep)
    if tail and r.maybe(0.1) and not question:
        text = tail[1:] + " " + request + ("." if request[-1:].isalnum() else "")
    elif tail:
        text = dress(r, request, question, sentences=[""])[:].rstrip()
        text += ("." if text[-1:].isalnum() else "") + tail
    else:
        text = dress(r, request, question)
    return text, sep


def listing(r, what):
    """'Print the numbers ...' as a request, and whether it is a question."""
    verb = r.pick(P.LIST)
    return verb + " " + what, verb in ("What are", "Can I have", "May I have", "Could I get")


def by_one(r, most):
    n = size(r, most)
    if r.maybe(0.4):
        a = 1
    else:
        a = int(r.random() * 1000) if r.maybe(0.75) else int(r.random() * 100)
    a = min(a, 1000 - n)
    b = a + n - 1
    if a == 1 and r.maybe(0.75):
        b = n
        nb = number(r, b, 0.12)
        x = r.random()
        if x < 0.6:
            request, q = r.pick(P.COUNT) + " " + r.pick(P.TO).format(b=nb), False
        elif x < 0.8:
            request, q = listing(r, r.pick(P.NUMBERS) + " " + r.pick(P.TO).format(b=nb))
        elif x < 0.9:
            request, q = listing(r, r.pick(["the first {b} numbers", "the first {b} whole numbers", "the first {b} positive integers", "the first {b} natural numbers",
                                            "the first {b} positive numbers", "the first {b} counting numbers", "the first {b} integers"]).format(b=nb))
        else:
            request, q = r.pick([f"{nb} numbers starting at 1", f"count {nb} numbers starting from 1", f"Count from one to {nb}", f"Count to {nb} starting at 1",
                                 f"counting to {nb}", f"count until {nb} from 1", f"Can you count to {nb}?", f"Do you know how to count to {nb}?", f"How do you count to {nb}?",
                                 f"Count from the beginning to {nb}"]), False
    else:
        na, nb = number(r, a), number(r, b)
        x = r.random()
        if x < 0.42:
            request, q = r.pick(P.COUNT) + " " + r.pick(P.FROM_TO).format(a=na, b=nb), False
        elif x < 0.85:
            request, q = listing(r, r.pick(P.NUMBERS) + " " + r.pick(P.FROM_TO).format(a=na, b=nb))
        elif x < 0.96:
            request, q = r.pick(P.BARE).format(a=na, b=nb), False
        else:
            request, q = listing(r, r.pick(["{n} numbers starting at {a}", "{n} numbers starting from {a}", "{n} consecutive numbers starting with {a}",
                                            "{n} numbers beginning at {a}", "the next {n} numbers starting at {a}"]).format(n=n, a=na))
    if not request.endswith("?") and r.maybe(0.08):
        request += " " + r.pick(P.ORDER)
    text, sep = finish(r, request, q)
    return Example("count", text, join(range(a, b + 1), sep))


def step_phrase(r, s, down=False):
    t = r.pick(P.DOWN_STEP if down else P.STEP)
    return t.format(s=s, w=NAME[s], o=r.choice(ORDINAL[s]))


def by_step(r, most):
    s = r.choice(STEPS)
    n = min(size(r, most), 960 // s)
    x = r.random()
    if x < 0.42:                                            # no start named: the step itself starts
        b = s * n + (int(r.random() * s) if r.maybe(0.2) else 0)
        values, nb = range(s, b + 1, s), number(r, b, 0.1)
        step, to = step_phrase(r, s), r.pick(P.TO).format(b=nb)
        y = r.random()
        if y < 0.35:
            request, q = f"{r.pick(P.COUNT)} {step} {to}", False
        elif y < 0.65:
            request, q = f"{r.pick(P.COUNT)} {to} {step}", False
        elif y < 0.75:
            request, q = r.pick(["Skip count by {w}s {t}", "Skip count {t} by {s}", "Skip-count by {s} {t}", "In {w}s, count {t}", "Counting by {w}s {t}",
                                 "Skip counting by {s} {t}", "{w}s {t}"]).format(w=NAME[s], s=s, t=to), False
        elif y < 0.9:
            request, q = listing(r, r.pick(["the multiples of {s} {t}", "multiples of {s} {t}", "all multiples of {w} {t}", "every {o} number {t}", "every multiple of {s} {t}",
                                            "the first {n} multiples of {s}"]).format(
                s=s, w=NAME[s], o=r.choice(ORDINAL[s]), t=to, n=len(values)))
        else:
            request, q = listing(r, f"{r.pick(P.NUMBERS)} {to} {step}")
    elif x < 0.8:
        top = 999 - s * (n - 1)
        a = int(r.random() * (top + 1)) if r.maybe(0.7) else min(top, int(r.random() * 60))
        if r.maybe(0.45):
            a -= a % s
        b = min(999, a + s * (n - 1) + (int(r.random() * s) if r.maybe(0.4) else 0))
        values = range(a, b + 1, s)
        span, step = r.pick(P.FROM_TO).format(a=number(r, a), b=number(r, b)), step_phrase(r, s)
        y = r.random()
        if y < 0.4:
            request, q = f"{r.pick(P.COUNT)} {span} {step}", False
        elif y < 0.6:
            request, q = f"{r.pick(P.COUNT)} {step} {span}", False
        elif y < 0.7:
            request, q = f"{r.pick(P.BARE).format(a=a, b=b).rstrip('?')} {step}", False
        elif y < 0.88:
            request, q = listing(r, f"{r.pick(P.NUMBERS)} {span} {step}")
        elif y < 0.93:
            request, q = r.pick(["{S}, count {t}", "{S}: {t}", "Start at {a} and keep adding {s} until {b}", "Begin with {a}, add {s} each time, stop at {b}", "{t}, {S}", "Count {S}: start {a}, end {b}", "Until {b}, count {S} from {a}", "Count {S} to {b} starting at {a}",
                                 "From {a} count {S} up to {b}", "Print the sequence that starts with {a}, goes up by {s} and ends at {b}", "The list starts at {a}, increases by {s} and does not go past {b}", "Keep adding {s} to {a} until you reach {b}",
                                 "Go up by {s} from {a}, never past {b}", "{a} to {b}, {S}", "Counting {S}, go from {a} to {b}", "Starting at {a}, count {S} until {b}"]).format(t=span, S=step, a=a, b=b, s=s), False
            request = request[0].upper() + request[1:]
        elif a % s == 0:
            request, q = listing(r, f"{r.pick(['the multiples of', 'multiples of', 'all multiples of'])} {s} {span}")
        else:
            request, q = listing(r, f"every {r.choice(ORDINAL[s])} number {span}")
    else:                                                   # even and odd numbers
        odd = r.maybe(0.5)
        kind = "odd" if odd else "even"
        what = r.pick(["{k} numbers", "the {k} numbers", "all {k} numbers", "all the {k} numbers", "every {k} number", "{k} integers",
                       "only the {k} numbers", "just the {k} numbers", "the {k} integers", "all of the {k} numbers", "all {k} integers", "each {k} number"]).format(k=kind)
        n = min(n, 400)
        y = r.random()
        if y < 0.25:
            b = max(3, 2 * n + int(r.random() * 2))
            values = range(1 if odd else 2, b + 1, 2)
            what += " " + r.pick(P.TO).format(b=number(r, b))
        elif y < 0.35:
            values = range(1 if odd else 2, 2 * n + 1, 2)
            what = f"the first {n} {kind} numbers"
        else:
            a = int(r.random() * (1000 - 2 * n))
            b = a + 2 * n - int(r.random() * 2)
            b = max(b, a + 3)
            b = min(b, 999)
            values = range(a + (a % 2 != odd), b + 1, 2)
            what += " " + r.pick(P.FROM_TO).format(a=number(r, a), b=number(r, b))
        request, q = listing(r, what)
        if r.maybe(0.15):
            request, q = r.pick(["Count", "Count using", "Count only", "Count through"]) + " " + what, False
        elif r.maybe(0.2) and y >= 0.35:
            span = r.pick(P.FROM_TO).format(a=a, b=b)
            request, q = r.pick(["Count {t} but only the {k} numbers", "Count {t}, only {k} numbers", "Count {t} using {k} numbers only", "{t}, {k} numbers only", "{k} numbers {t}", "Numbers {t}, but just the {k} ones",
                                 "Count {t} with only {k} numbers", "Starting at {a} and stopping at {b}, write every {k} number", "Only {k} numbers {t}"]).format(t=span, k=kind, a=a, b=b), False
    text, sep = finish(r, request, q)
    return Example("step", text, join(values, sep))


def down(r, most):
    s = 1 if r.maybe(0.6) else r.choice(STEPS)
    n = min(size(r, most), 990 // s)
    x = r.random()
    if x < 0.36:                                            # no end named: down to 1
        a = n if s == 1 else s * n + (int(r.random() * s) if r.maybe(0.3) else 0)
        values = range(a, 0, -s)
        request = f"{r.pick(P.DOWN)} {r.pick(P.DOWN_FROM).format(a=number(r, a, 0.1))}"
        if s > 1:
            step = step_phrase(r, s, True)
            request = f"{r.pick(P.DOWN)} {step} {r.pick(P.DOWN_FROM).format(a=a)}" if r.maybe(0.3) else request + " " + step
        elif r.maybe(0.1):
            request = r.pick([f"Countdown from {a}", f"a countdown from {a}", f"countdown {a}", f"backwards from {a}", f"Do a {a} countdown", f"From {a}, count backwards",
                              f"From {a} count down", f"Starting at {a}, count down"])
        q = False
    else:
        zero = r.maybe(0.2)
        b = (0 if r.maybe(0.6) else 1) if zero or r.maybe(0.2) else int(r.random() * (1000 - s * (n - 1)))
        a = b + s * (n - 1)
        if s > 1 and r.maybe(0.35):
            a = min(999, a + int(r.random() * s))
        values = range(a, b - 1, -s)
        na, nb = number(r, a), "zero" if b == 0 and r.maybe(0.4) else number(r, b)
        y = r.random()
        q = False
        if y < 0.45:
            request = f"{r.pick(P.DOWN)} {r.pick(P.DOWN_TO).format(a=na, b=nb)}"
            if s > 1:
                request += " " + step_phrase(r, s, True)
        elif y < 0.6:
            request = r.pick(P.DOWN_BARE).format(a=na, b=nb)
            if s > 1:
                request += r.choice([" ", ", "]) + step_phrase(r, s, True)
        elif y < 0.66:
            request = f"Count {r.pick(P.DOWN_TO).format(a=na, b=nb)}"
            if s > 1:
                request += " " + step_phrase(r, s, True)
        elif y < 0.72 and s == 1:
            request, q = listing(r, f"{r.pick(P.NUMBERS)} {r.pick(['from {a} to {b}', 'from {a} down to {b}', '{a} to {b}', '{a} down to {b}']).format(a=na, b=nb)}")
            if r.maybe(0.5):
                request += " " + r.pick(P.REVERSED)
        elif y < 0.78 and s > 1:
            request = f"{r.pick(P.DOWN)} {step_phrase(r, s, True)} {r.pick(P.DOWN_TO).format(a=na, b=nb)}"
        else:                                               # an upward range, asked in reverse
            if s > 1:
                a -= (a - b) % s
                values = range(a, b - 1, -s)
                na = str(a)
            request, q = listing(r, f"{r.pick(P.NUMBERS)} {r.pick(P.FROM_TO).format(a=nb, b=na)}")
            if r.maybe(0.3):
                request, q = f"{r.pick(P.COUNT)} {r.pick(P.FROM_TO).format(a=nb, b=na)}", False
            tail = r.pick(P.REVERSED)
            if s > 1:
                step = step_phrase(r, s, True)
                request += f" {step} {tail}" if r.maybe(0.5) else f" {tail} {step}"
            else:
                request += ("" if r.maybe(0.7) else ",") + " " + tail
    text, sep = finish(r, request, q)
    return Example("down", text, join(values, sep))


def loose(r, most):
    """Verb, start, end, step and direction as clauses in any order."""
    s, down = r.choice([1, 1, 1, 2, 5, 10]), r.maybe(0.35)
    n = min(size(r, most), 960 // s)
    low = int(r.random() * (1000 - s * (n - 1)))
    if s > 1 and r.maybe(0.4):
        low -= low % s
    high = low + s * (n - 1)
    if s > 1 and r.maybe(0.4):                              # the end is not hit
        if down:
            low = max(0, low - int(r.random() * s))
        else:
            high = min(999, high + int(r.random() * s))
    a, b = (high, low) if down else (low, high)
    values = range(a, b - 1, -s) if down else range(a, b + 1, s)
    turned = down and r.maybe(0.5)                          # said by the verb, or by a clause of its own
    verb = r.pick(P.DOWN if turned else P.COUNT) if r.maybe(0.5) or turned else r.pick(P.LIST) + " " + r.pick(P.NUMBERS)
    clauses = [r.pick(P.DOWN_TO if down else P.FROM_TO)] if r.maybe(0.5) else [r.pick(P.START), r.pick(P.TO)]
    clauses = [t.format(a=number(r, a), b=number(r, b)) for t in clauses]
    if down and not turned:
        clauses.append(r.pick(P.REVERSED))
    if s > 1:
        clauses.append(step_phrase(r, s, down))
    elif not down and r.maybe(0.1):
        clauses.append(r.pick(P.ORDER))
    r.shuffle(clauses)
    clauses.insert(0 if r.maybe(0.45) else int(r.random() * (len(clauses) + 1)), verb)
    request = clauses[0][0].upper() + clauses[0][1:]
    for clause in clauses[1:]:
        request += r.choice([" ", " ", ", "]) + lower_first(clause)
    text, sep = finish(r, request)
    return Example("down" if down else "count" if s == 1 else "step", text, join(values, sep))


def either(r, most, falling):
    """Two numbers and no word for the way: which of them is larger decides it."""
    s, down = r.choice([1, 1, 1, 1, 2, 5, 10]), r.maybe(falling)
    n = min(size(r, most), 960 // s)
    low = int(r.random() * (1000 - s * (n - 1)))
    a, b = (low + s * (n - 1), low) if down else (low, low + s * (n - 1))
    values = range(a, b - 1, -s) if down else range(a, b + 1, s)
    span = r.choice(["from {a} to {b}", "from {a} to {b}", "from {a} to {b}", "from {a} until {b}", "from {a} through {b}", "{a} to {b}"])
    request = ("Count" if r.maybe(0.6) else r.pick(P.COUNT)) + " " + span.format(a=a, b=b)
    if s > 1:
        request += " " + r.choice(["by {s}", "by {w}s", "in steps of {s}", "in {w}s", "with a step of {s}"]).format(s=s, w=NAME[s])
    text, sep = finish(r, request)
    return Example("down" if down else "count" if s == 1 else "step", text, join(values, sep))


def generate(r, most=120, undirected=0.0, falling=0.4):
    """One counting example on this side of the split of ranges."""
    while True:
        if undirected and r.maybe(undirected):
            e = either(r, most, falling)
            if r.fits(*(int(e.answer.replace(",", " ").split()[i]) for i in (0, -1))):
                return e
            continue
        if r.maybe(PLAIN):
            e = plain(r, most)
            if len(e.answer) > 3 and r.fits(int(e.answer.split(", ")[0]), int(e.answer.split(", ")[-1])):
                return e
            continue
        x = r.random()
        e = (loose if r.maybe(LOOSE) else by_one if x < SPLIT[0] else by_step if x < SPLIT[1] else down)(r, most)
        values = e.answer.replace(",", " ").split()
        if 2 <= len(values) <= 120 and r.fits(int(values[0]), int(values[-1])):
            return e
