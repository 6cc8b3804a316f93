"""The frames of a file from the rows that were read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
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
from lib.sie.records import RECORDS, Group

ACCOUNT_TYPES: Final = frozenset(AccountType)
SCHEMAS: Final[Mapping[Group, Schema]] = {
    Group.BALANCES: BALANCES,
    Group.OBJECTS: {**OBJECTS, "line": pl.UInt32()},
    Group.PERIOD_BALANCES: PERIOD_BALANCES,
    Group.TRANSACTIONS: {name: kind for name, kind in TRANSACTIONS.items() if name not in {"voucher", "added"}},
    Group.VOUCHERS: {name: kind for name, kind in VOUCHERS.items() if name != "voucher"},
}
"""The columns that the records of a group have by themselves."""


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


def accounts_frame(
    names: Iterable[Row], types: Iterable[Row], units: Iterable[Row], sru: Iterable[Row]
) -> pl.DataFrame:
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


def rows_frame(group: Group, rows: Sequence[Row]) -> pl.DataFrame:
    """The rows of a group with the columns that `SCHEMAS` gives it, null where their record has no such field."""
    pick = _pickers(group)
    return _frame(SCHEMAS[group], [pick[row.label]((None, row.label, row.line, *row.values)) for row in rows])


@cache
def _pickers(group: Group) -> Mapping[str, Callable[[tuple[Any, ...]], tuple[Any, ...]]]:
    """For each label of a group: what puts `(None, label, line, *values)` in the order of its columns."""
    found = {}
    for label, record in RECORDS.items():
        if record.group is group:
            places = {"kind": 1, "line": 2} | {name: place for place, name in enumerate(record.names, 3)}
            found[label] = itemgetter(*(places.get(name, 0) for name in SCHEMAS[group]))
    return found


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
