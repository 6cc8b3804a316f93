"""T15: whether a supplier's invoices are booked on the account they use to be."""

from typing import Any, Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
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
    usual = _usual(_regular(_purchases(case), limits["known"]))
    least = limits["least"] or case.trifle
    wrong = usual.filter(
        pl.col("code") != pl.col("usual"),
        pl.col("hits") * 100 >= pl.col("seen") * limits["share"],
        pl.col("seen") >= limits["known"],
        pl.col("amount") >= least,
    )
    accounts = case.chart["account"]
    told = wrong.head(LISTED_AT_MOST).with_columns(accounts.gather(wrong["code"].head(LISTED_AT_MOST)))
    rows = case.at(told["place"].to_numpy()).with_columns(
        told["account", "amount", "seen", "hits"], usual=accounts.gather(told["usual"])
    )
    return Found(wrong.height, tuple(_finding(row, case) for row in rows.iter_rows(named=True)))


def _purchases(case: Case) -> pl.DataFrame:
    """Each purchase by date: `place`, `date`, `code` of the account that most of it is on, `amount`, `supplier`."""
    payable = case.touching(case.having("payables", "vat-in"))
    costs = case.rows_on({account for account in case.names if account[:1] in {"4", "5", "6"}})
    rows = costs.where(payable[costs.place] & (costs.amount > 0))
    largest = rows.largest()
    places = pl.Series("place", rows.vouchers, dtype=pl.UInt32)
    own = pl.DataFrame({"place": places, "code": rows.code[largest], "amount": rows.amount[largest]})
    dated = own.with_columns(case.vouchers["date"].gather(places), _suppliers(case, places))
    return dated.filter(pl.col("supplier").is_not_null()).sort("date", "place")


def _suppliers(case: Case, places: pl.Series) -> pl.Series:
    """A number for each voucher's supplier, null where nobody can tell: as the ledger has it, else by the text."""
    if laid := case.ledger(Side.PAYABLES):
        own = laid[0].documents.filter(pl.col("year_start") == case.year.start)
        parties = own.select("series", pl.col("party_number").alias("supplier"), number="voucher_number")
        named = case.vouchers.select("series", "number")[places].join(
            parties.unique(["series", "number"], keep="first"),
            on=["series", "number"],
            how="left",
            maintain_order="left",
        )
    else:
        texts = case.vouchers["text"].gather(places).fill_null("")
        named = texts.str.replace_all("[0-9]+", "").str.strip_chars().alias("supplier").to_frame()
    known = pl.col("supplier").str.len_bytes() >= (1 if laid else _WORD_AT_LEAST)
    return named.select(pl.when(known).then(pl.col("supplier").hash())).to_series().alias("supplier")


def _regular(bought: pl.DataFrame, known: int) -> pl.DataFrame:
    """The purchases from suppliers that have billed often enough, on more than one account."""
    counts = bought.group_by("supplier", "code").len().group_by("supplier").agg(pl.col("len").sum(), codes=pl.len())
    several = counts.filter(pl.col("len") > known, pl.col("codes") > 1)["supplier"]
    return bought.filter(pl.col("supplier").is_in(several.implode()))


def _usual(bought: pl.DataFrame) -> pl.DataFrame:
    """Purchases with the account that most of the supplier's are on, `seen` before, and `hits` on it of those."""
    counts = bought.group_by("supplier", "code").len().sort("len", "code", descending=[True, False])
    top = counts.unique("supplier", keep="first", maintain_order=True).select("supplier", usual="code")
    both = bought.join(top, on="supplier", maintain_order="left")
    on_it = (pl.col("code") == pl.col("usual")).cast(pl.Int64)
    return both.with_columns(
        seen=pl.int_range(pl.len()).over("supplier"), hits=(on_it.cum_sum() - on_it).over("supplier")
    )


def _finding(row: dict[str, Any], case: Case) -> Finding:
    told = {name: row[name] for name in ("text", "amount", "usual", "seen")}
    account, day = row["account"], row["date"].isoformat() if row["date"] else ""
    facts = {"name": case.names[account], "date": day, "hits": row["hits"]}
    return found("supplier-coding", account=account, voucher=row["label"], **told, **facts)
