"""Whether support may see names and amounts of the client: who said so, until when; asking for it, and answering."""

from html import escape

import streamlit as st

from dashboard import data, panels
from dashboard.bundle_routes import path_of
from dashboard.context import View
from dashboard.language import _, when, zone
from lib.actions.consents import (
    LASTINGS,
    REASON_AT_MOST,
    Lasting,
    ask_for_consent,
    decline,
    give_consent,
    withdraw_consent,
)
from lib.store import consents
from lib.store.consents import Consent
from lib.store.support_tables import ConsentRequest

GIVE, ASK = "consent.give", "consent.ask"


def show(view: View) -> None:
    """How it stands, on the support desk, with what the person at the screen can do about it."""
    with data.house().store.reading() as session:
        stands = consents.standing(session, view.client.id)
        asked = consents.asked(session, [view.client.id])
        givers = consents.givers(session, view.client.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_standing(stands), width="content")
        if view.may(GIVE):
            _accountant(view, stands, asked=bool(asked))
        elif view.may(ASK) and stands is None and not asked:
            _ask(view, givers)
        _bundle(view, stands)
    for request in [] if stands else asked:
        _request(view, request)


def requests(view: View) -> None:
    """What support asks of this client's accountant, or may see already, on the overview; else nothing."""
    if not view.may(GIVE):
        return
    with data.house().store.reading() as session:
        stands = consents.standing(session, view.client.id)
        asked = consents.asked(session, [view.client.id])
    if stands:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_standing(stands), width="content")
            _accountant(view, stands, asked=False)
    for request in [] if stands else asked:
        _request(view, request)


def _bundle(view: View, stands: Consent | None) -> None:
    """The bundle by a link of its own: it is made when it is asked for, and no session keeps it."""
    if view.may("bundle.take"):
        words = _("Support bundle with names and amounts") if stands else _("Support bundle")
        st.html(f'<a href="{path_of(view.client.id)}" download style="color:inherit">{escape(words)}</a>')


def _standing(stands: Consent | None) -> str:
    if stands is None:
        hidden = _("Names and amounts are hidden from support: no consent of the accountant's stands.")
        return f":gray[■ {hidden}]"
    text = _(
        "Support sees names and amounts until {until}: {who} gave consent ({reason}). Personal numbers stay hidden.",
        until=when(stands.until),
        who=panels.plain(stands.given_by),
        reason=panels.plain(stands.reason),
    )
    return panels.status(panels.State.DIFFERS, text)


def _accountant(view: View, stands: Consent | None, *, asked: bool) -> None:
    if stands is None:
        if not asked:  # the request has its own
            _give(view)
    elif st.button(_("Withdraw consent"), icon=":material/visibility_off:"):
        panels.attempt(
            lambda: withdraw_consent(view.desk, view.client.id), _("Support sees nothing of the client now.")
        )


def _give(view: View, asked: str = "") -> None:
    with st.popover(_("Give consent"), icon=":material/visibility:"), st.form("give-consent", border=False):
        st.caption(_("Support then sees this client's names, amounts and raw lines, for this time; it is logged."))
        chosen = st.segmented_control(
            _("For how long"),
            list(Lasting),
            default=Lasting.HOUR,
            required=True,
            format_func=lambda lasting: _(LASTINGS[lasting]),
        )
        told = _("Kept in the activity log.")
        reason = st.text_input(_("Reason"), value=asked, max_chars=REASON_AT_MOST, help=told)
        if st.form_submit_button(_("Give consent")):
            panels.attempt(
                lambda: give_consent(view.desk, view.client.id, Lasting(chosen or Lasting.HOUR), reason or "", zone()),
                _("Support may see the client now."),
            )


def _ask(view: View, givers: list[str]) -> None:
    with st.popover(_("Ask for consent"), icon=":material/lock_open:"), st.form("ask-consent", border=False):
        st.caption(_("It is shown on the client's overview to {people}.", people=panels.plain(", ".join(givers))))
        reason = st.text_input(_("What do you need to see, and why?"), max_chars=REASON_AT_MOST)
        if st.form_submit_button(_("Ask for consent")):
            panels.attempt(
                lambda: ask_for_consent(view.desk, view.client.id, reason or ""),
                _("The accountant is asked for consent."),
            )


def _request(view: View, request: ConsentRequest) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        text = _(
            "{who} at support asks to see names and amounts ({moment}): {reason}",
            who=panels.plain(request.user_name),
            moment=when(request.at),
            reason=panels.plain(request.reason),
        )
        st.markdown(panels.status(panels.State.STALE, text), width="content")
        if view.may(GIVE):
            _give(view, request.reason)
            if st.button(_("Decline"), type="tertiary"):
                panels.attempt(lambda: decline(view.desk, view.client.id), _("The request is declined."))
