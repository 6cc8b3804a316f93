"""What changed between two books of one financial year: accounts, vouchers, balances, totals."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from lib.core.periods import FinancialYear
from lib.ledger.balances import trial_balance
from lib.ledger.books import YearFrames
from lib.ledger.contents import voucher_contents
from lib.ledger.extracts import label
from lib.sie.frames import Schema

LISTED_AT_MOST: Final = 100
"""So many of each kind of change are listed; all are counted."""
KINDS: Final = pl.Enum(["new", "changed", "removed"])
VOUCHER_CHANGES: Final[Schema] = {
    "change": KINDS,
    "voucher": pl.String(),
    "date": pl.Date(),
    "text": pl.String(),
    "total": pl.Int64(),
    "total_before": pl.Int64(),
}
"""`voucher` is the label (`A 17`); totals are sums of debits in öre. What was removed has no total now."""
ACCOUNT_CHANGES: Final[Schema] = {
    "change": KINDS,
    "account": pl.String(),
    "name": pl.String(),
    "name_before": pl.String(),
}
"""A changed account is a renamed one."""
BALANCE_CHANGES: Final[Schema] = {
    "account": pl.String(),
    "name": pl.String(),
    "opening": pl.Int64(),
    "opening_before": pl.Int64(),
    "closing": pl.Int64(),
    "closing_before": pl.Int64(),
}
"""Accounts whose balance at the beginning or end of the year is another, in öre."""
_FRAMES: Final = {"accounts": ACCOUNT_CHANGES, "vouchers": VOUCHER_CHANGES, "balances": BALANCE_CHANGES}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things of one sort came, changed and went."""

    new: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Totals:
    """The size of a year of books; `debit` is the sum of all booked debits in öre."""

    accounts: int = 0
    vouchers: int = 0
    rows: int = 0
    debit: int = 0

    @classmethod
    def of(cls, books: YearFrames) -> "Totals":
        """Count a year's books."""
        accounts = books.frame("accounts").select(pl.len())
        vouchers = books.frame("vouchers").select(pl.len(), pl.col("rows").sum(), debit=pl.col("total").sum())
        (chart, booked) = pl.collect_all([accounts, vouchers])
        return cls(int(chart.item()), *(int(figure) for figure in booked.row(0)))


@dataclass(frozen=True, slots=True)
class YearChanges:
    """What using new books of a year would change; `before` is None when there were none.

    The frames hold the first `LISTED_AT_MOST` of each kind: `accounts` as `ACCOUNT_CHANGES`,
    `vouchers` as `VOUCHER_CHANGES` in file order, `balances` as `BALANCE_CHANGES` (all counted in
    `balances_changed`).
    """

    year: FinancialYear
    before: Totals | None
    after: Totals
    account_counts: Counts
    voucher_counts: Counts
    balances_changed: int
    accounts: pl.DataFrame
    vouchers: pl.DataFrame
    balances: pl.DataFrame

    def __bool__(self) -> bool:
        return bool(self.account_counts or self.voucher_counts or self.balances_changed)

    def as_json(self) -> dict[str, Any]:
        """The changes as JSON values, to be kept with an import."""
        return {
            "start": self.year.start.isoformat(),
            "end": self.year.end.isoformat(),
            "before": asdict(self.before) if self.before else None,
            "after": asdict(self.after),
            "account_counts": asdict(self.account_counts),
            "voucher_counts": asdict(self.voucher_counts),
            "balances_changed": self.balances_changed,
        } | {name: getattr(self, name).with_columns(pl.selectors.date().cast(pl.String)).to_dicts() for name in _FRAMES}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "YearChanges":
        """The changes that `as_json` wrote."""
        return cls(
            year=FinancialYear(date.fromisoformat(values["start"]), date.fromisoformat(values["end"])),
            before=Totals(**values["before"]) if values["before"] else None,
            after=Totals(**values["after"]),
            account_counts=Counts(**values["account_counts"]),
            voucher_counts=Counts(**values["voucher_counts"]),
            balances_changed=values["balances_changed"],
            **{name: _frame(values[name], schema) for name, schema in _FRAMES.items()},
        )


