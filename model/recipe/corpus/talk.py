"""Small talk and short words: greetings, who it is, names remembered, spelling, repeating, reversing; follow-up turns."""
from .base import Example, dress, words
from . import lists, numbers, sums

IDENTITY = "I am the tiny model built into Nagare. I count, do small sums, and list days, months and letters."
HELLO = ["Hello", "Hi", "Hey", "Good morning", "Good afternoon", "Good evening", "Hello there", "Hi there", "Hey there", "Greetings", "Howdy", "Hello!", "Hi!", "Hey!", "Hello again", "Good day",
         "hiya", "Hello, Nagare", "Hi Nagare", "Hello everyone", "hello hello", "Hi, good morning", "Hello, good evening", "Hey, hello", "Yo", "Hello bot", "Hi bot", "Hello friend", "Hi friend", "Morning"]
THANKS = ["Thanks", "Thank you", "Thank you very much", "Thanks a lot", "Many thanks", "Thanks!", "Thank you!", "Great, thanks", "Thanks so much", "Ok, thank you", "Thank you so much", "Perfect, thanks", "thx",
          "Cheers, thanks", "Thanks for the help", "Thank you for your help", "Good, thank you", "Nice, thanks", "Thanks again", "Thank you, that's all", "Thanks for that", "Wonderful, thank you"]
BYE = ["Bye", "Goodbye", "Bye bye", "See you", "See you later", "Good night", "Bye!", "Goodbye!", "See you soon", "Farewell", "Ok, bye", "Have a nice day", "See you tomorrow", "Thanks, bye", "Bye for now",
       "Good bye", "Until next time", "I have to go, bye", "Later", "Bye, see you"]
WHO = ["Who are you?", "What are you?", "What is your name?", "What's your name?", "Tell me about yourself", "Introduce yourself", "What can you do?", "What model are you?", "Which model is this?", "Who am I talking to?",
       "Which model are you?", "What do you do?", "Are you a model?", "Describe yourself", "What is this?", "Are you a bot?", "What kind of model are you?", "How can you help me?", "What are you able to do?", "Who is this?",
       "Can you introduce yourself?", "What are your skills?", "Say who you are", "Tell me who you are", "what model is this?", "Please introduce yourself", "What are you good at?", "What should I call you?", "Do you have a name?",
       "Are you a real model?", "What sort of model are you?", "What can I ask you?", "Who is speaking?", "Which AI are you?", "Are you an AI?"]
NAMES = ("Ann Bob Carl Dana Eve Frank Grace Henry Ida Jack Kate Leo Mary Nina Oscar Paul Rita Sam Tom Uma Vera Will Anna Ben Clara David Emma Felix George Helen Ivan Jane John Julia Karl Laura Lisa Maria Mark "
         "Martin Max Mia Michael Nora Olga Peter Rosa Sara Sophie Steve Susan Tim Victor Wendy Yuki Zoe Alice Alex Amy Andrea Andrew Anton Arthur Charlie Chris Daniel Diana Elena Eric Eva Fred Gina Harry Hugo James Jim Joe "
         "Kim Kenji Lara Lee Linda Luca Lucy Luis Maya Mike Mohammed Nick Nadia Oliver Omar Pablo Pat Rachel Robert Roger Ruth Simon Sofia Stella Tara Ted Theo Tina Tony Tanaka Ali Ahmed Chen Priya Ravi Sanjay Wei Aiko Haruto Sakura "
         "Ingrid Lars Sven Pierre Marie Jean Hans Greta Klaus Carlos Juan Carmen Fatima Hassan Layla Noah Liam Ethan Lily Ella Ava Isla Jacob Logan Lucas Mason Elijah").split()
MY_NAME = ["My name is {n}.", "My name is {n}", "I am {n}.", "I'm {n}.", "My name's {n}.", "Hi, my name is {n}.", "Hello, I'm {n}.", "Call me {n}.", "Hello, my name is {n}.", "Hi, I am {n}.", "I'm {n}", "You can call me {n}.", "Hi! I'm {n}.",
           "Hey, my name is {n}.", "They call me {n}.", "Please call me {n}.", "My first name is {n}.", "The name is {n}.", "My friends call me {n}.", "Good morning, my name is {n}.", "This is {n}.", "Hey, I'm {n}."]
