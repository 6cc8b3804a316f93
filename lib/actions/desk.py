"""Who acts, on what: the first argument of every action."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from lib.actions.consent_rights import NEEDS_CONSENT
from lib.actions.rights import ACTION_NAMES, DONE_TEXTS, RIGHTS
from lib.core.errors import REMEDY, BryggaError, ConsentNeeded, Forbidden
from lib.core.languages import Fact
from lib.jobs.runner import JobRunner
from lib.store import activity, consents, people
from lib.store.columns import now
from lib.store.database import Session, Store
from lib.store.tables import Role, User


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person: the role and the clients that are theirs (None: every client).

    `consented` are the clients that an accountant lets support see, and until when.
    """

    user_id: int
    name: str
    role: Role
    clients: frozenset[int] | None = None
    consented: Mapping[int, datetime] = field(default_factory=dict, hash=False)

    @property
    def who(self) -> tuple[int, str]:
        """What is kept beside all that the person does: it says who even when the person is gone."""
        return self.user_id, self.name

    def may(self, action: str, client_id: int | None = None) -> bool:
        """Whether the role allows the action and the client, if one is named, is the person's."""
        return self.holds(action, client_id) and not self.lacks_consent(action, client_id)

    def holds(self, action: str, client_id: int | None = None) -> bool:
        """The same, whether or not the accountant's consent that it also needs stands."""
        theirs = client_id is None or self.clients is None or client_id in self.clients
        return theirs and self.role in RIGHTS[action]

    def lacks_consent(self, action: str, client_id: int | None) -> bool:
        """Whether the action shows the client's contents, and they are hidden from the person."""
        return action in NEEDS_CONSENT and client_id is not None and not self.sees(client_id)

    def sees(self, client_id: int) -> bool:
        """Whether names, amounts and raw lines of the client are shown: to support only while a consent stands."""
        if self.role is not Role.SUPPORT:
            return True
        until = self.consented.get(client_id)
        return until is not None and now() < until


def person_of(session: Session, user: User) -> Person:
    """The person that a user is at this moment, with the consents that stand."""
    clients = people.client_ids(session, user)
    theirs = None if clients is None else frozenset(clients)
    seen = consents.consented(session) if user.role is Role.SUPPORT else {}
    return Person(user.id, user.name, user.role, theirs, seen)


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, the job runner and the person at the desk."""

    store: Store
    jobs: JobRunner
    person: Person

    @contextmanager
    def acting(
        self, action: str, client_id: int | None = None, *, done: str | None = None, **facts: Fact
    ) -> Iterator[dict[str, Fact]]:
        """Allow the block or raise Forbidden; what ends it is written to the activity log.

        `done` is what the log says (marked English; else the action's own text), with `facts` set
        in; the block gets them to add what it learns. The log's outcome is `refused` where the right
        is missing, `failed` where the block raised (with its sentence), and `done` otherwise.
        """
        try:
            self.allow(action, client_id)
            yield facts
        except BryggaError as error:
            outcome = "refused" if isinstance(error, Forbidden) else "failed"
            text, known = error.told
            self._log(action, client_id, outcome, text, facts | known | {REMEDY: error.advice})
            raise
        self._log(action, client_id, "done", done or DONE_TEXTS[action], facts)

    def allow(self, action: str, client_id: int | None = None) -> None:
        """Raise Forbidden unless the person may, ConsentNeeded where only the accountant's consent is missing.

        For reading, which leaves no row in the log.
        """
        if not self.person.holds(action, client_id):
            raise Forbidden(action=ACTION_NAMES[action])
        if client_id is not None and self.person.lacks_consent(action, client_id):
            with self.store.reading() as session:
                asked = consents.givers(session, client_id)
            raise ConsentNeeded(action=ACTION_NAMES[action], people=", ".join(asked))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction of the store."""
        with self.store.transaction() as session:
            yield session

    def _log(self, action: str, client_id: int | None, outcome: str, message: str, facts: dict[str, Fact]) -> None:
        with self.store.transaction() as session:
            activity.append(
                session,
                user=self.person.who,
                client_id=client_id,
                action=action,
                outcome=outcome,
                message=message,
                facts=facts,
            )
