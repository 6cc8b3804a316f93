"""The way from a difference on an account to the entry that takes it away."""

from typing import Final

import streamlit as st

from dashboard import closing_data, data, navigation, panels
from dashboard.account_standing import AccountView
from dashboard.language import _, current
from lib.closing.entry_books import accounts_of
from lib.closing.offsets import LEDGER_ACCOUNTS, Proposal, of_difference, of_ledger
from lib.core.explanations import EXPLANATIONS
from lib.ledger.books import LazyBooks
from lib.ledger.sides import ACCOUNTS
from lib.store import entries

ACCOUNT, CAUSE, ENTRY, NEW = "konto", "orsak", "bv", "ny"
SHOWN_AT_MOST: Final = 3


def button(found: AccountView) -> None:
    """The way to a new entry, where a difference stands and entries can be made; for a ledger one for each cause."""
    if not difference(found) or not found.at.may("entry.change"):
        return
    proposed = proposals(found)
    if not proposed:
        st.caption(
            _("No cause lies in the general ledger: mend the difference in the ledger, where no closing entry helps.")
        )
    for place, one in enumerate(proposed[:SHOWN_AT_MOST]):
        label = _("Make a closing entry")
        if one.cause is not None and len(proposed) > 1:
            label = _("Closing entry for voucher {voucher}", voucher=panels.plain(str(one.facts["voucher"])))
        if st.button(label, icon=":material/balance:", key=f"propose-{found.number}-{place}"):
            navigation.go("closing_entries", **{ENTRY: NEW, ACCOUNT: found.number, CAUSE: place or None})


def difference(found: AccountView) -> int:
    """What the books have more than what the account is held against, öre; nought where nothing is compared."""
    return int(found.row["difference"][0] or 0)


def proposals(found: AccountView) -> tuple[Proposal, ...]:
    """What would take the account's difference away: one entry, for a ledger one for each cause in the books."""
    if found.number in LEDGER_ACCOUNTS:
        side = next(side for side in ACCOUNTS if ACCOUNTS[side].main == found.number)
        ledger = closing_data.ledgers(found.at.view, found.at.at).get(side)
        if ledger is not None:
            return of_ledger(ledger.explanation, side, found.at.books, _earlier(found))
    with data.house().store.reading() as session:
        earlier = entries.made_from(session, found.at.client.id, found.number)
    return (of_difference(found.number, difference(found), accounts_of(found.at.books), earlier),)


def why(proposal: Proposal) -> None:
    """The cause that a proposal answers to, in words, and what it leaves to the person."""
    said = [] if proposal.complete else [_("Nothing tells the account of the other side: fill it in.")]
    if proposal.cause is not None:
        said.insert(0, EXPLANATIONS[proposal.cause.finding.check].say(proposal.cause.finding, current()))
    st.caption(panels.plain(" ".join(said)))


def _earlier(found: AccountView) -> list[LazyBooks]:
    """The books of the years before the period's, as the period goes by them."""
    held, first = found.at.at.books.years, found.at.period.year.start
    return [data.year_books(snapshot) for year, snapshot in held.items() if year.start < first]
