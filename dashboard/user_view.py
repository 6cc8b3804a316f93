"""One user: role, clients and access; the browsers that they are signed in with; and a new user."""

from collections.abc import Collection
from typing import Final

import streamlit as st

from dashboard import address, data, navigation, panels, user_list
from dashboard.language import _, age, when
from dashboard.sign_in_page import ROLES
from dashboard.words import word
from lib.actions.desk import Desk
from lib.actions.users import LONGEST, add_person, change_person, sign_out
from lib.core.errors import NotFound
from lib.store import clients, people
from lib.store.columns import now
from lib.store.rows import THINGS
from lib.store.tables import BrowserSession, Role, User

ASK: Final = "visa"
WIDTH: Final = 420


def show(desk: Desk, user_id: int) -> None:
    """What the person may do, to be changed, beside where they are signed in."""
    with data.house().store.reading() as session:
        user = session.get(User, user_id)
        if user is None:
            raise NotFound(thing=THINGS[User])
        theirs = people.client_ids(session, user)
        signed_in = people.browsers(session, user.id, now=now())
    st.subheader(panels.plain(user.name), anchor=False)
    st.markdown(f"{panels.status(*user_list.standing(user))} &ensp; {panels.plain(user.email)}")
    left, right = st.columns(2, gap="large")
    with left:
        _access(desk, user, theirs)
    with right:
        _browsers(desk, user, signed_in)


def add(desk: Desk) -> None:
    """Ask for a new user in a dialog."""

    @st.dialog(_("New user"), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            st.caption(_("They sign in with this address at the bureau's identity provider; nothing is sent to it."))
            email = st.text_input(_("E-mail"), max_chars=LONGEST, key="user-email")
            name = st.text_input(_("Full name"), max_chars=LONGEST, key="user-name")
            role = _role(Role.VIEWER, key="user-role")
            seen = _clients(role, set(), key="user-clients")
            if st.button(_("Add user"), type="primary", key="user-add"):
                made: list[User] = []
                given = email or ""
                if panels.done(
                    lambda: made.append(add_person(desk, email=given, name=name or "", role=role, clients=seen))
                ):
                    panels.say(_("{name} was added and can sign in.", name=made[0].name))
                    navigation.go("users", **{user_list.PERSON: made[0].id})

    ask()


def _access(desk: Desk, user: User, theirs: set[int] | None) -> None:
    key = f"user-{user.id}-{user.version}"
    st.markdown(f"**{_('Access')}**")
    role = _role(user.role, key=f"{key}-role", locked=user.role_by_claim)
    seen = _clients(role, theirs, key=f"{key}-clients")
    active = user.waiting or st.toggle(_("May sign in"), user.active, key=f"{key}-active")
    if user.active and not active:
        st.caption(_("All browsers are signed out at once."))
    if st.button(_("Give access") if user.waiting else _("Save"), type="primary", key=f"{key}-save"):
        panels.attempt(
            lambda: change_person(desk, user.id, expected_version=user.version, role=role, clients=seen, active=active),
            _("{name} can sign in.", name=user.name) if user.waiting else _("{name} was changed.", name=user.name),
        )


def _role(chosen: Role, *, key: str, locked: bool = False) -> Role:
    roles = list(Role)
    picked = st.selectbox(
        _("Role"), roles, index=roles.index(chosen), format_func=word, key=key, width=WIDTH, disabled=locked
    )
    st.caption(_("The identity provider gives the role, by a claim.") if locked else _(ROLES[picked][1]))
    return picked


def _clients(role: Role, chosen: Collection[int] | None, *, key: str) -> list[int] | None:
    """The clients that a person sees, None for every one."""
    if role is Role.ADMIN:
        st.caption(_("Administrators see every client."))
        return None
    if st.toggle(_("Sees every client"), chosen is None, key=f"{key}-all"):
        return None
    with data.house().store.reading() as session:
        names = {client.id: client.name for client in clients.search(session)}
    return st.multiselect(
        _("Clients"),
        list(names),
        [number for number in chosen or () if number in names],
        format_func=names.__getitem__,
        key=key,
        width=WIDTH,
        placeholder=_("Choose clients"),
    )


def _browsers(desk: Desk, user: User, signed_in: list[BrowserSession]) -> None:
    st.markdown(f"**{_('Signed-in browsers')}**")
    if not signed_in:
        panels.empty(_("Not signed in anywhere."))
        return
    for browser in signed_in:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            seen = _("signed in {at}, last seen {ago}", at=when(browser.created_at), ago=age(browser.last_seen_at))
            st.markdown(f"{panels.plain(browser.agent) or _('Unknown browser')}  \n:gray[:small[{seen}]]")
            if st.button(_("Sign out"), key=f"browser-{browser.id}", type="tertiary", icon=":material/logout:"):
                panels.attempt(
                    lambda number=browser.id: sign_out(desk, user.id, number),  # type: ignore[misc]
                    _("The browser was signed out."),
                )
    if st.button(_("Sign out everywhere"), icon=":material/logout:", key=f"everywhere-{user.id}"):
        panels.attempt(lambda: sign_out(desk, user.id), _("{name} was signed out everywhere.", name=user.name))


def _close() -> None:
    address.put(**{ASK: None})
