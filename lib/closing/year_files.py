"""A whole financial year of books as a SIE 4E file, with the closing entries booked in it if asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from lib.closing.afterwards import AfterEntries, sums
from lib.closing.entries import Draft
from lib.closing.file_entries import Company, FileEntry, ObjectNumbers, header, transactions, vouchers
from lib.closing.si_files import Download, file_name
from lib.ledger.accounts import bas_type_of, is_balance_account
from lib.ledger.books import YearFrames
from lib.sie.frames import ACCOUNTS, BALANCES, PERIOD_BALANCES, TRANSACTIONS, VOUCHERS, YEARS, SieFile
from lib.sie.writer import write

SUFFIX: Final = ".se"
FULL: Final = "4E"
_BEFORE: Final = -1


def year_file(
    company: Company,
    books: YearFrames,
    made: date,
    *,
    previous: YearFrames | None = None,
    entries: Sequence[FileEntry] = (),
) -> Download:
    """The year as it stands in the books, with `entries` as vouchers after the others.

    Each entry states the series that it is booked in, and is numbered on from the highest there. Balances are
    those that the source states, moved by the entries, and those of the year `previous` beside them.
    """
    drafts = [one.draft for one in entries]
    own = books.frame("vouchers").collect()
    listed = _numbered(entries, own)
    first = _next(own, "voucher")
    lists = books.frame("object_lists").collect()
    numbers = ObjectNumbers(_next(lists, "objects"))
    added = transactions(listed, numbers, first)
    earlier = [previous] if previous else []
    spans = [(-place, one.year.start, one.year.end) for place, one in enumerate([books, *earlier])]
    file = SieFile(
        name=file_name(company, books.year, SUFFIX),
        size=0,
        encoding="cp437",
        sie_type=FULL,
        checksum="absent",
        header=header(company, made, balances_through=_through(books, own)),
        years=pl.DataFrame(spans, schema=dict(YEARS), orient="row"),
        accounts=_accounts(books, listed),
        dimensions=books.frame("dimensions").collect(),
        objects=books.frame("objects").collect(),
        object_lists=pl.concat([lists, numbers.frame]),
        balances=pl.concat([_balances(books, 0, drafts), *(_balances(one, _BEFORE) for one in earlier)]),
        period_balances=_periods(AfterEntries(books, drafts)),
        vouchers=pl.concat([own.select(list(VOUCHERS)), vouchers(listed, first)]),
        transactions=pl.concat([_transactions(books, own), added]),
    )
    return Download(file.name, write(file))


def _numbered(entries: Sequence[FileEntry], own: pl.DataFrame) -> list[FileEntry]:
    figure = pl.col("number").cast(pl.Int64, strict=False)
    highest: Mapping[str, int | None] = dict(own.group_by("series").agg(figure.max()).iter_rows())
    last = {series: number or 0 for series, number in highest.items()}
    found = []
    for one in entries:
        last[one.series] = last.get(one.series, 0) + 1
        found.append(replace(one, number=str(last[one.series])))
    return found


def _accounts(books: YearFrames, entries: Sequence[FileEntry]) -> pl.DataFrame:
    """The chart, and the accounts that entries name beside it."""
    known = books.frame("accounts").collect()
    named = pl.DataFrame({"account": sorted({row.account for one in entries for row in one.draft.rows})})
    new = named.cast(pl.String).join(known, on="account", how="anti")
    blank = new.select(
        "account",
        name=pl.lit(""),
        type=bas_type_of(pl.col("account")),
        unit=pl.lit(""),
        sru=pl.lit([], dtype=pl.List(pl.String)),
    )
    return pl.concat([known, blank.select(list(ACCOUNTS))]).sort("account")


def _balances(books: YearFrames, index: int, drafts: Sequence[Draft] = ()) -> pl.DataFrame:
    """`#IB` and `#UB` of balance accounts, `#RES` of result accounts; zeros are left out."""
    kinds = books.frame("accounts").select("account", "type").collect()
    kept = _closing(books, drafts).join(kinds, on="account", how="left")
    kind = pl.coalesce("type", bas_type_of(pl.col("account")))
    balance = is_balance_account(kind).fill_null(value=True)
    columns = (
        pl.lit(index, dtype=pl.Int32).alias("year_index"),
        "account",
        pl.lit(None, dtype=pl.UInt32).alias("objects"),
        pl.col("amount"),
        pl.lit(None, dtype=BALANCES["quantity"]).alias("quantity"),
        pl.lit(0, dtype=pl.UInt32).alias("line"),
    )
    opening = kept.select(kind=pl.lit("IB"), account="account", amount="opening")
    closing = kept.select(
        kind=pl.when(balance).then(pl.lit("UB")).otherwise(pl.lit("RES")), account="account", amount="closing"
    )
    every = pl.concat([opening, closing]).filter(pl.col("amount") != 0)
    return every.select(pl.col("kind").cast(BALANCES["kind"]), *columns)


def _closing(books: YearFrames, drafts: Sequence[Draft]) -> pl.DataFrame:
    """Opening and closing of each account: as the source states them, moved by the entries.

    Where it states nothing of an account, what its rows come to.
    """
    moved = books.frame("months").group_by("account").agg(moved=pl.col("movement").sum())
    summed = (
        books.frame("balances")
        .join(moved, on="account", how="full", coalesce=True)
        .join(sums(drafts).lazy(), on="account", how="full", coalesce=True)
    )
    known = pl.coalesce("closing", "moved").fill_null(0) + pl.col("entries").fill_null(0)
    return summed.select("account", pl.col("opening").fill_null(0), closing=known).sort("account").collect()


def _periods(books: YearFrames) -> pl.DataFrame:
    """`#PSALDO` by month, and the budget."""
    moved = books.frame("months").select(pl.lit("PSALDO").alias("kind"), "month", "account", amount="movement")
    budget = books.frame("period_budgets").select(pl.lit("PBUDGET").alias("kind"), "month", "account", "amount")
    every = pl.concat([moved, budget]).collect()
    return every.select(
        pl.col("kind").cast(PERIOD_BALANCES["kind"]),
        pl.lit(0, dtype=pl.Int32).alias("year_index"),
        "month",
        "account",
        pl.lit(None, dtype=pl.UInt32).alias("objects"),
        "amount",
        pl.lit(None, dtype=PERIOD_BALANCES["quantity"]).alias("quantity"),
        pl.lit(0, dtype=pl.UInt32).alias("line"),
    )


def _transactions(books: YearFrames, own: pl.DataFrame) -> pl.DataFrame:
    """Booked rows and history in the order of the source; a row's day is told where it is not its voucher's."""
    blank = {"added": pl.lit(value=False), "quantity": pl.lit(None, dtype=TRANSACTIONS["quantity"])}
    booked = books.frame("entries").with_columns(kind=pl.lit("TRANS").cast(TRANSACTIONS["kind"]))
    struck = books.frame("history").with_columns(**blank)
    parts = [booked.select(list(TRANSACTIONS)), struck.select(list(TRANSACTIONS))]
    days = own.select("voucher", day="date").lazy()
    every = pl.concat(parts).join(days, on="voucher", how="left").sort("voucher", "line", maintain_order=True)
    day = pl.when(pl.col("date").ne_missing(pl.col("day"))).then("date")
    return every.with_columns(date=day).select(list(TRANSACTIONS)).collect()


def _through(books: YearFrames, own: pl.DataFrame) -> date:
    """The last day that something is booked on, within the year."""
    last = own["date"].max()
    return min(max(last, books.year.start), books.year.end) if isinstance(last, date) else books.year.end


def _next(frame: pl.DataFrame, column: str) -> int:
    highest = frame[column].max()
    return int(highest) + 1 if isinstance(highest, int) else 0
