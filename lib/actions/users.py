"""Let people in and out: their roles, their clients, and the browsers that they are signed in with."""

from collections.abc import Collection, Iterable
from typing import Final

from lib.actions.desk import Desk
from lib.core.errors import BryggaError, InvalidInput
from lib.core.languages import mark
from lib.store import people, rows
from lib.store.columns import now
from lib.store.tables import Role, User
from lib.store.words import ROLE_NAMES

FIELD_EMAIL: Final = mark("E-mail")
FIELD_ROLE: Final = mark("Role")
EVERY_CLIENT: Final = mark("sees every client")
CHOSEN_CLIENTS: Final = mark("sees the clients chosen")
LET_IN: Final = mark("may sign in")
SHUT_OUT: Final = mark("may not sign in")
LONGEST: Final = 200
"""Characters of a name or an e-mail address."""


class PersonChanged(BryggaError):
    """Somebody else, or the person's own sign-in, changed them meanwhile."""

    text = mark("{name} was changed by somebody else while you looked.")
    next_step = mark("Look at what holds now, then change it again if it is still needed.")


class LastAdministrator(BryggaError):
    """Nobody would be left who can let people in."""

    text = mark("{name} is the only administrator who can sign in.")
    next_step = mark("Make somebody else an administrator first, and let them sign in once.")


def add_person(desk: Desk, *, email: str, name: str, role: Role, clients: Collection[int] | None) -> User:
    """Let somebody in in advance, by the e-mail address that the identity provider will vouch for.

    `clients` are those that they will see, None for every client. Raises InvalidInput.
    """
    known = email.strip()
    seen = _seen(role, clients)
    with desk.acting("person.add", name=name.strip() or known, role=ROLE_NAMES[role], clients=_words(seen)):
        _check_email(known)
        with desk.transaction() as session:
            if any(user.email.casefold() == known.casefold() for user in people.everyone(session)):
                raise InvalidInput(field=FIELD_EMAIL, problem=mark("a user has this address already"))
            user = people.add_user(
                session,
                subject=f"{people.INVITED}{known.casefold()}",
                name=name.strip()[:LONGEST] or known,
                email=known,
                role=role,
                language="",
                all_clients=seen is None,
            )
            people.set_clients(session, user.id, seen or ())
            return user


def change_person(  # noqa: PLR0913 - what an administrator decides, all by name
    desk: Desk, user_id: int, *, expected_version: int, role: Role, clients: Collection[int] | None, active: bool
) -> User:
    """Give a person a role and clients, and let them in or shut them out, which ends their sign-ins at once.

    `clients` None is every client, as administrators always see. Raises PersonChanged when the person
    is no longer of `expected_version`, LastAdministrator, InvalidInput and NotFound.
    """
    seen = _seen(role, clients)
    standing = LET_IN if active else SHUT_OUT
    with (
        desk.acting("person.change", name="", role=ROLE_NAMES[role], clients=_words(seen), standing=standing) as facts,
        desk.transaction() as session,
    ):
        administrators = people.administrators(session)  # first, so that two who shut each other out come in turn
        user = rows.lock(session, User, user_id)
        facts["name"] = user.name
        if user.version != expected_version:
            raise PersonChanged(name=user.name)
        if user.role_by_claim and role is not user.role:
            raise InvalidInput(
                field=FIELD_ROLE, problem=mark("the identity provider decides it, by the person's groups")
            )
        if user in administrators and not (active and role is Role.ADMIN):
            _keep_one(user, administrators)
        user.role, user.all_clients, user.active = role, seen is None, active
        user.waiting, user.version = False, user.version + 1
        people.set_clients(session, user.id, seen or ())
        if not active:
            people.revoke_all(session, user.id)
        session.flush()
        return user


def sign_out(desk: Desk, user_id: int, browser_id: int | None = None) -> None:
    """Sign a person out of one browser, or of every one; open pages end at their next step. Raises NotFound."""
    with desk.acting("person.sign-out", name="", browsers=0) as facts, desk.transaction() as session:
        user = people.get_user(session, user_id)
        signed_in = people.browsers(session, user_id, now=now())
        ended = [browser for browser in signed_in if browser_id in {None, browser.id}]
        facts |= {"name": user.name, "browsers": len(ended)}
        for browser in ended:
            people.revoke_browser(session, user_id, browser.id)


def _seen(role: Role, clients: Collection[int] | None) -> Collection[int] | None:
    return None if role is Role.ADMIN else clients


def _words(clients: Collection[int] | None) -> str:
    return EVERY_CLIENT if clients is None else CHOSEN_CLIENTS


def _check_email(email: str) -> None:
    before, _, domain = email.rpartition("@")
    if not (before and "." in domain and email.isprintable() and " " not in email and len(email) <= LONGEST):
        raise InvalidInput(field=FIELD_EMAIL, problem=mark("it is no e-mail address"))


def _keep_one(user: User, administrators: Iterable[User]) -> None:
    """Raise LastAdministrator unless somebody else is one who can sign in where this one does."""
    others = (other for other in administrators if other.id != user.id and not other.subject.startswith(people.INVITED))
    in_demo = user.subject.startswith(people.DEMO)
    if not any(in_demo or not other.subject.startswith(people.DEMO) for other in others):
        raise LastAdministrator(name=user.name)
