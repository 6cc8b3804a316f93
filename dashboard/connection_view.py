"""The connection to Fortnox on the screen: whether there is one, until when, why it is over, and the way there."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Final

import streamlit as st

from dashboard import address, data, panels
from dashboard.context import View
from dashboard.fortnox_routes import BOOKS_ONLY, FAILED, MADE, OUTCOME, connect_path
from dashboard.import_list import name_of
from dashboard.language import _, current, day
from lib.actions.connections import CONNECT, NUMBER_SET, check_set_up, disconnect
from lib.core.errors import REMEDY
from lib.core.languages import Fact, mark, translate
from lib.fortnox.failures import CONSENTS
from lib.fortnox.reasons import NEXT_STEPS, REASONS, helps
from lib.jobs.identity import is_test_company
from lib.jobs.ledgers import SCOPES
from lib.settings import load
from lib.store import activity, connections
from lib.store.activity import ActivityFilter
from lib.store.columns import now
from lib.store.fortnox_tables import Connection
from lib.store.tables import Activity
from lib.store.words import SupplementKind

NEEDED: Final = mark(
    "You need: an API licence in the client's Fortnox, rights there to bookkeeping, customer and supplier "
    "invoices, and for a client to sign in through *Digital byrå* and choose the company."
)
NEEDED_SERVICE: Final = mark(
    "Brygga connects with a service account: a system administrator of the client company approves it once in Fortnox."
)
LOST: Final = mark("You have lost your token, to proceed import again.")
MISSING_LICENCE: Final = CONSENTS["error_missing_license"][0]
_ACCENTS: Final = {"light": "#0F5C6E", "dark": "#2A7A8D"}


def own(view: View) -> Connection | None:
    """The connection of the person at the screen, however it stands."""
    with data.house().store.reading() as session:
        return connections.of(session, view.desk.person.user_id, view.client.id)


def is_live(connection: Connection | None) -> bool:
    """Whether an import can be made on it now."""
    return connection is not None and connections.reason(connection, now()) is None


def show(view: View, back: str, *, main: bool = True) -> bool:
    """How the person's own connection stands, with the way to Fortnox or from it; whether it lives.

    `back` is the page that the way to Fortnox leads back to; `main` where that is the page's first button.
    """
    connection = own(view)
    _outcome(view, back, connection)
    if not view.may(CONNECT):
        return False
    if connection is None:
        st.markdown(panels.status(panels.State.NOT_RUN, _("Not connected to Fortnox")))
        if not panels.done(check_set_up):
            return False
        st.caption(_(NEEDED_SERVICE if load().fortnox_service_accounts else NEEDED))
        _colleagues(view)
        anchor(view, back, _("Connect to Fortnox"), main=main)
        return False
    if is_live(connection):
        _living(view, connection)
        return True
    _over(view, connection, back, main=main)
    return False


def lost(connection: Connection) -> None:
    """That a connection is over, why, and whether connecting again helps."""
    why = connections.reason(connection, now())
    if why is None:
        return
    advice = f"{_(REASONS[why])} {_(NEXT_STEPS[why])}"
    if not helps(why):
        advice += " " + _("Connecting again does not help until that is mended.")
    st.warning(advice, title=_(LOST), icon=":material/link_off:")


def anchor(view: View, back: str, label: str, *, books_only: bool = False, main: bool = True) -> None:
    """A link to Fortnox in the same tab, which a link button would not keep to."""
    path = connect_path(view.client.id, back, books_only=books_only)
    accent = _ACCENTS.get(str(st.context.theme.type), _ACCENTS["light"])
    look = f"background:{accent};color:#fff" if main else "border:1px solid currentColor;color:inherit"
    style = f"display:inline-block;padding:.4rem .9rem;border-radius:5px;text-decoration:none;{look}"
    st.html(f'<a href="{escape(path)}" style="{style}">{escape(label)}</a>')


def until(connection: Connection) -> str:
    """The day that a connection lasts to, in words."""
    return day(_local(connection.valid_until))


def _colleagues(view: View) -> None:
    """Who else is connected: it explains why imports have come though the person is not."""
    with data.house().store.reading() as session:
        living = [one for one in connections.of_client(session, view.client.id) if is_live(one)]
    names = ", ".join(sorted({name_of(one.user_id) for one in living}))
    if names:
        st.caption(_("The connection is personal; connected now: {names}.", names=panels.plain(names)))


def covers(view: View, kind: SupplementKind) -> bool:
    """Whether the person's own connection lets a ledger be read."""
    connection = own(view)
    scopes = connection.scopes.split() if connection else []
    return not scopes or SCOPES[kind] in scopes


