"""Where a spreadsheet's columns are, found by what stands above them, in Swedish or English."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ROWS_SEARCHED: Final = 100

_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "account": ("konto", "kontonr", "kontonummer", "konto nr", "account", "account no", "account number", "nr", "no"),
    "name": ("benämning", "kontobenämning", "kontonamn", "namn", "text", "beskrivning", "name", "account name"),
    "opening": (
        *("ib", "ing balans", "ingående balans", "ing bal", "ingående", "årets ingående balans"),
        *("opening balance", "opening", "ing saldo", "ingående saldo"),
    ),
    "closing": (
        *(
            "ub",
            "utg balans",
            "utgående balans",
            "utg bal",
            "utgående",
            "utg saldo",
            "utgående saldo",
            "saldo",
            "balans",
        ),
        *("closing balance", "closing", "balance", "ackumulerat", "ack", "belopp", "amount"),
    ),
    "period": ("period", "perioden", "rörelse", "förändring", "movement", "change"),
    "debit": ("debet", "debit"),
    "credit": ("kredit", "credit"),
}
"""Headings in order of trust: the year's own opening balance goes before that of a shorter period."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The row of the headings (from 0) and the column of each amount that is there."""

    row: int
    account: int
    name: int | None
    amounts: Mapping[str, int]


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The first row that heads a trial balance; None when there is none near the top.

    It has an account column and one of: a closing balance, debit and credit, opening and period.
    """
    for index, row in enumerate(rows[:ROWS_SEARCHED]):
        columns = _columns(index, [_plain(cell) for cell in row])
        if columns:
            return columns
    return None


def _columns(index: int, headings: Sequence[str]) -> Columns | None:
    places = {
        meaning: headings.index(word)
        for meaning, words in _WORDS.items()
        for word in [next((word for word in words if word in headings), None)]
        if word is not None
    }
    account, name = places.pop("account", None), places.pop("name", None)
    enough = "closing" in places or {"debit", "credit"} <= places.keys() or {"opening", "period"} <= places.keys()
    return Columns(index, account, name, places) if account is not None and enough else None


def _plain(cell: str) -> str:
    return re.sub(r"[\s.:_-]+", " ", cell).strip().lower()
