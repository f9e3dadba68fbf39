"""Sums and differences of 0..20 in three answer forms: one word, digits, a sentence (also when no form is asked)."""
from .base import Example, dress, lower_first, words
from .phrases import phrases

P = phrases("sums")
FORMS = {"word": P.WORD, "digits": P.DIGITS, "sentence": P.SAYING}


def answer(a, op, b, form):
    n = a + b if op == "+" else a - b
    if form == "digits":
        return str(n)
    if form == "word":
        return words(n).capitalize() + "."
    return f"{a} {op} {b} equals {n}."


def question(r, a, op, b, p_words=0.22):
    t = r.pick(P.ADD if op == "+" else P.SUB)
    symbols = "+" in t or " - " in t or "}-{" in t or "−" in t or "–" in t
    if not symbols and r.maybe(p_words) or symbols and r.maybe(0.02):
        text = t.format(a=words(a), b=words(b))
        return text[0].upper() + text[1:] if r.maybe(0.8) else text
    return t.format(a=a, b=b)


def with_form_reordered(r, text, phrase):
    """More orders of question and form: "In words: ...", "For 1 + 2 I need ...", "... and answer in words"."""
    p, up, q, bare = lower_first(phrase), phrase[0].upper() + phrase[1:], text.rstrip(".="), text.rstrip("?.= ")
    verb = p.split()[0] in ("answer", "use", "give", "reply", "respond", "write", "spell", "say", "tell", "output", "return", "print", "show", "put", "make", "express", "state", "phrase")
    x = r.random()
    if x < 0.3:
        return up + r.choice([". ", ". ", ": ", "! ", " - ", ", please: ", " please: ", "; "]) + (q if q[-1:] == "?" else q + r.choice(["?", ".", ""]))
    if x < 0.5:
        return f"{bare} and {p if verb else 'answer ' + p if p.split()[0] in ('in', 'as', 'with', 'using') else 'give ' + p}" + r.choice([".", "", "?", " please."])
    if x < 0.62:
        return f"{r.choice(['For', 'For the question', 'About'])} {lower_first(bare)}" + r.choice([", ", " I need ", " I want ", ": "]) + p + r.choice([".", "", ", please."])
    if x < 0.74:
        return r.choice(["I want the answer", "I need it", "I want it", "I would like the answer", "Please answer", "Give me the answer", "The answer should be"]) + f" {p}: {q}"
    if x < 0.87:
        return f"{q}{'' if q[-1:] == '?' else r.choice([',', '.', ';', ' -', ':', ''])} {p}{r.choice([' please', ' pls', ', thanks', '!', '', ' thx', ' only'])}"
    return f"{bare}{r.choice(['?', ''])} - {p}" if x < 0.93 else f"{up} {lower_first(q)}"


def with_form(r, text, phrase):
    """The form request after, inside or before the question."""
    mark = text[-1:] in "?.="
    if r.maybe(0.3):
        return with_form_reordered(r, text, phrase)
    x = r.random()
    up = phrase[0].upper() + phrase[1:]
    if x < 0.55:
        head = text if mark else text + (r.choice(["?", ".", ""]) if r.maybe(0.6) else ".")
        return f"{head} {up if r.maybe(0.75) else phrase}" + r.choice([".", ".", ".", "", "!", " please", ", please."])
    if x < 0.72:
        return f"{text.rstrip('?.')}, {lower_first(phrase)}" + ("?" if text.endswith("?") or r.maybe(0.3) else r.choice([".", ""]))
    if x < 0.8:
        return f"{text.rstrip('?.')} {lower_first(phrase)}" + r.choice(["?", ".", ""])
    if x < 0.88:
        return f"{text} ({lower_first(phrase)})"
    if x < 0.95:
        return f"{up}: {lower_first(text) if r.maybe(0.5) else text}"
    return f"{up}, {lower_first(text)}"


def generate(r, form=None):
    x = r.random()
    if x < 0.8:
        a, b = int(r.random() * 21), int(r.random() * 21)
    else:
        a, b = int(r.random() * 11), int(r.random() * 11)
    op = "+" if r.maybe(0.5) else "-"
    asked = form is not None
    if form is None:
        form, asked = r.choice([("word", True), ("word", True), ("digits", True), ("digits", True), ("sentence", True), ("sentence", False), ("sentence", False)])
    text = question(r, a, op, b)
    if asked:
        text = with_form(r, text, r.pick(FORMS[form]))
        if r.maybe(0.2) and not text.startswith(tuple("0123456789")):
            text = r.pick(["Please", "Hi,", "Hey,", "Hello,", "Ok,", "Now", "Quick question:", "So,", "Tell me,", "Question:", "Q:", "Well,"]) + " " + lower_first(text)
    elif r.maybe(0.35):
        text = dress(r, text.rstrip("?") if r.maybe(0.2) else text, text.endswith("?") or text[:1].isdigit(),
                     sentences=["Thanks.", "Thank you.", "Thanks!", "Please.", "I need to know.", "Hurry!", "I forgot.", "Do you know?"],
                     openers=["Please", "Hey,", "Hi,", "Can you", "Could you", "Now", "Ok,", "Please,", "Hello,", "So,"])
    return Example("sum." + form, text, answer(a, op, b, form))
