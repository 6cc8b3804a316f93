"""Templates of closing entries: one is chosen to make an entry of, and an entry is kept as one."""

import streamlit as st

from dashboard import address, data, panels
from dashboard.entry_proposal import ENTRY
from dashboard.entry_rows import Typed
from dashboard.entry_template_view import TEMPLATE
from dashboard.language import _
from dashboard.working import Working
from lib.actions.entry_templates import delete_template, save_template, use_template
from lib.closing.accruals import MONTHS_AT_MOST
from lib.store import entry_templates
from lib.store.entry_tables import EntryTemplate


def show(at: Working, *, closed: bool) -> None:
    """The templates to choose from, where there are any."""
    with data.house().store.reading() as session:
        found = {row.id: row for row in entry_templates.of_client(session, at.client.id)}
    if not found or closed:
        return
    with st.popover(_("From a template"), icon=":material/content_copy:"):
        chosen = st.selectbox(_("Template"), list(found), format_func=lambda one: _title(found[one]))
        made: list[int] = []
        if st.button(_("Make an entry of it"), type="primary", key="use-template") and panels.done(
            lambda: made.append(use_template(at.view.desk, at.client.id, at.key, chosen))
        ):
            address.put(**{ENTRY: made[0]})
            st.rerun()
        if at.view.may("entry-template.change"):
            _change(at, found[chosen])


def _change(at: Working, row: EntryTemplate) -> None:
    """The way to the template's rows, and the button that deletes it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Change the template"),
            type="tertiary",
            icon=":material/edit:",
            on_click=address.put,
            kwargs={TEMPLATE: row.id},
        )
        if st.button(_("Delete the template"), type="tertiary", icon=":material/delete:"):
            owner, number = row.client_id, row.id
            panels.attempt(lambda: delete_template(at.view.desk, owner, number), _("The template was deleted."))


def keep(at: Working, name: str, typed: Typed, trace: str) -> None:
    """The form that keeps the rows on the screen as a template."""
    if not at.view.may("entry-template.change") or not typed.rows:
        return
    with st.popover(_("Save as a template"), icon=":material/bookmark_add:", type="tertiary"):
        with st.form(f"template-{trace}", border=False):
            called = st.text_input(_("The template's name"), name, max_chars=120)
            months = st.number_input(_("Months to spread the amounts over"), 1, MONTHS_AT_MOST, 1)
            back = st.checkbox(_("Take each entry back in the next period"))
            everybody = st.checkbox(_("For all clients"))
            saved = st.form_submit_button(_("Save the template"))
        if saved:
            owner = None if everybody else at.client.id
            panels.attempt(
                lambda: save_template(
                    at.view.desk, owner, name=called or "", rows=typed.rows, months=int(months), reversal=back
                ),
                _("The template was saved."),
            )


def _title(row: EntryTemplate) -> str:
    months = _("over {months:count|month|months}", months=row.months) if row.months > 1 else ""
    back = _("taken back in the next period") if row.reversal else ""
    return ", ".join(part for part in (row.name, months, back) if part)
