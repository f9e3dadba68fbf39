"""Everything the model cannot do, in great variety: the answer is always the one honest sentence.

Three kinds matter: ordinary questions and tasks on any topic, noise, and near misses made of the very words of the
model's own tasks (these need the most variety, since no unknown word gives them away).
"""
import re

from .base import SENTENCE, Example, words
from .lists import DAYS, LETTERS, MONTHS
from .phrases import phrases

P, WORDS = phrases("fallback"), phrases("words")
MASH = "asdfghjklqwertyuiopzxcvbnm"
MARKS = ["?", "???", "!!!", "...", ".", ",", "-", ":)", ":(", "😀", "👍", "❤️", "🎉🎉", "*", "&", "%%%", "()", "\"\"", "''", "~", "@@@", "#", "$$$", "<>", "/", "\\", "=", "+", "+ +", "- -", "1+", "=2", ", ,", "\n", " ", "", "…", "¿?", "—", "•", "→"]


def fill(r, t):
    """Put random values into a template's braces."""
    a = int(r.random() * 300)
    b = a + 2 + int(r.random() * 100)
    s, s2, s3 = (int(r.random() * 21) for _ in range(3))
    big = 1000 + int(r.random() * 9000) if r.maybe(0.6) else r.choice([1000, 1001, 1024, 1500, 2000, 5000, 10000, 100000, 1000000, 123456])
    o = r.choice([3, 4, 6, 7, 8, 9, 11, 12, 13, 15, 20, 25, 30, 50, 100])
    x, y = (21 + int(r.random() * 979), int(r.random() * 400)) if r.maybe(0.5) else (int(r.random() * 21), 21 + int(r.random() * 500))
    c, d3 = r.choice(WORDS.COUNTRIES), r.choice(WORDS.COUNTRIES)
    p, q = r.choice(WORDS.PEOPLE), r.choice(WORDS.PEOPLE)
    return t.format(a=a, b=b, s=s, s2=s2, s3=s3, sw=words(s), sw2=words(s2), k=big if r.maybe(0.8) else f"{big:,}", k2=big + 5 + int(r.random() * 50), o=o, ow=words(o), x=x, y=y, t=s + s2,
                    n=r.choice([5, 10, 20]), c=c, d3=d3, d=r.choice(DAYS), d2=r.choice(DAYS), m=r.choice(MONTHS), l=r.choice(WORDS.LANGS), w=r.choice(WORDS.NOUNS), w2=r.choice(WORDS.NOUNS), p=p, q=q, x1=r.choice(LETTERS), x2=r.choice(LETTERS),
                    o2=r.choice(["third", "fourth", "fifth", "5th", "7th", "first", "last", "2nd", "10th"]), y2=r.choice(["14", "39", "45", "66", "89"]), y3=r.choice(["01", "10", "20", "24"]))


def made_up(r):
    """A plain English sentence of random parts."""
    n, v, j = (lambda: r.choice(WORDS.NOUNS)), (lambda: r.choice(WORDS.VERBS)), (lambda: r.choice(WORDS.ADJ))
    return r.choice([
        lambda: f"The {j()} {n()} can {v()} the {n()}.", lambda: f"Why does the {n()} {v()}?", lambda: f"How can I {v()} a {j()} {n()}?", lambda: f"I want to {v()} my {n()}.", lambda: f"Where is the {j()} {n()}?",
        lambda: f"Did you {v()} the {n()}?", lambda: f"{v().capitalize()} the {n()}.", lambda: f"{v().capitalize()} the {j()} {n()} and the {n()}", lambda: f"What {n()} is the most {j()}?", lambda: f"Is it {j()} to {v()} a {n()}?",
        lambda: f"My {n()} is {j()}.", lambda: f"We {v()} in the {n()} every {n()}.", lambda: f"Can you {v()} the {n()}?", lambda: f"Please {v()} the {j()} {n()}.", lambda: f"Which {n()} should I {v()}?", lambda: f"Who can {v()} a {n()}?",
        lambda: f"{v()} {n()}", lambda: f"{j()} {n()}", lambda: f"When should I {v()} my {n()}?", lambda: f"Tell me how to {v()} a {n()}.", lambda: f"What is the {j()} {n()} of the {n()}?", lambda: f"{n().capitalize()} and {n()}",
        lambda: f"Give me a {j()} {n()}.", lambda: f"Write about the {n()}.", lambda: f"Describe the {j()} {n()}.", lambda: f"What is a {n()}?", lambda: f"Is a {n()} {j()}er than a {n()}?", lambda: f"Show me how to {v()} it.",
        lambda: f"List the {n()}s of the {n()}.", lambda: f"Name a {j()} {n()}.", lambda: f"Print the {n()} of my {n()}", lambda: f"How many {n()}s does a {n()} have?", lambda: f"Count the {n()}s", lambda: f"Count the {n()}s in the {n()}.",
        lambda: f"There are {int(r.random() * 30)} {n()}s in the {n()}.", lambda: f"I have {int(r.random() * 30)} {n()}s.", lambda: f"Give me {2 + int(r.random() * 30)} {n()}s.", lambda: f"What comes after the {n()}?", lambda: f"What comes before a {n()}?",
        lambda: f"What's the {n()} of {int(r.random() * 100)}?", lambda: f"The {n()} goes from {int(r.random() * 50)} to {int(r.random() * 99)}.", lambda: f"Make {int(r.random() * 20)} {n()}s from {int(r.random() * 20)} {n()}s",
    ])()


