"""The port through which jobs are started, whatever carries them out."""

from pathlib import Path
from typing import Final, Protocol

from dbos import DBOSClient

from lib.jobs.database import APPLICATION, APPLICATION_VERSION, SERIALIZER, jobs_engine, jobs_url, migrate

QUEUE: Final = "imports"
FORTNOX_QUEUE: Final = "fortnox"
"""What asks Fortnox waits for its answers mostly: in a queue of its own it holds up no file."""
BRIEF_QUEUE: Final = "fortnox-brief"
"""What asks Fortnox little, and must not wait for the imports: whether there is news, and giving tokens back."""

EXPORT: Final = "fortnox-export"
PREFLIGHT: Final = "fortnox-preflight"
"""The kinds of job that send closing entries, which may take as long as imports, and that look at Fortnox before."""
PRACTICE: Final = "fortnox-practice"
"""The kind that imports from a made-up company in a situation of its own."""
ERASE: Final = "erase"
"""The kind that erases a client: it waits for the client's other jobs, so it must not stand before an import of it."""
_LONG: Final = frozenset({FORTNOX_QUEUE, EXPORT, PRACTICE, ERASE})


class JobRunner(Protocol):
    """Starts durable jobs by kind and ids; what becomes of them is read from the store's own job rows."""

    def start(self, kind: str, job_id: str, *ids: str) -> None:
        """Queue a job; the same `job_id` twice is one job."""

    def cancel(self, job_id: str) -> None:
        """Let the job stop before its next step."""

    def resume(self, job_id: str) -> None:
        """Go on with a job that was cancelled or has failed, at the step where it stood."""


def queue_of(kind: str) -> str:
    """The queue that jobs of a kind wait in."""
    if kind in _LONG:
        return FORTNOX_QUEUE
    return BRIEF_QUEUE if kind.startswith(FORTNOX_QUEUE) else QUEUE


class DurableRunner:
    """Jobs carried by DBOS: they go on after a kill at the step where they stood."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        """Connect to the jobs database in `folder`, or at `url`, making it when it is new."""
        address = jobs_url(folder, url)
        migrate(folder, address)
        self._engine = jobs_engine(address)
        self._client = DBOSClient(
            system_database_engine=self._engine,
            serializer=SERIALIZER,
            application_name=APPLICATION,
        )

    def start(self, kind: str, job_id: str, *ids: str) -> None:
        """Queue a job; the same `job_id` twice is one job."""
        self._client.enqueue(
            {
                "workflow_name": kind,
                "queue_name": queue_of(kind),
                "workflow_id": job_id,
                "app_version": APPLICATION_VERSION,
            },
            *ids,
        )

    def cancel(self, job_id: str) -> None:
        """Let the job stop before its next step."""
        self._client.cancel_workflow(job_id)

    def resume(self, job_id: str) -> None:
        """Go on with a job that was cancelled or has failed, at the step where it stood."""
        self._client.resume_workflow(job_id)

    def close(self) -> None:
        """Give back the connections."""
        self._client.destroy()
        self._engine.dispose()
