"""Reads the phrase lists of corpus/phrases: one phrase a line under a heading, so that they can be read and compared."""
from pathlib import Path
from types import SimpleNamespace


def phrases(name):
    """The lists of one file, by their headings."""
    lists, current = {}, None
    for line in (Path(__file__).parent / "phrases" / f"{name}.txt").read_text().splitlines():
        if line.startswith("== "):
            current = lists.setdefault(line[3:], [])
        elif line and current is not None:
            current.append(line.replace("\\n", "\n"))
    return SimpleNamespace(**lists)
