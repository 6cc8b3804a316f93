"""What an entry out of a reconciliation difference would book: the account, and the other side suggested.

An account is set right against its offset account. A ledger's account only where the general ledger is
at fault: what the ledger lacks or has wrong is mended in the ledger, and no entry can do it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from lib.checks.causes import Cause
from lib.checks.explainer import Explanation
from lib.closing.entries import Draft, EntryRow
from lib.core.languages import Fact, Language, mark, translate
from lib.ledger.accounts import is_balance_account
from lib.ledger.books import YearFrames
from lib.ledger.extracts import label
from lib.ledger.sides import ACCOUNTS, Side

OFFSETS: Final[Mapping[str, str]] = {
    "1400": "4900",
    "1720": "5615",
    "2513": "5191",
    "2514": "7530",
    "2515": "7550",
    "2910": "7010",
    "2920": "7090",
}
"""The other side by itself, as Skatt & Bokslut suggests it (support.vismaspcs.se, recon-closing-entries)."""
IN_THE_BOOKS: Final = frozenset({"manual-voucher", "edited-voucher", "voucher-alone", "cancelled-booked"})
"""Causes of a ledger's difference that lie in the general ledger: a voucher that ought to book something else there."""
LEDGER_ACCOUNTS: Final = frozenset(of.main for of in ACCOUNTS.values())
"""Accounts that are held against a ledger."""

DIFFERENCE: Final = mark("Reconciliation difference {account}")
OUT_OF_VOUCHER: Final = mark("Correction of voucher {voucher} on account {account}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rows that set an account right: a name (marked, with facts, or a person's own), and for a ledger the cause.

    A row without account is for the person to fill in: nothing tells the other side.
    """

    rows: tuple[EntryRow, ...]
    text: str = DIFFERENCE
    facts: Mapping[str, Fact] = field(default_factory=dict)
    cause: Cause | None = None

    @property
    def complete(self) -> bool:
        """Whether every row has its account."""
        return all(row.account for row in self.rows)

    def name(self, language: Language) -> str:
        """What the entry would be called."""
        return translate(self.text, language, **self.facts) if self.facts else self.text


def of_difference(account: str, difference: int, chart: Collection[str], earlier: Sequence[Draft] = ()) -> Proposal:
    """What takes a difference away: öre, balance less what the account is held against.

    `earlier` are entries that were made from this account before, the newest first: the other side and
    the name are theirs. Without any the other side is that of `OFFSETS`; blank when the year's
    `chart` does not have it.
    """
    known = next((one for one in earlier if _other(one, account) in chart), None)
    offset = _other(known, account) if known else OFFSETS.get(account, "")
    rows = (EntryRow(account, -difference), EntryRow(offset if offset in chart else "", difference))
    return Proposal(rows, known.name) if known else Proposal(rows, facts={"account": account})


def of_ledger(
    explanation: Explanation, side: Side, books: YearFrames, earlier: Sequence[YearFrames] = ()
) -> tuple[Proposal, ...]:
    """An entry for each cause that lies in the general ledger; none where the ledger itself is to be mended.

    `books` are those of the period's year, `earlier` those before it. The other side is that of the cause's
    own voucher. In one of an earlier year it may be a balance account alone: that year's result is
    closed, and where it would go is for the person to say. Causes that take each other out need no entry.
    """
    found = _standing([one for one in explanation.causes if one.finding.check in IN_THE_BOOKS and one.amount])
    years = {one.year.start: one for one in (*earlier, books)}
    return tuple(_of_cause(cause, side, books, years.get(cause.year_start or books.year.start)) for cause in found)


def _standing(causes: Iterable[Cause]) -> list[Cause]:
    """The causes but those that take each other out: one books back what the other booked, as a correction does."""
    left: list[Cause] = []
    for cause in causes:
        back = next((one for one in left if one.amount == -cause.amount), None)
        left = [one for one in left if one is not back] if back else [*left, cause]
    return left


def _of_cause(cause: Cause, side: Side, books: YearFrames, own: YearFrames | None) -> Proposal:
    """A voucher that is all wrong is taken back row by row; of another only the account is set right.

    `own` are the books of the voucher's year, where they are known.
    """
    of = ACCOUNTS[side]
    closed = cause.year_start not in {None, books.year.start}
    facts = {"voucher": _named(cause, own, closed=closed), "account": of.main}
    wanted = of.sign * cause.amount
    booked = _rows(cause, own)
    if closed and not _still_open(booked["account"], books):
        booked = booked.clear()
    compared = booked.select(of.compared(pl.col("account")))["account"]
    if booked.filter(compared)["amount"].sum() == -wanted and not booked["amount"].sum():
        rows = tuple(EntryRow(account, -amount, text) for account, amount, text in booked.iter_rows() if amount)
    else:
        others = booked.filter(~compared)["account"].unique().to_list()
        rows = (EntryRow(of.main, wanted), EntryRow(others[0] if len(others) == 1 else "", -wanted))
    return Proposal(rows, OUT_OF_VOUCHER, facts, cause)


def _named(cause: Cause, own: YearFrames | None, *, closed: bool) -> str:
    """What people call the voucher; its year too where it is another, as numbers begin anew each year."""
    voucher = cause.finding.voucher or ""
    return f"{voucher} ({own.year.label})" if closed and own else voucher


def _still_open(accounts: pl.Series, books: YearFrames) -> bool:
    """Whether all of these are balance accounts of a year's chart: they carry over what was booked on them."""
    chart = books.frame("accounts").filter(is_balance_account(pl.col("type"))).select("account").collect()
    return bool(accounts.is_in(chart["account"].implode()).all())


def _rows(cause: Cause, own: YearFrames | None) -> pl.DataFrame:
    """The rows of the voucher that a cause names; none when its year is not in the books."""
    if own is None:
        return pl.DataFrame(schema={"account": pl.String, "amount": pl.Int64, "text": pl.String})
    named = own.frame("entries").filter(label() == (cause.finding.voucher or ""))
    return named.select("account", "amount", pl.col("text").fill_null("")).collect()


def _other(draft: Draft, account: str) -> str:
    """The one other account of an entry; blank when there are several."""
    others = {row.account for row in draft.rows} - {account}
    return others.pop() if len(others) == 1 else ""
