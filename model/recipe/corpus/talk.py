"""Small talk and short words: greetings, who it is, names remembered, spelling, repeating, reversing; follow-up turns."""
from .base import Example, words
from . import lists, numbers, sums
from .phrases import phrases

P, WORDS = phrases("talk"), phrases("words")
IDENTITY = "I am the tiny model built into Nagare. I count, do small sums, and list days, months and letters."


def phrase(r, lexicon):
    x = r.random()
    if x < 0.3:
        return r.pick(P.PHRASES)
    if x < 0.5:
        return r.choice(WORDS.SHORT)
    return " ".join(r.choice(WORDS.SHORT) if r.maybe(0.6) else r.choice(lexicon) for _ in range(1 + int(r.random() * 5)))


def little(r, lexicon):
    """Spelling, reversing, repeating."""
    x = r.random()
    if x < 0.7:
        w = r.choice(WORDS.SHORT) if r.maybe(0.85) else r.choice([l for l in (r.choice(lexicon) for _ in range(9)) if 2 < len(l) < 6 and l.islower()] or WORDS.SHORT)
        if x < 0.42:
            shown = r.choice([w, w, w, w.capitalize(), w.upper()])
            return Example("spell", r.pick(P.SPELL).format(w=shown), "-".join(w.upper()) + ".")
        return Example("reverse", r.pick(P.REVERSE).format(w=w), w[::-1])
    x = r.random()
    if x < 0.2:
        w = r.choice(WORDS.SHORT) if r.maybe(0.5) else r.choice(P.PHRASES)
        if w in ("one two three", "one", "two"):
            w = "hello"
        return Example("repeat", r.choice(["Say {w}.", "Say {w}", "Please say {w}.", "Can you say {w}?", "Repeat {w}.", "Just say {w}."]).format(w=w), w)
    p = phrase(r, lexicon)
    t = r.pick(P.REPEAT)
    if r.maybe(0.3):
        p = p[0].upper() + p[1:]
    if r.maybe(0.2) and t.endswith("{x}"):
        p += r.choice([".", "!", "?"])
    return Example("repeat", t.format(x=p), p)


def social(r):
    x = r.random()
    if x < 0.34:
        t, a = r.pick(P.HELLO), "Hello! How can I help you?"
    elif x < 0.54:
        t, a = r.pick(P.THANKS), "You're welcome!"
    elif x < 0.7:
        t, a = r.pick(P.BYE), "Goodbye!"
    else:
        t, a = r.pick(P.WHO), IDENTITY
    if t[-1].isalpha():
        t += r.choice(["", ".", "!", "."])
    return Example("social", t, a)


def a_name(r, lexicon):
    x = r.random()
    if x < 0.75:
        return r.pick(WORDS.NAMES)
    w = r.choice(lexicon).capitalize() if x < 0.9 else "".join(r.choice("bcdfghklmnprstvz") + r.choice("aeiou") for _ in range(r.choice([2, 2, 3]))).capitalize()
    return w if w.isalpha() and len(w) < 10 else r.pick(WORDS.NAMES)


def introduce(r, lexicon):
    n = a_name(r, lexicon)
    return n, ("user", r.pick(P.MY_NAME).format(n=n)), ("assistant", f"Nice to meet you, {n}.")


LINE_AGAIN = [("\n", "Now one per line."), ("\n", "And one per line?"), (" ", "Now with spaces."), (" ", "Now without commas."), (",", "Now without spaces."), ("\n", "On separate lines, please."), (" ", "And separated by spaces?")]


def follow_up(r, lexicon):
    """Two turns: the second is understood only with the first."""
    x = r.random()
    if x < 0.3:
        n, said, reply = introduce(r, lexicon)
        return Example("dialogue", [said, reply, ("user", r.pick(P.ASK_NAME))], f"Your name is {n}.")
    if x < 0.62:
        e = sums.generate(r)
        a, op, b = None, None, None
        form = r.choice(["word", "digits", "sentence"])
        a, b, op = int(r.random() * 21), int(r.random() * 21), r.choice("+-")
        first = r.choice([f for f in sums.FORMS if f != form])
        q = sums.question(r, a, op, b)
        q = q if first == "sentence" and r.maybe(0.7) else sums.with_form(r, q, r.pick(sums.FORMS[first]))
        again = {"digits": P.DIGITS_AGAIN, "word": P.WORD_AGAIN, "sentence": P.SAY_AGAIN}[form]
        return Example("dialogue", [("user", q), ("assistant", sums.answer(a, op, b, first)), ("user", r.pick(again))], sums.answer(a, op, b, form))
    if x < 0.92:
        n = 3 + int(r.random() * 28)
        from_one = r.maybe(0.6)
        a = 1 if from_one else int(r.random() * (999 - n))
        b = a + n
        request = r.pick(numbers.P.COUNT) + " " + (r.pick(numbers.P.TO).format(b=b) if from_one else r.pick(numbers.P.FROM_TO).format(a=a, b=b))
        request += r.choice([".", "", ".", " please."])
        first = ", ".join(map(str, range(a, b + 1)))
        y = r.random()
        if y < 0.35:
            s = r.choice([2, 2, 5, 10])
            values = range(s if from_one else a, b + 1, s)
            if len(values) < 2:
                return follow_up(r, lexicon)
            ask = r.pick(P.STEP_AGAIN).format(s=s, w=numbers.NAME[s])
        elif y < 0.65:
            values, ask = range(b, a - 1, -1), r.pick(P.BACK_AGAIN)
        elif y < 0.9:
            c = a + 2 + int(r.random() * 40)
            if c > 999:
                return follow_up(r, lexicon)
            values, ask = range(a, c + 1), r.pick(P.TO_AGAIN).format(b=c)
        else:
            sep, ask = r.pick(LINE_AGAIN)
            return Example("dialogue", [("user", request), ("assistant", first), ("user", ask)], sep.join(map(str, range(a, b + 1))))
        return Example("dialogue", [("user", request), ("assistant", first), ("user", ask)], ", ".join(map(str, values)))
    kind, names, req = r.choice([("day", lists.DAYS, "List the days of the week."), ("month", lists.MONTHS, "List the months of the year."), ("letter", lists.LETTERS, "Say the alphabet.")])
    req = r.pick(numbers.P.LIST[:24]) + " " + r.pick(lists.ALL[kind]) + r.choice([".", ""])
    return Example("dialogue", [("user", req), ("assistant", ", ".join(names)), ("user", r.pick(P.BACK_AGAIN[:10]))], ", ".join(names[::-1]))


def first_turn(r, lexicon):
    n, said, reply = introduce(r, lexicon)
    return Example("dialogue", [said], reply[1])