def _living(view: View, connection: Connection) -> None:
    company = _("Connected to {company} in Fortnox", company=panels.plain(connection.company_name))
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(panels.status(panels.State.AGREES, company), width="content")
            _way_out(view)
        st.caption(_("Lasts to {day}; every import or export renews it for 30 days.", day=until(connection)))
    if connection.service:
        st.caption(_("Through a service account of the company's own."))
    if is_test_company(connection.org_number):
        text = _("This is a test company in Fortnox: its number, 555555-5555, tells nothing of whose books they are.")
        st.warning(text, icon=":material/science:")


def _over(view: View, connection: Connection, back: str, *, main: bool) -> None:
    lost(connection)
    why = connections.reason(connection, now())
    with st.container(horizontal=True, vertical_alignment="center"):
        anchor(view, back, _("Connect to Fortnox again"), main=main and why is not None and helps(why))
        _way_out(view)


def _way_out(view: View) -> None:
    """The button that takes the connection back; what an earlier trip came to is then past."""
    if st.button(_("Disconnect"), type="tertiary", icon=":material/link_off:"):

        def out() -> None:
            disconnect(view.desk, view.client.id)
            address.put(**{OUTCOME: None})

        panels.attempt(out, _("You are disconnected from Fortnox."))


def _outcome(view: View, back: str, connection: Connection | None) -> None:
    """What came of the trip to Fortnox that the person has just come back from."""
    match address.read(OUTCOME):
        case value if value == MADE and is_live(connection):
            st.success(_("The connection to Fortnox is made. Choose what to import."), icon=":material/check:")
            _number_set(view)
        case value if value == FAILED:
            _failed(view, back)


def _newest(view: View) -> Activity | None:
    """What the log says last of the person's trips to this client's Fortnox."""
    person = view.desk.person.user_id
    asked = ActivityFilter(client_ids=[view.client.id], user_id=person, action=CONNECT)
    with data.house().store.reading() as session:
        return next(iter(activity.entries(session, asked, limit=1)), None)


def _number_set(view: View) -> None:
    newest = _newest(view)
    if newest is not None and newest.message == NUMBER_SET:
        st.info(told(newest.facts, newest.message), icon=":material/badge:")


def _failed(view: View, back: str) -> None:
    newest = _newest(view)
    if newest is None or newest.outcome == "done":
        return
    st.error(told(newest.facts, str(newest.facts.get(REMEDY) or "")), title=told(newest.facts, newest.message))
    if newest.message != MISSING_LICENCE:
        return
    if address.read(BOOKS_ONLY):
        st.caption(
            _("It lacks the licence for the bookkeeping alone too: without the API licence nothing can be read.")
        )
    else:
        anchor(view, back, _("Connect for the bookkeeping alone"), books_only=True, main=False)
        st.caption(_("The customer and supplier ledgers are then left out, and their appendices say why."))


def told(facts: Mapping[str, Fact], text: str) -> str:
    """A marked text that was kept with its facts, as plain text for a notice."""
    return panels.plain(translate(text, current(), **facts)) if text else ""


def _local(moment: datetime) -> datetime:
    return moment.astimezone(load().zone)
