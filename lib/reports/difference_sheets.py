"""What differs in a year between two sets of books, as tables: for the screen and for a workbook."""

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lib.core.languages import Language, mark, translate
from lib.ledger.comparison import YearChanges
from lib.ledger.differences import YearDifference
from lib.reports.sheets import Column, Kind, Sheet


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two sets of books are called, as marked texts: of columns, and of what only one of them holds."""

    before: str
    now: str
    only_before: str
    only_now: str


IMPORTS: Final = Sides(mark("before"), mark("after"), mark("only before"), mark("only after"))
FILE: Final = Sides(mark("the books"), mark("the file"), mark("only in the books"), mark("only in the file"))
DIFFERS: Final = mark("differs")
ASPECTS: Final = {"date": mark("Date"), "text": mark("Text"), "rows": mark("Texts or dimensions of rows")}


def difference_sheets(year: YearDifference, sides: Sides, language: Language) -> list[Sheet]:
    """The tables of a year that hold anything: vouchers, what differs in them, accounts and balances."""
    if year.changes is None:
        return []
    words = _Words(sides, language)
    frames = [
        _vouchers(year.changes, words),
        _sums(year.details, words),
        _texts(year.details, words),
        _accounts(year.changes, words),
        _balances(year.changes, words),
    ]
    return [
        Sheet(f"{year.year.label} {title}", frame, columns) for title, frame, columns in frames if not frame.is_empty()
    ]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a table: `of` a heading for one of the sides."""

    sides: Sides
    language: Language

    def __call__(self, text: str) -> str:
        return translate(text, self.language)

    def before(self, text: str) -> str:
        return f"{self(text)}, {self(self.sides.before)}"

    def now(self, text: str) -> str:
        return f"{self(text)}, {self(self.sides.now)}"

    def kinds(self, frame: pl.DataFrame) -> pl.DataFrame:
        words: dict[str, Any] = {
            "new": self(self.sides.only_now),
            "changed": self(DIFFERS),
            "removed": self(self.sides.only_before),
        }
        return frame.with_columns(change=pl.col("change").cast(pl.String).replace(words))


_Table = tuple[str, pl.DataFrame, list[Column]]


def _vouchers(changes: YearChanges, words: _Words) -> _Table:
    columns = [
        Column("change", words(mark("Difference")), width=18),
        Column("voucher", words(mark("Voucher"))),
        Column("date", words(mark("Date")), Kind.DAY),
        Column("text", words(mark("Text")), width=30),
        Column("total_before", words.before(mark("Total")), Kind.AMOUNT),
        Column("total", words.now(mark("Total")), Kind.AMOUNT),
    ]
    return words(mark("Vouchers")), words.kinds(changes.vouchers), columns


def _sums(details: pl.DataFrame, words: _Words) -> _Table:
    columns = [
        Column("voucher", words(mark("Voucher"))),
        Column("account", words(mark("Account"))),
        Column("amount_before", words.before(mark("Amount")), Kind.AMOUNT),
        Column("amount", words.now(mark("Amount")), Kind.AMOUNT),
    ]
    return words(mark("Amounts in vouchers")), details.filter(pl.col("aspect") == "account"), columns


def _texts(details: pl.DataFrame, words: _Words) -> _Table:
    aspects: dict[str, Any] = {aspect: words(text) for aspect, text in ASPECTS.items()}
    columns = [
        Column("voucher", words(mark("Voucher"))),
        Column("what", words(mark("What differs")), width=26),
        Column("before", words(words.sides.before).capitalize(), width=30),
        Column("now", words(words.sides.now).capitalize(), width=30),
    ]
    told = details.filter(pl.col("aspect") != "account")
    return (
        words(mark("Texts of vouchers")),
        told.with_columns(what=pl.col("aspect").cast(pl.String).replace(aspects)),
        columns,
    )


def _accounts(changes: YearChanges, words: _Words) -> _Table:
    columns = [
        Column("change", words(mark("Difference")), width=18),
        Column("account", words(mark("Account"))),
        Column("name_before", words.before(mark("Name")), width=34),
        Column("name", words.now(mark("Name")), width=34),
    ]
    return words(mark("Accounts")), words.kinds(changes.accounts), columns


def _balances(changes: YearChanges, words: _Words) -> _Table:
    columns = [
        Column("account", words(mark("Account"))),
        Column("name", words(mark("Name")), width=30),
        Column("opening_before", words.before(mark("Opening")), Kind.AMOUNT),
        Column("opening", words.now(mark("Opening")), Kind.AMOUNT),
        Column("closing_before", words.before(mark("Closing")), Kind.AMOUNT),
        Column("closing", words.now(mark("Closing")), Kind.AMOUNT),
    ]
    return words(mark("Balances")), changes.balances, columns
