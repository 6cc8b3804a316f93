"""A SIE file of the client's own held against the books in use: read, compared, let go; nothing is imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from lib.core.errors import BryggaError
from lib.core.languages import Fact, mark
from lib.core.organisations import org_number
from lib.core.periods import FinancialYear
from lib.jobs.readings import known_years, read_sie
from lib.jobs.stations import Outcome
from lib.jobs.telling import caught, note, say
from lib.ledger.books import YearFrames
from lib.ledger.differences import YearDifference, differences
from lib.sie import SieFile
from lib.store import books, clients, comparisons, jobs, snapshots
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Client, JobState

STEPS: Final = ("read", "compare")
OF_THE_COMPANY: Final = frozenset({"company", "org_number"})
"""What a file states that says whose it is."""
CRASHED: Final = mark("The comparison stopped because of a fault in Brygga (reference {reference}).")
COMPARED: Final = mark("{file} was held against the books in use; the file is gone again.")


class OtherCompanysFile(BryggaError):
    """The file states another organisation number (`found`) than the client has (`number`)."""

    text = mark("{file} is of organisation number {found}, but the client's is {number}.")
    next_step = mark("Ask the client for the file of the right company. Nothing was compared, and the file is gone.")


@dataclass(frozen=True, slots=True)
class FileComparison:
    """What a comparison with a file found: the file, what it states, and each year, the books being `before`."""

    file: str
    sha256: str
    size: int
    at: datetime
    books_version: int
    stated: Mapping[str, str]
    """`company`, `org_number`, `program`, `sie_type`: blank where the file does not say."""
    years: tuple[YearDifference, ...]

    @property
    def common(self) -> tuple[YearDifference, ...]:
        """The years that both the file and the books hold."""
        return tuple(year for year in self.years if year.changes is not None)


def run(store: Store, job_id: str) -> None:
    """Compare, said on the job's row; a failure becomes its message. The file is gone when it ends.

    Repeated for a job that has ended, it only lets the file go: what was told stands.
    """
    with store.reading() as session:
        job = jobs.get(session, job_id)

    def end(state: JobState, message: str, told: Mapping[str, Fact]) -> None:
        note(store, lambda session: jobs.finish(session, job_id, state, message, {**job.facts, **told}))
        comparisons.drop_file(store, job.client_id or 0, job_id)

    if job.state not in jobs.UNFINISHED:
        comparisons.drop_file(store, job.client_id or 0, job_id)
        return

    def work() -> Outcome:
        compare(store, job_id)
        return Outcome.GO_ON

    if caught(job_id, "compare", work, partial(end, JobState.FAILED), CRASHED) is not None:
        end(JobState.DONE, COMPARED, {})


def compare(store: Store, job_id: str) -> None:
    """Compare the file of this job with the client's books; may be repeated. Raises FileRefused, OtherCompanysFile."""
    with store.reading() as session:
        job = jobs.get(session, job_id)
        client = clients.get(session, job.client_id or 0)
        used = books.active(session, client.id)
        years = known_years(session, client.id)
    say(store, job_id, "read", JobState.RUNNING)
    name = str(job.facts["file"])
    reading = read_sie(comparisons.read_file(store, client.id, job_id), name, client.default_series, years)
    stated = _stated(reading.sie)
    check_company(client, name, stated["org_number"])
    say(store, job_id, "read", JobState.DONE)
    say(store, job_id, "compare", JobState.RUNNING)
    ours: dict[FinancialYear, YearFrames] = {
        year: snapshots.lazily(store, snapshot) for year, snapshot in used.years.items()
    }
    found = differences(ours, {year.year: year for year in reading.books})
    comparisons.save_result(
        store,
        client.id,
        job_id,
        {
            "file": name,
            "sha256": str(job.facts["sha256"]),
            "size": job.facts["size"],
            "at": now().isoformat(),
            "books_version": used.version,
            "stated": stated,
            "years": [one.as_json() for one in found],
        },
    )


def check_company(client: Client, name: str, stated: str) -> None:
    """Raise OtherCompanysFile where both the file and the client name a company, and not the same."""
    ours, theirs = org_number(client.org_number), org_number(stated)
    if ours and theirs and ours != theirs:
        raise OtherCompanysFile(file=name, found=theirs, number=ours)


def found(store: Store, client_id: int, job_id: str) -> FileComparison | None:
    """What a comparison found; None while it is under way, and when it has been let go."""
    kept = comparisons.result(store, client_id, job_id)
    if kept is None:
        return None
    years = tuple(YearDifference.from_json(year) for year in kept["years"])
    return FileComparison(**kept | {"at": datetime.fromisoformat(kept["at"]), "years": years})


def _stated(file: SieFile | None) -> dict[str, str]:
    if file is None:
        return dict.fromkeys(("company", "org_number", "program", "sie_type"), "")
    return {
        "company": str(file.head("company_name") or ""),
        "org_number": str(file.head("org_number") or ""),
        "program": " ".join(str(file.head(name)) for name in ("program", "program_version") if file.head(name)),
        "sie_type": str(file.sie_type or ""),
    }
