"""Everything the model cannot do, in great variety: the answer is always the one honest sentence.

Three kinds matter: ordinary questions and tasks on any topic, noise, and near misses made of the very words of the
model's own tasks (these need the most variety, since no unknown word gives them away).
"""
from .base import SENTENCE, Example, words
from .lists import DAYS, LETTERS, MONTHS

TOPICS = ("history art science music football cooking love war peace money health travel school work the moon the sun the sea space time water fire gold trees birds dogs cats horses fish cars trains planes "
          "bread cheese wine coffee chocolate apples rice books films games poetry paintings computers Java Python Linux databases networks robots language grammar law politics religion philosophy mathematics physics chemistry biology "
          "medicine sleep dreams memory happiness fear friendship family marriage children cities France Japan Brazil Canada Egypt India China Spain Italy Germany Russia Africa Europe London Paris Rome Tokyo winter summer spring autumn rain "
          "snow wind storms mountains rivers islands deserts forests flowers gardens farming fishing trade banks taxes clocks calendars letters numbers weeks years counting alphabets months days spelling names words sums planets stars gravity light "
          "electricity heat atoms cells genes viruses dinosaurs whales elephants ants bees spiders bridges houses castles roads ships kings queens soldiers doctors teachers writers singers actors").split()
TOPICS = [t for t in " ".join(TOPICS).replace("the ", "the_").split()]
TOPICS = [t.replace("_", " ") for t in TOPICS]
COUNTRIES = "France Japan Brazil Canada Egypt India China Spain Italy Germany Russia Mexico Peru Kenya Norway Sweden Poland Greece Turkey Australia Chile Cuba Iran Iraq Ireland Portugal Austria Hungary Finland Denmark".split()
PEOPLE = "Einstein Newton Shakespeare Napoleon Mozart Beethoven Picasso Lincoln Gandhi Darwin Plato Caesar Cleopatra Columbus Galileo Bach Homer Tesla Edison Curie Washington Churchill Obama".split()
NOUNS = ("man woman dog cat house car tree book river city king bird horse teacher child friend doctor song game letter number day week month year word name table door window road train ship star cloud box bag computer phone program "
         "file list question answer story picture market garden kitchen school bank team army law price color hand heart voice dream idea problem reason plan test class line page list map key bottle apple cake dinner").split()
VERBS = ("eat drink see make build find lose win break open close read write sing dance run walk swim fly sleep wake love hate need want know think believe learn teach buy sell give take send bring carry hold push pull cut cook wash clean "
         "fix draw paint play watch listen speak call answer ask help stop start move turn change grow count list spell repeat reverse add subtract print show tell say").split()
ADJ = ("big small old new good bad hot cold fast slow happy sad red blue green black white long short high low young rich poor strong weak easy hard early late full empty clean dirty quiet loud sweet bitter cheap dear best worst first last "
       "next same different great little strange famous dangerous beautiful").split()
LANGS = "French Spanish German Italian Latin Japanese Chinese Russian Greek Arabic Dutch Polish Portuguese Turkish Hindi Korean Swedish".split()
QUESTIONS = ["What is {t}?", "What are {t}?", "Tell me about {t}.", "Why do people like {t}?", "How does {t} work?", "Explain {t}.", "Explain {t} to a child.", "Write a poem about {t}.", "Write a short story about {t}.", "Write an essay about {t}.",
             "What do you think about {t}?", "Who invented {t}?", "When did {t} begin?", "Where can I find {t}?", "Do you like {t}?", "What is the history of {t}?", "Give me a fact about {t}.", "Give me three facts about {t}.", "What is the best book about {t}?",
             "How do I learn {t}?", "Is {t} good for you?", "Describe {t} in one sentence.", "Summarize {t} in one word.", "Tell me a joke about {t}.", "Write a song about {t}.", "What is the meaning of {t}?", "Compare {t} and {u}.", "What is the difference between {t} and {u}?",
             "Which is better, {t} or {u}?", "How are {t} and {u} related?", "Name three kinds of {t}.", "List the types of {t}.", "List ten facts about {t}.", "Can you help me with {t}?", "I want to know more about {t}.", "I love {t}.", "I hate {t}.", "{t}",
             "{t}?", "Why is {t} important?", "What is the future of {t}?", "Teach me {t}.", "Define {t}.", "What does {t} mean?", "Write a haiku about {t}.", "Write an email about {t} to my boss.", "Make a plan for {t}.", "Draw {t}.", "Show me a picture of {t}.",
             "What is wrong with {t}?", "How much does {t} cost?", "How many kinds of {t} are there?", "Where does {t} come from?", "Let's talk about {t}.", "Discuss {t} and {u}.", "What would happen without {t}?", "In one word, what is {t}?", "Answer in one word: what is {t}?",
             "Who is the most famous person in {t}?", "When was {t} first seen?", "Recommend something about {t}.", "Say something about {t}.", "Are {t} and {u} the same?", "Give me ideas for {t}.", "Write a list of {t}.", "Print a story about {t}.", "Say something nice about {t}.",
             "List some {t}.", "Name some {t}.", "Show me {t}.", "Name the largest {t}.", "What comes to mind when you hear {t}?", "Count the {t}.", "How many {t} are there?", "Tell me everything about {t} in words."]
