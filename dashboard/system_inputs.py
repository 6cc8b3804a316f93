"""The figures that a system entry takes and the books cannot tell: stated, changed and taken back."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard import panels
from dashboard.language import _
from dashboard.working import Working
from lib.actions.system_entries import state_figures
from lib.closing.system.proposals import Input, Unit
from lib.core.languages import mark
from lib.core.money import parse_ore, sek
from lib.store.system_entries import Standing

WIDTH: Final = 190
UNREAD: Final = {
    Unit.ORE: mark("“{text}” is not an amount."),
    Unit.PARTS: mark("“{text}” is not a whole number."),
}


def show(at: Working, one: Standing, *, closed: bool) -> None:
    """The form, open where a figure is missing; for who may not change anything, what is stated."""
    if not one.stated:
        return
    needed = {lack.key for lack in one.proposal.missing if lack.key}
    with st.expander(_("Stated figures"), expanded=bool(needed), type="compact", icon=":material/edit_note:"):
        trace = f"{at.client.id}-{at.key}-{one.kind}-{'-'.join(_written(kind, value) for kind, value in one.stated)}"
        with st.form(f"inputs-{trace}", border=False):
            texts = {
                known: st.text_input(
                    _("{figure} (missing)", figure=_(known.text)) if known.key in needed else _(known.text),
                    _written(known, value),
                    placeholder=_("not stated"),
                    key=f"input-{known.key}-{trace}",
                    disabled=closed,
                    width=WIDTH * 3,
                )
                for known, value in one.stated
            }
            saved = st.form_submit_button(_("Save the figures"), disabled=closed)
        st.caption(_("A blank takes the figure back. A figure that several system entries take is stated once."))
        if saved:
            _save(at, one, texts)


def _save(at: Working, one: Standing, texts: Mapping[Input, str | None]) -> None:
    """State what was changed; nothing of it where something cannot be read."""
    before = dict(one.stated)
    read: dict[Input, int | None] = {}
    for known, text in texts.items():
        try:
            read[known] = _read(known, text or "")
        except ValueError:
            st.error(_(UNREAD[known.unit], text=panels.plain(text or "")))
            return
    changed = {known.key: value for known, value in read.items() if value != before[known]}
    if changed:
        panels.attempt(
            lambda: state_figures(at.view.desk, at.client.id, at.key, changed),
            _("The figures were saved, and the system entries worked out anew."),
        )


def _written(known: Input, value: int | None) -> str:
    if value is None:
        return ""
    return str(value) if known.unit is Unit.PARTS else sek(value)


def _read(known: Input, text: str) -> int | None:
    if not text.strip():
        return None
    if known.unit is Unit.ORE:
        return parse_ore(text)
    if not text.strip().isdecimal():
        raise ValueError(text)
    return int(text)
