"""The mixture of tasks, with system messages and earlier turns around it."""
from pathlib import Path

from . import base, fallback, lists, numbers, raw, sums, talk
from .base import SENTENCE, Chooser, noise

# Cumulative shares: counting, sums, lists, raw text, second turns, short words, small talk, names, the quoted prompts;
# the rest is fallback. The second set is for later in the training: more of what is learned slowly, short words and
# second turns. The others are for the end, when a share of the counts (UNDIRECTED) names two numbers and no direction:
# first both ways alike, then mostly up, as people mean it when they do not say.
SHARES = ((0.37, 0.52, 0.61, 0.665, 0.71, 0.79, 0.805, 0.815, 0.818),
          (0.34, 0.47, 0.56, 0.62, 0.67, 0.81, 0.822, 0.832, 0.834),
          (0.43, 0.56, 0.64, 0.69, 0.74, 0.82, 0.832, 0.842, 0.844),
          (0.47, 0.58, 0.67, 0.72, 0.77, 0.83, 0.842, 0.852, 0.854))
UNDIRECTED = ({}, {}, {"undirected": 0.4}, {"undirected": 0.25, "falling": 0.15})
THE_FOUR = ["Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...", "What's 1+1? Answer in one word."]


def read_lexicon():
    """Dictionary words and book lines for noise prompts, from Debian's wamerican and fortunes-min."""
    lexicon = [w for w in Path("/usr/share/dict/american-english").read_text().split() if w.isalpha() and w.isascii()]
    lines = []
    for name in ("fortunes", "literature", "riddles"):
        for line in Path("/usr/share/games/fortunes", name).read_text(errors="replace").splitlines():
            line = line.strip()
            if 8 < len(line) < 120 and line != "%":
                lines.append(line)
    return lexicon, lines


class Mixture:
    def __init__(self, seed, mode="train", plain=False):
        self.r = Chooser(seed)
        self.r.mode = mode
        self.plain, self.late = plain, 0
        self.lexicon, self.lines = (list(talk.WORDS.SHORT), ["good morning"]) if plain else read_lexicon()

    def one(self, most):
        """One example without context."""
        r = self.r
        x = r.random()
        cuts = SHARES[self.late]
        if x < cuts[0]:
            return numbers.generate(r, most, **UNDIRECTED[self.late])
        if x < cuts[1]:
            return sums.generate(r)
        if x < cuts[2]:
            return lists.generate(r)
        if x < cuts[3]:
            other = None
            if r.maybe(0.05):
                other = fallback.fill(r, r.pick(fallback.P.NEAR)) if r.maybe(0.5) or self.plain else fallback.noise_text(r, self.lexicon, self.lines)
            return raw.generate(r, long=most, other=other)
        if x < cuts[4]:
            return talk.follow_up(r, self.lexicon)
        if x < cuts[5]:
            return talk.little(r, self.lexicon)
        if x < cuts[6]:
            return talk.social(r)
        if x < cuts[7]:
            return talk.first_turn(r, self.lexicon)
        if x < cuts[8]:
            text = THE_FOUR[int(r.random() * 2)]
            values = ", ".join(map(str, range(1, 101)))
            return base.Example("quoted", text, values if text.startswith("Count") else "Two.")
        near = r.choice([lambda: numbers.generate(r), lambda: numbers.generate(r), lambda: sums.generate(r), lambda: lists.generate(r)])()
        if r.maybe(0.25) and near.task != "next":
            return base.Example("fallback", fallback.spoiled(r, near), SENTENCE)
        scrambled = near.messages[0][1] if not self.plain and r.maybe(0.3) else None
        return fallback.generate(r, self.lexicon, self.lines, scrambled, plain=self.plain)

    def example(self, most=120, context=True):
        r = self.r
        e = self.one(most)
        if e.raw:
            return e
        messages = list(e.messages)
        if not self.plain and e.task not in ("quoted", "repeat", "spell", "reverse"):
            role, text = messages[-1]
            messages[-1] = (role, noise(r, text))
        if context and not self.plain and len(messages) == 1 and r.maybe(0.08) and not (e.task == "fallback" and len(messages[0][1]) < 30):
            before = self.one(20)
            while before.raw or len(before.answer) > 130:
                before = self.one(20)
            earlier = list(before.messages) + [("assistant", before.answer)]
            if not any(m[1].startswith("Nice to meet you") for m in earlier):
                messages = earlier + messages
        if context and r.maybe(0.15):
            text = r.pick(base.POLITE.SYSTEM)
            if not self.plain and r.maybe(0.25):
                text = r.choice(self.lines) if r.maybe(0.6) else fallback.made_up(r)
            messages = [("system" if r.maybe(0.75) else "developer", text)] + messages
        e.messages = messages
        return e


def plain_texts(count, seed):
    """The texts that decide the vocabulary, as (text, sure): noise is left out, and what is not sure (prompts of the
    fallback, words to spell or repeat) brings in only its frequent tokens."""
    m = Mixture(seed, plain=True)
    for _ in range(count):
        e = m.example()
        sure = e.task not in ("fallback", "spell", "repeat", "reverse", "dialogue", "raw.other")
        for t in [e.messages + e.answer] if e.raw else [t for _, t in e.messages] + [e.answer]:
            yield t, sure
            if sure and not e.raw and m.r.maybe(0.3):
                yield t.lower(), sure
    for t in ("system", "user", "assistant", "developer", "tool", talk.IDENTITY, SENTENCE, *THE_FOUR):
        yield t, True
    for w in talk.WORDS.SHORT:
        yield " " + w, True
    for w in talk.P.DIGITS_AGAIN + talk.P.WORD_AGAIN + talk.P.SAY_AGAIN + talk.P.BACK_AGAIN + talk.P.ASK_NAME + talk.P.MY_NAME:
        yield w.replace("{n}", "Ann"), True
    for n in talk.WORDS.NAMES[:100]:
        yield " " + n, True
    for c in lists.LETTERS:
        yield f"{c}-{c}", True
