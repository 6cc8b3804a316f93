"""Rows of an appendix as people type or paste them from Excel: texts, and an amount last."""

from typing import Final

from lib.core.errors import InvalidInput
from lib.core.languages import mark
from lib.core.money import parse_ore

TAB: Final = "\t"


class RowUnreadable(InvalidInput):
    """A pasted row that does not end with an amount."""

    text = mark("Row {row} cannot be read: “{text}” does not end with an amount.")
    next_step = mark("Let each row be a text and an amount, in two columns, and paste again.")


def lines_of(pasted: str) -> list[tuple[str, int]]:
    """The rows as text and öre: columns parted by tabs, else by two blanks or a semicolon; the last is the amount.

    Blank rows are passed over. Raises RowUnreadable with the row's number, the first being 1.
    """
    found = []
    for number, row in enumerate(pasted.splitlines(), 1):
        if not row.strip():
            continue
        *texts, last = _columns(row)
        try:
            found.append((" ".join(texts), parse_ore(last.removesuffix("kr"))))
        except ValueError as error:
            raise RowUnreadable(row=number, text=row.strip()) from error
    return found


def _columns(row: str) -> list[str]:
    parting = next((sign for sign in (TAB, ";", "  ") if sign in row.strip()), None)
    parts = row.strip().split(parting) if parting else row.strip().rsplit(maxsplit=1)
    return [part.strip() for part in parts if part.strip()]
