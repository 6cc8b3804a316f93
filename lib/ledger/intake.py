"""A SIE file becomes books: one `YearBooks` for each financial year that it tells of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from lib.core.catalogue import finding
from lib.core.findings import Finding, Location
from lib.core.periods import FinancialYear, calendar_year
from lib.ledger.accounts import chart, is_balance_account
from lib.ledger.books import BALANCES, ENTRIES, HISTORY, PERIOD_BUDGETS, VOUCHERS, Extent, YearBooks
from lib.ledger.movements import months_of, months_stated, voucher_sums
from lib.ledger.numbering import numbered
from lib.sie.frames import OBJECT_LISTS, OBJECTS, SieFile, empty

OBJECTS_AT_MOST: Final = 500
CURRENT: Final = 0
"""The index of the year that a file is about; last year is -1."""
_EXTENTS: Final = {
    "1": Extent.BALANCES,
    "2": Extent.PERIODS,
    "3": Extent.PERIODS,
    "4E": Extent.FULL,
    "4I": Extent.PART,
    "5I": Extent.PART,
}
_LOOSE: Final = frozenset({"4I", "5I"})


def books_of(
    sie: SieFile, *, series: str = "A", years: Sequence[FinancialYear] = ()
) -> tuple[list[YearBooks], list[Finding]]:
    """The books that a file holds, its own year first, and what was done to make them.

    `series` is given to vouchers that have none; `years` are the client's financial years, asked
    when loose vouchers (SIE 4I and 5I) name no year. A voucher belongs to the declared year that it is
    dated in, but to an earlier year only if that year then adds up (opening + movement = closing
    on every account); all others stay in the file's own year. An earlier year without vouchers is
    a comparison, and is left out if the file states nothing of it. No books come of a file that
    names no year and has no dated voucher.
    """
    declared, findings = _financial_years(sie, years)
    if CURRENT not in declared:
        return [], findings
    sie, skipped = _without_excess_objects(sie)
    homes = _homes(sie, declared)
    vouchers, named = numbered(sie.vouchers.with_columns(home=homes), series, sie.name)
    rows = _Rows.of(sie, vouchers)
    books = [_year_books(sie, rows, index, year) for index, year in declared.items()]
    return [year for year in books if year is not None], findings + skipped + named


def _financial_years(sie: SieFile, known: Sequence[FinancialYear]) -> tuple[dict[int, FinancialYear], list[Finding]]:
    """The years that the file declares, its own first, or the one assumed for loose vouchers."""
    whole = sie.years.filter(pl.col("start") <= pl.col("end")).unique("year_index", keep="first")
    rows = whole.sort("year_index", descending=True).iter_rows()
    declared = {index: FinancialYear(start, end) for index, start, end in rows}
    if CURRENT in declared or sie.sie_type not in _LOOSE:
        return dict(sorted(declared.items(), key=lambda item: (item[0] != CURRENT, -item[0]))), []
    days = sie.vouchers["date"].drop_nulls()
    first, last = days.min(), days.max()
    if not (isinstance(first, date) and isinstance(last, date)):
        return {}, []
    span = FinancialYear(first, last)
    year = next((own for own in sorted(known) if own.covers(span)), calendar_year(first.year))
    start, end = year.start.isoformat(), year.end.isoformat()
    return {CURRENT: year}, [finding("year-assumed", location=Location(sie.name), start=start, end=end)]


def _without_excess_objects(sie: SieFile) -> tuple[SieFile, list[Finding]]:
    if sie.objects.height <= OBJECTS_AT_MOST:
        return sie, []
    bare = replace(
        sie,
        objects=empty(OBJECTS),
        object_lists=empty(OBJECT_LISTS),
        transactions=sie.transactions.with_columns(objects=pl.lit(None, dtype=pl.UInt32)),
    )
    found = sie.objects.height
    return bare, [finding("objects-skipped", location=Location(sie.name), objects=found, limit=OBJECTS_AT_MOST)]


def _homes(sie: SieFile, declared: Mapping[int, FinancialYear]) -> pl.Series:
    """The index of the year that each voucher belongs to, in voucher order."""
    day = sie.vouchers["date"]
    own = declared[CURRENT]
    free = ~day.is_between(own.start, own.end).fill_null(value=True)
    homes = pl.Series("home", [CURRENT], dtype=pl.Int32).new_from_index(0, sie.vouchers.height)
    if not free.any():
        return homes
    for index, year in declared.items():
        inside = free & day.is_between(year.start, year.end)
        if index != CURRENT and inside.any() and _adds_up(sie, index, inside):
            homes = homes.zip_with(~inside, pl.Series([index], dtype=pl.Int32).new_from_index(0, homes.len()))
            free = free & ~inside
    return homes.alias("home")


def _adds_up(sie: SieFile, index: int, inside: pl.Series) -> bool:
    """Whether a year's opening balances and the rows of these vouchers give its closing balances."""
    booked = sie.booked.filter(inside.gather(sie.booked["voucher"]))
    movement = booked.group_by("account").agg(movement=pl.col("amount").sum())
    stated = _balances(sie, index, chart(sie.accounts))
    both = stated.join(movement, on="account", how="full", coalesce=True).fill_null(0)
    return bool(both.select((pl.col("opening") + pl.col("movement") == pl.col("closing")).all()).item())


