"""T17: whether accounts meet in a voucher that do not use to meet."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.patterns import Hashes, shapes
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.rows import Rows
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("Accounts meet as they use to")
_TEXTS: Final = {
    "": CheckText(
        Severity.NOTE,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) is alone in booking {debit} {debit_name} "
            "against {credit} {credit_name}: {amount:kr}."
        ),
        mark("Open the voucher: a rare pair of accounts is most often a rare event, sometimes a mistyped account."),
    ),
    "never": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) books {debit} {debit_name} against {credit} {credit_name}, "
            "{amount:kr}: they seldom belong together."
        ),
        mark("Open the voucher and its receipt; if it is right, mark the finding as done with a word on why."),
    ),
    "account": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("Account {account} {name} is used in {count:count|voucher|vouchers} only, for {amount:kr}."),
        mark("See that the account is the one that was meant."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("vouchers", 2, Unit.COUNT, mark("An account used in at most this many vouchers is seldom used.")),
    Threshold("accounts", 11, Unit.COUNT, mark("Vouchers with more accounts than this are let be.")),
    Threshold("share", 3, Unit.PERCENT, mark("The rarest pairs that are told, as a share of all pairs.")),
    Threshold(
        "listed", 5, Unit.COUNT, mark("At most this many rare pairs, and this many seldom used accounts, are told.")
    ),
    Threshold("least", 0, Unit.ORE, mark("The smallest amount that is told; 0 is what matters in the books.")),
)
_NEVER: Final = (
    ("^2893", "^3[0-6]"),
    ("^[67]", "^20[89]1"),
    ("^20[89]1", "^[67]"),
    ("^7[0-2]", "^1910"),
)
"""Debit and credit that seldom belong together, however often they meet."""
_SMALL: Final = 2_000
_KEY: Final = ["debit_key", "credit_key"]
Pairs = pl.DataFrame


@rule("T17", "account-pairs", texts=_TEXTS, needs=(vouchers,), thresholds=_THRESHOLDS)
def account_pairs(case: Case, limits: Limits) -> Found:
    """Pairs of a debited and a credited account that hardly any voucher has, and pairs that none should have."""
    own = shapes(case)
    kinds = pl.DataFrame({"shape": own, "place": case.vouchers["place"]}).group_by("shape")
    of_shape = kinds.agg(pl.col("place").first(), vouchers=pl.len()).sort("place")
    # vouchers of one shape have the same accounts on the same sides, so one of them tells the pairs of all
    pairs = _pairs(case, of_shape["place"], limits["accounts"]).join(of_shape, on="place", maintain_order="left")
    wrong = _wrong(case, own, _never(pairs))
    least = limits["least"] or case.material
    fresh = pairs.filter(~pl.col("place").is_in(wrong["place"].implode()))
    made = [*_told(case, wrong.head(LISTED_AT_MOST), "account-pairs:never"), *_rare(case, fresh, limits, least)]
    listed = [*made, *_seldom(case, limits, least)]
    return Found(len(listed) + max(wrong.height - LISTED_AT_MOST, 0), tuple(listed[:LISTED_AT_MOST]))


def _wrong(case: Case, own: Hashes, pairs: Pairs) -> Pairs:
    """The largest of these pairs in each voucher of their shapes; `own` are the shapes of all vouchers."""
    places = pl.Series(np.flatnonzero(np.isin(own, pairs["shape"].unique().to_numpy())), dtype=pl.UInt32)
    # of the rows of so many vouchers, only those that can make such a pair are looked at
    accounts = {*pairs["debit"], *pairs["credit"]}
    rows = case.rows_of(places)
    able = rows.where(case.by_code(dict.fromkeys(accounts, 1)).astype(np.bool_)[rows.code])
    return _never(_met(_sides(case, able))).unique("place", keep="first", maintain_order=True)


def _pairs(case: Case, places: pl.Series, most: int) -> Pairs:
    """The pairs of accounts of the vouchers at these places, but for vouchers with more accounts than `most`."""
    return _met(_sides(case, case.rows_of(places)).filter(pl.col("account").n_unique().over("place") <= most))


def _sides(case: Case, rows: Rows) -> pl.DataFrame:
    """What each account is debited (`side`) and credited in each voucher of these rows."""
    return case.frame(rows).group_by("place", "account", side=pl.col("amount") > 0).agg(pl.col("amount").sum())


def _met(rows: pl.DataFrame) -> Pairs:
    """Each pair of accounts, `debit` and `credit`, that meet in a voucher, and how much of it they share."""
    debits, credits_ = rows.filter("side"), rows.filter(~pl.col("side"))
    both = debits.join(credits_.select("place", credit="account", other="amount"), on="place")
    amount = pl.min_horizontal("amount", -pl.col("other"))
    told = both.select("place", "credit", debit="account", amount=amount).filter(pl.col("debit") != pl.col("credit"))
    return told.sort("amount", "place", "debit", "credit", descending=[True, False, False, False])


def _never(pairs: Pairs) -> Pairs:
    debit, credit = pl.col("debit"), pl.col("credit")
    wrong = pl.any_horizontal([debit.str.contains(one) & credit.str.contains(other) for one, other in _NEVER])
    return pairs.filter(wrong)


def _rare(case: Case, pairs: Pairs, limits: Limits, least: int) -> Iterator[Finding]:
    length = 2 if case.vouchers.height < _SMALL else 4  # few vouchers say something of groups of accounts only
    grouped = _keyed(pairs, length)
    summed = grouped.group_by(_KEY).agg(pl.col("vouchers").sum())
    rarest = summed.sort("vouchers", *_KEY).head(max(summed.height * limits["share"] // 100, limits["listed"]))
    alone = rarest.filter(pl.col("vouchers") <= 1).join(_known(case, length, limits), on=_KEY, how="anti")
    told = grouped.join(alone.select(_KEY), on=_KEY, maintain_order="left").filter(pl.col("amount") >= least)
    closing = case.vouchers.filter(pl.col("date") == case.year.end)["place"]
    # accruals and what is moved within equity come once a year by their nature
    equity = told["debit"].str.starts_with("20") & told["credit"].str.starts_with("20")
    fresh = told.filter(~(_both(told, case.having("accruals")) | equity), ~pl.col("place").is_in(closing.implode()))
    ranked = fresh.sort("amount", "place", "debit", "credit", descending=[True, False, False, False])
    single = ranked.unique("place", keep="first", maintain_order=True)
    yield from _told(case, single.head(limits["listed"]), "account-pairs")


def _keyed(pairs: Pairs, length: int) -> Pairs:
    return pairs.with_columns(pl.col("debit", "credit").str.slice(0, length).name.suffix("_key"))


def _known(case: Case, length: int, limits: Limits) -> pl.DataFrame:
    """The pairs that the year before had, where the books are small: what comes once a year is not rare."""
    if not case.earlier or case.vouchers.height >= _SMALL:
        return pl.DataFrame(schema=dict.fromkeys(_KEY, pl.String))
    before = Case(case.earlier[0], case.today)
    return _keyed(_pairs(before, before.vouchers["place"], limits["accounts"]), length).select(_KEY).unique()


def _both(pairs: Pairs, accounts: set[str]) -> pl.Series:
    """Whether either account of each pair is one of these."""
    of = pl.Series(sorted(accounts), dtype=pl.String).implode()
    return pairs["debit"].is_in(of) | pairs["credit"].is_in(of)


def _told(case: Case, pairs: Pairs, kind: str) -> Iterator[Finding]:
    joined = case.named(pairs.join(case.vouchers, on="place", maintain_order="left"))
    row: dict[str, Any]
    for row in joined.iter_rows(named=True):
        sides = {side: row[side] for side in ("debit", "credit")}
        names = {f"{side}_name": case.names[account] for side, account in sides.items()}
        day = row["date"].isoformat() if row["date"] else ""
        yield found(kind, voucher=row["label"], date=day, text=row["text"], amount=row["amount"], **sides, **names)


def _seldom(case: Case, limits: Limits, least: int) -> Iterator[Finding]:
    """Result accounts used in a voucher or two in all the months known, none of them the year's last."""
    own = case.months.filter(pl.col("account").str.contains("^[3-7]"))
    used = own.group_by("account").agg(pl.col("rows", "debit", "credit").sum(), last=pl.col("month").max())
    large = pl.max_horizontal("debit", "credit")
    seldom = used.filter(
        pl.col("rows") <= limits["vouchers"],
        large >= least,
        pl.col("last").is_between(case.year.start, case.year.end.replace(day=1), closed="left"),
    )
    ranked = seldom.with_columns(amount=large).sort("amount", "account", descending=[True, False])
    for account, rows, amount in ranked.head(limits["listed"]).select("account", "rows", "amount").iter_rows():
        yield found("account-pairs:account", account=account, name=case.names[account], count=rows, amount=amount)
