"""How far jobs have come, step by step: looked up once a second while they run, and not longer."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import data, panels, reader
from dashboard.language import _, current
from lib.actions.desk import Person
from lib.core.errors import REMEDY
from lib.core.languages import mark, translate
from lib.fortnox.resources import LEDGERS, Kind
from lib.jobs.analysis import ANALYSE
from lib.jobs.fortnox import BOOKS, CONNECTS, LISTS
from lib.jobs.ledgers import BEGINNING, PAGE
from lib.jobs.runner import EXPORT
from lib.jobs.workflows import COMPARE, COMPARE_FILE, STEP_NAMES
from lib.store import clients, imports, jobs
from lib.store.tables import Job, JobState

POLL_SECONDS: Final = 1.0
DEMO_ANEW: Final = mark("New demo")
STRETCHES: Final = {
    CONNECTS: (0.0, 0.05),
    BOOKS: (0.05, 0.3),
    LISTS: (0.35, 0.05),
    BEGINNING: (0.4, 0.5),
    PAGE: (0.4, 0.5),
}
"""Where in a fetch each of its messages stands, and how much of the whole it is about."""
REGISTERS: Final = {LEDGERS[kind].name: place for place, kind in enumerate(Kind)}
"""The registers of the ledgers in the order that they are fetched."""
STATES: Final = {
    JobState.WAITING: panels.State.NOT_RUN,
    JobState.RUNNING: panels.State.STALE,
    JobState.DONE: panels.State.DONE,
    JobState.FAILED: panels.State.FAILED,
    JobState.CANCELLED: panels.State.NOT_RUN,
}
"""How a job or a step of one stands, as people see it."""


def under_way(person: Person, client_id: int | None = None) -> Sequence[Job]:
    """The jobs that have not ended, of one client or of all that are the person's."""
    with data.house().store.reading() as session:
        running = jobs.running(session, client_id)
    theirs = person.clients
    return [job for job in running if theirs is None or job.client_id in theirs]


def follow(person: Person, client_id: int | None = None) -> bool:
    """Show the jobs under way and draw the page anew when the last has ended; False when there is none."""
    if not under_way(person, client_id):
        return False
    _live(person, client_id)
    return True


@st.fragment(run_every=POLL_SECONDS)
def _live(person: Person, client_id: int | None) -> None:
    with panels.last_resort():
        running = under_way(person, client_id)
        if not running:
            st.rerun()
        for job in running:
            _show(job, named=client_id is None)


def _show(job: Job, *, named: bool) -> None:
    done = sum(step["state"] == JobState.DONE for step in job.steps)
    now = next((step["name"] for step in job.steps if step["state"] == JobState.RUNNING), None)
    text = _(STEP_NAMES[now]) if now else _("Waits for its turn")
    # the fetch of what is asked for one by one tells no place: the bar then stays where it was
    key = f"reached-{job.id}"
    reached = max(st.session_state.get(key, 0.0), (done + part(job, now)) / max(len(job.steps), 1))
    st.session_state[key] = reached
    about = f"{_client(job)} · {title(job)}" if named and job.client_id else title(job)
    st.progress(reached, text=f"{panels.plain(about)} · {text}")
    st.markdown(steps(job))
    if job.message:
        st.caption(panels.plain(message(job)))


def _client(job: Job) -> str:
    with data.house().store.reading() as session:
        return clients.get(session, job.client_id or 0).name


def part(job: Job, step: str | None) -> float:
    """How much of a fetch under way is done, by what it tells: 0 to 1."""
    if step != "fetch" or job.message not in STRETCHES:
        return 0.0
    first, length = STRETCHES[job.message]
    if "what" in job.facts:
        length /= len(REGISTERS)
        first += length * REGISTERS.get(str(job.facts["what"]), 0)
    done = job.facts.get("page", job.facts.get("number", 0))
    total = job.facts.get("pages", job.facts.get("total", 0))
    within = done / total if isinstance(done, int) and isinstance(total, int) and total else 0.0
    return min(first + length * within, 1.0)


def steps(job: Job) -> str:
    """The steps of a job with how each stands, as Markdown."""
    return " &emsp; ".join(_step(str(step["name"]), JobState(step["state"] or JobState.WAITING)) for step in job.steps)


def title(job: Job) -> str:
    """What a job is about: the file that it imports, or the year that it checks."""
    if job.kind == ANALYSE:
        return _("Checks of {year}", year=str(job.facts.get("year", "")))
    if job.kind == EXPORT:
        return _("Export to Fortnox")
    if job.kind == COMPARE_FILE:
        return _("{file}, held against the books", file=str(job.facts.get("file", "")))
    if job.import_id is None:
        return _(DEMO_ANEW)
    with data.house().store.reading() as session:
        file_name = imports.get(session, job.import_id).file_name
    return _("{file}, compared again", file=file_name) if job.kind == COMPARE else file_name


def message(job: Job) -> str:
    """What became of a job, or what it is doing, in the reader's language; blank when there is nothing to say."""
    facts = reader.facts(job.client_id, job.message, job.facts)
    return translate(job.message, current(), **facts) if job.message else ""


def remedy(job: Job) -> str:
    """The next step after a job that failed; blank where there is none."""
    advice = str(job.facts.get(REMEDY) or "")
    return translate(advice, current(), **reader.facts(job.client_id, advice, job.facts)) if advice else ""


def _step(name: str, state: JobState) -> str:
    return panels.status(STATES[state], _(STEP_NAMES[name]))
