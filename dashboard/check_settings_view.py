"""How each check goes for the client: on or off, with which limits, and what its accounts are used for."""

from typing import Final

import streamlit as st

from dashboard import (
    account_roles_view,
    address,
    analysis_parts,
    check_editor,
    check_list,
    check_templates_view,
    closing_data,
    panels,
    rates_view,
)
from dashboard.context import View
from dashboard.language import _
from lib.core.languages import mark

PART: Final = "flik"
CHECKS, ACCOUNTS, TEMPLATES, RATES = "kontroller", "konton", "mallar", "satser"
PARTS: Final = {
    CHECKS: mark("All checks"),
    ACCOUNTS: mark("Uses of accounts"),
    TEMPLATES: mark("The bureau's templates"),
    RATES: mark("Rates and limits by law"),
}


def show(view: View) -> None:
    """The settings: one check where the address names it, else the part chosen."""
    _stale(view)
    if address.read(check_editor.NEW):
        check_editor.new(view)
        return
    if address.read(check_editor.CHECK):
        check_editor.show(view)
        return
    match _choose():
        case "konton":
            account_roles_view.show(view)
        case "mallar":
            check_templates_view.show(view)
        case "satser":
            rates_view.show(view)
        case _:
            check_list.show(view)


def _choose() -> str:
    chosen = st.pills(
        _("Part of the settings"),
        list(PARTS),
        format_func=lambda name: _(PARTS[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(PART, CHECKS, among=PARTS),
    )
    return chosen or CHECKS


def _stale(view: View) -> None:
    """Say that the results are of other settings or books than now, with the way to run the checks again."""
    found = closing_data.checked(view, view.year) if view.year else None
    if found is None or not found.stale:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(panels.status(panels.State.STALE, _("the check results are out of date")), width="content")
        st.button(
            _("To the results"),
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=address.put,
            kwargs={analysis_parts.PART: None, PART: None, check_editor.CHECK: None, check_editor.NEW: None},
        )
