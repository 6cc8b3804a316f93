"""T8: whether the same voucher or the same supplier invoice is there twice."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.invoices import twice
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.patterns import signatures
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.rows import repeated
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.ledger.sides import Side

_TITLE: Final = mark("Nothing is booked twice")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Vouchers {vouchers} have the same rows, date {date:date} and text “{text}”: "
            "{amount:kr} may be booked {count:count} times."
        ),
        mark("Compare the receipts behind the vouchers; reverse the one that is too many."),
    ),
    "near": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Vouchers {vouchers} have the same rows and text “{text}”, {amount:kr}, within {days:count|day|days} "
            "from {date:date}."
        ),
        mark("Compare the receipts behind the vouchers; reverse the one that is too many."),
    ),
    "invoice": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Supplier invoice {number} from {party} is in the ledger {count:count} times: {invoices}, {amount:kr}."),
        mark("Compare the invoices; credit the one that is too many before it is paid."),
    ),
    "amount": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "{party} has billed {amount:kr} on {invoices} with different numbers, from {date:date}, "
            "within {days:count} days."
        ),
        mark("Compare the invoices: the same delivery may have been billed or registered twice."),
    ),
    "reminder": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Supplier invoice {number} from {party} is there again with {difference:kr} more: {invoices}."),
        mark("The second is most often a reminder with a fee: credit the invoice, and keep the fee alone."),
    ),
    "paid": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Supplier invoice {number} from {party} over {amount:kr} has been paid with {paid:kr}."),
        mark("Look at both payments at the bank; ask the supplier for the surplus back."),
    ),
}  # fmt: skip
_THRESHOLDS: Final = (
    Threshold("least", 1_000_00, Unit.ORE, mark("Vouchers below this total are let be.")),
    Threshold("days", 10, Unit.DAYS, mark("Vouchers and invoices this many days apart are compared.")),
    Threshold("often", 3, Unit.COUNT, mark("What comes back this many times is let be: rent, fees and wages do.")),
)


@rule("T8", "booked-twice", texts=_TEXTS, needs=(vouchers,), thresholds=_THRESHOLDS)
def booked_twice(case: Case, limits: Limits) -> Found:
    """Vouchers alike to the last row, date and text, or to all but the date; and supplier invoices there twice."""
    alike = _alike(case, limits)
    made = list(_vouchers(alike, limits))
    laid = case.ledger(Side.PAYABLES)
    more = list(twice(laid[0], limits["days"])) if laid else []
    return Found(len(made) + len(more), tuple((*made, *more)[:LISTED_AT_MOST]))


def _alike(case: Case, limits: Limits) -> pl.DataFrame:
    """Vouchers that share rows and text with another one: those first whose rows another one has."""
    large = np.flatnonzero((case.vouchers["total"] >= limits["least"]).to_numpy())
    own = signatures(case)[large]
    alike = repeated(own.view(np.int64))
    texts = case.vouchers["text"].gather(large[alike]).fill_null("")
    both = texts.hash().to_numpy() ^ own[alike]
    again = repeated(both.view(np.int64)) & (texts != "").to_numpy()
    hashes = pl.Series("rows_hash", own[alike][again])
    return case.at(large[alike][again]).with_columns(hashes).sort("date", "place")


def _vouchers(alike: pl.DataFrame, limits: Limits) -> Iterator[Finding]:
    groups = alike.group_by("rows_hash", "text", maintain_order=True).agg(
        "label", "date", pl.col("total").first(), count=pl.len().cast(pl.Int64)
    )
    for row in groups.iter_rows(named=True):
        yield from _of_group(row, limits)


def _of_group(row: dict[str, Any], limits: Limits) -> Iterator[Finding]:
    days: dict[Any, list[str]] = {}
    for name, day in zip(row["label"], row["date"], strict=True):
        days.setdefault(day, []).append(name)
    said = {"text": row["text"], "amount": row["total"]}
    for day, names in days.items():
        if len(names) > 1 and day is not None:
            facts = {"vouchers": ", ".join(names), "date": day.isoformat(), "count": len(names)}
            yield found("booked-twice", voucher=names[0], **facts, **said)
    dated = [day for day in days if day is not None]
    if 1 < row["count"] < limits["often"] and len(dated) == row["count"]:
        apart = (dated[-1] - dated[0]).days
        if apart <= limits["days"]:
            names = [days[day][0] for day in dated]
            facts = {"vouchers": ", ".join(names), "date": dated[0].isoformat(), "days": apart}
            yield found("booked-twice:near", voucher=names[0], **facts, **said)
