"""Days, months and letters: all, from one to another, the first few, in reverse; and what comes before or after one."""
from .base import Example, dress, words
from .numbers import FROM_TO, LIST, REVERSED, finish

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
LETTERS = list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
ALL = {
    "day": ["the days of the week", "all days of the week", "the days in a week", "the seven days of the week", "all the days of the week", "days of the week", "every day of the week",
            "the days", "all seven days", "the weekdays from Monday to Sunday", "the names of the days", "the week days from Monday to Sunday", "all 7 days of the week", "each day of the week"],
    "month": ["the months of the year", "all months of the year", "the months in a year", "the twelve months", "all the months", "months of the year", "every month of the year", "the months",
              "all twelve months", "the names of the months", "all 12 months of the year", "each month of the year", "the twelve months of the year", "all the months of the year"],
    "letter": ["the alphabet", "the letters of the alphabet", "all letters", "all the letters of the alphabet", "every letter of the alphabet", "the whole alphabet", "the letters", "the full alphabet",
               "the ABC", "the English alphabet", "the 26 letters", "all letters of the alphabet", "the entire alphabet", "each letter of the alphabet", "letters of the alphabet"],
}
SOME = {"day": ["the days", "days", "all days", "the days of the week", "every day", "all the days", "the weekdays", "each day"],
        "month": ["the months", "months", "all months", "the months of the year", "every month", "all the months", "each month"],
        "letter": ["the letters", "letters", "all letters", "the alphabet", "every letter", "the letters of the alphabet", "all the letters", "each letter"]}
OF = {"day": ["days", "days of the week", "weekdays"], "month": ["months", "months of the year"], "letter": ["letters", "letters of the alphabet"]}
LOWER = ["in lower case", "in lowercase", "in small letters", "lowercase", "in lower case letters", "using lowercase letters", "in lowercase letters", "with small letters"]
UPPER = ["in upper case", "in uppercase", "in capital letters", "in capitals", "using capital letters"]
AFTER = ["What {k} comes after {x}?", "Which {k} comes after {x}?", "What {k} follows {x}?", "Which {k} follows {x}?", "What is the {k} after {x}?", "What's the {k} after {x}?", "What comes after {x}?",
         "Which {k} is after {x}?", "What {k} is after {x}?", "Name the {k} after {x}", "Tell me the {k} after {x}", "the {k} after {x}", "What is the next {k} after {x}?", "After {x} comes which {k}?",
         "What {k} comes right after {x}?", "Which {k} comes next after {x}?", "Give me the {k} after {x}", "the {k} that follows {x}", "What comes next after {x}?", "Say the {k} that comes after {x}",
         "{x} is followed by which {k}?", "What {k} comes immediately after {x}?", "Which {k} do we have after {x}?", "What's after {x}?", "What {k} comes directly after {x}?", "What's next after {x}?"]
BEFORE = ["What {k} comes before {x}?", "Which {k} comes before {x}?", "What {k} precedes {x}?", "What is the {k} before {x}?", "What's the {k} before {x}?", "What comes before {x}?", "Which {k} is before {x}?",
          "What {k} is before {x}?", "Name the {k} before {x}", "Tell me the {k} before {x}", "the {k} before {x}", "Before {x} comes which {k}?", "What {k} comes right before {x}?", "Which {k} precedes {x}?",
          "Give me the {k} before {x}", "the {k} that precedes {x}", "What {k} comes just before {x}?", "Say the {k} that comes before {x}", "What {k} comes directly before {x}?", "What's before {x}?",
          "Which {k} do we have before {x}?", "{x} comes after which {k}?", "What {k} comes immediately before {x}?"]


def neighbour(r, kind, names):
    after = r.maybe(0.6)
    i = int(r.random() * len(names))
    j = i + (1 if after else -1)
    if kind == "letter" and not 0 <= j < 26:
        return neighbour(r, kind, names)
    x = names[i]
    if kind == "letter":
        x = r.choice([x, x, x, f'"{x}"', f"'{x}'", f"the letter {x}", x.lower()])
    t = r.pick(AFTER if after else BEFORE)
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
        span = r.pick(FROM_TO)
        if span.startswith("{a}-") or "number" in span:
            span = "from {a} to {b}"
        what = r.pick(SOME[kind]) + " " + span.format(a=names[i], b=names[j])
        if r.maybe(0.1):
            extra = r.pick(["{a} to {b}", "{a} through {b}", "{a}-{b}", "From {a} to {b}"]).format(a=names[i], b=names[j])
        if r.maybe(0.2):                                    # backwards, the later one named first
            i, j = max(i, j), min(i, j)
            t = r.pick(["{o} backwards from {a} to {b}", "{o} from {a} back to {b}", "{o} in reverse from {a} to {b}", "{o} from {a} down to {b}", "{o} backward from {a} until {b}", "{o} in reverse order, from {a} to {b}", "{o} from {a} to {b} " + r.pick(REVERSED)])
            what = t.format(o=r.pick(SOME[kind]), a=names[i], b=names[j])
            if r.maybe(0.2):
                what = r.pick(["Backwards from {a} to {b}, list {o}", "In reverse, {o} from {a} to {b}", "in reverse order, {o} from {a} back to {b}"]).format(o=r.pick(SOME[kind]), a=names[i], b=names[j])
                text, sep = finish(r, what, p=0.2)
                return Example("list", text, sep.join(names[j:i + 1][::-1]))
            text, sep = finish(r, r.pick(LIST[:30]) + " " + what, p=0.2)
            return Example("list", text, sep.join(names[j:i + 1][::-1]))
        if j < i:
            verb = r.pick(LIST)
            text, sep = finish(r, verb + " " + what, verb in ("What are", "Can I have", "May I have", "Could I get"), p=0.3)
            return Example("list", text, sep.join(values))
    else:
        k = 2 + int(r.random() * (n - 2))
        values = names[:k]
        what = r.pick(["the first {k} {o}", "the first {k} {o}", "first {k} {o}"]).format(k=words(k) if r.maybe(0.4) else k, o=r.choice(OF[kind]))
    if r.maybe(0.2):
        values = values[::-1]
        what += " " + r.pick(REVERSED)
    lower = False
    if kind == "letter" and r.maybe(0.22):
        lower = r.maybe(0.75)
        what += " " + r.pick(LOWER if lower else UPPER)
    elif kind == "letter" and r.maybe(0.06):
        lower, what = True, what.replace("letters", "lowercase letters", 1) if "letters" in what else "the lowercase letters of the alphabet"
        if what.startswith("the lowercase letters of"):
            values = names[:]
    verb = r.pick(LIST)
    bare = not any(p in what for p in REVERSED + LOWER + UPPER)
    request = extra if extra and bare else what if r.maybe(0.15) else verb + " " + what
    text, sep = finish(r, request, verb in ("What are", "Can I have", "May I have", "Could I get"), p=0.3)
    answer = sep.join(values)
    return Example("list", text, answer.lower() if lower else answer)


def generate(r):
    kind = r.choice(["day", "month", "letter"])
    names = {"day": DAYS, "month": MONTHS, "letter": LETTERS}[kind]
    return neighbour(r, kind, names) if r.maybe(0.42) else listing(r, kind, names)
