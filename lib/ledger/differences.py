"""What differs between two sets of a client's books, year by year, down to the account within a voucher.

Either side may hold other years than the other, or tell less of a year (balances without vouchers, loose
vouchers): only what both tell is held together, and what could not be is said.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

import polars as pl

from lib.core.periods import FinancialYear
from lib.ledger.books import Extent, LazyBooks, YearFrames
from lib.ledger.comparison import Counts, Totals, YearChanges, changed_vouchers, compare
from lib.ledger.extracts import label
from lib.sie.frames import Schema

LISTED: Final = 1_000
"""So many of each kind of difference are told one by one; all are counted."""
ASPECTS: Final = pl.Enum(["date", "text", "account", "rows"])
DETAILS: Final[Schema] = {
    "voucher": pl.String(),
    "aspect": ASPECTS,
    "account": pl.String(),
    "before": pl.String(),
    "now": pl.String(),
    "amount_before": pl.Int64(),
    "amount": pl.Int64(),
}
"""What differs in a voucher that both hold: its date (ISO) or text (`before`, `now`), the sum of an account in it
(öre), or else (`rows`) only the rows' own texts, dates, quantities or dimensions."""
_VOUCHERS_TOLD: Final = frozenset({Extent.FULL, Extent.PART})
_OF_VOUCHERS: Final = ("vouchers", "entries", "object_lists")
_EVERY: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class YearDifference:
    """One financial year of two sets of books.

    `before` and `now` are how much each tells of it, None for nothing. `changes` and `details` (as `DETAILS`) are
    empty where only one holds the year, whose size `held` is.
    """

    year: FinancialYear
    before: Extent | None
    now: Extent | None
    held: Totals
    changes: YearChanges | None
    details: pl.DataFrame

    def __bool__(self) -> bool:
        return self.changes is None or bool(self.changes)

    @property
    def with_vouchers(self) -> bool:
        """Whether vouchers could be held together: both tell them."""
        return {self.before, self.now} <= _VOUCHERS_TOLD

    @property
    def loose(self) -> bool:
        """Whether one side holds loose vouchers alone: what else the other holds is then no difference."""
        return Extent.PART in {self.before, self.now}

    def as_json(self) -> dict[str, Any]:
        """The difference as JSON values."""
        return {
            "start": self.year.start.isoformat(),
            "end": self.year.end.isoformat(),
            "before": self.before,
            "now": self.now,
            "held": asdict(self.held),
            "changes": None if self.changes is None else self.changes.as_json(),
            "details": self.details.to_dicts(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "YearDifference":
        """The difference that `as_json` wrote."""
        return cls(
            FinancialYear(date.fromisoformat(kept["start"]), date.fromisoformat(kept["end"])),
            Extent(kept["before"]) if kept["before"] else None,
            Extent(kept["now"]) if kept["now"] else None,
            Totals(**kept["held"]),
            YearChanges.from_json(kept["changes"]) if kept["changes"] else None,
            pl.DataFrame(kept["details"], schema=DETAILS),
        )


def differences(
    before: Mapping[FinancialYear, YearFrames], now: Mapping[FinancialYear, YearFrames], *, listed: int = LISTED
) -> list[YearDifference]:
    """Hold two sets of books together, newest year first; the first `listed` of each kind are told one by one."""
    return [_year(year, before.get(year), now.get(year), listed) for year in sorted({*before, *now}, reverse=True)]


def _year(year: FinancialYear, old: YearFrames | None, new: YearFrames | None, listed: int) -> YearDifference:
    if old is not None and new is not None:
        return _both(old, new, listed)
    nothing = pl.DataFrame(schema=DETAILS)
    held = [Totals.of(one) for one in (old, new) if one is not None]
    return YearDifference(year, old.extent if old else None, new.extent if new else None, held[0], None, nothing)


def _both(old: YearFrames, new: YearFrames, listed: int) -> YearDifference:
    extents, held, details = (old.extent, new.extent), Totals.of(new), pl.DataFrame(schema=DETAILS)
    if not set(extents) <= _VOUCHERS_TOLD:
        return YearDifference(new.year, *extents, held, _by_balances(old, new, listed), details)
    vouchers = changed_vouchers(old, new)
    changes = _held_together(compare(old, new, listed=listed, vouchers=vouchers), *extents)
    both = vouchers.filter(pl.col("change") == "changed").head(listed)
    return YearDifference(new.year, *extents, held, changes, _details(old, new, both))


def _by_balances(old: YearFrames, new: YearFrames, listed: int) -> YearChanges:
    """What differs in accounts and balances alone; last year's balances in another year's file often lack openings."""
    changes = compare(_without_vouchers(old), _without_vouchers(new), listed=_EVERY)
    balances = changes.balances
    if Extent.COMPARISON in {old.extent, new.extent}:
        balances = balances.filter(pl.col("closing") != pl.col("closing_before"))
    return replace(
        changes,
        accounts=changes.accounts.head(listed),
        balances=balances.head(listed),
        balances_changed=balances.height,
    )


def _without_vouchers(books: YearFrames) -> YearFrames:
    def read(name: str) -> pl.LazyFrame:
        frame = books.frame(name)
        return frame.clear() if name in _OF_VOUCHERS else frame

    return LazyBooks(books.year, books.extent, read)


def _held_together(changes: YearChanges, before: Extent, now: Extent) -> YearChanges:
    """The changes that loose vouchers can tell of: not what only the other side holds, and no balance."""
    if Extent.PART not in {before, now}:
        return changes
    blind = {"new"} if before is Extent.PART else set()
    blind |= {"removed"} if now is Extent.PART else set()
    seen = ~pl.col("change").cast(pl.String).is_in(list(blind))

    def counted(counts: Counts) -> Counts:
        return replace(counts, **dict.fromkeys(blind, 0))

    return replace(
        changes,
        account_counts=counted(changes.account_counts),
        voucher_counts=counted(changes.voucher_counts),
        accounts=changes.accounts.filter(seen),
        vouchers=changes.vouchers.filter(seen),
        balances=changes.balances.clear(),
        balances_changed=0,
    )


def _details(old: YearFrames, new: YearFrames, changed: pl.DataFrame) -> pl.DataFrame:
    """What differs in these vouchers that both hold and that are not the same."""
    if changed.is_empty():
        return pl.DataFrame(schema=DETAILS)
    after = _vouchers_at(new, changed["row"])
    earlier = _vouchers_at(old, changed["row_before"])
    both = pl.concat([after, earlier.select(pl.all().name.suffix("_before"))], how="horizontal")
    heads = [
        both.filter(pl.col(name).ne_missing(pl.col(f"{name}_before"))).select(
            "place",
            "voucher",
            aspect=pl.lit(name, dtype=ASPECTS),
            before=pl.col(f"{name}_before").cast(pl.String),
            now=pl.col(name).cast(pl.String),
        )
        for name in ("date", "text")
    ]
    sums = _sums(new, after).join(
        _sums(old, earlier), on=["place", "account"], how="full", coalesce=True, suffix="_before"
    )
    moved = (
        sums.with_columns(pl.col("amount", "amount_before").fill_null(0))
        .filter(pl.col("amount") != pl.col("amount_before"))
        .join(after.select("place", "voucher"), on="place")
        .with_columns(aspect=pl.lit("account", dtype=ASPECTS))
    )
    told = pl.concat([*heads, moved.sort("place", "account")], how="diagonal")
    rest = after.join(told, on="place", how="anti").select("place", "voucher", aspect=pl.lit("rows", dtype=ASPECTS))
    every = pl.concat([told, rest], how="diagonal").sort("place", "aspect", "account", maintain_order=True)
    return every.select(list(DETAILS)).match_to_schema(pl.Schema(DETAILS))


def _vouchers_at(books: YearFrames, places: pl.Series) -> pl.DataFrame:
    """The vouchers at these places in turn, each with its label, and `id`: what ties its rows to it."""
    found = books.frame("vouchers").select("voucher", "series", "number", "date", "text").collect()
    return found.select(pl.all().gather(places)).select(
        "date",
        "text",
        place=pl.int_range(pl.len(), dtype=pl.UInt32),
        id="voucher",
        voucher=label(),
    )


def _sums(books: YearFrames, vouchers: pl.DataFrame) -> pl.DataFrame:
    """What each account comes to within each of these vouchers, in öre."""
    ids = vouchers.select("place", voucher="id").lazy()
    rows = books.frame("entries").select("voucher", "account", "amount")
    return rows.join(ids, on="voucher").group_by("place", "account").agg(pl.col("amount").sum()).collect()
