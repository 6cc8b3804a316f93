"""Closing entries known again among the vouchers of books, so that none counts twice: by number, by marker, by word.

By number: what was sent to Fortnox has Fortnox's series, number and financial year. In books that did not come
out of Fortnox the number alone would be a guess; there the day and the sum must agree too. By marker: what went
out as a file has one in its voucher's text. By word: a person said which voucher it is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lib.closing.entries import Draft
from lib.closing.file_entries import voucher_text
from lib.ledger.books import Extent, YearFrames

TELLS_VOUCHERS: Final = frozenset({Extent.FULL, Extent.PART})
"""Books of which it can be said which vouchers they hold."""
_MARKER: Final = "(brygga:[0-9a-f]{16})"
_COLUMNS: Final = ("series", "number", "date", "total", "text")

Label = tuple[str, str]
"""Series and number of a voucher."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A closing entry as it would be known again: by its marker, and as the voucher `series` `number` of its year.

    `confirmed` says that a person named the voucher.
    """

    entry_id: int
    marker: str
    draft: Draft
    series: str = ""
    number: str = ""
    confirmed: bool = False
    year_end: bool = False

    @property
    def numbered(self) -> bool:
        """Whether the voucher's number is known."""
        return bool(self.series and self.number)


def returned_expr(sent: Iterable[Sent], *, from_fortnox: bool) -> pl.Expr:
    """Which vouchers (`lib.ledger.books.VOUCHERS`) of one year's books are these entries, sent in that year.

    `from_fortnox` says that the books came out of Fortnox, whose numbers are then what Fortnox gave.
    """
    known = list(sent)
    named = [_label(one) for one in known if one.numbered and (one.confirmed or from_fortnox)]
    alike = [_likeness(one) for one in known if one.numbered and not (one.confirmed or from_fortnox)]
    label = pl.concat_str("series", "number", separator=" ")
    likeness = pl.concat_str("series", "number", "date", "total", separator=" ")
    by_number = label.is_in(named) | likeness.is_in(alike)
    # a voucher that a person or Fortnox names is not looked for by its marker
    return by_number.fill_null(value=False) | _marked([one for one in known if not one.numbered])


def seen_in(books: YearFrames, sent: Collection[Sent], *, from_fortnox: bool) -> dict[int, Label]:
    """The voucher that each entry is, by the entry's id; nothing of those that the books do not hold."""
    if not sent or books.extent not in TELLS_VOUCHERS:
        return {}
    marker = pl.col("text").str.extract(_MARKER)
    hit = returned_expr(sent, from_fortnox=from_fortnox)
    found = books.frame("vouchers").filter(hit).select("series", "number", marker=marker).collect()
    numbers = {_label(one): one.entry_id for one in sent if one.numbered}
    markers = {one.marker: one.entry_id for one in sent if not one.numbered}
    seen: dict[int, Label] = {}
    for series, number, marked in found.iter_rows():
        entry = numbers.get(f"{series} {number}") or markers.get(marked)
        if entry is not None:
            seen.setdefault(entry, (series, number))
    return seen


def alike(books: YearFrames, draft: Draft) -> pl.DataFrame:
    """The vouchers that book exactly what an entry books, on its day: for a person to choose from, never by itself.

    `series`, `number`, `date`, `total` (öre) and `text`.
    """
    own = pl.DataFrame([(row.account, row.amount) for row in draft.rows], schema=_SUMS, orient="row")
    wanted = _sums(own.lazy(), []).collect()
    same_day = books.frame("vouchers").filter(pl.col("date") == draft.day, pl.col("total") == draft.total)
    rows = books.frame("entries").join(same_day.select("voucher"), on="voucher", how="semi")
    held = _sums(rows.select("voucher", "account", "amount"), ["voucher"]).collect()
    agreeing = held.join(wanted, on=["account", "amount"], how="semi").group_by("voucher").agg(agree=pl.len())
    counted = held.group_by("voucher").agg(accounts=pl.len()).join(agreeing, on="voucher")
    whole = counted.filter(pl.col("accounts") == wanted.height, pl.col("agree") == wanted.height)
    return same_day.join(whole.lazy(), on="voucher", how="semi").select(_COLUMNS).collect()


_SUMS: Final = {"account": pl.String(), "amount": pl.Int64()}


def _sums(rows: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    summed = rows.group_by(*by, "account").agg(pl.col("amount").sum())
    return summed.filter(pl.col("amount") != 0)


def _marked(sent: Collection[Sent]) -> pl.Expr:
    """The voucher that bears an entry's marker: the one whose text is what was sent, else the first.

    A voucher that takes another back often quotes its text, and with it the marker.
    """
    texts = [voucher_text(one.draft, one.marker) for one in sent]
    marker = pl.col("text").str.extract(_MARKER)
    place = pl.col("text").is_in(texts).not_().cast(pl.UInt64) * 2**32 + pl.col("voucher").cast(pl.UInt64)
    ours = marker.is_in([one.marker for one in sent]).fill_null(value=False)
    return ours & (place == place.min().over(marker))


def _label(one: Sent) -> str:
    return f"{one.series} {one.number}"


def _likeness(one: Sent) -> str:
    day: date = one.draft.day
    return f"{_label(one)} {day.isoformat()} {one.draft.total}"
