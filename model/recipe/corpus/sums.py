"""Sums and differences of 0..20 in three answer forms: one word, digits, a sentence (also when no form is asked)."""
from . import base
from .base import Example, dress, lower_first, words

ADD = ["What's {a}+{b}?", "What is {a} + {b}?", "What's {a} + {b}?", "What is {a}+{b}?", "{a}+{b}", "{a} + {b}", "{a} + {b} = ?", "{a}+{b}=?", "{a}+{b}=",
       "{a} + {b} =", "How much is {a} + {b}?", "How much is {a} plus {b}?", "What is {a} plus {b}?", "What's {a} plus {b}?", "{a} plus {b}", "{a} plus {b}?",
       "Calculate {a} + {b}", "Compute {a}+{b}", "Work out {a} + {b}", "Solve {a} + {b}", "Add {a} and {b}", "Add {a} to {b}", "Add up {a} and {b}",
       "What is the sum of {a} and {b}?", "What's the sum of {a} and {b}?", "the sum of {a} and {b}", "Give me the sum of {a} and {b}", "Find the sum of {a} and {b}",
       "What is the total of {a} and {b}?", "{a} added to {b}", "What is {a} added to {b}?", "What do {a} and {b} make?", "What do you get if you add {a} and {b}?",
       "What do you get when you add {a} to {b}?", "If I add {a} and {b}, what do I get?", "{a} plus {b} is what?", "{a} and {b} makes what?", "{a} plus {b} equals what?",
       "How much do {a} and {b} make?", "Tell me {a} + {b}", "Tell me the sum of {a} and {b}", "Sum {a} and {b}", "Sum of {a} and {b}", "{a}+{b}?", "{a} plus {b} equals",
       "Evaluate {a} + {b}", "Do you know what {a} + {b} is?", "Can you add {a} and {b}?", "Could you tell me what {a} plus {b} is?", "Please add {a} and {b}",
       "What does {a} + {b} equal?", "What does {a} plus {b} make?", "What would {a} plus {b} be?", "{a} increased by {b}", "Find {a} + {b}", "{a} and {b} added together",
       "What is {a} and {b} together?", "How many is {a} plus {b}?", "What is the result of {a} + {b}?", "What's the answer to {a} + {b}?", "Put {a} and {b} together",
       "I have {a} and get {b} more, how many do I have?", "The sum of {a} and {b} is?", "What number is {a} plus {b}?", "Total of {a} and {b}", "{a} with {b} added",
       "Take {a} and add {b}", "Start with {a} and add {b}", "What is {b} more than {a}?", "Compute the sum of {a} and {b}", "Calculate the sum {a} + {b}", "Whats {a}+{b}",
       "what is the value of {a} + {b}?", "Math question: {a} + {b}", "Quick math: what's {a}+{b}?", "Do the sum {a} + {b}", "Let me know what {a} + {b} is", "I need {a} + {b}",
       "Add these two numbers: {a} and {b}", "Add the numbers {a} and {b}", "What is {a} when you add {b}?", "Adding {a} and {b} gives what?", "answer this: {a} + {b}"]
SUB = ["What's {a}-{b}?", "What is {a} - {b}?", "What's {a} - {b}?", "What is {a}-{b}?", "{a}-{b}", "{a} - {b}", "{a} - {b} = ?", "{a}-{b}=?", "{a}-{b}=", "{a} - {b} =",
       "How much is {a} - {b}?", "How much is {a} minus {b}?", "What is {a} minus {b}?", "What's {a} minus {b}?", "{a} minus {b}", "{a} minus {b}?", "Calculate {a} - {b}",
       "Compute {a}-{b}", "Work out {a} - {b}", "Solve {a} - {b}", "Subtract {b} from {a}", "Take {b} from {a}", "Take {b} away from {a}", "Take away {b} from {a}",
       "What is the difference between {a} and {b}?", "What's the difference between {a} and {b}?", "the difference between {a} and {b}", "Find the difference between {a} and {b}",
       "Give me the difference of {a} and {b}", "{b} subtracted from {a}", "What is {b} subtracted from {a}?", "What is {a} take away {b}?", "{a} take away {b}", "{a} less {b}",
       "What do you get if you subtract {b} from {a}?", "What do you get when you take {b} from {a}?", "If I take {b} from {a}, what is left?", "{a} minus {b} is what?",
       "{a} minus {b} equals what?", "What is left if you take {b} away from {a}?", "Tell me {a} - {b}", "{a}-{b}?", "{a} minus {b} equals", "Evaluate {a} - {b}",
       "Do you know what {a} - {b} is?", "Can you subtract {b} from {a}?", "Could you tell me what {a} minus {b} is?", "Please subtract {b} from {a}", "What does {a} - {b} equal?",
       "What does {a} minus {b} make?", "What would {a} minus {b} be?", "{a} decreased by {b}", "Find {a} - {b}", "What is the result of {a} - {b}?", "{b} taken away from {a}",
       "What's the answer to {a} - {b}?", "I have {a} and lose {b}, how many are left?", "The difference between {a} and {b} is?", "What number is {a} minus {b}?",
       "Difference between {a} and {b}", "Start with {a} and take away {b}", "From {a} take {b}", "From {a} subtract {b}", "What is {b} less than {a}?", "Whats {a}-{b}",
       "Compute the difference between {a} and {b}", "what is the value of {a} - {b}?", "Math question: {a} - {b}", "Quick math: what's {a}-{b}?", "Do the sum {a} - {b}",
       "Let me know what {a} - {b} is", "I need {a} - {b}", "What remains when {b} is taken from {a}?", "Remove {b} from {a}", "Deduct {b} from {a}", "{a} − {b}", "{a} – {b}",
       "What is {a} reduced by {b}?", "answer this: {a} - {b}", "Taking {b} from {a} gives what?", "What's {a} take away {b}?", "How much is left if {b} is taken from {a}?"]
