"""Who is let in: what the identity provider says of a person, held against the settings and the people known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lib.actions.users import LONGEST
from lib.core.errors import BryggaError
from lib.core.languages import Fact, mark
from lib.settings import Settings
from lib.store import activity, people
from lib.store.database import Session, Store
from lib.store.tables import Role, User
from lib.store.words import ROLE_NAMES

SIGN_IN: Final = "sign-in"
BY_CLAIM: Final = mark("The identity provider now gives {name} the role {role:text}.")
CLAIM_GONE: Final = mark("The identity provider no longer gives {name} a role.")
FIRST: Final = mark("{name} became the first administrator, as BRYGGA_FIRST_ADMIN says.")


class NotAdmitted(BryggaError):
    """The person lacks what everybody must have to be let in."""

    text = mark("{name} is not among those who are let in to Brygga.")
    next_step = mark("Sign in with your account at the bureau, or ask an administrator there to let you in.")


class AwaitsAccess(BryggaError):
    """The person is known now, and nobody has given them a role."""

    text = mark("{name} has signed in, but has no access to Brygga yet.")
    next_step = mark("Ask an administrator to give you access under Maintenance > Users, then sign in again.")


class Deactivated(BryggaError):
    """An administrator has shut the person out."""

    text = mark("The access of {name} to Brygga has been deactivated.")
    next_step = mark("Ask an administrator to activate it under Maintenance > Users, if that was a mistake.")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the identity provider says that somebody is; `role` is None when its claim gives none."""

    key: str
    """Issuer and subject: together they name a person for good, where an e-mail may change hands."""
    subject: str
    name: str
    email: str
    email_confirmed: bool
    role: Role | None


def identity(claims: Mapping[str, object], settings: Settings) -> Identity:
    """Who an ID token's claims are of. Raises NotAdmitted when they lack what everybody must have."""
    subject, email = str(claims["sub"]), _text(claims, "email").strip()
    confirmed = bool(email) and (claims.get("email_verified") is True or settings.oidc_trust_email)
    name = (_text(claims, "name") or _text(claims, "preferred_username") or email or subject).strip()[:LONGEST]
    found = Identity(
        f"{str(settings.oidc_issuer).rstrip('/')} {subject}", subject, name, email, confirmed, _role(claims, settings)
    )
    if not (_has_required(claims, settings) and _in_domains(found, settings)):
        raise NotAdmitted(name=name)
    return found


def admit(store: Store, settings: Settings, who: Identity) -> User:
    """Let a person in, or raise AwaitsAccess or Deactivated; their name, e-mail and role follow the claims."""
    with store.transaction() as session:
        user = people.by_subject(session, who.key) or _expected(session, who) or _newcomer(session, settings, who)
        user.subject, user.name, user.email = who.key, who.name, who.email or user.email
        told = list(_follow(session, settings, user, who))
        user.version += bool(told)
        refused = None if user.active else AwaitsAccess if user.waiting else Deactivated
        session.flush()
        for message, facts in told:
            _log(session, user, "done", message, facts)
        if refused:
            _log(session, user, "refused", refused.text, {"name": user.name})
    if refused:
        raise refused(name=user.name)
    return user


def _expected(session: Session, who: Identity) -> User | None:
    """The person added in advance, whose e-mail the provider vouches for."""
    return people.by_email(session, who.email) if who.email_confirmed else None


def _newcomer(session: Session, settings: Settings, who: Identity) -> User:
    user = people.add_user(
        session,
        subject=who.key,
        name=who.name,
        role=who.role or Role.VIEWER,
        email=who.email,
        language="",
        all_clients=settings.oidc_all_clients and who.role is not None,
        active=False,
    )
    user.waiting = True
    return user


def _follow(
    session: Session, settings: Settings, user: User, who: Identity
) -> Iterator[tuple[str, Mapping[str, Fact]]]:
    """Give the person the role that is theirs as the first administrator or by claim; yields what is to be logged.

    The first administrator stays one while there is no other, whatever the claim gives: the bureau could not get in.
    """
    if _is_first(settings, who) and not _others(session, user):
        if not user.active or user.role is not Role.ADMIN:
            yield FIRST, {"name": user.name}
        user.role, user.all_clients, user.active, user.waiting = Role.ADMIN, True, True, False
        user.role_by_claim = who.role is Role.ADMIN
    elif who.role is not None:
        if user.role is not who.role or user.waiting:
            yield BY_CLAIM, {"name": user.name, "role": ROLE_NAMES[who.role]}
        user.role, user.role_by_claim = who.role, True
        user.all_clients = user.all_clients or who.role is Role.ADMIN
        user.active, user.waiting = user.active or user.waiting, False
    elif user.role_by_claim:
        user.role_by_claim, user.active, user.waiting = False, False, user.active
        people.revoke_all(session, user.id)
        yield CLAIM_GONE, {"name": user.name}


def _is_first(settings: Settings, who: Identity) -> bool:
    named = (settings.first_admin or "").strip()
    by_email = who.email_confirmed and named.casefold() == who.email.casefold()
    return bool(named) and (by_email or named == who.subject)


def _others(session: Session, user: User) -> list[User]:
    """The other administrators who can sign in, and are not made up for the demo or only expected."""
    found = (other for other in people.administrators(session) if other.id != user.id)
    return [other for other in found if not other.subject.startswith((people.DEMO, people.INVITED))]


def _role(claims: Mapping[str, object], settings: Settings) -> Role | None:
    """The highest role that the values of the claim give; None when they give none."""
    if not settings.oidc_role_claim:
        return None
    pairs = (pair.rpartition("=") for pair in settings.oidc_roles.split(",") if pair.strip())
    meant = {value.strip(): Role(role.strip()) for value, _, role in pairs} or {role.value: role for role in Role}
    given = [meant[value] for value in _values(claims, settings.oidc_role_claim) if value in meant]
    return max(given, key=list(Role).index, default=None)


def _has_required(claims: Mapping[str, object], settings: Settings) -> bool:
    name, _, value = (settings.oidc_required_claim or "").partition("=")
    return not name or value.strip() in _values(claims, name.strip())


def _in_domains(who: Identity, settings: Settings) -> bool:
    domains = {domain.strip().casefold() for domain in settings.oidc_email_domains.split(",") if domain.strip()}
    return not domains or (who.email_confirmed and who.email.casefold().rpartition("@")[2] in domains)


def _values(claims: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The values of a claim, as texts; a name with dots leads into claims within claims (`realm_access.roles`)."""
    found: object = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    several = found if isinstance(found, list | tuple) else () if found is None else (found,)
    return tuple(_word(value) for value in several)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _log(session: Session, user: User, outcome: str, message: str, facts: Mapping[str, Fact]) -> None:
    activity.append(
        session,
        user=(user.id, user.name),
        client_id=None,
        action=SIGN_IN,
        outcome=outcome,
        message=message,
        facts=facts,
    )