def noise_text(r, lexicon, lines):
    """Text that never goes into the vocabulary: dictionary words, book lines, mashed keys."""
    x = r.random()
    if x < 0.35:
        text = " ".join(r.choice(lexicon) for _ in range(1 + int(r.random() * 8)))
        return text if r.maybe(0.5) else text.capitalize() + r.choice([".", "?", "!"])
    if x < 0.6:
        return r.choice(lines)
    if x < 0.75:
        return " ".join("".join(r.choice(MASH) for _ in range(1 + int(r.random() * 9))) for _ in range(1 + int(r.random() * 4)))
    if x < 0.88:
        t = r.choice(["What is {x}?", "Who was {x}?", "Tell me about {x}.", "How do I {x}?", "Explain {x}.", "Where is {x}?", "Write a poem about {x}.", "Do you know {x}?", "Why {x}?", "Can you {x}?", "Give me a {x}.", "Show the {x}.", "List all {x}.", "Print {x}.", "What comes after {x}?", "How much is {x}?", "Count {x}"])
        return t.format(x=" ".join(r.choice(lexicon) for _ in range(1 + int(r.random() * 3))))
    return "".join(chr(33 + int(r.random() * 94)) for _ in range(1 + int(r.random() * 20)))


def spoiled(r, e):
    """A request that could be met, with one thing in it that cannot: a number out of range, another step, a wish too many."""
    text, x = e.messages[-1][1], r.random()
    step = re.search(r"\b(by|of) (2|5|10)\b|\b(twos|fives|tens)\b", text) if e.task in ("step", "down") else None
    if step and x < 0.5:
        other = r.choice([3, 4, 6, 7, 8, 9, 11, 12, 15, 20, 25, 50])
        many = words(other).replace("ty", "tie").replace("six", "sixe") + "s"
        return text[:step.start()] + (f"{step[1]} {other}" if step[1] else many) + text[step.end():]
    numbers = list(re.finditer(r"(?<![\d.,])\d+(?![\d.,]|\w)", text))
    if 0 < len(numbers) < 4 and x < 0.8 and e.task != "list":
        m = numbers[-1] if r.maybe(0.7) else r.pick(numbers)
        beyond = 21 + int(r.random() * 300) if e.task.startswith("sum") and r.maybe(0.7) else 1000 + int(r.random() * 4000)
        value = beyond if r.maybe(0.85) else r.choice(["a thousand", "a million", "-5", "x", "1.5"])
        return text[:m.start()] + str(value) + text[m.end():]
    return text.rstrip(".?! ") + " " + r.pick(P.TOO_MUCH).format(l=r.choice(WORDS.LANGS), s=int(r.random() * 20) + 2)


def generate(r, lexicon, lines, scrambled=None, plain=False):
    x = r.random() * (0.72 if plain else 1)         # plain: nothing that would swell the vocabulary
    if x < 0.38:
        text = fill(r, r.pick(P.NEAR))
    elif x < 0.5:
        t, u = r.pick(WORDS.TOPICS), r.pick(WORDS.TOPICS)
        text = r.pick(P.QUESTIONS).format(t=t, u=u)
        text = text[0].upper() + text[1:]
    elif x < 0.57:
        text = r.pick(P.FACTS).format(**{k: v for k, v in dict(c=r.choice(WORDS.COUNTRIES), d=r.choice(WORDS.COUNTRIES), p=r.choice(WORDS.PEOPLE), q=r.choice(WORDS.PEOPLE), w=r.choice(WORDS.NOUNS), l=r.choice(WORDS.LANGS), n=r.choice([5, 10, 20, 100]), a=int(r.random() * 20), b=20 + int(r.random() * 50)).items()})
    elif x < 0.72:
        text = made_up(r)
    elif x < 0.77:
        text = fill(r, r.pick(P.FOREIGN))
    elif x < 0.81:
        text = fill(r, r.pick(P.CODE))
    elif x < 0.83:
        text = r.choice(MARKS)
    elif x < 0.88 and scrambled:
        w = scrambled.split()
        r.shuffle(w)
        text = " ".join(w[:1 + int(r.random() * len(w))])
        if any(c.isdigit() for c in text) and len(w) > 3:
            text = " ".join(t for t in text.split() if not any(c.isdigit() for c in t)) or "?"
    else:
        text = noise_text(r, lexicon, lines)
    if x < 0.72 and r.maybe(0.12):
        text = r.choice(["Please ", "Hey, ", "Can you tell me: ", "Hi! ", "Ok, ", "Now ", "I wonder: ", "Tell me, ", "Question: ", "So, "]) + text[:1].lower() + text[1:]
    if x < 0.72 and r.maybe(0.08):
        text += r.choice([" Answer in one word.", " Thanks.", " Please.", " Just the number.", " Use commas.", " One per line.", " Be brief.", " In digits.", " Answer in a full sentence.", " No newlines."])
    return Example("fallback", text, SENTENCE)
