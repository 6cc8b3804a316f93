"""T19: whether an amount is far larger than its account's amounts use to be."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.rows import Rows
from lib.checks.analysis.spreads import Spreads, spreads
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.core.rates import RateKind, rate
from lib.ledger.sides import Side

_TITLE: Final = mark("No amount is out of line")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) books {amount:kr} on {account} {name}, "
            "where about {usual:kr} is usual ({seen:count} rows)."
        ),
        mark("Open the voucher and its receipt: look for a slipped comma, a wrong account or an asset to capitalise."),
    ),
    "limit": CheckText(
        Severity.NOTE,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) books {amount:kr} on {account} {name}, just below {limit:kr}."
        ),
        mark("See whether a purchase was split to stay below the limit for approval."),
    ),
    "equipment": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) books {amount:kr} on {account} {name}, "
            "which is not less than half the price base amount, {limit:kr}."
        ),
        mark("If it is one purchase, or several that belong together, capitalise it (1220) and depreciate it."),
    ),
    "supplier": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Invoice {number} from {party} is of {amount:kr}; the largest of the {seen:count} others is {usual:kr}."
        ),
        mark("Open the invoice: look for a slipped comma, another's invoice, or a purchase out of the usual."),
    ),
}  # fmt: skip
_THRESHOLDS: Final = (
    Threshold("score", 350, Unit.HUNDREDTHS, mark("Robust standard deviations from the median.")),
    Threshold("rows", 30, Unit.COUNT, mark("The fewest rows of an account and side that say what is usual.")),
    Threshold(
        "least", 0, Unit.ORE, mark("The smallest amount that is told; 0 is a fifth of what matters in the books.")
    ),
    Threshold("limit", 0, Unit.ORE, mark("A limit for approval, just below which amounts are told; 0 is none.")),
    Threshold("below", 5, Unit.PERCENT, mark("How near below the limit, as a share of it.")),
    Threshold("factor", 10, Unit.COUNT, mark("How many times a supplier's next largest invoice its largest may be.")),
    Threshold("invoices", 5, Unit.COUNT, mark("The fewest invoices of a supplier that say what is usual.")),
)
_FIFTH: Final = 5
_EQUIPMENT_AT_LEAST: Final = 10_000_00
"""No half price base amount of the last decades was lower: spares looking up the rest."""


@rule(
    "T19",
    "unusual-amount",
    texts=_TEXTS,
    needs=(vouchers,),
    thresholds=_THRESHOLDS,
    passing=("usual", "seen"),
)
def unusual_amount(case: Case, limits: Limits) -> Found:
    """Rows of result accounts far above the median of their account and side; and purchases above or near a limit."""
    least = limits["least"] or case.material // _FIFTH
    rows = _rows(case)
    usual = spreads(rows.code.astype(np.int64) * 2 + (rows.amount < 0), np.abs(rows.amount), limits["rows"])
    high = rows.where((np.abs(rows.amount) >= least) & usual.beyond(limits["score"]))
    made = [*_limits(case, rows, limits), *_equipment(case), *_billed(case, limits)]
    told = [*made, *_told(case, high, usual)]
    return Found(high.index.size + len(made), tuple(told[:LISTED_AT_MOST]))


def _rows(case: Case) -> Rows:
    """The rows of result accounts that have an amount, those that close the year left out."""
    own = case.result_rows
    closing = (case.lines["date"] == case.year.end).fill_null(value=False).to_numpy()
    return own.where((own.amount != 0) & ~closing[own.index])


def _told(case: Case, high: Rows, usual: Spreads) -> Iterator[Finding]:
    for row in _named(case, high):
        sign = -1 if row["amount"] < 0 else 1
        middle, seen = usual.of(row["code"] * 2 + (sign < 0))
        # to two figures: the median is known no closer
        size = 10 ** max(len(str(middle)) - 2, 0)
        yield found("unusual-amount", **_facts(case, row), usual=sign * (middle // size) * size, seen=seen)


def _limits(case: Case, rows: Rows, limits: Limits) -> Iterator[Finding]:
    if limit := limits["limit"]:
        low = limit * (100 - limits["below"]) // 100
        for row in _named(case, rows.where((rows.amount >= low) & (rows.amount < limit))):
            yield found("unusual-amount:limit", **_facts(case, row), limit=limit)


def _equipment(case: Case) -> Iterator[Finding]:
    own = case.rows_on(case.roles["equipment"])
    for row in _named(case, own.where(own.amount >= _EQUIPMENT_AT_LEAST)):
        base = rate(RateKind.BASE_AMOUNT, row["date"]) if row["date"] else None
        if base is not None and row["amount"] >= base // 2:
            yield found("unusual-amount:equipment", **_facts(case, row), limit=base // 2)


def _billed(case: Case, limits: Limits) -> Iterator[Finding]:
    """Suppliers' invoices many times as large as the largest of their others (the relative size factor)."""
    if (laid := case.ledger(Side.PAYABLES)) is None:
        return
    bills = laid[0].documents.filter("counts", pl.col("total") > 0).sort("total", "number")
    known = bills.group_by("party_number", maintain_order=True).agg(
        pl.col("number", "external", "party", "booked_on", "total").last(),
        seen=pl.len() - 1,
        usual=pl.col("total").sort().slice(-2, 1).first(),
    )
    far = known.filter(
        pl.col("seen") + 1 >= limits["invoices"],
        pl.col("seen") > 0,
        pl.col("total") > pl.col("usual") * limits["factor"],
        pl.col("total") >= case.material,
        pl.col("booked_on").is_between(case.year.start, case.year.end),
    )
    for row in far.sort("total", "number", descending=[True, False]).iter_rows(named=True):
        told = {"number": row["external"] or row["number"], "party": row["party"], "amount": row["total"]}
        yield found("unusual-amount:supplier", **told, usual=row["usual"], seen=row["seen"])


def _named(case: Case, rows: Rows) -> Iterator[dict[str, Any]]:
    """The rows with their vouchers, the largest first; no more than are told."""
    order = np.lexsort((rows.place, -np.abs(rows.amount)))[:LISTED_AT_MOST]
    frame = pl.DataFrame({"place": rows.place[order], "amount": rows.amount[order], "code": rows.code[order]})
    frame = frame.with_columns(pl.col("place").cast(pl.UInt32), account=case.chart["account"].gather(rows.code[order]))
    yield from case.named(frame.join(case.vouchers, on="place", maintain_order="left")).iter_rows(named=True)


def _facts(case: Case, row: dict[str, Any]) -> dict[str, Any]:
    day = row["date"].isoformat() if row["date"] else ""
    return {
        "account": row["account"],
        "voucher": row["label"],
        "date": day,
        "text": row["text"],
        "amount": row["amount"],
        "name": case.names[row["account"]],
    }
