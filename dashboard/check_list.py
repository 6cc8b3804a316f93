"""The list of all checks of a client, those that are off by a switch; a click opens one."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, check_choices, check_editor, panels, tables
from dashboard.check_choices import Setting
from dashboard.context import View
from dashboard.language import _
from dashboard.tables import Column
from lib.core.languages import mark

OFF, TEXT = "av", "sok"
ROWS_IN_SIGHT: Final = 14
COLUMNS: Final = (
    Column("code", mark("Code"), width=52),
    Column("title", mark("Check"), width=330),
    Column("kind", mark("Kind"), width=128),
    Column("state", mark("Status"), width=58),
    Column("limits", mark("Limits"), width=310),
)


def show(view: View) -> None:
    """The list."""
    every = check_choices.of_client(view.client.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        text = _search()
        all_of_them = st.toggle(_("Show those that are off"), **address.tie_switch(OFF))
        check_editor.create_button(view)
    shown = [one for one in every.values() if (one.enabled or all_of_them) and _holds(one, text)]
    st.caption(_tally(list(every.values())))
    if not shown:
        panels.empty(_("No check matches."), _("Clear the search, or show those that are off."))
        return
    rows = pl.DataFrame([_row(setting) for setting in shown])
    clicked = tables.grid(rows, COLUMNS, key="checks", alt=_("All checks"), opens=True, in_sight=ROWS_IN_SIGHT)
    st.caption(_("Click a check to see what it looks at, and to change it. Standard checks keep their limits."))
    if clicked is not None:
        address.put(**{check_editor.CHECK: shown[clicked].key})
        st.rerun()


def _search() -> str:
    label = _("Search for a check")
    found = st.text_input(
        label, type="search", placeholder=label, label_visibility="collapsed", width=240, **address.tie(TEXT)
    )
    return (found or "").casefold().strip()


def _holds(setting: Setting, text: str) -> bool:
    return text in f"{setting.rule.code} {setting.title}".casefold()


def _tally(every: list[Setting]) -> str:
    own = sum(setting.own for setting in every)
    on = sum(setting.enabled for setting in every)
    return _(
        "{on:count} on, {off:count} off; {own:count} of them the client's own.", on=on, off=len(every) - on, own=own
    )


def _row(setting: Setting) -> dict[str, str]:
    kind = panels.cell("kind", panels.State.LOCKED, _("standard"))
    if setting.own:
        kind = {"kind": setting.template or _("own"), "kind_colour": ""}
    return {
        "code": setting.rule.code,
        "title": setting.title,
        **kind,
        "state": _("on") if setting.enabled else _("off"),
        "state_colour": "" if setting.enabled else "gray",
        "limits": check_choices.in_short(setting),
    }