ASK_NAME = ["What is my name?", "What's my name?", "Do you remember my name?", "Who am I?", "Do you know my name?", "Tell me my name.", "what was my name?", "Can you tell me my name?", "Say my name.", "What did I say my name was?",
            "And what is my name?", "So what's my name?", "Do you still know my name?", "What am I called?", "How am I called?", "Please tell me my name.", "Remember my name?", "What name did I give you?", "Which name did I tell you?"]
SHORT = ("cat dog sun car bus map pen box cup hat bed egg fish bird tree milk cake book door hand foot moon star rain snow wind fire water house horse mouse table chair bread apple lemon grape peach plum pear tea coffee sugar "
         "salt rice meat soup corn bean leaf rose grass river lake sea ship boat train plane bike road park city town home room wall roof lamp desk shoe sock coat shirt ring gold iron wood stone sand rock hill cow pig hen duck goat "
         "sheep lion tiger bear wolf fox frog snake bee ant fly baby boy girl man king queen friend name word time day night week year hour red blue green black white pink brown good bad big small old new hot cold fast slow happy sad "
         "love hope play work jump run walk sing read write open close go stop yes no one two three four five six seven eight nine ten hello world music paper pencil phone clock money heart head nose ear eye mouth arm leg hair skin "
         "bag ball band bank bell belt bone bowl cloud coin cook dance dark deep dream drum face farm flag food game gate gift glass hat ice jam key kite knee lip log mat mud nail neck nest net oil pan pig pot rat sail seed shop sky "
         "soap song spoon storm tail tent toy van wheel zoo java code data file stream token model server").split()
PHRASES = ["hello", "hello world", "good morning", "I like tea", "the cat is here", "yes", "no", "red blue green", "I am here", "nice to meet you", "the sun is hot", "open the door", "one two three", "this is a test", "testing", "good night",
           "I love music", "hi there", "water", "my friend", "come here", "the dog runs", "we are happy", "it is late", "banana", "see you soon", "stop", "go home", "I have a dream", "all is well"]
SPELL = ["Spell {w}.", "Spell {w}", "Spell the word {w}.", 'Spell "{w}".', "How do you spell {w}?", "How is {w} spelled?", "Can you spell {w}?", "Please spell {w}.", "Spell out {w}.", 'Spell the word "{w}".', "Spell {w} for me.", "Spell '{w}'.",
         "How do I spell {w}?", "Could you spell {w}?", "What is the spelling of {w}?", "Spell out the word {w}.", "Tell me how to spell {w}.", "How would you spell {w}?", "Spell: {w}", "Letter by letter, spell {w}.", "Spell {w} letter by letter.", 'How do you spell "{w}"?']
REVERSE = ["Reverse the word {w}.", "Reverse {w}.", "Reverse the word {w}", 'Reverse "{w}".', "Write {w} backwards.", "Spell {w} backwards.", "What is {w} backwards?", "What is {w} reversed?", "Say {w} backwards.", 'Reverse the word "{w}".', "Please reverse {w}.",
           "Turn {w} around.", "Can you reverse {w}?", "Reverse the letters of {w}.", "Reverse the letters in {w}.", "Write the word {w} in reverse.", "{w} backwards", "{w} in reverse", "Give me {w} backwards.", "Reverse: {w}", "What's {w} spelled backwards?"]
REPEAT = ["Repeat after me: {x}", "Repeat after me: {x}", "Repeat: {x}", "Say: {x}", "Repeat this: {x}", "Echo: {x}", 'Say "{x}".', 'Repeat "{x}".', 'Repeat after me: "{x}"', "Please repeat: {x}", "Please repeat after me: {x}", "Say after me: {x}", "Repeat the following: {x}",
          "Say this: {x}", "Can you repeat this: {x}", "Repeat the words: {x}", "Just say: {x}", "Repeat exactly: {x}", "Repeat back to me: {x}", 'Please say "{x}".', 'Say the words "{x}".', 'Just say "{x}".', 'Can you say "{x}"?', 'Repeat the word "{x}".', "Copy this: {x}"]


