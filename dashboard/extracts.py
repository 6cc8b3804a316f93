"""What a ledger view takes out of a year's books: rows of an account, vouchers, a voucher whole.

Everything is lazy until a page of it is collected, so that a million rows cost what is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from lib.core.periods import FinancialYear
from lib.ledger.books import YearFrames

BLANK: Final = " "


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the rows: days, a text, a voucher series, an object of a dimension; blank lets all through.

    Rows dated before or after the whole year belong to its first or last period.
    """

    span: FinancialYear
    from_start: bool = True
    to_end: bool = True
    text: str = ""
    series: str = ""
    dimension: int | None = None
    object: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything but the days narrows the rows."""
        return bool(self.text or self.series or self.object)

    def days(self, day: pl.Expr) -> pl.Expr:
        """Whether a day is among the days asked for."""
        after = pl.lit(value=True) if self.from_start else day >= self.span.start
        before = pl.lit(value=True) if self.to_end else day <= self.span.end
        return (after & before).fill_null(self.from_start)


def entries(books: YearFrames, filters: Filters, account: str = "") -> pl.LazyFrame:
    """Booked rows in file order, of one account if one is named."""
    rows = books.frame("entries")
    if account:
        rows = rows.filter(pl.col("account") == account)
    rows = rows.filter(filters.days(pl.col("date")))
    if filters.series:
        rows = rows.filter(pl.col("series") == filters.series)
    if filters.text:
        rows = rows.filter(_speaks_of(filters.text))
    return rows.filter(pl.col("objects").is_in(_lists(books, filters))) if filters.object else rows


def balances_by_row(rows: pl.LazyFrame, opening: int) -> pl.LazyFrame:
    """Rows of one account by day, each with debit, credit and the balance after it."""
    return rows.sort("date", maintain_order=True, nulls_last=False).with_columns(
        debit=_positive(pl.col("amount")),
        credit=_positive(-pl.col("amount")),
        balance=pl.col("amount").cum_sum() + opening,
    )


def vouchers(books: YearFrames, filters: Filters) -> pl.LazyFrame:
    """Vouchers in file order."""
    found = books.frame("vouchers").filter(filters.days(pl.col("date")))
    if filters.series:
        found = found.filter(pl.col("series") == filters.series)
    if filters.text or filters.object:
        by_row = entries(books, filters).select("voucher").unique()
        own = (
            found.filter(_speaks_of(filters.text)).select("voucher") if filters.text and not filters.object else by_row
        )
        found = found.join(pl.concat([by_row, own]).unique(), on="voucher", how="semi", maintain_order="left")
    return found


def vouchers_named(books: YearFrames, label: str) -> pl.DataFrame:
    """The vouchers called `A 17`: more than one where the source used a number twice."""
    series, _space, number = label.rpartition(BLANK)
    return books.frame("vouchers").filter((pl.col("series") == series) & (pl.col("number") == number)).collect()


def voucher_rows(books: YearFrames, voucher: int) -> pl.DataFrame:
    """The booked rows of one voucher, with the accounts' names."""
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
    """A page of rows with the voucher's text where a row has none of its own, and its label and objects."""
    wanted = rows["voucher"].unique().to_list()
    own = (
        books.frame("vouchers").filter(pl.col("voucher").is_in(wanted)).select("voucher", voucher_text="text").collect()
    )
    text = pl.col("text").fill_null("")
    return rows.join(own, on="voucher", how="left", maintain_order="left").with_columns(
        text=pl.when(text == "").then(pl.col("voucher_text").fill_null("")).otherwise(text),
        label=label(),
        objects_text=_objects_text(books, rows),
    )


def label() -> pl.Expr:
    """A voucher as people say it: series, space, number."""
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


def _lists(books: YearFrames, filters: Filters) -> list[int]:
    chosen = (pl.col("dimension") == filters.dimension) & (pl.col("object") == filters.object)
    return books.frame("object_lists").filter(chosen).select("objects").collect()["objects"].to_list()


def _objects_text(books: YearFrames, rows: pl.DataFrame) -> pl.Series:
    wanted = rows["objects"].drop_nulls().unique().to_list()
    lists = books.frame("object_lists").filter(pl.col("objects").is_in(wanted)).collect()
    texts = lists.group_by("objects").agg(text=pl.col("object").str.join(", "))
    return rows.select("objects").join(texts, on="objects", how="left", maintain_order="left")["text"].fill_null("")


def _speaks_of(text: str) -> pl.Expr:
    return pl.col("text").fill_null("").str.to_lowercase().str.contains(text.lower(), literal=True)


def _positive(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount > 0).then(amount)
