"""The activity log as tables: what people did, and what the program's own tasks did, step by step."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, data, panels, progress, reader, tables
from dashboard.context import CLIENT
from dashboard.import_list import name_of
from dashboard.language import _, current, when
from dashboard.tables import Column
from dashboard.words import word
from lib.actions.desk import Person
from lib.actions.fortnox import IMPORT
from lib.actions.rights import ACTION_NAMES
from lib.core.languages import mark, translate
from lib.store import activity, clients, jobs
from lib.store.activity import ActivityFilter
from lib.store.tables import Activity, Job

OUTCOMES: Final = {
    "done": (panels.State.DONE, mark("done")),
    "refused": (panels.State.LOCKED, mark("refused")),
    "failed": (panels.State.FAILED, mark("failed")),
}
STARTED: Final = mark("started")
STARTS: Final = frozenset({IMPORT, "import.retry"})
"""What is done when a job has begun, and is told on the job from then on."""
EVENTS: Final = dict(ACTION_NAMES) | {"sign-in": mark("sign in"), "sign-out": mark("sign out")}
COLUMNS: Final = (
    Column("at", mark("When"), width=130),
    Column("who", mark("Who"), width=122),
    Column("client", mark("Client"), width=215),
    Column("what", mark("What"), width=148),
    Column("outcome", mark("Outcome"), width=106),
    Column("message", mark("Message")),
)
TASK_COLUMNS: Final = (
    Column("at", mark("Started"), width=130),
    Column("what", mark("Task"), width=165),
    Column("client", mark("Client"), width=215),
    Column("state", mark("Status"), width=106),
    Column("who", mark("By"), width=122),
    Column("message", mark("Message")),
)


def choose_client(person: Person) -> int | None:
    """Keep the log to one client, or show all that are the person's."""
    names = _names(person)
    chosen = st.selectbox(
        _("Client"),
        ["", *(str(number) for number in names)],
        format_func=lambda number: names[int(number)] if number else _("All clients"),
        label_visibility="collapsed",
        width=300,
        **address.tie(CLIENT, among={str(number) for number in names}),
    )
    return int(chosen) if chosen else None


def entries(person: Person, client_id: int | None) -> None:
    """What people did, newest first."""
    kept = ActivityFilter(client_ids=_kept_to(person, client_id))
    with data.house().store.reading() as session:
        rows = activity.total(session, kept)
    if not rows:
        panels.empty(_("Nothing has been logged yet."))
        return
    first, length = tables.page_of(rows)
    with data.house().store.reading() as session:
        found = activity.entries(session, kept, limit=length, offset=first)
    names = _names(person)
    shown = pl.DataFrame([_entry(row, names) for row in found])
    clicked = tables.grid(shown, COLUMNS, key=f"activity-{first}", alt=_("Activity log"), opens=True)
    if clicked is None:
        st.caption(_("Click an entry to read its whole message."))
    else:
        st.markdown(f"**{panels.plain(shown['at'][clicked])}** &emsp; {panels.plain(shown['message'][clicked])}")


def tasks(person: Person, client_id: int | None) -> None:
    """The program's own tasks, newest first; a row shows its steps."""
    with data.house().store.reading() as session:
        found = jobs.of_client(session, client_id) if client_id else jobs.recent(session)
    theirs = person.clients
    shown = [job for job in found if theirs is None or job.client_id in theirs]
    if not shown:
        panels.empty(_("No task has been started yet."), _("Imports are listed here with their steps."))
        return
    names = _names(person)
    rows = pl.DataFrame([_task(job, names) for job in shown])
    clicked = tables.grid(rows, TASK_COLUMNS, key="tasks", alt=_("System tasks"), opens=True, in_sight=12)
    if clicked is None:
        st.caption(_("Click a task to see its steps."))
        return
    _steps(shown[clicked])


def _steps(job: Job) -> None:
    st.markdown(f"**{panels.plain(progress.title(job))}** &emsp; {progress.steps(job)}")
    if job.ended_at is not None:
        st.caption(_("Started {start}, ended {end}.", start=when(job.started_at), end=when(job.ended_at)))
    elif job.started_at is not None:
        st.caption(_("Started {start}.", start=when(job.started_at)))
    if job.message:
        st.markdown(panels.plain(f"{progress.message(job)} {progress.remedy(job)}".strip()))


def _entry(row: Activity, names: dict[int, str]) -> dict[str, str]:
    facts = reader.facts(row.client_id, row.message, row.facts)
    state, words = OUTCOMES.get(row.outcome, (panels.State.NOT_RUN, row.outcome))
    if row.action in STARTS and row.outcome == "done":
        words = STARTED
    return {
        "at": when(row.at),
        "who": row.user_name or "Brygga",
        "client": names.get(row.client_id or 0, ""),
        "what": _(EVENTS.get(row.action, row.action)),
        **panels.cell("outcome", state, _(words)),
        "message": translate(row.message, current(), **facts) if row.message else "",
    }


def _task(job: Job, names: dict[int, str]) -> dict[str, str]:
    return {
        "at": when(job.created_at),
        "what": progress.title(job),
        "client": names.get(job.client_id or 0, ""),
        **panels.cell("state", progress.STATES[job.state], word(job.state)),
        "who": name_of(job.started_by),
        "message": progress.message(job),
    }


def _names(person: Person) -> dict[int, str]:
    with data.house().store.reading() as session:
        return {client.id: client.name for client in clients.search(session, only=person.clients)}


def _kept_to(person: Person, client_id: int | None) -> Sequence[int] | None:
    if client_id is not None:
        return [client_id]
    return None if person.clients is None else list(person.clients)
