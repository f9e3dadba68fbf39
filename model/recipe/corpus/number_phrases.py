"""The phrases for counting: verbs, nouns, ranges, steps, directions, examples."""

COUNT = ["Count", "Count up", "Count", "Count", "Start counting", "Count out loud", "Do a count", "Keep counting", "Begin counting",
         "Count aloud", "Count slowly", "Count the numbers", "Count for me", "Count out", "Count upwards", "Count off",
         "Please count", "Just count", "Try counting", "Count the integers", "Continue counting", "Do the counting",
         "Show me how you count", "Show that you can count", "Practice counting", "Let me hear you count", "Go"]
LIST = ["List", "Print", "Write", "Write out", "Give me", "Show", "Show me", "Output", "Enumerate", "Display", "Type", "Type out",
        "Recite", "Say", "Tell me", "Name", "Produce", "Generate", "Provide", "Write down", "Run through", "Read out", "Return",
        "Send me", "Gimme", "List out", "Print out", "Make a list of", "Create a list of", "Give", "Put down", "Let me see",
        "I want", "I need", "I would like", "I'd like to see", "Get me", "What are", "Present", "Go through", "Note down",
        "Spell out", "Reel off", "Rattle off", "Bring me", "Let me have", "Emit", "Write me", "Call out", "Fill in", "Sing",
        "Read me", "Supply", "Report", "Deliver", "I want to see", "Can I have", "May I have", "Could I get", "List for me",
        "Compose", "Build", "Draw up", "Echo", "Post", "Go over", "Walk through", "Answer with", "Reply with", "Respond with"]
NUMBERS = ["the numbers", "all numbers", "every number", "all the numbers", "each number", "all integers", "the integers",
           "every integer", "whole numbers", "the whole numbers", "all of the numbers", "numbers", "the sequence", "the range",
           "a list of numbers", "the list of numbers", "a list of the numbers", "integers", "all whole numbers", "the count",
           "every single number", "every whole number", "the series", "the number sequence", "the sequence of numbers",
           "the counting numbers", "the natural numbers", "a sequence of numbers", "a series of numbers", "each integer",
           "all the integers", "the full list of numbers", "the digits", "the values", "the figures", "all values",
           "consecutive numbers", "the consecutive integers", "the numbers in order"]
FROM_TO = ["from {a} to {b}", "from {a} to {b}", "from {a} to {b}", "from {a} up to {b}", "from {a} through {b}", "{a} to {b}",
           "{a} through {b}", "{a}-{b}", "between {a} and {b}", "between {a} and {b}", "starting at {a} and ending at {b}",
           "starting from {a}, up to {b}", "beginning with {a} and stopping at {b}", "{a} up to {b}", "from {a} until {b}",
           "starting with {a} until you reach {b}", "from {a} till {b}", "from {a} to {b} inclusive", "{a}..{b}", "{a} thru {b}",
           "between {a} and {b} inclusive", "starting at {a} and going to {b}", "starting from {a} and ending with {b}",
           "from {a} all the way to {b}", "from {a} all the way up to {b}", "that start at {a} and end at {b}", "{a} - {b}",
           "from {a} to {b}, inclusive", "from {a} and stop at {b}", "from number {a} to number {b}", "starting at {a}, ending at {b}",
           "from {a} on up to {b}", "beginning at {a} and ending at {b}", "in the range {a} to {b}", "in the range from {a} to {b}",
           "starting at {a} and finishing at {b}", "from {a} to {b} (inclusive)", "{a}–{b}", "starting with {a} and ending with {b}",
           "from {a} going up to {b}", "from {a} until you get to {b}", "{a} until {b}", "{a} till {b}", "starting at {a} up to {b}",
           "that go from {a} to {b}", "beginning at {a}, stopping at {b}", "running from {a} to {b}", "from {a} up through {b}",
           "with {a} as the first and {b} as the last", "from {a} upwards to {b}", "between {a} and {b}, including both"]