def compare(
    old: YearFrames | None,
    new: YearFrames,
    *,
    listed: int = LISTED_AT_MOST,
    vouchers: pl.DataFrame | None = None,
) -> YearChanges:
    """Hold new books of a year against those in use; against nothing, all of it is new.

    The first `listed` changes of each kind are told one by one. `vouchers` are their `changed_vouchers`, where these
    are known already.

    Vouchers are the same by series and number (where a number stands on several, by their order)
    and changed when their date, text or rows differ: the rows' order, and who signed, do not count.
    """
    accounts = _accounts(old, new)
    vouchers = changed_vouchers(old, new) if vouchers is None else vouchers
    balances = _balances(old, new)
    return YearChanges(
        year=new.year,
        before=None if old is None else Totals.of(old),
        after=Totals.of(new),
        account_counts=_counts(accounts),
        voucher_counts=_counts(vouchers),
        balances_changed=balances.height,
        accounts=_first(accounts, listed).select(list(ACCOUNT_CHANGES)),
        vouchers=_told(_first(vouchers, listed), old, new),
        balances=balances.head(listed),
    )


def _accounts(old: YearFrames | None, new: YearFrames) -> pl.DataFrame:
    after = new.frame("accounts").select("account", "name").collect()
    before = old.frame("accounts").select("account", "name").collect() if old else after.clear()
    both = after.join(before.rename({"name": "name_before"}), on="account", how="full", coalesce=True)
    return _marked(both, gone=pl.col("name").is_null(), came=pl.col("name_before").is_null(), same=_NAMES_AGREE).sort(
        "account"
    )


_NAMES_AGREE: Final = pl.col("name") == pl.col("name_before")


def changed_vouchers(old: YearFrames | None, new: YearFrames) -> pl.DataFrame:
    """The vouchers that differ: the kind of change, and their places `row` and `row_before`."""
    if old is None:
        rows = new.frame("vouchers").select(row=pl.int_range(pl.len(), dtype=pl.UInt32)).collect()
        return rows.with_columns(row_before=pl.lit(None, dtype=pl.UInt32), change=pl.lit("new", dtype=KINDS))
    both = voucher_contents(new).join(voucher_contents(old), on="key", how="full", suffix="_before")
    gone, came = pl.col("row").is_null(), pl.col("row_before").is_null()
    changed = _marked(both, gone=gone, came=came, same=pl.col("content") == pl.col("content_before"))
    return changed.select("row", "row_before", "change").sort("row", "row_before", nulls_last=True)


def _told(changes: pl.DataFrame, old: YearFrames | None, new: YearFrames) -> pl.DataFrame:
    """The vouchers at these places as `VOUCHER_CHANGES`."""
    columns = ("series", "number", "date", "text", "total")
    after = new.frame("vouchers").select(columns).collect()
    before = old.frame("vouchers").select(columns).collect() if old else after.clear()
    told = pl.concat(
        [
            changes,
            after.select(pl.all().gather(changes["row"])),
            before.select(pl.all().gather(changes["row_before"]).name.suffix("_before")),
        ],
        how="horizontal",
    )
    known = [pl.coalesce(name, f"{name}_before") for name in ("series", "number", "date", "text")]
    return told.with_columns(known).with_columns(voucher=label()).select(list(VOUCHER_CHANGES))


def _marked(both: pl.DataFrame, *, gone: pl.Expr, came: pl.Expr, same: pl.Expr) -> pl.DataFrame:
    """The rows that differ, with the kind of change."""
    kind = pl.when(gone).then(pl.lit("removed")).when(came).then(pl.lit("new")).otherwise(pl.lit("changed"))
    return both.filter(gone | came | ~same).with_columns(change=kind.cast(KINDS))


def _balances(old: YearFrames | None, new: YearFrames) -> pl.DataFrame:
    after = trial_balance(new).select("account", "name", "opening", "closing")
    before = trial_balance(old).select("account", "name", "opening", "closing") if old else after.clear()
    amounts = pl.col("opening", "closing", "opening_before", "closing_before")
    both = after.join(before, on="account", how="full", coalesce=True, suffix="_before").with_columns(
        amounts.fill_null(0), name=pl.coalesce("name", "name_before")
    )
    moved = (pl.col("opening") != pl.col("opening_before")) | (pl.col("closing") != pl.col("closing_before"))
    return both.filter(moved).sort("account").select(list(BALANCE_CHANGES))


def _counts(changes: pl.DataFrame) -> Counts:
    return Counts(**{kind: int((changes["change"] == kind).sum()) for kind in KINDS.categories})


def _first(changes: pl.DataFrame, listed: int) -> pl.DataFrame:
    return changes.filter(pl.int_range(pl.len()).over("change") < listed)


def _frame(rows: list[dict[str, Any]], schema: Schema) -> pl.DataFrame:
    days = [name for name, kind in schema.items() if kind == pl.Date()]
    written = pl.DataFrame(rows, schema=dict(schema) | dict.fromkeys(days, pl.String()))
    return written.with_columns(pl.col(days).str.to_date("%Y-%m-%d"))
