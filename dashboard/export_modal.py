"""The modal of an export to Fortnox: series, what will be sent, what Fortnox says before it, and the button."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard import address, export_checks, export_series, export_waiting, navigation, panels
from dashboard.context import View
from dashboard.export_parts import ASK, MODAL, RUN, sentences
from dashboard.language import _, age
from lib.actions import export
from lib.actions.export import Ready
from lib.closing.entries import Family
from lib.core.languages import mark
from lib.store import preflights
from lib.store.words import PreflightState

POLL_SECONDS: Final = 1.0
SEND: Final = mark("Export{blank}")
"""In English the button is called what the page is called; the blank tells the verb from the noun."""
LOOKED: Final = "export-looked"
"""For which client and year the modal of this session has had Fortnox looked at."""


def open_it() -> None:
    """Open the modal; Fortnox is looked at anew."""
    st.session_state.pop(LOOKED, None)
    address.put(**{ASK: MODAL, RUN: None})


def ask_if_asked(view: View) -> None:
    """The modal, when the address asks for it."""
    if address.read(ASK) != MODAL or not view.may(export.START):
        return

    @st.dialog(_("Export to Fortnox"), width="large", on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            _look_once(view)
            if preflights.is_pending(_ready(view).look):
                _wait(view)
            _show(view)

    ask()


def tooltip(view: View) -> str | None:
    """Why nothing can be exported now, for the tooltip of a disabled button; None when it can."""
    why = export.hindrance(view.desk, view.client.id)
    return sentences(*why).replace("\\", "") if why else None


def _ready(view: View) -> Ready:
    return export.ready(view.desk, view.client.id, view.shown_year.start)


def _look_once(view: View) -> None:
    """Have Fortnox looked at when the modal opens, and not again when it is drawn anew."""
    this = f"{view.client.id}-{view.shown_year.start}"
    if st.session_state.get(LOOKED) == this or tooltip(view):
        return
    st.session_state[LOOKED] = this
    panels.done(lambda: export.look_before_export(view.desk, view.client.id, view.shown_year.start))


@st.fragment(run_every=POLL_SECONDS)
def _wait(view: View) -> None:
    with panels.last_resort():
        if not preflights.is_pending(_ready(view).look):
            st.rerun()


def _show(view: View) -> None:
    ready, why = _ready(view), tooltip(view)
    key = f"{view.client.id}-{view.shown_year.start}"
    chosen = export_series.choose(ready, key) if ready.series else {}
    lines = [(one.label, one.draft, one.again) for one in ready.entries]
    export_waiting.table(lines, key=f"export-modal-{key}", in_sight=5)
    _standing(view, ready)
    export_checks.show(ready)
    _button(view, ready, chosen, why)


def _standing(view: View, ready: Ready) -> None:
    """How the look at Fortnox stands, and the way to look again."""
    look = ready.look
    if preflights.is_pending(look):
        st.caption(_("Fortnox is being looked at …"))
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        if look is None or look.answered_at is None:
            st.markdown(_("Fortnox has not been looked at."), width="content")
        else:
            st.markdown(f":small[:gray[{_('Fortnox looked at {age}', age=age(look.answered_at))}]]", width="content")
        if tooltip(view) is None and st.button(_("Look again"), type="tertiary", icon=":material/refresh:"):
            _again(view)
    if look is not None and look.state is PreflightState.FAILED:
        st.error(sentences(look.message, look.facts), icon=":material/error:")
    elif look is not None and look.state is PreflightState.ANSWERED and not ready.current:
        st.warning(_("The entries have changed since, or it is too long ago: look again."), icon=":material/update:")


def _again(view: View) -> None:
    if panels.done(lambda: export.look_before_export(view.desk, view.client.id, view.shown_year.start)):
        st.rerun()


def _button(view: View, ready: Ready, chosen: Mapping[Family, str], why: str | None) -> None:
    """The button, alive only when all is well; else its tooltip says what is not."""
    if why is None and not ready.clear:
        why = _("Nothing can be sent before every check has passed.")
    elif why is None and export_series.missing(ready, chosen):
        why = _("Choose a voucher series first.")
    if st.button(_(SEND, blank=""), type="primary", key="export-surely", disabled=why is not None, help=why):
        _start(view, chosen)


def _start(view: View, chosen: Mapping[Family, str]) -> None:
    if panels.done(lambda: export.start_export(view.desk, view.client.id, view.shown_year.start, chosen)):
        navigation.go("export")


def _close() -> None:
    address.put(**{ASK: None})
