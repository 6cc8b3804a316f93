"""What an entry out of a reconciliation difference would book: the account, and the other side suggested.

An account is set right against its offset account. A ledger's account only where the general ledger is
at fault: what the ledger lacks or has wrong is mended in the ledger, and no entry can do it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from lib.checks.causes import Cause
from lib.checks.explainer import Explanation
from lib.closing.entries import Draft, EntryRow
from lib.core.languages import Fact, Language, mark, translate
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


def of_ledger(explanation: Explanation, side: Side, books: YearFrames) -> tuple[Proposal, ...]:
    """An entry for each cause that lies in the general ledger; none where the ledger itself is to be mended.

    `books` are those of the period's year: the other side is that of the cause's own voucher, and
    blank for a voucher of another year, whose results are closed.
    """
    found = [cause for cause in explanation.causes if cause.finding.check in IN_THE_BOOKS and cause.amount]
    return tuple(_of_cause(cause, side, books) for cause in found)


def _of_cause(cause: Cause, side: Side, books: YearFrames) -> Proposal:
    """A voucher that is all wrong is taken back row by row; of another only the account is set right."""
    of, facts = ACCOUNTS[side], {"voucher": cause.finding.voucher, "account": ACCOUNTS[side].main}
    wanted = of.sign * cause.amount
    booked = _rows(cause, books)
    compared = booked.select(of.compared(pl.col("account")))["account"]
    if booked.filter(compared)["amount"].sum() == -wanted and not booked["amount"].sum():
        rows = tuple(EntryRow(account, -amount, text) for account, amount, text in booked.iter_rows() if amount)
    else:
        others = booked.filter(~compared)["account"].unique().to_list()
        rows = (EntryRow(of.main, wanted), EntryRow(others[0] if len(others) == 1 else "", -wanted))
    return Proposal(rows, OUT_OF_VOUCHER, facts, cause)


def _rows(cause: Cause, books: YearFrames) -> pl.DataFrame:
    """The rows of the voucher that a cause names; none when it is of another year."""
    entries = books.frame("entries")
    if cause.year_start != books.year.start:
        entries = entries.clear()
    own = entries.filter(label() == (cause.finding.voucher or ""))
    return own.select("account", "amount", pl.col("text").fill_null("")).collect()


def _other(draft: Draft, account: str) -> str:
    """The one other account of an entry; blank when there are several."""
    others = {row.account for row in draft.rows} - {account}
    return others.pop() if len(others) == 1 else ""
