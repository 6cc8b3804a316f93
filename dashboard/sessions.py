"""Sign-ins as the server keeps them: an opaque cookie, a row in the store that can be revoked."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.responses import Response

from dashboard.browsers import described
from lib.actions.desk import Person, person_of
from lib.core.languages import LANGUAGES, Language, mark
from lib.settings import Settings
from lib.store import activity, people
from lib.store.database import Store
from lib.store.tables import Role, User

SESSION_COOKIE: Final = "brygga_session"
FORM_COOKIE: Final = "brygga_form"
LANGUAGE_COOKIE: Final = "brygga_language"
SIGNED_IN: Final = mark("Signed in")
SIGNED_OUT: Final = mark("Signed out")
_YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sign-ins of one store; `secret` ties a form to the browser that asked for it."""

    store: Store
    settings: Settings
    secret: str

    def begin(self) -> None:
        """Let nobody stay who was signed in as one of the demo's people, once this is no demo."""
        if not self.settings.demo:
            with self.store.transaction() as session:
                people.revoke_demo(session)

    def person(self, cookies: Mapping[str, str]) -> Person | None:
        """The person whose sign-in the cookies name, None when it is unknown, over or revoked."""
        token = cookies.get(self.cookie)
        return find_person(self.store, token) if token else None

    def open(self, user: User, agent: str = "") -> str:
        """Sign a person in; gives the token that the cookie carries and that is kept nowhere else.

        `agent` is what the browser calls itself.
        """
        with self.store.transaction() as session:
            token = people.open_session(
                session,
                user,
                now=datetime.now(UTC),
                idle=timedelta(minutes=self.settings.session_idle_minutes),
                absolute=timedelta(hours=self.settings.session_hours),
                agent=described(agent),
            )
        self._note(user.id, user.name, "sign-in", SIGNED_IN)
        return token

    def close(self, cookies: Mapping[str, str]) -> None:
        """Sign out: the cookie, and every copy of it, is dead from now on."""
        person = self.person(cookies)
        if person is None:
            return
        with self.store.transaction() as session:
            people.revoke(session, cookies[self.cookie])
        self._note(person.user_id, person.name, "sign-out", SIGNED_OUT)

    def demo_user(self, role: Role) -> User:
        """The made-up person of a role, added if the demo's books have not been made."""
        subject = _demo_subject(role)
        with self.store.transaction() as session:
            found = people.by_subject(session, subject)
            return found or people.add_user(session, subject=subject, name="Demo", role=role, all_clients=True)

    def demo_names(self) -> dict[Role, str]:
        """What the made-up people are called."""
        with self.store.reading() as session:
            found = [people.by_subject(session, _demo_subject(role)) for role in Role]
        return {user.role: user.name for user in found if user}

    @property
    def cookie(self) -> str:
        """The cookie's name: over TLS one that no other host can set."""
        return self._name(SESSION_COOKIE)

    def give(self, response: Response, token: str) -> None:
        """Let the browser carry the token; it goes when the browser is closed."""
        self._set(response, SESSION_COOKIE, token)

    def take(self, response: Response) -> None:
        """Let the browser forget the token."""
        self._set(response, SESSION_COOKIE, "", max_age=0)

    def form_mark(self, cookies: Mapping[str, str]) -> tuple[str, str]:
        """What a form carries to show that it is ours: the cookie's value, made if new, and the field's."""
        value = cookies.get(self._name(FORM_COOKIE)) or secrets.token_urlsafe(24)
        return value, self._signed(value)

    def give_form_mark(self, response: Response, value: str) -> None:
        """Let the browser carry the form's mark."""
        self._set(response, FORM_COOKIE, value)

    def is_ours(self, cookies: Mapping[str, str], field: str) -> bool:
        """Whether a posted form is one that we gave this browser."""
        value = cookies.get(self._name(FORM_COOKIE), "")
        return bool(value) and hmac.compare_digest(self._signed(value).encode(), field.encode())

    def own(self, text: str) -> str:
        """A text as nobody else can make it out of `text`: for what comes back from elsewhere."""
        return self._signed(f"own {text}")

    def give_language(self, response: Response, language: Language) -> None:
        """Let the browser remember the language for a year."""
        self._set(response, LANGUAGE_COOKIE, language, max_age=_YEAR)

    def language(self, cookies: Mapping[str, str]) -> Language:
        """The language that the browser remembers, else the bureau's."""
        return remembered_language(cookies, secure=self.settings.secure) or self.settings.language

    def choose_language(self, user_id: int, language: Language) -> None:
        """Let a person meet this language in every browser; the demo's people are shared, so each browser keeps its."""
        if not self.settings.demo:
            with self.store.transaction() as session:
                people.choose_language(session, user_id, language)

    def _note(self, user_id: int, name: str, action: str, message: str) -> None:
        with self.store.transaction() as session:
            activity.append(
                session,
                user=(user_id, name),
                client_id=None,
                action=action,
                outcome="done",
                message=message,
                facts={},
            )

    def _set(self, response: Response, name: str, value: str, *, max_age: int | None = None) -> None:
        response.set_cookie(
            self._name(name),
            value,
            max_age=max_age,
            httponly=True,
            samesite="lax",
            secure=self.settings.secure,
        )

    def _signed(self, value: str) -> str:
        return hmac.new(self.secret.encode(), value.encode(), "sha256").hexdigest()

    def _name(self, name: str) -> str:
        return full_name(name, secure=self.settings.secure)


def _demo_subject(role: Role) -> str:
    return f"{people.DEMO}{role.value}"


def full_name(name: str, *, secure: bool) -> str:
    """A cookie's name as the browser knows it; the prefix lets no subdomain and no plain HTTP set it."""
    return f"__Host-{name}" if secure else name


def find_person(store: Store, token: str) -> Person | None:
    """The person that a token was given to, None when the sign-in is unknown, over or revoked.

    Only reads, but for once a minute: a page's many requests wait for no writer.
    """
    now = datetime.now(UTC)
    with store.reading() as session:
        found = people.know_session(session, token, now=now)
        if found is None:
            return None
        browser, user = found
        person = person_of(session, user)
    if now - browser.last_seen_at >= people.SEEN_EVERY:
        with store.transaction() as session:
            people.find_session(session, token, now=now)
    return person


def remembered_language(cookies: Mapping[str, str], *, secure: bool) -> Language | None:
    """The language that the browser remembers."""
    value = cookies.get(full_name(LANGUAGE_COOKIE, secure=secure))
    return value if value in LANGUAGES else None
