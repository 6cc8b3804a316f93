"""T15: whether a supplier's invoices are booked on the account they use to be."""

from typing import Any, Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.ledger.sides import Side

_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        mark("Suppliers are booked on their usual accounts"),
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) books {amount:kr} on {account} {name}, "
            "but {usual} was used {hits:count} of {seen:count} times before."
        ),
        mark("Open the voucher and the invoice: if the account is wrong, move the amount and see to its VAT."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("known", 5, Unit.COUNT, mark("How many earlier invoices there must be.")),
    Threshold("share", 80, Unit.PERCENT, mark("How large a part of them that used the same account.")),
    Threshold("least", 0, Unit.ORE, mark("The smallest amount that is told; 0 is a trifle's worth.")),
)
_WORD_AT_LEAST: Final = 4


@rule("T15", "supplier-coding", texts=_TEXTS, needs=(vouchers,), thresholds=_THRESHOLDS)
def supplier_coding(case: Case, limits: Limits) -> Found:
    """Purchases on another account than most of that supplier's earlier ones.

    The supplier is the ledger's; without a ledger it is what is left of the voucher's text without figures.
    """
    bought = _with_supplier(case, _purchases(case)).sort("date", "place")
    several = pl.col("account").n_unique().over("supplier") > 1
    known = bought.filter(pl.len().over("supplier") > limits["known"]).filter(several)
    usual = _usual(known.with_columns(seen=pl.int_range(pl.len()).over("supplier")))
    least = limits["least"] or case.trifle
    wrong = usual.filter(
        pl.col("account") != pl.col("usual"),
        pl.col("usual_hits") * 100 >= pl.col("seen") * limits["share"],
        pl.col("seen") >= limits["known"],
        pl.col("amount") >= least,
    )
    return Found.rows(case.named(wrong), lambda row: _finding(row, case))


def _purchases(case: Case) -> pl.DataFrame:
    """Each purchase with the account that most of it was booked on: as vouchers, with `account` and `amount`."""
    payable = case.touching(case.having("payables", "vat-in"))
    costs = case.rows_on({account for account in case.names if account[:1] in {"4", "5", "6"}})
    rows = costs.where(payable[costs.place] & (costs.amount > 0))
    largest = rows.largest()
    of_voucher = case.vouchers.select("place", "series", "number", "date", "text")[pl.Series(rows.vouchers)]
    account = case.chart["account"].gather(rows.code[largest])
    return of_voucher.with_columns(account, pl.Series("amount", rows.amount[largest]))


def _with_supplier(case: Case, bought: pl.DataFrame) -> pl.DataFrame:
    """Purchases with their `supplier`; those that nobody can name are left out."""
    named = bought.with_columns(supplier=pl.col("text").str.replace_all("[0-9]+", "").str.strip_chars())
    if laid := case.ledger(Side.PAYABLES):
        parties = (
            laid[0]
            .documents.filter(pl.col("year_start") == case.year.start)
            .select("series", number="voucher_number", party="party_number")
        )
        own = parties.unique(["series", "number"], keep="first")
        named = named.join(own, on=["series", "number"], how="left").with_columns(
            supplier=pl.coalesce("party", "supplier")
        )
        return named.filter(pl.col("party").is_not_null())
    return named.filter(pl.col("supplier").str.len_chars() >= _WORD_AT_LEAST)


def _usual(placed: pl.DataFrame) -> pl.DataFrame:
    """Purchases with the account that most of all the supplier's earlier ones are on, and how many of them."""
    counts = (
        placed.group_by("supplier", "account")
        .agg(of_account=pl.len())
        .sort("of_account", "account", descending=[True, False])
    )
    top = counts.unique("supplier", keep="first", maintain_order=True).select("supplier", usual="account")
    both = placed.join(top, on="supplier", maintain_order="left")
    before = (pl.col("account") == pl.col("usual")).cast(pl.Int64)
    return both.with_columns(usual_hits=(before.cum_sum() - before).over("supplier"))


def _finding(row: dict[str, Any], case: Case) -> Finding:
    told = {name: row[name] for name in ("text", "amount", "usual", "seen")}
    account, day = row["account"], row["date"].isoformat() if row["date"] else ""
    facts = {"name": case.names[account], "date": day, "hits": row["usual_hits"]}
    return found("supplier-coding", account=account, voucher=row["label"], **told, **facts)
