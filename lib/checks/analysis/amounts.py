"""T19: whether an amount is far larger than its account's amounts use to be."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.core.rates import RateKind, rate

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
}  # fmt: skip
_THRESHOLDS: Final = (
    Threshold("score", 350, Unit.HUNDREDTHS, mark("Robust standard deviations from the median, in hundredths.")),
    Threshold("rows", 30, Unit.COUNT, mark("The fewest rows of an account and side that say what is usual.")),
    Threshold(
        "least", 0, Unit.ORE, mark("The smallest amount that is told; 0 is a fifth of what matters in the books.")
    ),
    Threshold("limit", 0, Unit.ORE, mark("A limit for approval, just below which amounts are told; 0 is none.")),
    Threshold("below", 5, Unit.PERCENT, mark("How near below the limit, as a share of it.")),
)
_BINS: Final = 64
"""Parts of a factor of e that amounts are sorted into to find their median: each is 1.6 % wide."""
_MAD: Final = 1.4826
_FIFTH: Final = 5
_HALF: Final = 2
_SPREAD_AT_LEAST: Final = 0.1
"""Of log10: amounts that are all but equal would make the least change a great one."""


@rule(
    "T19",
    "unusual-amount",
    texts=_TEXTS,
    needs=(vouchers,),
    thresholds=_THRESHOLDS,
    passing=(
        "usual",
        "seen",
    ),
)
def unusual_amount(case: Case, limits: Limits) -> Found:
    """Rows of result accounts far above the median of their account and side; and purchases above or near a limit."""
    least = limits["least"] or case.material // _FIFTH
    rows = _rows(case)
    high = rows.filter(pl.col("bin") > _most(rows, limits).gather(rows["key"]), pl.col("amount").abs() >= least)
    usual = _medians(rows)
    made = [*_limits(case, rows, limits), *_equipment(case, rows)]
    ranked = high.sort(pl.col("amount").abs(), "place", descending=[True, False])
    told = [*made, *_told(case, ranked.head(LISTED_AT_MOST), usual)]
    return Found(high.height + len(made), tuple(told[:LISTED_AT_MOST]))


def _rows(case: Case) -> pl.DataFrame:
    """The rows of result accounts, those that close the year left out: `key` is account and side, `bin` ln(amount)."""
    accounts = [account for account in case.names if "3" <= account[:1] <= "8" and account < "8800"]
    wanted = (case.weights(accounts) > 0) & (case.lines["amount"] != 0)
    wanted &= (case.lines["date"] != case.year.end).fill_null(value=True)
    own = case.lines.select("code", "amount", "date").with_columns(case.places).filter(wanted)
    key = own["code"].cast(pl.UInt32) * 2 + (own["amount"] < 0).cast(pl.UInt32)
    logs = (np.log(np.abs(own["amount"].to_numpy())) * _BINS).astype(np.int32)
    return own.with_columns(key.alias("key"), pl.Series("bin", logs))


def _histogram(rows: pl.DataFrame) -> pl.DataFrame:
    """How many rows each account and side has in each bin, by bin."""
    return rows.group_by("key", "bin").agg(count=pl.len().cast(pl.Int64)).sort("key", "bin")


def _middle(counts: pl.DataFrame, value: str) -> pl.DataFrame:
    """The median of `value` by key, of counted values."""
    running = counts.sort("key", value).with_columns(
        reached=pl.col("count").cum_sum().over("key"), all=pl.col("count").sum().over("key")
    )
    return running.filter(pl.col("reached") * 2 >= pl.col("all")).unique("key", keep="first", maintain_order=True)


def _most(rows: pl.DataFrame, limits: Limits) -> pl.Series:
    """By key the bin above which an amount is out of line; beyond all bins where too few rows tell."""
    counts = _histogram(rows)
    middle = _middle(counts, "bin").select("key", "all", middle="bin")
    off = counts.join(middle.select("key", "middle"), on="key").with_columns(
        off=(pl.col("bin") - pl.col("middle")).abs()
    )
    spread = _middle(off, "off").select("key", spread="off")
    least = _SPREAD_AT_LEAST * _BINS * np.log(10)
    wide = pl.max_horizontal(pl.col("spread") * _MAD, pl.lit(least)) * limits["score"] / 100
    far = np.iinfo(np.int32).max
    known = middle.join(spread, on="key").with_columns(
        most=pl.when(pl.col("all") >= limits["rows"]).then(pl.col("middle") + wide.cast(pl.Int64)).otherwise(far)
    )
    table = np.full(int(rows["key"].to_numpy().max(initial=0)) + 1, far, np.int64)
    table[known["key"].to_numpy()] = known["most"].to_numpy()
    return pl.Series("most", table)


def _medians(rows: pl.DataFrame) -> pl.DataFrame:
    """What is usual by key, in öre, to 1.6 %: the middle of the median's bin."""
    middle = _middle(_histogram(rows), "bin")
    usual = ((pl.col("bin") + 0.5) / _BINS).exp().round(0).cast(pl.Int64)
    return middle.select("key", "all", usual=usual)


def _told(case: Case, high: pl.DataFrame, usual: pl.DataFrame) -> Iterator[Finding]:
    for row in _named(case, high.join(usual, on="key", maintain_order="left")):
        sign = -1 if row["amount"] < 0 else 1
        # to two figures: the median is known no closer, and a mark should not fall for an öre
        size = 10 ** max(len(str(row["usual"])) - 2, 0)
        told = {"usual": sign * (row["usual"] // size) * size, "seen": row["all"]}
        yield found("unusual-amount", **_facts(case, row), **told)


def _limits(case: Case, rows: pl.DataFrame, limits: Limits) -> Iterator[Finding]:
    limit = limits["limit"]
    near = rows.filter(pl.col("amount").is_between(limit * (100 - limits["below"]) // 100, limit, closed="left"))
    for row in _named(case, near if limit else near.clear()):
        yield found("unusual-amount:limit", **_facts(case, row), limit=limit)


def _equipment(case: Case, rows: pl.DataFrame) -> Iterator[Finding]:
    codes = case.chart.filter(pl.col("account").is_in(sorted(case.roles["equipment"])))["code"]
    for row in _named(case, rows.filter(pl.col("code").is_in(codes.implode()), pl.col("amount") > 0)):
        base = rate(RateKind.BASE_AMOUNT, row["date"]) if isinstance(row["date"], date) else None
        if base is not None and row["amount"] >= base // _HALF:
            yield found("unusual-amount:equipment", **_facts(case, row), limit=base // _HALF)


def _named(case: Case, rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    chart = case.chart.select("code", "account")
    joined = rows.drop("date").join(chart, on="code", maintain_order="left")
    yield from case.named(joined.join(case.vouchers, on="place", maintain_order="left")).iter_rows(named=True)


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