def phrase(r, lexicon):
    x = r.random()
    if x < 0.3:
        return r.pick(PHRASES)
    if x < 0.5:
        return r.choice(SHORT)
    return " ".join(r.choice(SHORT) if r.maybe(0.6) else r.choice(lexicon) for _ in range(1 + int(r.random() * 5)))


def little(r, lexicon):
    """Spelling, reversing, repeating."""
    x = r.random()
    if x < 0.7:
        w = r.choice(SHORT) if r.maybe(0.75) else r.choice([l for l in (r.choice(lexicon) for _ in range(9)) if 2 < len(l) < 7 and l.isalpha() and l.islower()] or SHORT)
        if x < 0.42:
            shown = r.choice([w, w, w, w.capitalize(), w.upper()])
            return Example("spell", r.pick(SPELL).format(w=shown), "-".join(w.upper()) + ".")
        return Example("reverse", r.pick(REVERSE).format(w=w), w[::-1])
    x = r.random()
    if x < 0.2:
        w = r.choice(SHORT) if r.maybe(0.5) else r.choice(PHRASES)
        if w in ("one two three", "one", "two"):
            w = "hello"
        return Example("repeat", r.choice(["Say {w}.", "Say {w}", "Please say {w}.", "Can you say {w}?", "Repeat {w}.", "Just say {w}."]).format(w=w), w)
    p = phrase(r, lexicon)
    t = r.pick(REPEAT)
    if r.maybe(0.3):
        p = p[0].upper() + p[1:]
    if r.maybe(0.2) and t.endswith("{x}"):
        p += r.choice([".", "!", "?"])
    return Example("repeat", t.format(x=p), p)


def social(r):
    x = r.random()
    if x < 0.34:
        t, a = r.pick(HELLO), "Hello! How can I help you?"
    elif x < 0.54:
        t, a = r.pick(THANKS), "You're welcome!"
    elif x < 0.7:
        t, a = r.pick(BYE), "Goodbye!"
    else:
        t, a = r.pick(WHO), IDENTITY
    if t[-1].isalpha():
        t += r.choice(["", ".", "!", "."])
    return Example("social", t, a)


def a_name(r, lexicon):
    x = r.random()
    if x < 0.75:
        return r.pick(NAMES)
    w = r.choice(lexicon).capitalize() if x < 0.9 else "".join(r.choice("bcdfghklmnprstvz") + r.choice("aeiou") for _ in range(r.choice([2, 2, 3]))).capitalize()
    return w if w.isalpha() and len(w) < 10 else r.pick(NAMES)


def introduce(r, lexicon):
    n = a_name(r, lexicon)
    return n, ("user", r.pick(MY_NAME).format(n=n)), ("assistant", f"Nice to meet you, {n}.")


DIGITS_AGAIN = ["And in digits?", "In digits?", "in digits", "And as a number?", "Now in digits.", "Just the number.", "Only the number, please.", "And just the number?", "As a number?", "Now just the number.", "digits please", "And with digits?"]
WORD_AGAIN = ["In one word?", "And in one word?", "in one word", "And in words?", "Now in one word.", "As a word?", "In words, please.", "Now in words.", "one word please", "Answer in one word.", "And as one word?", "in words?"]
SAY_AGAIN = ["In a full sentence?", "And in a sentence?", "As a sentence.", "Now in a full sentence.", "as a sentence?", "And as a full sentence?", "In a sentence, please.", "Now as a sentence."]
BACK_AGAIN = ["And backwards?", "Now backwards.", "In reverse?", "And in reverse?", "Now in reverse.", "backwards please", "And now backwards.", "Now the other way round.", "And in reverse order?", "Backwards?", "Now count down.", "And down again?"]
STEP_AGAIN = ["Now by {s}.", "Now by {w}s.", "And by {s}?", "By {w}s?", "And in {w}s?", "by {s}", "Now in steps of {s}.", "And by {w}s?", "Now by {w}s, please.", "And in steps of {s}?", "Same by {s}."]
TO_AGAIN = ["Now to {b}.", "And to {b}?", "Now up to {b}.", "to {b}", "And up to {b}?", "Now to {b}, please.", "And now to {b}.", "Up to {b}?", "Now go to {b}.", "Same to {b}."]
LINE_AGAIN = [("\n", "Now one per line."), ("\n", "And one per line?"), (" ", "Now with spaces."), (" ", "Now without commas."), (",", "Now without spaces."), ("\n", "On separate lines, please."), (" ", "And separated by spaces?")]