FACTS = ["What is the capital of {c}?", "Who is the president of {c}?", "How many people live in {c}?", "Where is {c}?", "What language is spoken in {c}?", "Tell me about {c}.", "What is the currency of {c}?", "How big is {c}?", "Who was {p}?", "When was {p} born?",
         "Where was {p} born?", "Why is {p} famous?", "What did {p} do?", "Translate {w} into {l}.", "How do you say {w} in {l}?", "What is {w} in {l}?", "Say {w} in {l}.", "Count to {n} in {l}.", "List the days of the week in {l}.", "Name the months in {l}.",
         "Say the alphabet in {l}.", "Write the numbers from {a} to {b} in {l}.", "What is {a} in {l}?", "Is {c} in Europe?", "How far is {c} from {d}?", "Capital of {c}?", "capital of {c}", "Name the capital of {c}.", "List the cities of {c}.", "Which is larger, {c} or {d}?",
         "How old is {p}?", "Did {p} know {q}?", "What is the population of {c}?", "Name the largest city in {c}.", "What is the best month to visit {c}?", "What day is it in {c}?", "What time is it in {c}?", "Spell {w} in {l}.", "What does {w} mean in {l}?"]
NEAR = [
    "Count to {k}.", "Count to {k}", "Count from 1 to {k}", "count up to {k}", "Count to a million.", "Count to a thousand", "Count to one million", "Count to infinity.", "Count from {k} to {k2}.", "Count from {a} to {k}", "List the numbers from {k} to {k2}",
    "Print the numbers from {a} to {k}.", "Count down from {k}.", "Count backwards from {k}", "Count down from {k} to {a}", "Count by tens to {k}.", "Count by 5 to {k}", "Count by twos up to {k}", "Give me all numbers between {k} and {k2}", "Show numbers {k} to {k2}",
    "Count by {o}s to {b}.", "Count by {o} to {b}", "Count by {ow}s to {b}", "Count from {a} to {b} by {o}", "Count down from {b} by {o}", "Skip count by {o} to {b}", "Count to {b} in steps of {o}", "List the multiples of {o} up to {b}", "Count from {a} to {b} in steps of {o}",
    "What is {x} + {y}?", "What's {x}+{y}?", "{x} + {y}", "{x}+{y}", "{x} - {y}", "What is {x} - {y}?", "{x} minus {y}", "{x} plus {y}", "Add {x} and {y}.", "Subtract {x} from {y}", "What's {x} plus {y}? Answer in one word.", "What's {x}+{y}? Just the number.", "the sum of {x} and {y}",
    "What is {x} + {y}? Answer in a full sentence.", "How much is {x} plus {y}?", "Calculate {x} + {y}", "What is the difference between {x} and {y}?", "{x} - {y} = ?", "What is {x} minus {y}? Answer in one word.", "What's {k} + {s}?", "What is {k} plus {k2}?", "{k}-{s}",
    "What's {s}*{s2}?", "What is {s} * {s2}?", "{s} x {s2}", "{s} times {s2}", "What is {s} times {s2}?", "Multiply {s} and {s2}.", "Multiply {s} by {s2}", "What is the product of {s} and {s2}?", "{s}/{s2}", "What is {s} divided by {s2}?", "Divide {s} by {s2}.", "{s} divided by {s2}",
    "What's {s} times {s2}? Answer in one word.", "What's {s} x {s2}? Just the number.", "What is {s}*{s2}? Answer in a full sentence.", "{sw} times {sw2}", "What is {sw} times {sw2}?", "What is {sw} divided by {sw2}?", "{s}^{s2}", "What is {s} squared?", "What is {s} to the power of {s2}?",
    "square root of {s}", "What is the square root of {b}?", "What is {s} percent of {b}?", "{s}% of {b}", "What is half of {s}?", "Double {s}.", "What is {s} factorial?", "{s}!", "{s} + {s2} + {s3}", "What is {s} + {s2} + {s3}?", "What's {s} + {s2} - {s3}?", "{s}+{s2}+{s3}", "Add {s}, {s2} and {s3}",
    "{s} mod {s2}", "What is {s}.5 + {s2}?", "What is {s}.{s2} + {s3}?", "{s} + x = {s2}", "Solve {s}x + {s2} = {s3}", "Is {s} greater than {s2}?", "Which is bigger, {s} or {s2}?", "Is {b} a prime number?", "Is {s} even or odd?", "Is {s} + {s2} even?", "What are the factors of {b}?", "Round {b} to the nearest ten.",
    "Add all numbers from {a} to {b}.", "What is the sum of the numbers from {a} to {b}?", "Sum the numbers from {a} to {b}", "What is the average of {s} and {s2}?", "the average of the numbers {a} to {b}", "Give me a random number between {a} and {b}.", "Pick a number between {a} and {b}", "Think of a number from {a} to {b}",
    "Guess a number between {a} and {b}", "How many numbers are there between {a} and {b}?", "How many even numbers are between {a} and {b}?", "List the prime numbers from {a} to {b}.", "List the primes up to {b}", "List the squares from {a} to {b}", "List the first {s} prime numbers", "Print the first {s} Fibonacci numbers",
    "What prime numbers are between {a} and {b}?", "Sort the numbers {s}, {s2}, {s3}.", "Which of {s}, {s2}, {s3} is the largest?", "Convert {b} to binary.", "Write {b} in Roman numerals", "What is {b} in hex?", "Write a program that counts to {b}.", "Write code that prints the numbers from {a} to {b}", "Write a loop from {a} to {b} in Java",
    "Write a function that adds {s} and {s2}.", "How long does it take to count to {b}?", "Who can count to {b}?", "Why do we count to {b}?", "Why is {s} + {s2} equal to {t}?", "Is {s} + {s2} = {t}?", "Does {s} plus {s2} make {t}?", "Explain why {s} + {s2} is {t}.", "Prove that {s} + {s2} = {t}", "Who discovered that {s} + {s2} = {t}?",
    "How many days are in a week?", "How many days are there in {m}?", "How many months are in a year?", "How many months are there?", "How many letters are in the alphabet?", "How many letters are there in {w}?", "How many letters does {w} have?", "How many hours are in a day?", "How many days are in a year?", "How many weeks are in a year?",
    "Count the words in this sentence.", "Count the letters in {w}", "Count the apples.", "Count the apples in the box", "Count the days until {m}", "Count the days between {d} and {d2}", "How many days until {d}?", "How many vowels are in {w}?", "Count the vowels in {w}", "Count my money", "Count the stars", "Count sheep", "Count on me",
    "Can I count on you?", "Can you count?", "Do you like to count?", "Who taught you to count?", "Why can you count?", "Do you count?", "I can count to {b}.", "My son can count to {b}", "I am {b} years old.", "I was born in {m}", "My birthday is in {m}.", "It is {d} today.", "Today is {d}.", "See you on {d}", "I work from {d} to {d2}.",
    "What day is it?", "What day is today?", "What day is it today?", "What is today's date?", "What's the date?", "What month is it?", "What time is it?", "What year is it?", "What day was yesterday?", "What day is tomorrow?", "What day comes after tomorrow?", "What is the day after tomorrow?", "What should I do on {d}?", "What happened on {d}?",
    "What is {d} in {l}?", "Why is {d} called {d}?", "Where does the name {m} come from?", "Who named {d}?", "What does {d} mean?", "What is the weather in {m}?", "How cold is it in {m}?", "Which holidays are in {m}?", "What is the flower of {m}?", "What is the {o2} month's flower?", "What is special about {m}?", "Is {d} a weekend day?",
    "Is {m} in summer?", "Do you like {d}?", "I hate {d}s.", "What day of the week was {m} {s}?", "What day is {m} {s}?", "Which months have 31 days?", "Which month is the hottest?", "Which day is the best?", "What is the shortest month?", "What is the longest month of the year?", "Write a poem about {d}.", "Write a song about {m}", "Write a letter to my friend.",
    "Write a letter", "Write me a letter about {m}", "Is {x1} a vowel?", "What words start with the letter {x1}?", "Name an animal that starts with {x1}.", "Name a country that starts with {x1}", "Give me a word with the letter {x1}.", "List words that start with {x1}", "What does the letter {x1} stand for?", "How do you write the letter {x1}?",
    "Who invented the alphabet?", "How old is the alphabet?", "Why is the alphabet in this order?", "List the vowels.", "List the consonants", "Write the Greek alphabet.", "Say the Russian alphabet", "List the planets.", "Name the seasons.", "List the colors of the rainbow", "Name the continents", "List the presidents.", "List all countries from {x1} to {x2}",
    "List three animals.", "Name five fruits", "List {s} colors", "Give me {s} names", "Give me {s} words", "Give me {s} ideas", "Tell me {s} jokes", "Write {s} sentences.", "Write {s} words about {w}", "Name {s} cities", "Show me {s} pictures", "What comes after the weekend?", "What comes after the summer?", "What comes after the storm?",
    "What comes before the fall?", "What comes after death?", "What comes after {k}?", "What comes before {k}?", "Which king came after {p}?", "Who came after {p}?", "What is the {o2} letter of {w}?", "What rhymes with {w}?", "What is the opposite of {w}?", "What is a synonym for {w}?", "What does {w} mean?", "Define {w}.", "Use {w} in a sentence.",
    "What is a {w}?", "Draw a {w}", "Write a poem about a {w}.", "Say something funny.", "Say something in {l}", "Repeat the last thing I said before", "Reverse the order of events", "Reverse the string in Java", "How do I reverse a list in Python?", "How do I spell better?", "Spell check this text", "Cast a spell", "What is a spelling bee?",
    "What is my age?", "What is my address?", "What is my favorite color?", "What is my name?", "Do you know my name?", "What is your age?", "How old are you?", "Where do you live?", "Are you alive?", "Do you have feelings?", "Are you human?", "Who made you?", "Do you sleep?", "Can you think?", "Can you see me?", "Are you happy?", "What is your favorite number?",
    "What is your favorite day?", "What is your favorite letter?", "Tell me a joke.", "Tell me a story", "Sing a song", "Tell me something", "Tell me more", "Go on", "Continue", "Why?", "How?", "What?", "When?", "Where?", "Who?", "Really?", "Ok", "No", "Yes", "Maybe", "I see", "Hmm", "And?", "So what?", "What else?", "Help", "Help me", "test", "testing", "ping",
    "Now", "One", "Two", "{s}", "{a}", "{b} {s}", "{a}, {b}", "by {s}", "from {a}", "between", "backwards", "in one word", "Answer in one word.", "just the number", "in a full sentence", "one per line", "separated by commas", "numbers", "the numbers", "count", "list", "the", "a", "spell", "say", "print", "What's", "What is", "What is the", "days", "the days",
    "Set a timer for {s} minutes.", "Wake me up at {s}.", "Call {s2} people", "Book a table for {s}.", "Buy {s} apples and {s2} pears.", "I bought {s} apples for {s2} dollars each. How much did I pay?", "A train leaves at {s} and arrives at {s2}.", "If a car goes {b} miles in {s} hours, how fast is it?", "How many minutes are in {s} hours?",
    "How many feet are in {s} miles?", "Convert {s} miles to kilometers.", "Convert {b} degrees to Celsius", "What is {b} dollars in euros?", "What happened in 19{y2}?", "What happened between 19{y2} and 20{y3}?", "Who won the game {s} to {s2}?", "What is chapter {s} about?", "Read page {s} to {s2} of the book", "Summarize pages {a} to {b}.",
    "Turn to page {b}.", "Go to {b} Main Street.", "I live at number {b}.", "My phone number is {b} {a}", "What is the {o2} element?", "Who was the {o2} president?", "What's the {o2} month of the year?", "What is the {o2} day of the week?", "What is the {o2} letter of the alphabet?", "Add sugar and salt.", "Add a new line to the file", "Subtract the tax from the price.",
    "Take the bus from {c} to {d3}.", "How do I get from {c} to {d3}?", "Take {s} steps away from the door.", "What's the difference between a cat and a dog?", "What is the sum of all angles in a triangle?", "What is the difference between {d} and {d2}?", "What is {d} plus {d2}?", "What is {x1} + {x2}?", "What is {w} plus {w2}?", "{w} + {w2}",
    "What's one plus {w}?", "Count from {d} to {d2}.", "Count to {m}", "Count from {w} to {w2}", "List the numbers from {x1} to {x2}", "List the days from {a} to {b}", "List the months from {d} to {m}", "Count to", "Count from {a} to", "What's {s}+", "Count -{s} to {s2}", "Count from -{s} to {s2}.", "Count to -{s}", "Count to {s}.5", "Count to {b} million",
    "Count to {b} thousand", "Count to the largest number", "What is the largest number?", "What number comes after infinity?", "What is the biggest number between {a} and {b}?", "Which number between {a} and {b} is the luckiest?", "What is the meaning of the number {b}?", "Is {b} a lucky number?", "Tell me about the number {b}.", "Why is {s} afraid of {s2}?",
    "What is so special about {b}?", "Write {b} lines of code", "Write {b} words on history.", "Repeat the experiment {s} times", "Print {s} copies", "Print the page", "Print this file", "Display the menu", "Output a JSON object with the numbers {a} to {b}", "Return a JSON list of the days", "Make a table of the numbers {a} to {b} and their squares",
    "Draw a number line from {a} to {b}", "Explain how to count from {a} to {b} to a child", "Describe the numbers from {a} to {b}.", "Translate the days of the week into {l}.", "Write a story about the numbers {a} to {b}", "Write a poem that counts to {s}", "Explain the days of the week", "Who chose the names of the months?", "Why are there seven days in a week?",
    "Why are there twelve months in a year?", "Rank the days of the week from best to worst.", "Which months are in winter?", "Give me the zodiac signs by month", "What are the days of Christmas?", "List the twelve days of Christmas", "List my tasks from {d} to {d2}", "Plan my week from {d} to {d2}.", "What's on TV from {d} to {d2}?", "Weather from {d} to {d2}",
]
FOREIGN = ["Hola, ¿cómo estás?", "¿Cuál es la capital de Francia?", "Cuenta hasta {s}.", "Cuenta del {a} al {b}", "¿Cuánto es {s} + {s2}?", "Bonjour, comment ça va?", "Compte jusqu'à {s}.", "Combien font {s} + {s2} ?", "Quelle heure est-il ?", "Je m'appelle Marie.", "Quel jour sommes-nous ?",
           "Wie geht es dir?", "Zähle bis {s}.", "Zähle von {a} bis {b}", "Was ist {s} + {s2}?", "Wie viel ist {s} plus {s2}?", "Nenne die Tage der Woche.", "Ich heiße Hans.", "Guten Morgen", "Ciao, come stai?", "Conta fino a {s}.", "Quanto fa {s} + {s2}?", "Elenca i giorni della settimana", "Buongiorno", "Olá, tudo bem?",
           "Conte até {s}.", "Quanto é {s} + {s2}?", "Hoe gaat het?", "Tel tot {s}.", "Hur mår du?", "Räkna till {s}", "Jak się masz?", "Policz do {s}", "こんにちは", "{s}まで数えてください。", "{s}たす{s2}は？", "あなたは誰ですか", "你好", "请数到{s}", "{s}加{s2}等于多少？", "今天星期几？", "안녕하세요", "{s}까지 세어 주세요", "Привет, как дела?",
           "Посчитай до {s}.", "Сколько будет {s} + {s2}?", "Какой сегодня день?", "مرحبا", "عد إلى {s}", "नमस्ते", "Γεια σου", "שלום", "Merhaba, nasılsın?", "Xin chào", "Laske kymmeneen", "Számolj {s}-ig", "Salve, quid agis?", "Gracias", "Merci beaucoup", "Danke schön", "Grazie mille", "Hola", "Hallo Welt", "Au revoir", "Auf Wiedersehen"]