@dataclass(frozen=True, slots=True)
class _Rows:
    """All vouchers, entries and history of a file, before they are parted by year."""

    vouchers: pl.DataFrame
    entries: pl.DataFrame
    history: pl.DataFrame

    @classmethod
    def of(cls, sie: SieFile, vouchers: pl.DataFrame) -> "_Rows":
        """Put the vouchers' sums beside them, and their series, number and date on the booked rows."""
        booked = sie.booked
        if not booked["voucher"].is_sorted():
            booked = booked.sort("voucher", maintain_order=True)
        owned = vouchers.select(pl.col("series", "number", "date").gather(booked["voucher"]))
        day = booked["date"].zip_with(booked["date"].is_not_null(), owned["date"])
        entries = booked.with_columns(owned["series"], owned["number"], day)
        sums = voucher_sums(booked, vouchers.height)
        history = sie.transactions.filter(pl.col("kind") != "TRANS")
        return cls(
            pl.concat([vouchers, sums], how="horizontal"), entries.select(list(ENTRIES)), history.select(list(HISTORY))
        )

    def of_year(self, index: int) -> dict[str, pl.DataFrame]:
        """One year's part of them."""
        homes = self.vouchers["home"]
        parts = {"vouchers": self.vouchers, "entries": self.entries, "history": self.history}
        if index != CURRENT or (homes != CURRENT).any():
            parts = {name: rows.filter(homes.gather(rows["voucher"]) == index) for name, rows in parts.items()}
        return parts | {"vouchers": parts["vouchers"].select(list(VOUCHERS))}


def _year_books(sie: SieFile, rows: _Rows, index: int, year: FinancialYear) -> YearBooks | None:
    """One year's books; None when the file states nothing of an earlier year."""
    accounts = chart(sie.accounts)
    balances = _balances(sie, index, accounts)
    periods = sie.period_balances.filter(pl.col("year_index") == index)
    own = rows.of_year(index)
    stated = months_stated(periods)
    if index != CURRENT and own["vouchers"].is_empty() and balances.is_empty() and stated.is_empty():
        return None
    full = index == CURRENT or not own["vouchers"].is_empty()
    frames = own | {
        "accounts": accounts,
        "balances": balances,
        "months": stated if own["entries"].is_empty() else months_of(own["entries"], year),
        "dimensions": sie.dimensions,
        "objects": sie.objects,
        "object_lists": sie.object_lists,
        "period_budgets": _period_budgets(periods),
    }
    return YearBooks.of(year, _extent(sie) if full else Extent.COMPARISON, frames)


def _extent(sie: SieFile) -> Extent:
    """How much of its own year a file tells; SIE 5 has one type for years with vouchers and without."""
    if sie.sie_type in _EXTENTS:
        return _EXTENTS[sie.sie_type]
    if not sie.vouchers.is_empty():
        return Extent.FULL
    return Extent.BALANCES if sie.period_balances.is_empty() else Extent.PERIODS


def _balances(sie: SieFile, index: int, accounts: pl.DataFrame) -> pl.DataFrame:
    """What the file states as opening and closing balance of each account in one year."""
    of_kind = {kind: pl.col("amount").filter(pl.col("kind") == kind).last() for kind in ("IB", "UB", "RES")}
    stated = (
        sie.balances.filter(pl.col("year_index") == index, pl.col("kind").is_in(list(of_kind)))
        .group_by("account")
        .agg(**of_kind)
        .join(accounts.select("account", "type"), on="account", how="left")
    )
    # an account of unknown type, or closed by the wrong record, keeps what is stated of it
    closing = (
        pl.when(is_balance_account(pl.col("type"))).then(pl.coalesce("UB", "RES")).otherwise(pl.coalesce("RES", "UB"))
    )
    return (
        stated.select("account", opening=pl.col("IB").fill_null(0), closing=closing.fill_null(0))
        .sort("account")
        .select(list(BALANCES))
    )


def _period_budgets(periods: pl.DataFrame) -> pl.DataFrame:
    """The budget of each account and month; rows of single objects are passed over."""
    return (
        periods.filter(pl.col("kind") == "PBUDGET", pl.col("objects").is_null())
        .group_by("account", "month")
        .agg(pl.col("amount").sum())
        .sort("account", "month")
        .select(list(PERIOD_BUDGETS))
    )
