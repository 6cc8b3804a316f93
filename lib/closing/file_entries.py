"""Closing entries as the vouchers of a SIE file, and the company that the file is about.

Fortnox adds rules to the format when it reads a file in: voucher and row texts hold at most 50
letters, and none outside its own alphabet (support.fortnox.se, "Felsökningsguide - SIE-fil").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from lib.closing.entries import Draft
from lib.fortnox.vouchers import strange_letters
from lib.sie.alphabet import in_cp437
from lib.sie.frames import HEADER, OBJECT_LISTS, TRANSACTIONS, VOUCHERS

TEXT_AT_MOST: Final = 50
CHART_TYPE: Final = "EUBAS97"
"""The BAS charts from 1997 on, whose classes the whole house goes by."""
PROGRAM: Final = "Brygga"
PROGRAM_VERSION: Final = "1"
"""Of what our files look like; raise it when that changes."""

_ESCAPED: Final = str.maketrans({'"': "'", "\\": "/"})
"""What a program might read as an escape, or as the end of a text."""

Objects = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Company:
    """Whose books a file is of; `kind` is SIE's company type (`AB`, `E`), blank when it is not known."""

    name: str
    org_number: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """An entry for a file; a blank `series` or `number` is left to the program that reads it."""

    draft: Draft
    marker: str
    series: str = ""
    number: str = ""


@dataclass(slots=True)
class ObjectNumbers:
    """The numbers that lists of objects have in a file, given as they come; `first` is the next that is free."""

    first: int = 0
    known: dict[Objects, int] = field(default_factory=dict)

    def number(self, objects: Objects) -> int | None:
        """The list's number; None for a list without objects."""
        return self.known.setdefault(objects, self.first + len(self.known)) if objects else None

    @property
    def frame(self) -> pl.DataFrame:
        """The lists as `lib.sie.frames.OBJECT_LISTS`."""
        rows = [(number, int(dimension), code) for one, number in self.known.items() for dimension, code in one]
        return pl.DataFrame(rows, schema=dict(OBJECT_LISTS), orient="row")


def plain(text: str, most: int = TEXT_AT_MOST) -> str:
    """The text as Fortnox takes it: blanks for letters that it does not, cut at `most`."""
    known = in_cp437(text).translate(_ESCAPED)
    taken = "".join(" " if strange_letters(letter) else letter for letter in known).replace("://", ": //")
    return " ".join(taken.split())[:most].rstrip()


def voucher_text(draft: Draft, marker: str) -> str:
    """The entry's name, cut so that its marker has room behind it."""
    name = plain(draft.name, TEXT_AT_MOST - len(marker) - 1)
    return f"{name} {marker}".lstrip()


def vouchers(entries: Sequence[FileEntry], first: int = 0) -> pl.DataFrame:
    """The entries as `lib.sie.frames.VOUCHERS`, counted from `first`."""
    rows = [
        (place, one.series, one.number, one.draft.day, voucher_text(one.draft, one.marker), None, "", 0)
        for place, one in enumerate(entries, first)
    ]
    return pl.DataFrame(rows, schema=dict(VOUCHERS), orient="row")


def transactions(entries: Sequence[FileEntry], numbers: ObjectNumbers, first: int = 0) -> pl.DataFrame:
    """Their rows as `lib.sie.frames.TRANSACTIONS`; the object lists are added to `numbers`.

    A row without text tells the entry's name where the voucher's text had no room for all of it.
    """
    rows = [
        (place, "TRANS", False, row.account, numbers.number(row.objects), row.amount, one.draft.day, text, None, "", 0)
        for place, one in enumerate(entries, first)
        for row in one.draft.rows
        for text in [plain(row.text) or _rest(one)]
    ]
    return pl.DataFrame(rows, schema=dict(TRANSACTIONS), orient="row")


def header(company: Company, made: date, **more: Any) -> pl.DataFrame:  # noqa: ANN401 - header fields by name
    """The heading of a file made on a day, as `lib.sie.frames.HEADER`."""
    facts = {
        "flag": "0",
        "program": PROGRAM,
        "program_version": PROGRAM_VERSION,
        "format": "PC8",
        "generated": made,
        "company_type": company.kind,
        "org_number": company.org_number,
        "company_name": plain(company.name, 200),
        "chart_type": CHART_TYPE,
    }
    return pl.DataFrame([dict.fromkeys(HEADER) | facts | more], schema=dict(HEADER))


def objects_of(entries: Iterable[FileEntry]) -> set[tuple[str, str]]:
    """Dimension numbers and codes of the objects that the entries name."""
    return {pair for one in entries for row in one.draft.rows for pair in row.objects}


def accounts_of(entries: Iterable[FileEntry]) -> set[str]:
    """The accounts that they book."""
    return {row.account for one in entries for row in one.draft.rows}


def _rest(one: FileEntry) -> str:
    whole = plain(one.draft.name)
    return "" if voucher_text(one.draft, one.marker).startswith(whole) else whole
