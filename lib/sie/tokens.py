r"""The exact reading of one line: its label and its fields, as real programs write them.

The rules of SIE 4C, section 5, widened to real files: a quote closes a field only before a blank,
a brace or the end of the line; only `\"` is an escape; tabs are blanks; braces inside quotes are text.
"""

import re
from typing import Final, NamedTuple

BLANKS: Final = " \t"
LONGEST_LINE: Final = 65_536
"""Characters that a line may have: no record of any program comes near it."""
FIELDS_AT_MOST: Final = 32

_CLOSES: Final = r"[ \t{}]|\Z"
_INSIDE: Final = rf'(?:[^"\\]++|\\"?+|"(?!{_CLOSES}))*+'
_FIELD: Final = re.compile(
    rf"""[ \t]*+(?:
        "(?P<quoted>{_INSIDE})(?P<end>"|\Z)
      | \{{(?P<list>(?:[^"}}]++|(?<=[ \t{{])"{_INSIDE}(?:"|\Z)|")*+)(?P<shut>\}}?)
      | (?P<bare>[^ \t]++)
    )""",
    re.VERBOSE,
)
_TRAILING_BACKSLASH: Final = re.compile(rf'\\"(?={_CLOSES})')


class Field(NamedTuple):
    """One field: its text without enclosing quotes or braces, and where it starts and stops in the line."""

    text: str
    start: int
    stop: int
    is_list: bool = False
    quoted: bool = False
    closed: bool = True


def label_of(line: str) -> str:
    """The label that the line starts with, in capitals and without `#`; blank when it has none."""
    if line[:1] != "#":
        return ""
    word = line[1:100].replace("\t", " ").partition(" ")[0]
    return word.upper()


def fields(line: str, start: int = 0, at_most: int = FIELDS_AT_MOST) -> list[Field]:
    """The fields of a line from `start` on, `at_most` so many; an object list is one field."""
    found: list[Field] = []
    while len(found) < at_most and (match := _FIELD.match(line, start)):
        found.append(_field(match))
        start = found[-1].stop
    return found


def _field(match: re.Match[str]) -> Field:
    if (bare := match["bare"]) is not None:
        return Field(unescape(bare), match.start("bare"), match.end())
    if (objects := match["list"]) is not None:
        return Field(objects, match.start("list"), match.end(), is_list=True, closed=bool(match["shut"]))
    if match["end"]:
        return Field(unescape(match["quoted"]), match.start("quoted"), match.end(), quoted=True)
    return _unclosed(match.string, match.start("quoted"))


def _unclosed(line: str, start: int) -> Field:
    """A field whose quote is never closed: a path that ends in a backslash, or the rest of the line."""
    if path := _TRAILING_BACKSLASH.search(line, start):
        return Field(unescape(line[start : path.start() + 1]), start, path.end(), quoted=True)
    return Field(unescape(line[start:]), start, len(line), quoted=True, closed=False)


def unescape(text: str) -> str:
    r"""The text with `\"` read as a quote; every other backslash stands for itself."""
    return text.replace('\\"', '"') if "\\" in text else text


def to_last_quote(line: str, last: Field) -> Field:
    """The line's last text taken from its first quote to the line's last: some programs do not escape quotes."""
    stop = line.rfind('"')
    if not last.quoted or stop < last.stop:
        return last
    return last._replace(text=unescape(line[last.start : stop]), stop=stop + 1)


def pairs(text: str) -> tuple[tuple[int, str], ...]:
    """The pairs of dimension and object of a list; a dimension that is no number has its pair left out."""
    words = [field.text for field in fields(text)]
    return tuple((int(d), o) for d, o in zip(words[::2], words[1::2], strict=False) if is_small(d))


def is_small(text: str) -> bool:
    """Whether the text is a whole number of at most nine digits, as dimensions and year indexes are."""
    digits = text.removeprefix("-")
    return len(digits) <= len("999999999") and digits.isascii() and digits.isdigit()
