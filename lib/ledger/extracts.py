"""What is taken out of a year's books: rows of an account with their balance, vouchers, a voucher whole.

Everything is lazy until a page of it is collected, so that a million rows cost what is shown. Rows
are as `lib.ledger.books.ENTRIES` and vouchers as `VOUCHERS`, with the columns named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from lib.core.periods import FinancialYear
from lib.ledger.account_ranges import Range, within
from lib.ledger.books import YearFrames

BLANK: Final = " "


class Posted(StrEnum):
    """The side of an account that a row stands on."""

    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the rows; what is blank or None lets all through.

    `span` are days; rows dated before or after the whole year belong to its first or last period,
    so that `from_start` and `to_end` leave that side open. `text` is looked for in rows and in
    their vouchers, in any case of letters. Rows are on one of `accounts`, in a voucher that has a row
    on one of `against` too. `lowest` to `highest` are öre of a row without sign, `least_total` to
    `most_total` those of its whole voucher.
    """

    span: FinancialYear
    from_start: bool = True
    to_end: bool = True
    text: str = ""
    series: str = ""
    dimension: int | None = None
    object: str = ""
    accounts: tuple[Range, ...] = ()
    against: tuple[Range, ...] = ()
    posted: Posted | None = None
    lowest: int | None = None
    highest: int | None = None
    least_total: int | None = None
    most_total: int | None = None

    @classmethod
    def of_periods(cls, year: FinancialYear, first: int = 1, last: int | None = None) -> "Filters":
        """The days of periods `first` to `last` of a year, as a trial balance counts them."""
        periods = list(year.periods())
        end = year.months if last is None else last
        span = FinancialYear(periods[first - 1].start, periods[end - 1].end)
        return cls(span, from_start=first == 1, to_end=end == year.months)

    @property
    def narrow(self) -> bool:
        """Whether anything but the days narrows the rows."""
        edges = self.lowest, self.highest, self.least_total, self.most_total
        named = self.text or self.series or self.object or self.accounts or self.against or self.posted
        return bool(named) or any(edge is not None for edge in edges)

    def days(self, day: pl.Expr) -> pl.Expr:
        """Whether a day is among the days asked for."""
        after = pl.lit(value=True) if self.from_start else day >= self.span.start
        before = pl.lit(value=True) if self.to_end else day <= self.span.end
        return (after & before).fill_null(self.from_start)


def entries(books: YearFrames, filters: Filters, account: str = "") -> pl.LazyFrame:
    """Booked rows in file order, of one account if one is named."""
    wanted = [filters.days(pl.col("date")), *_of_accounts(filters, account), *_of_amounts(filters)]
    if filters.series:
        wanted.append(pl.col("series") == filters.series)
    if filters.object:
        wanted.append(pl.col("objects").is_in(_lists(books, filters).implode()))
    if totals := _of_totals(filters):
        wanted.append(_in_vouchers(books.frame("vouchers").filter(*totals)))
    if filters.against:
        wanted.append(_in_vouchers(books.frame("entries").filter(within(filters.against)).unique("voucher")))
    if filters.text:
        spoken = books.frame("vouchers").filter(_speaks_of(filters.text))
        wanted.append(_speaks_of(filters.text) | _in_vouchers(spoken))
    return books.frame("entries").filter(*wanted)


def balances_by_row(rows: pl.LazyFrame, opening: int) -> pl.LazyFrame:
    """Rows of one account by day, each with `debit`, `credit` and the `balance` after it (öre).

    `opening` is the account's balance before the first of them. Slice what comes out, not what goes in.
    """
    return rows.sort("date", maintain_order=True, nulls_last=False).with_columns(
        debit=_positive(pl.col("amount")),
        credit=_positive(-pl.col("amount")),
        balance=pl.col("amount").cum_sum() + opening,
    )


def vouchers(books: YearFrames, filters: Filters) -> pl.LazyFrame:
    """Vouchers in file order: those dated so, that have a row of what is asked for, or its text."""
    found = books.frame("vouchers").filter(filters.days(pl.col("date")), *_of_totals(filters))
    if filters.series:
        found = found.filter(pl.col("series") == filters.series)
    if not filters.narrow:
        return found
    by_row = entries(books, filters).select("voucher").unique().collect()["voucher"].implode()
    wanted = pl.col("voucher").is_in(by_row)
    if filters.text and not (filters.object or filters.against or _of_accounts(filters) or _of_amounts(filters)):
        wanted |= _speaks_of(filters.text)
    return found.filter(wanted)


def vouchers_named(books: YearFrames, label: str) -> pl.DataFrame:
    """The vouchers called `A 17`: more than one where the source used a number twice."""
    series, _space, number = label.rpartition(BLANK)
    return books.frame("vouchers").filter(pl.col("series") == series, pl.col("number") == number).collect()