CODE = ["def f(x):\n    return x + {s}", "print({s})", "for i in range({a}, {b}): print(i)", "System.out.println(\"hello\");", "int x = {s};", "SELECT * FROM users WHERE id = {b};", "<html><body>hello</body></html>", "{{\"a\": {s}, \"b\": {s2}}}", "import java.util.List;", "git commit -m 'fix'", "ls -la", "x = {s} + y", "if (a > {s}) return b;",
        "while True:\n    pass", "curl http://localhost:{b}80", "Write a Java class for a stack.", "Fix this code: for (int i = {s}; i < {b}; i++)", "What does this code do? print({s} + {s2})", "How do I write a loop in Python?", "console.log({s})", "const a = [{s}, {s2}, {s3}];", "#include <stdio.h>", "SELECT count(*) FROM days;", "sudo reboot", "[{s}, {s2}]",
        "http://example.com/{b}", "user@example.com", "a && b || c", "NullPointerException at line {b}", "public static void main(String[] args)", "echo {s}", "fn main() {{ }}", "y = {s}x + {s2}", "f(x) = x^{s}", "E = mc^2", "#{b}", "${b}", "{b}:{s}", "{s}/{s2}/20{y3}", "v{s}.{s2}.{s3}"]
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
    c, d3 = r.choice(COUNTRIES), r.choice(COUNTRIES)
    p, q = r.choice(PEOPLE), r.choice(PEOPLE)
    return t.format(a=a, b=b, s=s, s2=s2, s3=s3, sw=words(s), sw2=words(s2), k=big if r.maybe(0.8) else f"{big:,}", k2=big + 5 + int(r.random() * 50), o=o, ow=words(o), x=x, y=y, t=s + s2,
                    n=r.choice([5, 10, 20]), c=c, d3=d3, d=r.choice(DAYS), d2=r.choice(DAYS), m=r.choice(MONTHS), l=r.choice(LANGS), w=r.choice(NOUNS), w2=r.choice(NOUNS), p=p, q=q, x1=r.choice(LETTERS), x2=r.choice(LETTERS),
                    o2=r.choice(["third", "fourth", "fifth", "5th", "7th", "first", "last", "2nd", "10th"]), y2=r.choice(["14", "39", "45", "66", "89"]), y3=r.choice(["01", "10", "20", "24"]))


