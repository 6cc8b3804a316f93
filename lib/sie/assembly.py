"""The frames of a file from the rows that were read."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import polars as pl

from lib.core.accounts import AccountType
from lib.sie.frames import (
    ACCOUNTS,
    BALANCES,
    DIMENSIONS,
    HEADER,
    OBJECTS,
    PERIOD_BALANCES,
    TRANSACTIONS,
    VOUCHERS,
    YEARS,
    Schema,
)
from lib.sie.lines import Row
from lib.sie.records import RECORDS

ACCOUNT_TYPES: Final = frozenset(AccountType)


def header_frame(rows: Iterable[Row]) -> tuple[pl.DataFrame, str]:
    """The header's one row, each field as first stated, and the text of `#SIETYP`."""
    facts: dict[str, Any] = {}
    for row in rows:
        for name, value in zip(RECORDS[row.label].names, row.values, strict=True):
            if value not in {None, ""}:
                facts.setdefault(name, value)
    sie_type = str(facts.pop("sie_type", ""))
    return pl.DataFrame([{name: facts.get(name) for name in HEADER}], schema=dict(HEADER)), sie_type


def years_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """The years whose days can be read; of two with one index the first."""
    known = [row.values for row in rows if None not in row.values]
    return _frame(YEARS, known).unique("year_index", keep="first", maintain_order=True)


def accounts_frame(names: Iterable[Row], types: Iterable[Row], units: Iterable[Row], sru: Iterable[Row]) -> pl.DataFrame:
    """The chart of accounts in the file's order, with what later records say of each account."""
    type_of = {account: kind.upper() for account, kind in _values(types) if kind.upper() in ACCOUNT_TYPES}
    unit_of = dict(_values(units))
    codes: dict[str, list[str]] = {}
    for account, code in _values(sru):
        if code:
            codes.setdefault(account, []).append(code)
    named: dict[str, str] = {}
    for account, name in _values(names):
        named.setdefault(account, name)
    rows = [(a, name, type_of.get(a), unit_of.get(a, ""), codes.get(a, [])) for a, name in named.items()]
    return _frame(ACCOUNTS, rows)


def dimensions_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """The dimensions, each as first declared."""
    filled = [(*row.values, None)[:3] for row in rows]
    return _frame(DIMENSIONS, filled).unique("dimension", keep="first", maintain_order=True)


def objects_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """The objects as declared, one row a record."""
    return _frame(OBJECTS, _values(rows))


def balances_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """The yearly balances, of accounts and of objects."""
    filled = [(r.label, *r.values[:2], *([None] if len(r.values) == 4 else []), *r.values[2:], r.line) for r in rows]  # noqa: PLR2004
    return _frame(BALANCES, filled)


def period_balances_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """The balances and budgets by month."""
    return _frame(PERIOD_BALANCES, [(row.label, *row.values, row.line) for row in rows])


def vouchers_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """The vouchers, numbered from 0 in the file's order."""
    return _frame(VOUCHERS, [(number, *row.values, row.line) for number, row in enumerate(rows)])


def transactions_frame(rows: Sequence[Row], vouchers: Sequence[int], added: Sequence[bool]) -> pl.DataFrame:
    """The rows of vouchers, `vouchers` naming each one's voucher and `added` those that an RTRANS announced."""
    marks = zip(rows, vouchers, added, strict=True)
    return _frame(TRANSACTIONS, [(v, row.label, mark, *row.values, row.line) for row, v, mark in marks])


def _values(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    return [row.values for row in rows]


def _frame(schema: Schema, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pl.DataFrame(
        [
            pl.Series(name, column, dtype=kind, strict=False)
            for (name, kind), column in zip(schema.items(), columns, strict=True)
        ]
    )
