"""Balances without vouchers become books: a trial balance from Excel or CSV, or rows typed by hand."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from lib.core.catalogue import finding
from lib.core.errors import FileRefused
from lib.core.findings import Finding, Location
from lib.core.languages import mark
from lib.core.money import parse_ore
from lib.core.periods import FinancialYear
from lib.ledger.accounts import chart
from lib.ledger.books import BALANCES, Extent, YearBooks
from lib.ledger.headings import Columns, find_columns
from lib.ledger.sheets import Rows, no_table, tables
from lib.sie.frames import ACCOUNTS

TYPED: Final = mark("Typed balances")
NO_HEADINGS: Final = mark("no row has headings for account and closing balance")
NO_ACCOUNTS: Final = mark("no row below the headings has an account number")
AN_AMOUNT: Final = mark("an amount")
AN_ACCOUNT: Final = mark("an account number")

_ROWS: Final = {
    "account": pl.String(),
    "name": pl.String(),
    "opening": pl.Int64(),
    "closing": pl.Int64(),
    "line": pl.UInt32(),
}
_ACCOUNT = re.compile(r"(\d{3,8})(?:\.0)?(?:\s+(\S.*))?")
_THOUSANDS_OR_DECIMALS = re.compile(r"[+-]?\d{1,3}[.,]\d{3}")


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One account's balances in öre, debit positive; `line` is its row in the source, from 1."""

    account: str
    name: str
    opening: int
    closing: int
    line: int


def read_trial_balance(source: bytes, name: str, year: FinancialYear) -> tuple[YearBooks, list[Finding]]:
    """Read a trial balance from Excel (.xlsx, .xls) or CSV as the balances of `year`.

    Columns are found by their headings (`lib.ledger.headings`); rows above them, and rows without
    an account number (sums), are passed over. A closing balance that is not there is debit -
    credit, or opening + movement. All is read or nothing: raises FileRefused with the finding
    `not-a-trial-balance`, `unreadable-balance` or `account-twice`, or as `lib.ledger.sheets.tables`.
    """
    place = Location(name)
    for rows in tables(source, name):
        columns = find_columns(rows)
        if columns:
            accounts = list(_account_rows(rows, columns, place))
            below = sum(any(cell.strip() for cell in row) for row in rows[columns.row + 1 :])
            return _books(accounts, year, place, passed=below - len(accounts))
    raise no_table(place, NO_HEADINGS)


def read_typed_balances(content: bytes, year: FinancialYear) -> tuple[YearBooks, list[Finding]]:
    """Read balances kept as JSON: a list of objects with `account`, `name`, `opening` and `closing` (öre).

    Raises FileRefused as `typed_balances`.
    """
    rows = json.loads(content)
    return typed_balances([(row["account"], row["name"], row["opening"], row["closing"]) for row in rows], year)


def typed_balances(rows: Iterable[tuple[str, str, int, int]], year: FinancialYear) -> tuple[YearBooks, list[Finding]]:
    """Balances typed by hand (account, name, opening and closing in öre) as books of `year`.

    Raises FileRefused with `unreadable-balance` for what is no account number, with
    `account-twice`, or with `not-a-trial-balance` when there is no row.
    """
    typed = [BalanceRow(row[0].strip(), row[1].strip(), row[2], row[3], line) for line, row in enumerate(rows, 1)]
    wrong = [row for row in typed if not row.account.isdecimal()]
    if wrong:
        raise _unreadable(wrong[0].line, wrong[0].account, AN_ACCOUNT, len(wrong), Location(TYPED))
    return _books(typed, year, Location(TYPED), passed=0)


def _account_rows(rows: Rows, columns: Columns, place: Location) -> Iterator[BalanceRow]:
    """The rows that have an account number; refuses the file at the first amount that is none."""
    wrong: list[tuple[int, str]] = []
    for line, row in enumerate(rows[columns.row + 1 :], columns.row + 2):
        account = _ACCOUNT.fullmatch(_cell(row, columns.account))
        if not account:
            continue
        try:
            yield _balance_row(row, columns, account, line)
        except ValueError as failure:
            wrong.append((line, str(failure)))
    if wrong:
        raise _unreadable(*wrong[0], AN_AMOUNT, len(wrong), place)


def _balance_row(row: Sequence[str], columns: Columns, account: re.Match[str], line: int) -> BalanceRow:
    amounts = {meaning: _amount(_cell(row, column)) for meaning, column in columns.amounts.items()}
    opening = amounts.get("opening", 0)
    # programs differ in whether a credit carries its sign
    moved = amounts.get("period", amounts.get("debit", 0) - abs(amounts.get("credit", 0)))
    name = _cell(row, columns.name) or account[2] or ""
    return BalanceRow(account[1], name, opening, amounts.get("closing", opening + moved), line)


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _amount(text: str) -> int:
    """Öre; blank is 0, and a minus may stand last. Raises ValueError with the text as it stood."""
    plain = re.sub(r"\s*(kr|sek)$", "", text, flags=re.IGNORECASE)
    if plain in {"", "-"}:
        return 0
    if plain.endswith("-"):
        plain = f"-{plain[:-1]}"
    if _THOUSANDS_OR_DECIMALS.fullmatch(plain):
        raise ValueError(text)
    try:
        return parse_ore(plain)
    except ValueError as failure:
        raise ValueError(text) from failure


def _unreadable(line: int, text: str, wanted: str, rows: int, place: Location) -> FileRefused:
    where = Location(place.source, line)
    return FileRefused(finding("unreadable-balance", location=where, text=text, wanted=wanted, rows=rows))


def _books(
    rows: Sequence[BalanceRow], year: FinancialYear, place: Location, *, passed: int
) -> tuple[YearBooks, list[Finding]]:
    if not rows:
        raise no_table(place, NO_ACCOUNTS)
    seen: set[str] = set()
    for row in rows:
        if row.account in seen:
            raise FileRefused(finding("account-twice", location=Location(place.source, row.line), account=row.account))
        seen.add(row.account)
    frame = pl.DataFrame(rows, schema=_ROWS)
    accounts = frame.select("account", "name").with_columns(
        pl.lit(None, dtype=ACCOUNTS[column]).alias(column) for column in ("type", "unit", "sru")
    )
    books = YearBooks.of(
        year,
        Extent.BALANCES,
        {"accounts": chart(accounts), "balances": frame.select(list(BALANCES)).sort("account")},
    )
    return books, _said(books, passed, place)


def _said(books: YearBooks, passed: int, place: Location) -> list[Finding]:
    opening, closing = (int(books.balances[column].sum()) for column in ("opening", "closing"))
    count = books.balances.height
    read = finding("balances-read", location=place, accounts=count, opening=opening, closing=closing, passed=passed)
    if closing == 0:
        return [read]
    return [finding("closing-not-zero", location=place, difference=closing), read]
