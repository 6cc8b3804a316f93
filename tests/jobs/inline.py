"""A job runner that carries jobs out at once, in the caller's own process, through the real stations."""

from dataclasses import dataclass

from lib.jobs import workflows
from lib.store.database import Store


@dataclass(frozen=True, slots=True)
class InlineRunner:
    """Runs a job when it is started; for tests that ask what comes of it, not how it survives."""

    store: Store

    def start(self, kind: str, job_id: str, *ids: str) -> None:
        """Carry the job out."""
        (import_id,) = ids

        def step(name: str) -> str:
            return workflows.run_step(self.store, job_id, import_id, name)

        workflows.run(self.store, kind, job_id, import_id, step)

    def cancel(self, job_id: str) -> None:
        """Nothing is under way when this could be called."""

    def resume(self, job_id: str) -> None:
        """Nothing is ever left half done."""