TO = ["to {b}", "to {b}", "to {b}", "up to {b}", "up to {b}", "until {b}", "till {b}", "all the way to {b}", "up until {b}",
      "until you reach {b}", "till you get to {b}", "all the way up to {b}", "as far as {b}", "until you hit {b}", "to number {b}",
      "to the number {b}", "up to and including {b}", "till {b} is reached", "and stop at {b}", "through {b}", "up to number {b}"]
BARE = ["{a} to {b}", "numbers {a} to {b}", "numbers from {a} to {b}", "{a} through {b}", "all numbers {a}-{b}", "from {a} to {b}",
        "Numbers {a}-{b}", "counting {a} to {b}", "Counting from {a} to {b}", "{a}-{b}", "start at {a}, end at {b}",
        "Start at {a} and go to {b}", "Start with {a} and stop at {b}", "Start at {a} and count to {b}", "Begin at {a} and count up to {b}",
        "Start from {a} and keep going until {b}", "Go from {a} to {b}", "Starting at {a}, count to {b}", "From {a}, count to {b}",
        "Starting from {a}, count up to {b}", "Which numbers are between {a} and {b}?", "What numbers come between {a} and {b}?",
        "What are the numbers from {a} to {b}?", "Which numbers lie between {a} and {b}?", "How do you count from {a} to {b}?",
        "Do you know how to count from {a} to {b}?", "What comes when you count from {a} to {b}?", "a count from {a} to {b}",
        "How does one count from {a} to {b}?", "Begin with {a} and end with {b}", "Count: {a} to {b}", "range {a} {b}",
        "Show me counting from {a} to {b}", "I want to hear the numbers {a} to {b}",
        "Until {b}, count from {a}", "Up to {b}, starting at {a}", "Stop at {b}, start at {a}", "End at {b} and start at {a}", "Count until {b}, starting from {a}",
        "Count up to {b} starting at {a}", "Count up to {b}, beginning at {a}", "Till you reach {b}, count up from {a}", "Count to {b} from {a}", "Count to {b}, starting with {a}",
        "{a} up to {b}, count", "{a} to {b}, count them", "Beginning at {a} and ending at {b}, count", "start: {a}, end: {b}", "Start {a}, stop {b}, count", "Begin at {a}, finish at {b}",
        "From {a} to {b}, list the numbers", "Between {a} and {b}, list all the numbers", "Finish at {b}; start at {a}; list the numbers", "first number {a}, last number {b}",
        "Do a count that starts at {a} and ends at {b}", "Make a count from {a} until {b}", "From {a}, go up one by one until {b}", "The list goes from {a} to {b}, write it",
        "I need to see all numbers starting at {a}, stopping at {b}", "Go through the numbers {a} to {b}", "the numbers starting with {a} and ending with {b}"]
ORDER = ["in order", "in ascending order", "in increasing order", "one by one", "one at a time", "by ones", "by 1", "upwards",
         "in steps of 1", "in sequence", "by one", "in the right order", "from small to large", "in numerical order",
         "with none missing", "without skipping any", "going up by one", "forwards", "from low to high", "consecutively"]
STEP = ["by {s}", "by {s}", "by {s}", "by {w}s", "by {w}s", "in steps of {s}", "in {w}s", "with a step of {s}", "skip counting by {s}",
        "in increments of {s}", "{s} at a time", "adding {s} each time", "in jumps of {s}", "with step {s}", "using steps of {s}",
        "by {s}s", "by {s}'s", "by {w}", "in steps of {w}", "going up by {s}", "by a step of {s}", "every {o} number", "with a step size of {s}",
        "in intervals of {s}", "by increments of {s}", "in multiples of {s}", "by adding {s}", "{w} at a time", "step {s}", "in {s}s",
        "increasing by {s}", "with an increment of {s}", "jumping by {s}", "skipping by {s}", "in groups of {s}", "counting by {w}s",
        "moving by {s}", "with steps of {w}", "stepping by {s}", "skip-counting by {w}s", "using a step of {s}", "at intervals of {s}"]
