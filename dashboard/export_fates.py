"""Entries that were sent and whose fate nobody knows: a person says where each is, and Fortnox is asked about it."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import data, export_modal, panels
from dashboard.context import View
from dashboard.export_parts import sentences
from dashboard.language import _, when
from lib.actions.fates import say_it_is_not_there, say_it_is_there
from lib.core.money import sek
from lib.jobs.fates import ACTION
from lib.store import exports, fates
from lib.store.columns import now
from lib.store.entry_tables import ExportItem

POLL_SECONDS: Final = 1.0


def show(view: View) -> None:
    """Each of them with what is known, and the two things that can be said of it; nothing where there is none."""
    with data.house().store.reading() as session:
        found = exports.in_doubt(session, view.client.id, view.shown_year.start)
    if not found:
        return
    st.subheader(_("Entries of unknown fate"), anchor=False)
    st.caption(
        _(
            "No answer came from Fortnox. The next export looks for them before anything is sent. Who has looked in "
            "Fortnox can say where they are: Fortnox is then asked, and only what it shows counts."
        )
    )
    if any(fates.is_asked(item) for item in found):
        _wait(view)
    for item in found:
        _one(view, item)


@st.fragment(run_every=POLL_SECONDS)
def _wait(view: View) -> None:
    """Draw the page anew when Fortnox has answered."""
    with panels.last_resort(), data.house().store.reading() as session:
        left: Sequence[ExportItem] = exports.in_doubt(session, view.client.id, view.shown_year.start)
        if not any(fates.is_asked(item) for item in left):
            st.rerun()


def _one(view: View, item: ExportItem) -> None:
    draft = exports.draft_of(item)
    what = f"**{panels.plain(exports.label(item))}** {panels.plain(draft.name)} &ensp; {draft.day} &ensp; "
    st.markdown(what + sek(draft.total))
    said = [_("Sent to series {series} {moment}.", series=item.series, moment=when(item.at)), _settles(item)]
    st.caption(panels.plain(" ".join(part for part in said if part)))
    if fates.is_asked(item):
        st.caption(sentences(item.message, item.facts))
    elif item.message:
        st.warning(sentences(item.message, item.facts), icon=":material/help:")
    if view.may(ACTION):
        _answers(view, item)


def _settles(item: ExportItem) -> str:
    """Until when its voucher may come still; blank when that is over."""
    if item.settles_at is None or item.settles_at <= now():
        return ""
    return _("It may still come, until {moment}.", moment=when(item.settles_at))


def _answers(view: View, item: ExportItem) -> None:
    """Where it stands, by series and number; or that it stands nowhere."""
    why = export_modal.tooltip(view)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        series = st.text_input(_("Series in Fortnox"), item.series, key=f"fate-series-{item.id}", width=150)
        number = st.text_input(_("Number in Fortnox"), key=f"fate-number-{item.id}", width=150)
        named = (series or "").strip(), (number or "").strip()
        if st.button(
            _("It is there"),
            key=f"fate-there-{item.id}",
            disabled=why is not None or not all(named),
            help=why or (None if all(named) else _("Fill in the voucher's series and number first.")),
        ) and panels.done(lambda: say_it_is_there(view.desk, view.client.id, item.id, named)):
            st.rerun()
        if st.button(
            _("It is not there"), key=f"fate-absent-{item.id}", disabled=why is not None, help=why
        ) and panels.done(lambda: say_it_is_not_there(view.desk, view.client.id, item.id)):
            st.rerun()
