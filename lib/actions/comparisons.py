"""Hold two imports of a client together, or a SIE file of the client's own against the books in use.

Without the accountant's consent, support gets no names and no amounts of what differs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.actions.imports import refuse_too_large
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.core.masking import TEXT
from lib.core.periods import FinancialYear
from lib.jobs import comparisons as held
from lib.jobs.comparisons import STEPS, FileComparison
from lib.jobs.workflows import COMPARE_FILE
from lib.ledger.differences import YearDifference
from lib.store import comparisons, imports, jobs, snapshots
from lib.store.tables import Import, Role, Snapshot
from lib.support.veils import veiled, without_persons

COMPARE: Final = "books.compare"
NAME_AT_MOST: Final = 200
THE_IMPORT: Final = mark("The import")


def compare_file(desk: Desk, client_id: int, name: str, content: bytes) -> str:
    """Have a file held against the books in use, and let go again; gives the job's id. It is never imported.

    The log tells the file by its name and SHA-256. Raises FileRefused when it is too large, StorageFailed.
    """
    digest, presentable = sha256(content).hexdigest(), imports.presentable(name)[:NAME_AT_MOST]
    with desk.acting(COMPARE, client_id, file=presentable, sha256=digest):
        refuse_too_large(presentable, len(content))
        job_id = str(uuid4())
        comparisons.keep_file(desk.store, client_id, job_id, content)
        with desk.transaction() as session:
            jobs.add(
                session,
                job_id=job_id,
                kind=COMPARE_FILE,
                client_id=client_id,
                import_id=None,
                steps=STEPS,
                started_by=desk.person.user_id,
            )
            jobs.tell(session, job_id, "", {"file": presentable, "sha256": digest, "size": len(content)})
        desk.jobs.start(COMPARE_FILE, job_id)
    return job_id


def found_in_file(desk: Desk, client_id: int, job_id: str) -> FileComparison | None:
    """What a comparison with a file found; None while it is under way, and when it has been let go."""
    desk.allow(COMPARE, client_id)
    found = held.found(desk.store, client_id, job_id)
    if found is None:
        return None
    years = tuple(shown(desk, client_id, found.years))
    if desk.person.sees(client_id):
        return replace(found, years=years)
    stated = {name: TEXT if value and name in held.OF_THE_COMPANY else value for name, value in found.stated.items()}
    return replace(found, stated=stated, years=years)


def shown(desk: Desk, client_id: int, years: Sequence[YearDifference]) -> list[YearDifference]:
    """What the person may see of differences that have been worked out; support never sees personal numbers."""
    desk.allow(COMPARE, client_id)
    if desk.person.role is not Role.SUPPORT:
        return list(years)
    return [(without_persons if desk.person.sees(client_id) else veiled)(year) for year in years]


def forget_file(desk: Desk, client_id: int, job_id: str) -> None:
    """Let go at once of what a comparison found, which else is kept for a day."""
    desk.allow(COMPARE, client_id)
    comparisons.forget(desk.store, client_id, job_id)


def comparable(desk: Desk, client_id: int) -> list[tuple[Import, Mapping[FinancialYear, Snapshot]]]:
    """The client's imports that years of books are kept of, newest first, whatever became of each."""
    desk.allow(COMPARE, client_id)
    with desk.store.reading() as session:
        found = [(one, snapshots.of_import(session, one.id)) for one in imports.of_client(session, client_id)]
    return [(one, {kept.year: kept for kept in years}) for one, years in found if years]


def years_of(desk: Desk, client_id: int, import_id: str) -> Mapping[FinancialYear, Snapshot]:
    """The years that one import holds; raises NotFound for another client's."""
    desk.allow(COMPARE, client_id)
    with desk.store.reading() as session:
        if imports.get(session, import_id).client_id != client_id:
            raise NotFound(thing=THE_IMPORT)
        return {kept.year: kept for kept in snapshots.of_import(session, import_id)}
