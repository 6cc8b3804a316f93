"""A client's jobs for support: each step with its time, where a failed one stood, the next step, and trying again."""

from datetime import datetime
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, data, navigation, panels, progress, support_calls, support_compare, support_way, tables
from dashboard.context import View
from dashboard.import_list import name_of
from dashboard.language import _, current, when
from dashboard.tables import Column
from dashboard.words import word
from lib.actions import retries
from lib.actions.retries import Way
from lib.core.languages import mark, tenths
from lib.jobs.workflows import COMPARE_FILE, STEP_NAMES
from lib.store import calls, jobs
from lib.store.calls import CallFilter
from lib.store.tables import Job, JobState

CHOSEN: Final = "uppgift"
A_FILE: Final = {support_way.PART: support_compare.PART, support_compare.WITH: support_compare.A_FILE}
"""The address of where a file is compared."""
COLUMNS: Final = (
    Column("at", mark("Started"), width=135),
    Column("what", mark("Task"), width=230),
    Column("state", mark("Status"), width=110),
    Column("stood", mark("Stood at"), width=165),
    Column("who", mark("By"), width=130),
    Column("message", mark("Message"), width=420),
)
STEP_COLUMNS: Final = (
    Column("step", mark("Step"), width=220),
    Column("state", mark("Status"), width=120),
    Column("from", mark("Began"), width=160),
    Column("seconds", mark("Took"), width=90),
)


def show(view: View) -> None:
    """The jobs, newest first, and the one that is chosen with its steps."""
    progress.follow(view.desk.person, view.client.id)
    with data.house().store.reading() as session:
        found = jobs.of_client(session, view.client.id)
    if not found:
        panels.empty(_("No task has been started yet."), _("Imports are listed here with their steps."))
        return
    rows = pl.DataFrame([_row(job) for job in found])
    clicked = tables.grid(rows, COLUMNS, key=f"jobs-{view.client.id}", alt=_("Jobs"), opens=True, in_sight=8)
    chosen = found[clicked] if clicked is not None else _named(found)
    if chosen is None:
        st.caption(_("Click a job to see its steps, what stopped it and what to do."))
    else:
        _whole(view, chosen)


def _named(found: list[Job]) -> Job | None:
    """The job that the address names, else the newest when it failed."""
    named = next((job for job in found if job.id == address.read(CHOSEN)), None)
    return named or (found[0] if found[0].state is JobState.FAILED else None)


def _row(job: Job) -> dict[str, str]:
    return {
        "at": when(job.created_at),
        "what": progress.title(job),
        **panels.cell("state", progress.STATES[job.state], word(job.state)),
        "stood": _stood(job),
        "who": name_of(job.started_by),
        "message": progress.message(job),
    }


def _stood(job: Job) -> str:
    """The step at which a job stands or stopped; blank when it went through."""
    if job.state is JobState.DONE:
        return ""
    begun = [step for step in job.steps if step["state"] not in {JobState.DONE, JobState.WAITING}]
    step = begun[0] if begun else next((one for one in job.steps if one["state"] == JobState.WAITING), None)
    return _(STEP_NAMES[str(step["name"])]) if step else ""


def _whole(view: View, job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(panels.plain(progress.title(job)), anchor=False)
        _try_again(view, job)
    _told(job)
    steps = pl.DataFrame([_step(step) for step in job.steps])
    tables.grid(steps, STEP_COLUMNS, key=f"steps-{job.id}", alt=_("Steps"), in_sight=8)
    _calls(view, job)
    st.caption(_("Reference for support: {reference}", reference=job.reference or job.id[:8]))


def _told(job: Job) -> None:
    said = panels.plain(progress.message(job))
    if job.state is JobState.FAILED:
        stood = _stood(job)
        where = _("It stood at: {step}.", step=stood) if stood else ""
        st.error(f"{where} {panels.plain(progress.remedy(job))}".strip(), title=said or _("The job stopped."))
    elif said:
        st.markdown(panels.status(progress.STATES[job.state], said))


def _step(step: dict[str, str | None]) -> dict[str, str]:
    state = JobState(step["state"] or JobState.WAITING)
    began, ended = (datetime.fromisoformat(at) if at else None for at in (step["started_at"], step["ended_at"]))
    took = _("{seconds} s", seconds=tenths((ended - began).total_seconds(), current())) if began and ended else ""
    return {
        "step": _(STEP_NAMES[str(step["name"])]),
        **panels.cell("state", progress.STATES[state], word(state)),
        "from": when(began),
        "seconds": took,
    }


def _try_again(view: View, job: Job) -> None:
    """The way to try a failed job again, for who may."""
    match retries.way(view.desk, job):
        case Way.AGAIN:
            if st.button(_("Try again"), type="primary"):
                panels.attempt(lambda: retries.again(view.desk, job.id), _("The job is on its way again."))
        case Way.EXPORT:
            navigation.link("export", _("Continue the export"))
        case Way.FILE:
            st.button(_("Choose the file again"), on_click=address.put, kwargs=A_FILE | {CHOSEN: None})
        case Way.NONE if job.kind == COMPARE_FILE and job.state is JobState.DONE:
            st.button(
                _("See what differs"),
                on_click=address.put,
                kwargs=A_FILE | {support_compare.CHOSEN: job.id, CHOSEN: None},
            )
        case Way.NONE:
            pass


def _calls(view: View, job: Job) -> None:
    with data.house().store.reading() as session:
        made = calls.total(session, CallFilter(view.client.id, job_id=job.id))
    if made:
        st.button(
            _("{calls:count|call|calls} to Fortnox", calls=made),
            icon=":material/swap_vert:",
            on_click=address.put,
            kwargs={support_way.PART: support_calls.PART, support_calls.JOB: job.id, CHOSEN: None},
        )
