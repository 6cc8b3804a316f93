"""T3: whether the VAT of each voucher is what its sales or its purchase gives."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.rows import Figures, Rows
from lib.checks.analysis.sales import OUTPUT, REVERSE, TO_SETTLE, free_rates, rate_spans, rates_of, unmapped
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.core.rates import RateKind, rate

_TITLE: Final = mark("The VAT of each voucher follows from its amounts")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} has sales of {base:kr} and output VAT of {vat:kr}; "
            "the accounts give {expected:kr}, a difference of {difference:kr}."
        ),
        mark("Open the voucher: most often the wrong sales or VAT account was used, or the VAT was typed by hand."),
    ),
    "missing": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Voucher {voucher} of {date:date} has sales of {base:kr} on accounts with VAT but no output VAT."),
        mark("Book the VAT of {expected:kr}, or move the sale to an account for sales without VAT."),
    ),
    "input": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} deducts input VAT of {vat:kr} on {base:kr}, "
            "which is more than any rate gives."
        ),
        mark("Compare with the invoice: the VAT may have been typed wrong, or belong to another voucher."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("points", 100, Unit.HUNDREDTHS, mark("Percentage points that the VAT may differ by.")),
    Threshold("least", 1_00, Unit.ORE, mark("The smallest difference that is told.")),
)


@rule("T3", "voucher-vat", texts=_TEXTS, needs=(vouchers,), thresholds=_THRESHOLDS)
def voucher_vat(case: Case, limits: Limits) -> Found:
    """Vouchers whose output VAT is not what their sales give, or whose input VAT is more than any rate gives."""
    sums = _sums(case)
    wrong = sums.filter(_sales_wrong(case, limits) | _purchase_wrong(case, limits))
    told = wrong.head(LISTED_AT_MOST).join(case.vouchers, on="place", maintain_order="left")
    return Found(wrong.height, tuple(_finding(row, free_rates(case)) for row in case.named(told).iter_rows(named=True)))


def _sums(case: Case) -> pl.DataFrame:
    """Each voucher with VAT or mapped sales: base, VAT and what VAT is expected (hundredths of a per cent of öre)."""
    mapped, other, output = rates_of(case, case.year.end), unmapped(case), case.having(*OUTPUT)
    rows = case.rows_on({*mapped, *other, *output, *case.roles["vat-in"]})
    weights = {
        "base": dict.fromkeys(mapped, -1),
        "free": dict.fromkeys(other, -1),
        "vat": dict.fromkeys(output, -1),
        "input": dict.fromkeys(case.roles["vat-in"], 1),
    }
    summed = {name: rows.sums(rows.amount * case.by_code(of)[rows.code]) for name, of in weights.items()}
    summed["expected"] = rows.sums(_expected(case, rows))
    apart = case.touching(case.having(*TO_SETTLE, "accruals", "result-account", *REVERSE))
    total = case.vouchers["total"].to_numpy()[rows.vouchers]
    own = {"place": rows.vouchers.astype(np.uint32), "apart": apart[rows.vouchers], "debit": total}
    sums = pl.DataFrame({**own, **summed})
    held = pl.any_horizontal(pl.col("base", "vat", "input") != 0)
    return sums.filter(held, ~pl.col("apart"))


def _expected(case: Case, rows: Rows) -> Figures:
    """What VAT each row gives by its account's rate on its day, in hundredths of a per cent of öre."""
    spans = rate_spans(case)
    if len(spans) == 1:
        return -rows.amount * case.by_code(spans[0][2])[rows.code]
    days = case.lines["date"].fill_null(case.year.start).gather(rows.index)
    expected = np.zeros_like(rows.amount)
    for first, last, rates in spans:
        # what is dated outside the year goes by its first or its last day
        after = (days >= first).to_numpy() if first > case.year.start else np.True_
        before = (days <= last).to_numpy() if last < case.year.end else np.True_
        expected -= np.where(after & before, rows.amount * case.by_code(rates)[rows.code], 0)
    return expected


def _sales_wrong(case: Case, limits: Limits) -> pl.Expr:
    """Whether the VAT fits none of the rates that the sales without a rate of their own may have."""
    told = pl.col("base") + pl.col("free")
    sold = (pl.col("base") != 0) | ((pl.col("free") != 0) & (pl.col("vat") != 0))
    off = [(pl.col("vat") * 10_000 - pl.col("expected") - pl.col("free") * each).abs() for each in free_rates(case)]
    near = pl.min_horizontal(off)
    return sold & (near > told.abs() * limits["points"]) & (near > limits["least"] * 10_000)


def _purchase_wrong(case: Case, limits: Limits) -> pl.Expr:
    most = rate(RateKind.VAT, case.year.end) or 0
    base = pl.col("debit") - pl.col("input")
    over = pl.col("input") * 10_000 - base * most
    alone = (pl.col("input") > 0) & (pl.col("base") == 0) & (pl.col("free") == 0) & (pl.col("vat") == 0)
    return alone & (over > base * limits["points"]) & (over > limits["least"] * 10_000)


def _finding(row: dict[str, Any], free: Sequence[int]) -> Finding:
    day = row["date"].isoformat() if row["date"] else ""
    named = {"voucher": row["label"], "date": day}
    if row["input"] > 0 and not row["base"] and not row["vat"]:
        return found("voucher-vat:input", **named, vat=row["input"], base=row["debit"] - row["input"])
    expected = _nearest(row, free)
    if not row["vat"]:
        return found("voucher-vat:missing", **named, base=row["base"] + row["free"], expected=expected)
    sums = {"base": row["base"] + row["free"], "vat": row["vat"], "expected": expected}
    return found("voucher-vat", **named, **sums, difference=row["vat"] - expected)


def _nearest(row: dict[str, Any], free: Sequence[int]) -> int:
    """The expected VAT that lies nearest to what was booked, in öre."""
    candidates = [int(row["expected"] + row["free"] * each) // 10_000 for each in free]
    return min(candidates, key=lambda each: (abs(row["vat"] - each), each))
