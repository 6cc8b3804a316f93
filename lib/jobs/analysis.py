"""Run the checks on a year of a client's books and keep what they find: a light job, so that no screen waits for it."""

from collections.abc import Mapping
from datetime import date
from time import perf_counter
from typing import Final

from lib.checks.analysis.case import Case
from lib.checks.analysis.registry import run_analysis
from lib.core.languages import Fact, mark
from lib.jobs.stations import Outcome
from lib.jobs.telling import caught, note, say
from lib.store import analyses, analysis_choices, books, jobs, people, snapshots
from lib.store.database import Store
from lib.store.tables import JobState

ANALYSE: Final = "analyse"
CHECKS_CRASHED: Final = mark(
    "The checks stopped because of a fault in Brygga (reference {reference}). The earlier results stand."
)
CHECKED: Final = mark("The checks were run on {year}.")


def run(  # noqa: PLR0913 - what a run is of
    store: Store, job_id: str, client_id: int, year: date, user_id: int, *, today: date
) -> None:
    """Run the checks on the year that starts on a day, said on the job's row; a failure becomes its message."""
    with store.reading() as session:
        facts = jobs.get(session, job_id).facts

    def failed(message: str, told: Mapping[str, Fact]) -> None:
        note(store, lambda session: jobs.finish(session, job_id, JobState.FAILED, message, {**facts, **told}))

    def work() -> Outcome:
        say(store, job_id, ANALYSE, JobState.RUNNING)
        analyse(store, client_id, year, user_id, today)
        return Outcome.GO_ON

    if caught(job_id, ANALYSE, work, failed, CHECKS_CRASHED) is not None:
        note(store, lambda session: jobs.finish(session, job_id, JobState.DONE, CHECKED, facts))


def analyse(store: Store, client_id: int, year_start: date, user_id: int, today: date) -> None:
    """Run the client's checks on the books in use of the year that starts on `year_start`, as of `today`.

    The years before it and the ledgers that the books came with are looked at too. Nothing happens
    when the books have been taken out of use meanwhile. Raises StorageFailed.
    """
    began = perf_counter()
    with store.reading() as session:
        held = books.active(session, client_id).years
        year = next((one for one in held if one.start == year_start), None)
        if year is None:
            return
        run_on = analyses.basis(session, client_id, year)
        choices = analysis_choices.chosen(session, client_id)
        person = people.get_user(session, user_id)
        earlier = sorted((one for one in held if one.end < year.start), reverse=True)
        case = Case(
            snapshots.lazily(store, held[year]),
            today,
            tuple(snapshots.lazily(store, held[one]) for one in earlier),
            analysis_choices.told(session, client_id, year),
            analysis_choices.roles(session, client_id),
            analysis_choices.ledgers(store, session, client_id),
        )
    outcomes = run_analysis(case, choices)
    took = round((perf_counter() - began) * 1000)
    who = (person.id, person.name)
    analyses.save(store, client_id, year, outcomes, run_on=run_on, milliseconds=took, who=who)
