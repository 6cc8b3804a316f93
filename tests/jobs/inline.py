"""A job runner that carries jobs out at once, in the caller's own process, through the real stations."""

from dataclasses import dataclass
from datetime import date

from lib.jobs import analysis, comparisons, erasing, fates, lines, news, preflight, runner, workflows
from lib.store import erasures
from lib.store.database import Store


@dataclass(frozen=True, slots=True)
class InlineRunner:
    """Runs a job when it is started; for tests that ask what comes of it, not how it survives."""

    store: Store

    def start(self, kind: str, job_id: str, *ids: str) -> None:
        """Carry the job out."""
        match kind:
            case workflows.LOOK:
                news.look(self.store, *(int(number) for number in ids))
            case workflows.REVOKE:
                lines.revoke(self.store, int(ids[0]))
            case analysis.ANALYSE:
                client_id, year_start, user_id = ids
                today = date.today()  # noqa: DTZ011 - as the worker does
                year = date.fromisoformat(year_start)
                analysis.run(self.store, job_id, int(client_id), year, int(user_id), today=today)
            case runner.ERASE:
                erasing.erase(self.store, int(ids[0]))
                erasures.finish(self.store, int(ids[0]))
            case workflows.COMPARE_FILE:
                comparisons.run(self.store, job_id)
            case runner.EXPORT:
                workflows.export_entries(self.store, *ids)
            case fates.FATE:
                fates.settle(self.store, fates.Answer.of(*ids))
            case runner.PREFLIGHT:
                client_id, year_start, user_id = ids
                preflight.look(self.store, int(client_id), date.fromisoformat(year_start), int(user_id))
            case _:
                self._import(kind, job_id, *ids)

    def _import(self, kind: str, job_id: str, import_id: str) -> None:
        def step(name: str) -> str:
            return workflows.run_step(self.store, job_id, import_id, name)

        workflows.run(self.store, workflows.KINDS[kind], job_id, import_id, step)

    def cancel(self, job_id: str) -> None:
        """Nothing is under way when this could be called."""

    def resume(self, job_id: str) -> None:
        """Nothing is ever left half done."""