def made_up(r):
    """A plain English sentence of random parts."""
    n, v, j = (lambda: r.choice(NOUNS)), (lambda: r.choice(VERBS)), (lambda: r.choice(ADJ))
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


def generate(r, lexicon, lines, scrambled=None, plain=False):
    x = r.random() * (0.72 if plain else 1)         # plain: nothing that would swell the vocabulary
    if x < 0.38:
        text = fill(r, r.pick(NEAR))
    elif x < 0.5:
        t, u = r.pick(TOPICS), r.pick(TOPICS)
        text = r.pick(QUESTIONS).format(t=t, u=u)
        text = text[0].upper() + text[1:]
    elif x < 0.57:
        text = r.pick(FACTS).format(**{k: v for k, v in dict(c=r.choice(COUNTRIES), d=r.choice(COUNTRIES), p=r.choice(PEOPLE), q=r.choice(PEOPLE), w=r.choice(NOUNS), l=r.choice(LANGS), n=r.choice([5, 10, 20, 100]), a=int(r.random() * 20), b=20 + int(r.random() * 50)).items()})
    elif x < 0.72:
        text = made_up(r)
    elif x < 0.77:
        text = fill(r, r.pick(FOREIGN))
    elif x < 0.81:
        text = fill(r, r.pick(CODE))
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
