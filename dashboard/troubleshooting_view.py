"""The answers to a code or a pasted error text: cause, next step, whose, whether connecting helps, and whom it hit."""

from string import Formatter
from typing import Final

import streamlit as st

from dashboard import navigation, panels
from dashboard.language import _, current
from lib.actions import troubleshooting
from lib.actions.desk import Desk
from lib.actions.troubleshooting import Answer, Named
from lib.core.languages import translate
from lib.support.diagnoses import CONNECTING, PEOPLE
from lib.support.knowledge import Known

CLIENTS_AT_MOST: Final = 12
BLANK: Final = "…"


def show(desk: Desk, question: str) -> None:
    """What the question finds; without one, what can be asked."""
    asked = question.strip()
    if not asked:
        panels.empty(
            _("Paste a code or a whole error text: from Brygga or Fortnox, in Swedish or English, values and all."),
            _("Ids of jobs, imports and calls are found too."),
        )
        return
    found = troubleshooting.named(desk, asked)
    for one in found:
        _named(one)
    told = next((one.told for one in found if one.told), asked)
    answers = troubleshooting.answers(desk, told)
    for number, answer in enumerate(answers):
        _answer(answer, number)
    if not found and not answers:
        panels.empty(
            _("Nothing known is like this."),
            _("Try fewer words, or the code alone; a fault of Brygga's own is found in its log by the reference."),
        )


def _named(one: Named) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        name = panels.plain(_(one.kind, id=one.id))
        client = panels.plain(one.client.name) if one.client else _("no client")
        st.markdown(f"**{name}** &ensp; {client}", width="content")
        if one.client:
            shown = one.id if one.page == "import_data" else None
            navigation.link(one.page, klient=one.client.id, ar=None, period=None, imp=shown)


def _answer(answer: Answer, number: int) -> None:
    known = answer.known
    with st.container(gap="xxsmall"):
        if number:
            st.divider()
        st.subheader(panels.plain(_told(known.what)), anchor=False)
        codes = ", ".join(sorted(known.codes))
        if known.title:
            codes = _("{code}, found by the check “{check}”", code=codes, check=_(known.title))
        if codes:
            st.caption(panels.plain(codes))
        if known.why not in ("", known.what):
            st.markdown(f"**{_('Why')}:** {panels.plain(_told(known.why))}")
        st.markdown(f"**{_('Next step')}:** {panels.plain(_told(known.step))}")
        st.markdown(f"**{_('Who')}:** {_(PEOPLE[known.who])}")
        _reconnect(known)
        _hits(answer)


def _reconnect(known: Known) -> None:
    if known.reconnect is not None:
        st.markdown(f"**{_('Connect again?')}** {_(CONNECTING[known.reconnect])}")


def _hits(answer: Answer) -> None:
    if not answer.hits:
        st.caption(_("None of your clients has met it, as far as is remembered."))
        return
    st.caption(_("Has hit {clients:count|client|clients}:", clients=len(answer.hits)))
    with st.container(horizontal=True):
        for hit in answer.hits[:CLIENTS_AT_MOST]:
            place = hit.place
            name = panels.plain(hit.client.name)
            navigation.link(place.page, name, klient=hit.client.id, ar=None, period=None, imp=place.import_id)


def _told(text: str) -> str:
    """A text of ours with an ellipsis for each value, which nobody knows here."""
    parts = Formatter().parse(translate(text, current()))
    told = "".join(f"{literal}{BLANK if name is not None else ''}" for literal, name, _form, _conversion in parts)
    return told.replace(f"{BLANK}.", BLANK)