def voucher_rows(books: YearFrames, voucher: int) -> pl.DataFrame:
    """The booked rows of one voucher with the accounts' names, `debit`, `credit` and `objects_text`."""
    rows = books.frame("entries").filter(pl.col("voucher") == voucher).collect()
    return with_names(books, rows).with_columns(
        debit=_positive(pl.col("amount")), credit=_positive(-pl.col("amount")), objects_text=_objects_text(books, rows)
    )


def voucher_history(books: YearFrames, voucher: int) -> pl.DataFrame:
    """The rows that were added to one voucher or struck out of it after booking."""
    return with_names(books, books.frame("history").filter(pl.col("voucher") == voucher).collect())


def with_names(books: YearFrames, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with each account's name; an account outside the chart has none."""
    names = books.frame("accounts").select("account", "name").collect()
    return rows.join(names, on="account", how="left", maintain_order="left").with_columns(pl.col("name").fill_null(""))


def with_texts(books: YearFrames, rows: pl.DataFrame) -> pl.DataFrame:
    """A page of rows with the voucher's text where a row has none of its own, `label` and `objects_text`."""
    wanted = pl.col("voucher").is_in(rows["voucher"].unique().implode())
    own = books.frame("vouchers").filter(wanted).select("voucher", voucher_text="text").collect()
    text = pl.col("text").fill_null("")
    return rows.join(own, on="voucher", how="left", maintain_order="left").with_columns(
        text=pl.when(text == "").then(pl.col("voucher_text").fill_null("")).otherwise(text),
        label=label(),
        objects_text=_objects_text(books, rows),
    )


def label() -> pl.Expr:
    """A voucher as people say it: series, space, number; in books every voucher has both."""
    return pl.concat_str(pl.col("series").fill_null(""), pl.col("number").fill_null(""), separator=BLANK)


def account_name(books: YearFrames, account: str) -> str:
    """The name of an account; blank when the chart does not have it."""
    names = books.frame("accounts").filter(pl.col("account") == account).select("name").collect()["name"]
    return str(names[0] or "") if names.len() else ""


def series_of(books: YearFrames) -> list[str]:
    """The voucher series of the year."""
    return sorted(books.frame("vouchers").select("series").unique().collect()["series"].drop_nulls().to_list())


def dimensions_of(books: YearFrames) -> Mapping[int, str]:
    """The dimensions that have objects, number -> name."""
    used = books.frame("objects").select("dimension").unique()
    found = books.frame("dimensions").join(used, on="dimension", how="right").sort("dimension").collect()
    return {number: name or str(number) for number, name in found.select("dimension", "name").rows()}


def objects_of(books: YearFrames, dimension: int) -> Mapping[str, str]:
    """The objects of a dimension, code -> name."""
    found = books.frame("objects").filter(pl.col("dimension") == dimension).sort("object").collect()
    return dict(found.select("object", "name").rows())


def _of_accounts(filters: Filters, account: str = "") -> list[pl.Expr]:
    own = [pl.col("account") == account] if account else []
    return own + ([within(filters.accounts)] if filters.accounts else [])


def _of_amounts(filters: Filters) -> list[pl.Expr]:
    sides = {Posted.DEBIT: pl.col("amount") > 0, Posted.CREDIT: pl.col("amount") < 0}
    own = [sides[filters.posted]] if filters.posted else []
    return own + _between(pl.col("amount").abs(), filters.lowest, filters.highest)


def _of_totals(filters: Filters) -> list[pl.Expr]:
    return _between(pl.col("total"), filters.least_total, filters.most_total)


def _between(figure: pl.Expr, lowest: int | None, highest: int | None) -> list[pl.Expr]:
    least = [] if lowest is None else [figure >= lowest]
    return least + ([] if highest is None else [figure <= highest])


def _in_vouchers(found: pl.LazyFrame) -> pl.Expr:
    """Whether a row is in one of the vouchers found."""
    return pl.col("voucher").is_in(found.select("voucher").collect()["voucher"].implode())


def _lists(books: YearFrames, filters: Filters) -> pl.Series:
    chosen = (pl.col("dimension") == filters.dimension) & (pl.col("object") == filters.object)
    return books.frame("object_lists").filter(chosen).select("objects").collect()["objects"]


def _objects_text(books: YearFrames, rows: pl.DataFrame) -> pl.Series:
    wanted = rows["objects"].drop_nulls().unique()
    lists = books.frame("object_lists").filter(pl.col("objects").is_in(wanted.implode())).collect()
    texts = lists.group_by("objects", maintain_order=True).agg(text=pl.col("object").str.join(", "))
    return rows.select("objects").join(texts, on="objects", how="left", maintain_order="left")["text"].fill_null("")


def _speaks_of(text: str) -> pl.Expr:
    # a pattern in any case is three times as quick as to look in lowered texts
    return pl.col("text").str.contains(f"(?i){pl.escape_regex(text)}").fill_null(value=False)


def _positive(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount > 0).then(amount)