def follow_up(r, lexicon):
    """Two turns: the second is understood only with the first."""
    x = r.random()
    if x < 0.3:
        n, said, reply = introduce(r, lexicon)
        return Example("dialogue", [said, reply, ("user", r.pick(ASK_NAME))], f"Your name is {n}.")
    if x < 0.62:
        e = sums.generate(r)
        a, op, b = None, None, None
        form = r.choice(["word", "digits", "sentence"])
        a, b, op = int(r.random() * 21), int(r.random() * 21), r.choice("+-")
        first = r.choice([f for f in sums.FORMS if f != form])
        q = sums.question(r, a, op, b)
        q = q if first == "sentence" and r.maybe(0.7) else sums.with_form(r, q, r.pick(sums.FORMS[first]))
        again = {"digits": DIGITS_AGAIN, "word": WORD_AGAIN, "sentence": SAY_AGAIN}[form]
        return Example("dialogue", [("user", q), ("assistant", sums.answer(a, op, b, first)), ("user", r.pick(again))], sums.answer(a, op, b, form))
    if x < 0.92:
        n = 3 + int(r.random() * 28)
        from_one = r.maybe(0.6)
        a = 1 if from_one else int(r.random() * (999 - n))
        b = a + n
        request = r.pick(numbers.COUNT) + " " + (r.pick(numbers.TO).format(b=b) if from_one else r.pick(numbers.FROM_TO).format(a=a, b=b))
        request += r.choice([".", "", ".", " please."])
        first = ", ".join(map(str, range(a, b + 1)))
        y = r.random()
        if y < 0.35:
            s = r.choice([2, 2, 5, 10])
            values = range(s if from_one else a, b + 1, s)
            if len(values) < 2:
                return follow_up(r, lexicon)
            ask = r.pick(STEP_AGAIN).format(s=s, w=numbers.NAME[s])
        elif y < 0.65:
            values, ask = range(b, a - 1, -1), r.pick(BACK_AGAIN)
        elif y < 0.9:
            c = a + 2 + int(r.random() * 40)
            if c > 999:
                return follow_up(r, lexicon)
            values, ask = range(a, c + 1), r.pick(TO_AGAIN).format(b=c)
        else:
            sep, ask = r.pick(LINE_AGAIN)
            return Example("dialogue", [("user", request), ("assistant", first), ("user", ask)], sep.join(map(str, range(a, b + 1))))
        return Example("dialogue", [("user", request), ("assistant", first), ("user", ask)], ", ".join(map(str, values)))
    kind, names, req = r.choice([("day", lists.DAYS, "List the days of the week."), ("month", lists.MONTHS, "List the months of the year."), ("letter", lists.LETTERS, "Say the alphabet.")])
    req = r.pick(numbers.LIST[:24]) + " " + r.pick(lists.ALL[kind]) + r.choice([".", ""])
    return Example("dialogue", [("user", req), ("assistant", ", ".join(names)), ("user", r.pick(BACK_AGAIN[:10]))], ", ".join(names[::-1]))


def first_turn(r, lexicon):
    n, said, reply = introduce(r, lexicon)
    return Example("dialogue", [said], reply[1])
