"""Rows of a closing entry as people paste them from Excel: account, debit and credit or one amount, text, objects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lib.closing.entries import EntryRow
from lib.closing.pasted import TAB
from lib.core.errors import InvalidInput
from lib.core.languages import mark
from lib.core.money import parse_ore

COST_CENTRE, PROJECT = "1", "6"
"""The dimensions that SIE keeps for cost centres and projects."""
HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    "account": frozenset({"konto", "kontonr", "kontonummer", "account"}),
    "name": frozenset({"kontonamn", "benämning", "account name"}),
    "debit": frozenset({"debet", "debit"}),
    "credit": frozenset({"kredit", "credit"}),
    "amount": frozenset({"belopp", "amount", "summa"}),
    "text": frozenset({"text", "radtext", "beskrivning", "description"}),
    COST_CENTRE: frozenset({"ks", "kst", "kostnadsställe", "resultatenhet", "cost centre", "cost center"}),
    PROJECT: frozenset({"projekt", "proj", "project"}),
}
"""What a first row of headings may call the columns."""

NO_ACCOUNT: Final = mark("it does not begin with an account")
TWO_SIDES: Final = mark("it has both debit and credit")
NO_SUM: Final = mark("its amount is no number")
LOST: Final = mark("it has no amount")


class EntryRowUnreadable(InvalidInput):
    """A pasted row that cannot become a row of an entry."""

    text = mark("Row {row} cannot be read: “{text}”; {problem:text}.")
    next_step = mark(
        "Let each row be account, debit, credit (or one amount), text, cost centre and project, in columns of "
        "their own, and paste again."
    )


@dataclass(frozen=True, slots=True)
class _Pasted:
    """A row as it was pasted: its number, the first being 1, and its cells."""

    number: int
    cells: Sequence[str]

    def refuse(self, problem: str) -> EntryRowUnreadable:
        return EntryRowUnreadable(row=self.number, text=" ".join(filter(None, self.cells)), problem=problem)


def entry_rows_of(pasted: str) -> list[EntryRow]:
    """The rows, columns parted by tabs, else by semicolons; blank rows are passed over.

    A first row of headings says what the columns are. Without one they are the account, its name if
    there is one, debit and credit (where no row fills both) or one amount, text, cost centre,
    project. Raises EntryRowUnreadable with the row's number, the first being 1.
    """
    parting = TAB if TAB in pasted else ";"
    rows = [
        _Pasted(number, [cell.strip() for cell in line.split(parting)])
        for number, line in enumerate(pasted.splitlines(), 1)
        if line.strip(f" {parting}")
    ]
    if not rows:
        return []
    columns = _headed(rows[0].cells)
    if columns:
        rows = rows[1:]
    return [_read(row, columns or _told(rows)) for row in rows]


def _headed(cells: Sequence[str]) -> dict[str, int]:
    """Where each column stands by the headings; empty without them."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for column, words in HEADINGS.items():
            if cell.casefold().rstrip(".") in words:
                found.setdefault(column, place)
    return found if "account" in found else {}


def _told(rows: Sequence[_Pasted]) -> dict[str, int]:
    """Where each column stands by what the rows hold."""
    place = 2 if not all(_side(_cell(row, 1)) for row in rows) else 1
    pairs = [(_cell(row, place), _cell(row, place + 1)) for row in rows]
    two = any(second for _, second in pairs) and all(
        _side(first) and _side(second) and not (_filled(first) and _filled(second)) for first, second in pairs
    )
    columns = ["debit", "credit"] if two else ["amount"]
    named = [*columns, "text", COST_CENTRE, PROJECT]
    return {"account": 0} | {name: place + step for step, name in enumerate(named)}


def _read(row: _Pasted, columns: Mapping[str, int]) -> EntryRow:
    account = _cell(row, columns["account"])
    if not (account.isascii() and account.isalnum()):
        raise row.refuse(NO_ACCOUNT)
    text = _cell(row, columns["text"]) if "text" in columns else ""
    return EntryRow(account, _amount(row, columns), text, tuple(_objects(row, columns)))


def _amount(row: _Pasted, columns: Mapping[str, int]) -> int:
    """Öre, debit positive."""
    found = {name: _cell(row, columns[name]) for name in ("debit", "credit", "amount") if name in columns}
    filled = {name: cell for name, cell in found.items() if _filled(cell)}
    sums: dict[str, int] = {}
    for name, cell in filled.items():
        ore = _ore(cell)
        if ore is None:
            raise row.refuse(NO_SUM)
        sums[name] = ore
    if len(sums) > 1:
        raise row.refuse(TWO_SIDES)
    if not sums:
        raise row.refuse(LOST)
    return sums.get("debit", sums.get("amount", 0)) - sums.get("credit", 0)


def _objects(row: _Pasted, columns: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for dimension in (COST_CENTRE, PROJECT):
        if dimension in columns and (code := _cell(row, columns[dimension])):
            yield dimension, code


def _cell(row: _Pasted, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _ore(cell: str) -> int | None:
    """The amount of a cell; None when it holds none."""
    try:
        return parse_ore(cell.removesuffix("kr"))
    except ValueError:
        return None


def _filled(cell: str) -> bool:
    """Whether a cell states an amount: Excel writes a side without one as nothing, a dash or nought."""
    return cell not in {"", "-", "–"} and _ore(cell) != 0


def _side(cell: str) -> bool:
    """Whether a cell may stand in a column of debit or credit."""
    return not _filled(cell) or _ore(cell) is not None
