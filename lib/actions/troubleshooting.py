"""What a person finds by a code or a pasted error text, with the clients of theirs that it hit."""

from dataclasses import dataclass
from typing import Final

from lib.actions.desk import Desk
from lib.core.languages import mark
from lib.store import clients, searches
from lib.store.tables import Client
from lib.support.knowledge import Known
from lib.support.search import search

JOB: Final = mark("Job {id}")
IMPORT: Final = mark("Import {id}")
CALL: Final = mark("Call to Fortnox {id}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A client that it hit, and the page where it shows."""

    client: Client
    page: str


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
    return [Answer(match.known, _hits(desk, match.known)) for match in search(question)]


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


def _hits(desk: Desk, known: Known) -> tuple[Hit, ...]:
    codes = [int(code) for code in known.codes if code.isdecimal()]
    only = desk.person.clients
    with desk.store.reading() as session:
        told = searches.clients_told(session, known.what, codes, only)
        theirs = clients.search(session, only=set(told)) if told else []
    return tuple(Hit(client, told[client.id]) for client in theirs)
