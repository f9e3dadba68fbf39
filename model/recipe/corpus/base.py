"""What all task grammars share: examples, choices with held-out parts, and the ways to ask for a separator."""
import random

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


WIDE = False                # set by wider.widen(): the second stage's grammar


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


COMMA = [
    "separated by commas", "with commas", "comma separated", "comma-separated", "with commas between them",
    "with a comma between each number", "with a comma and a space between them", "in a comma separated list",
    "as a comma-separated list", "using commas", "on one line", "on a single line", "in one line", "with no newlines",
    "without line breaks", "without newlines", "with a comma between each number and no newlines",
    "with a comma after each number", "with commas and no newlines", "divided by commas", "all on one line",
    "with commas in between", "in a row", "split by commas", "separating them with commas", "delimited by commas",
    "with a comma between each one", "with a comma and space between each", "inline", "on the same line",
]
TIGHT = [
    "without spaces", "with no spaces", "no spaces", "separated by commas without spaces", "with commas but no spaces",
    "with commas and no spaces", "commas only, no spaces", "with only commas between them", "without any spaces",
    "comma separated without spaces", "comma-separated, no spaces", "with just a comma between them and no space",
    "and don't use spaces", "leaving out the spaces", "and no spaces after the commas", "with no blanks",
    "separated by a comma only, no space", "with no space after the comma", "and leave no spaces", "commas without spaces",
    "with just commas, no spaces",
]
SPACE = [
    "separated by spaces", "with spaces", "space separated", "space-separated", "with a space between each number",
    "with spaces instead of commas", "no commas, just spaces", "with no commas", "without commas", "using spaces only",
    "with only spaces between them", "with spaces between them", "with a single space between them",
    "separated by a space", "divided by spaces", "with just spaces between", "delimited by spaces", "split by spaces",
    "using spaces", "with spaces in between", "with a space between them", "no commas", "separated by single spaces",
    "with blanks between them", "with a space after each one",
]
LINES = [
    "one per line", "on separate lines", "each on its own line", "one number per line", "with newlines",
    "separated by newlines", "each on a new line", "in a column", "line by line", "with line breaks", "vertically",
    "with line breaks between them", "each on a separate line", "newline separated", "with a newline between each",
    "with a new line for each one", "one on each line", "on different lines", "on its own line each", "one to a line",
    "with every one on its own line", "with each on its own line", "using a new line for each", "separated by line breaks",
    "in a vertical list", "one below the other", "with a line break after each", "one item per line", "newline-separated",
]
SEPARATORS = [(", ", COMMA), (",", TIGHT), (" ", SPACE), ("\n", LINES)]
SEPARATOR_SENTENCES = {
    ", ": ["Use commas.", "Separate them with commas.", "Put a comma between the numbers.", "Commas please.",
           "Put commas between them.", "No newlines.", "No line breaks, please.", "Keep it on one line.",
           "Separate with commas.", "Use a comma between each.", "Put everything on one line.", "Use a comma and a space."],
    ",": ["No spaces.", "Don't use spaces.", "Use commas but no spaces.", "No spaces please.", "Leave out the spaces.",
          "Commas only, no spaces.", "Do not put spaces between them.", "Use commas without spaces.", "Skip the spaces.",
          "Separate with commas and no spaces."],
    " ": ["Use spaces.", "Separate them with spaces.", "No commas.", "Don't use commas.", "Use spaces, not commas.",
          "Put spaces between them.", "Just spaces between them.", "Separate with spaces.", "Leave out the commas.",
          "Do not use commas, use spaces.", "Put a space between each.", "Spaces only."],
    "\n": ["One per line.", "Put each on its own line.", "Use a new line for each.", "Each on its own line.",
           "Use newlines.", "One per line, please.", "Put each one on a new line.", "Separate them with newlines.",
           "Write each on a separate line.", "New line after each.", "Use separate lines.", "Start a new line for each.",
           "Put every number on a separate line.", "Give each its own line."],
}
OPENERS = ["Please", "Can you", "Could you", "Could you please", "Can you please", "Would you", "Would you please",
           "Will you", "I want you to", "I need you to", "I'd like you to", "I would like you to", "Hey,", "Hi,", "Hello,",
           "Ok,", "Now", "Please just", "Just", "Hi there,", "Hello, please", "Hey, can you", "Hi, could you", "Quickly",
           "Try to", "Let's", "Kindly", "So,", "Okay, now", "First", "Go ahead and", "Your task is to", "You should",
           "For me,", "Carefully", "Are you able to", "Do me a favor and", "I need to", "Help me", "Simply", "Let us",
           "It would be great if you could", "Good morning, please", "Well,", "Right,", "Alright,", "Thanks, now",
           "If you can,", "Next,", "Be so kind and", "Would you kindly", "Maybe you can", "I wonder if you can",
           "You must", "Would you be able to", "My task for you:", "Task:", "Instruction:", "Q:", "For my test,"]
CLOSERS = ["please", "thanks", "thank you", "for me", "for us", "now", "if you can", "right now", "quickly", "will you",
           "would you", "for my kids", "for my class", "for a test", "as a test", "if you please", "ok", "if possible",
           "would you please", "for me please", "in your answer", "can you", "pls", "thx", "plz", "real quick", "ty", "if you would", "my friend", "buddy"]
CLOSING_SENTENCES = ["Thanks.", "Thank you.", "Thanks!", "Thank you!", "Please.", "Nothing else.", "No other text.",
                     "Just the list.", "Don't say anything else.", "No explanation.", "Do not add anything else.",
                     "Only the list.", "No extra words.", "Don't explain.", "Only output the list.", "Thank you very much.",
                     "I need it for my class.", "It is for a test.", "No words.", "Do it now.", "That's all.", "Go!",
                     "Be exact.", "No more.", "Don't skip any.", "Reply with the list only.", "Please hurry.", "Begin!"]


def separator(r, p=0.4):
    """(separator, phrase or None): None means the prompt is silent about it and ", " is meant."""
    if not r.maybe(p):
        return ", ", None
    x = r.random()
    sep, phrases = SEPARATORS[0 if x < 0.27 else 1 if x < 0.5 else 2 if x < 0.73 else 3]
    return sep, phrases


def lower_first(s):
    return s if s[:2] in ("I ", "I'") else s[:1].lower() + s[1:]


def dress(r, text, question=False, sentences=CLOSING_SENTENCES, openers=OPENERS):
    """Politeness before and after, end marks, and small letters: the same request in different clothes."""
    ends_open = text[-1:].isalnum() or text[-1:] in ")'\""
    asked = question
    if not question and r.maybe(0.4):
        opener = r.pick(openers)
        asked = opener.lower().split()[-1] in ("you", "please", "kindly", "to") and \
            opener.split()[0] in ("Can", "Could", "Would", "Will", "Are") or opener.endswith(("can you", "could you"))
        text = opener + " " + lower_first(text)
    if ends_open and r.maybe(0.15):
        text += ("," if r.maybe(0.4) else "") + " " + r.pick(CLOSERS)
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