DOWN_STEP = ["by {s}", "by {s}", "by {w}s", "in steps of {s}", "in {w}s", "{s} at a time", "subtracting {s} each time", "by {w}",
             "going down by {s}", "with a step of {s}", "taking away {s} each time", "in jumps of {s}", "by {s}s", "in steps of {w}",
             "decreasing by {s}", "minus {s} each time", "with a step of minus {s}", "in decrements of {s}", "dropping {s} each time"]
DOWN = ["Count down", "Count backwards", "Count backward", "Count down", "Countdown", "Count in reverse", "Go down", "Start counting down",
        "Do a countdown", "Count downwards", "Begin a countdown", "Count back", "Run a countdown", "Give me a countdown",
        "Start a countdown", "Please count down", "Go backwards", "Reverse count", "Counting down", "Show me a countdown",
        "Start the countdown", "Write a countdown", "Print a countdown", "Keep counting down", "Do a reverse count"]
DOWN_TO = ["from {a} to {b}", "from {a} to {b}", "from {a} down to {b}", "from {a} until {b}", "starting at {a} and ending at {b}",
           "from {a} till you reach {b}", "{a} to {b}", "beginning at {a} and stopping at {b}", "from {a} all the way down to {b}",
           "starting from {a} down to {b}", "starting at {a}, ending at {b}", "from {a} to {b} inclusive", "from {a} through {b}",
           "starting with {a}, down to {b}", "from {a} until you get to {b}", "between {a} and {b}", "from {a} and finish at {b}", "{a} down to {b}", "from {a}, ending with {b}", "from {a}, stop at {b}", "from {a} until you hit {b}"]
DOWN_BARE = ["{a} down to {b}", "{a} to {b} backwards", "Backwards: {a} to {b}", "From {a} down to {b}, count", "Start at {a} and count down to {b}", "Begin at {a}, count backwards, end at {b}", "Until {b}, count down from {a}",
             "Start at {a}, count down until {b}", "Starting with {a}, go down to {b}", "In reverse, count from {a} to {b}", "Backwards from {a} to {b}", "descending from {a} to {b}", "the numbers {a} down to {b}",
             "Largest first, the numbers from {a} to {b}", "numbers falling from {a} to {b}", "From {a}, count down until you hit {b}", "Count down to {b} from {a}", "Count down to {b}, starting at {a}", "a countdown from {a} to {b}",
             "Go down from {a} and stop at {b}", "{a}, going down to {b}", "Numbers descending from {a} to {b}", "Count from {a} back to {b}", "Stop at {b}: count down from {a}", "Write the numbers in decreasing order from {a} to {b}",
             "Enumerate downwards from {a} to {b}", "Do the counting backwards, from {a} until {b}", "from {a} lowering to {b}"]
DOWN_FROM = ["from {a}", "from {a}", "from {a}", "starting at {a}", "starting from {a}", "beginning at {a}", "starting with {a}",
             "from the number {a}", "beginning with {a}"]
REVERSED = ["in reverse", "backwards", "in descending order", "in reverse order", "in decreasing order", "from high to low", "downwards",
            "from largest to smallest", "backward", "going down", "in falling order", "from the highest to the lowest", "descending",
            "from last to first", "the other way round", "starting with the largest", "in backward order", "largest first", "decreasing", "highest first", "falling", "last one first", "reversed"]
ORDINAL = {2: ["second", "other", "2nd"], 5: ["fifth", "5th"], 10: ["tenth", "10th"]}
NAME = {2: "two", 5: "five", 10: "ten"}
EXAMPLE = ["E.g., {x}", "E.g. {x}", "For example: {x}", "For example, {x}", "Example: {x}", "Like {x}", "Such as {x}", "like this: {x}",
           "e.g. {x}", "For instance: {x}", "As in {x}", "Format: {x}", "It should look like {x}", "(e.g. {x})", "Use this format: {x}",
           "Like so: {x}", "(like {x})", "Write it like {x}", "Example output: {x}", "The style is {x}"]
