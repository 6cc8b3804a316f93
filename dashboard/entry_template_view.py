"""One template of closing entries, changed: its name, its rows, over how many months, and whether it is taken back."""

from typing import Final

import streamlit as st

from dashboard import address, data, entry_rows, panels, reader
from dashboard.entry_view import NAME_AT_MOST
from dashboard.language import _, when
from dashboard.working import Working
from lib.actions.entry_templates import save_template
from lib.closing.accruals import MONTHS_AT_MOST
from lib.core.errors import NotFound
from lib.store import entry_templates
from lib.store.entry_tables import EntryTemplate

TEMPLATE: Final = "mall"
"""How the page of closing entries is asked for one."""


def show(at: Working) -> None:
    """The template that the address names, to be changed by those who may."""
    address.back(_("Closing entries"), TEMPLATE)
    row = _named(at)
    if row is None:
        panels.empty(_("There is no such template."), _("It may have been deleted."))
        return
    st.subheader(_("Template {name}", name=panels.plain(row.name)), anchor=False)
    owner = _("For this client.") if row.client_id else _("For all clients.")
    said = _("Saved by {who}, {time}.", who=panels.plain(row.user_name or "Brygga"), time=when(row.at))
    st.caption(f"{owner} {said} {_('Entries that were made from it stay as they are.')}")
    _editor(at, row, closed=not at.view.may("entry-template.change"))


def _named(at: Working) -> EntryTemplate | None:
    number = address.row_id(address.read(TEMPLATE))
    if number is None:
        return None
    try:
        with data.house().store.reading() as session:
            return entry_templates.get(session, at.client.id, number)
    except NotFound:
        return None


def _editor(at: Working, row: EntryTemplate, *, closed: bool) -> None:
    trace = f"template-{row.id}-{row.at.isoformat()}"
    shown = reader.shown(row.name) if closed else row.name
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("The template's name"), shown, key=f"name-{trace}", max_chars=NAME_AT_MOST, disabled=closed
        )
        months = st.number_input(
            _("Months to spread the amounts over"),
            1,
            MONTHS_AT_MOST,
            row.months,
            key=f"months-{trace}",
            disabled=closed,
            width=220,
        )
        back = st.checkbox(
            _("Take each entry back in the next period"), row.reversal, key=f"back-{trace}", disabled=closed, width=250
        )
    typed = entry_rows.edit(trace, entry_templates.rows_of(row), closed=closed)
    entry_rows.sums(typed.rows)
    if closed:
        st.caption(_("Accountants change templates; your role may look."))
        return
    saved = st.button(_("Save the template"), type="primary", disabled=bool(typed.problems), key=f"save-{trace}")
    if saved and panels.done(
        lambda: save_template(
            at.view.desk,
            row.client_id,
            name=name or "",
            rows=typed.rows,
            months=int(months),
            reversal=back,
            template_id=row.id,
        )
    ):
        entry_rows.forget(trace)
        panels.say(_("The template was saved."))
        st.rerun()
