"""What all task grammars share: examples, choices with held-out parts, and the ways to ask for a separator."""
import random

from .phrases import phrases

SENTENCE = ("I am only the tiny model built into Nagare; to ask a real one, "
            "start Nagare with --model FILE.gguf or --url URL.")

ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen").split()
TENS = "_ ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def words(n):
    """A number 0..999 in English."""
    if n < 0:
        return "minus " + words(-n)
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    rest = n % 100
    return ONES[n // 100] + " hundred" + (" and " + words(rest) if rest else "")


SEP, POLITE = phrases("separators"), phrases("politeness")
SEPARATORS = [(", ", SEP.COMMA), (",", SEP.TIGHT), (" ", SEP.SPACE), ("\n", SEP.LINES)]
SEPARATOR_SENTENCES = {", ": SEP.COMMA_SENTENCES, ",": SEP.TIGHT_SENTENCES, " ": SEP.SPACE_SENTENCES, "\n": SEP.LINES_SENTENCES}


class Example:
    """One prompt with its answer. `raw` has no chat framing; `complete` says the text really ends after the answer."""

    __slots__ = ("task", "messages", "answer", "raw", "complete")

    def __init__(self, task, messages, answer, raw=False, complete=True):
        if isinstance(messages, str) and not raw:
            messages = [("user", messages)]
        self.task, self.messages, self.answer, self.raw, self.complete = task, messages, answer, raw, complete


class Chooser(random.Random):
    """A random source. In mode "train" one range in eleven is never used; in mode "dev" only those are."""

    mode = "train"

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def maybe(self, p):
        return self.random() < p

    def fits(self, a, b):
        return ((a * 1009 + b * 7) % 11 == 3) == (self.mode == "dev")


def separator(r, p=0.4):
    """(separator, phrase or None): None means the prompt is silent about it and ", " is meant."""
    if not r.maybe(p):
        return ", ", None
    x = r.random()
    sep, phrases = SEPARATORS[0 if x < 0.27 else 1 if x < 0.5 else 2 if x < 0.73 else 3]
    return sep, phrases


def lower_first(s):
    return s if s[:2] in ("I ", "I'") else s[:1].lower() + s[1:]


def dress(r, text, question=False, sentences=POLITE.CLOSING_SENTENCES, openers=POLITE.OPENERS):
    """Politeness before and after, end marks, and small letters: the same request in different clothes."""
    ends_open = text[-1:].isalnum() or text[-1:] in ")'\""
    asked = question
    if not question and r.maybe(0.4):
        opener = r.pick(openers)
        asked = opener.lower().split()[-1] in ("you", "please", "kindly", "to") and \
            opener.split()[0] in ("Can", "Could", "Would", "Will", "Are") or opener.endswith(("can you", "could you"))
        text = opener + " " + lower_first(text)
    if ends_open and r.maybe(0.15):
        text += ("," if r.maybe(0.4) else "") + " " + r.pick(POLITE.CLOSERS)
    if ends_open:
        x = r.random()
        text += ("?" if x < 0.7 else "" if x < 0.9 else ".") if asked else ("." if x < 0.55 else "" if x < 0.93 else "!" if x < 0.97 else ":")
    if r.maybe(0.1) and text[-1:] in ".?!":
        text += " " + r.pick(sentences)
    return text


def noise(r, text):
    """Casing, blanks, and now and then a typing mistake."""
    x = r.random()
    if x < 0.14:
        text = text.lower()
    elif x < 0.16:
        text = text.upper()
    if r.maybe(0.05) and len(text) > 12:
        i = 1 + int(r.random() * (len(text) - 3))
        if text[i].isalpha() and text[i + 1].isalpha():
            y = r.random()
            text = text[:i] + (text[i + 1] + text[i] if y < 0.4 else text[i] if y < 0.7 else text[i] + text[i] + text[i + 1]) + text[i + 2:]
    if r.maybe(0.04):
        a, b = r.choice([("Count", "Cuont"), ("count", "cuont"), ("separated", "seperated"), (" you ", " u "), ("please", "pls"), ("Please", "Pls"), ("numbers", "nubmers"), ("What's", "Whats"), ("what's", "whats"), ("spaces", "space"),
                         ("minus", "minues"), ("answer", "anwser"), ("Answer", "anser"), ("number", "numer"), (" from ", " form "), ("the ", "teh "), ("comma", "coma"), ("through", "thru"), ("days", "dasy"), ("one", "1")])
        text = text.replace(a, b, 1)
    if r.maybe(0.03):
        text = text.rstrip() + r.choice([" ", "\n", "  "])
    if r.maybe(0.02):
        text = r.choice([" ", "\n"]) + text
    if r.maybe(0.03):
        text = text.replace("'", "’") if "'" in text else text.replace(" ", "  ", 1)
    return text
