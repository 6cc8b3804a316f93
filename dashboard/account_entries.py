"""The closing entries that move one account: what they make of its balance, and the way to each of them."""

import streamlit as st

from dashboard import data, entries_beside, navigation, panels, working
from dashboard.account_standing import AccountView
from dashboard.entry_proposal import ENTRY
from dashboard.language import _
from lib.core.money import sek
from lib.store import entries


def show(found: AccountView) -> None:
    """What entries make of the balance above, with each of them; nothing where no entry moves the account."""
    beside = entries_beside.of(found.at.at)
    own = beside.of(found.number)
    if not own or found.closing is None:
        return
    row = beside.onto(found.row).row(0, named=True)
    sums = {_("Entries"): row["entries"], _("After entries"): row["after"]}
    st.markdown("  \n".join(f"{label} **{sek(amount)}**" for label, amount in sums.items()))
    if row["left"] is not None:
        st.caption(_("The difference is by the books; after the entries {amount:kr} is left.", amount=row["left"]))
    with data.house().store.reading() as session:
        rows = [entries.get(session, found.at.client.id, entry_id) for entry_id in own]
    for one in rows:
        label = f"{entries.label(one)} {panels.plain(one.name)} {sek(own[one.id])}"
        if st.button(label, key=f"entry-{one.id}", type="tertiary", icon=":material/edit_square:"):
            period = found.at.at.board.get(one.period)
            code = working.code(period) if period else None
            navigation.go("closing_entries", **{ENTRY: str(one.id), "period": code})
