"""T23: whether an amount is taken back on the same account within some days."""

from typing import Any, Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TEXTS: Final = {
    "": CheckText(
        Severity.NOTE,
        mark("Amounts are not taken back"),
        mark(
            "Voucher {voucher} of {date:date} takes back {amount:kr} on {account} {name} "
            "that voucher {other} booked {days:count|day|days} before."
        ),
        mark("See whether the correction is right and explained, and whether its VAT was taken back too."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("days", 7, Unit.DAYS, mark("How many days apart the two may be.")),
    Threshold("least", 1_000_00, Unit.ORE, mark("The smallest amount that is told.")),
)


@rule("T23", "taken-back", texts=_TEXTS, on=False, needs=(vouchers,), thresholds=_THRESHOLDS)
def taken_back(case: Case, limits: Limits) -> Found:
    """Rows of result accounts that another voucher's row is the opposite of, the nearest before it in time."""
    accounts = [account for account in case.names if "3" <= account[:1] <= "7"]
    wanted = (case.lines["amount"].abs() >= limits["least"]) & (case.weights(accounts) > 0)
    rows = case.lines.select("account", "amount", "date", "code").with_columns(case.places).filter(wanted)
    size = pl.col("amount").abs()
    both = rows.with_columns(key=size * 65_536 + pl.col("code").cast(pl.Int64)).filter(pl.col("key").is_duplicated())
    ordered = both.sort("key", "date", "place")
    same = (pl.col("key") == pl.col("key").shift()) & (pl.col("amount") == -pl.col("amount").shift())
    days = (pl.col("date") - pl.col("date").shift()).dt.total_days()
    pairs = ordered.with_columns(days=days, before=pl.col("place").shift(), met=same).filter(
        "met", pl.col("days") <= limits["days"], pl.col("place") != pl.col("before")
    )
    ranked = pairs.sort(size, "place", descending=[True, False]).head(LISTED_AT_MOST)
    return Found(pairs.height, tuple(_finding(row, case) for row in _named(case, ranked).iter_rows(named=True)))


def _named(case: Case, pairs: pl.DataFrame) -> pl.DataFrame:
    other = case.named(case.vouchers).lazy().select(before="place", other="label")
    kept = pairs.drop("date").join(case.vouchers, on="place", maintain_order="left").lazy()
    return case.named(kept.join(other, on="before", maintain_order="left").collect())


def _finding(row: dict[str, Any], case: Case) -> Finding:
    told = {"other": row["other"], "amount": abs(row["amount"]), "days": row["days"], "date": row["date"].isoformat()}
    account = row["account"]
    return found("taken-back", account=account, voucher=row["label"], name=case.names[account], **told)
