"""What a person finds by a code or a pasted error text, with the clients of theirs that it hit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.actions.desk import Desk
from lib.core.languages import mark
from lib.store import clients, searches
from lib.store.database import Session
from lib.store.searches import Place, Trace
from lib.store.tables import Client
from lib.support.knowledge import Known
from lib.support.search import search

JOB: Final = mark("Job {id}")
IMPORT: Final = mark("Import {id}")
CALL: Final = mark("Call to Fortnox {id}")
CHECKS: Final = Place("transaction_analysis")


@dataclass(frozen=True, slots=True)
class Hit:
    """A client that it hit, and where it shows."""

    client: Client
    place: Place


@dataclass(frozen=True, slots=True)
class Answer:
    """Something known that answers, and the clients that it hit."""

    known: Known
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What an id names: which kind of thing (marked), its client, and what became of it, to be searched on."""

    kind: str
    id: str
    client: Client | None
    page: str
    told: str


def answers(desk: Desk, question: str) -> list[Answer]:
    """What a code or an error text means, the best first, with the person's own clients that it hit."""
    desk.allow("support.view")
    known = [match.known for match in search(question)]
    only = desk.person.clients
    with desk.store.reading() as session:
        checks = frozenset[str]().union(*(one.checks for one in known))
        found = searches.clients_with_finding(desk.store, session, checks, only)
        return [Answer(one, _hits(session, one, found, only)) for one in known]


def named(desk: Desk, question: str) -> list[Named]:
    """The jobs, imports and calls that an id names, of the person's own clients."""
    desk.allow("support.view")
    only = desk.person.clients
    with desk.store.reading() as session:
        known = {client.id: client for client in clients.search(session, only=only)}
        found = [
            Named(JOB, job.id, known.get(job.client_id or 0), "support_desk", job.message)
            for job in searches.jobs_named(session, question, only)
        ]
        found += [
            Named(IMPORT, one.id, known.get(one.client_id), "import_data", "")
            for one in searches.imports_named(session, question, only)
        ]
        found += [
            Named(CALL, call.request_id, known.get(call.client_id or 0), "support_desk", str(call.code or ""))
            for call in searches.calls_named(session, question, only)
        ]
    return found


def _hits(
    session: Session, known: Known, found: Mapping[str, set[int]], only: frozenset[int] | None
) -> tuple[Hit, ...]:
    met = {number: CHECKS for check in known.checks for number in found[check]}
    met |= searches.clients_met(session, _trace(known), only)
    return tuple(Hit(client, met[client.id]) for client in (clients.search(session, only=met) if met else ()))


def _trace(known: Known) -> Trace:
    numbers = frozenset(int(code) for code in known.codes if code.isdecimal())
    return Trace(known.what, numbers, known.statuses, known.checks)