WORD = ["Answer in one word", "in one word", "Answer in a single word", "in words", "in a single word", "as a word", "One word", "One word answer", "one word only", "Use one word",
        "Reply in one word", "Reply with one word", "Respond with a single word", "Answer with one word", "Just one word", "Give the answer in words", "Write the answer in words",
        "Answer in words", "Give a one word answer", "Spell out the number", "as a word, please", "Write it as a word", "Use words", "in word form", "Only one word",
        "Say it in one word", "with one word", "Give me one word", "using a single word", "written out as a word", "Write the number as a word", "Answer using one word",
        "Spell the answer out", "Your answer should be one word", "using words", "no digits", "with a single word", "in letters", "A single word, please", "one-word answer",
        "I want one word", "in one word only", "Give it to me in words", "Word form", "Answer me in one word", "as one word", "in just one word", "Use words, not digits",
        "Tell me in one word", "words only", "Reply in words", "in English words", "not in digits but in words", "Write the result in words"]
DIGITS = ["just the number", "in digits", "only the number", "number only", "Just the number", "Answer with just the number", "Answer in digits", "digits only", "Only digits",
          "Give only the number", "as a number", "Reply with the number only", "Just give me the number", "Only give the number", "Respond with only the number", "Use digits",
          "with digits", "Answer with a number", "Give me just the number", "Number only", "nothing but the number", "The number only", "Answer only with the number", "in figures",
          "in numerals", "just digits", "Give the answer in digits", "Write only the number", "Numeric answer only", "Just the digits", "as digits", "Only the result as a number",
          "Return only the number", "Output just the number", "Print only the number", "no words, just the number", "I only want the number", "with just a number", "just a number",
          "Only a number", "Answer as a number", "Reply in digits", "Say only the number", "using digits", "without words", "no words", "Use numerals", "Reply with just the number",
          "Give a numeric answer", "in number form", "just the result", "Answer with the number alone", "only the digits", "Give me the number only", "Write the answer in digits"]
SAYING = ["in a full sentence", "as a sentence", "in a sentence", "Answer in a full sentence", "Answer in a sentence", "in a complete sentence", "Use a full sentence", "Full sentence",
          "Reply in a full sentence", "Give the answer as a sentence", "Write a full sentence", "as a full sentence", "Answer with a complete sentence", "with a sentence",
          "Respond in a full sentence", "Write the answer as a sentence", "in one sentence", "Use a complete sentence", "Give me a full sentence", "Answer in one sentence",
          "Say it in a sentence", "Put it in a sentence", "using a full sentence", "Please use a sentence", "Reply with a sentence", "Write it as a full sentence",
          "in sentence form", "I want a full sentence", "Make it a sentence", "As a complete sentence", "Sentence please", "using a sentence", "whole sentence"]
FORMS = {"word": WORD, "digits": DIGITS, "sentence": SAYING}


def answer(a, op, b, form):
    n = a + b if op == "+" else a - b
    if form == "digits":
        return str(n)
    if form == "word":
        return words(n).capitalize() + "."
    return f"{a} {op} {b} equals {n}."


def question(r, a, op, b, p_words=0.22):
    t = r.pick(ADD if op == "+" else SUB)
    symbols = "+" in t or " - " in t or "}-{" in t or "−" in t or "–" in t
    if not symbols and r.maybe(p_words) or symbols and r.maybe(0.02):
        text = t.format(a=words(a), b=words(b))
        return text[0].upper() + text[1:] if r.maybe(0.8) else text
    return t.format(a=a, b=b)


def with_form_wide(r, text, phrase):
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
    if base.WIDE and r.maybe(0.3):
        return with_form_wide(r, text, phrase)
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
