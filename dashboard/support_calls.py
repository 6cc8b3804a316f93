"""The journal of calls to Fortnox for one client: what was asked, how it went, and what an error means."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, data, exports, panels, tables
from dashboard.context import View
from dashboard.language import _, current, zone
from dashboard.tables import Column, Kind
from lib.core.languages import Language, mark, translate
from lib.reports import sheets
from lib.reports.sheets import Sheet
from lib.store import calls
from lib.store.calls import CallFilter, Outcome
from lib.store.database import Store
from lib.store.fortnox_tables import ApiCall
from lib.support.calls import about, meaning

PART: Final = "anrop"
DAY: Final = "dag"
HOW: Final = "utfall"
JOB: Final = "jobb"
WORDS: Final = {
    Outcome.WELL: (panels.State.AGREES, mark("answered")),
    Outcome.REFUSED: (panels.State.FAILED, mark("turned down")),
    Outcome.HELD_BACK: (panels.State.DIFFERS, mark("held back")),
    Outcome.FAULTY: (panels.State.FAILED, mark("fault in Fortnox")),
    Outcome.SILENT: (panels.State.FAILED, mark("no answer")),
}
COLUMNS: Final = (
    Column("at", mark("When"), width=140),
    Column("outcome", mark("Outcome"), width=125),
    Column("what", mark("About"), width=170),
    Column("status", mark("Answer"), width=60),
    Column("milliseconds", mark("Time, ms"), Kind.COUNT, width=80),
    Column("request_id", mark("Fortnox's mark"), width=110),
    Column("method", mark("Method"), width=65),
    Column("path", mark("Path"), width=330),
)
EXPORTED_AT_MOST: Final = 10_000


def show(view: View) -> None:
    """The calls that pass the filters, newest first; a row tells what its answer means."""
    kept = _chosen(view)
    with data.house().store.reading() as session:
        rows = calls.total(session, kept)
    if not rows:
        _nothing(kept)
        return
    _excel(view, kept, rows)
    first, length = tables.page_of(rows)
    with data.house().store.reading() as session:
        found = calls.entries(session, kept, limit=length, offset=first)
    frame = pl.DataFrame([_row(call) for call in found])
    clicked = tables.grid(frame, COLUMNS, key=_key(first), alt=_("Calls to Fortnox"), opens=True)
    if clicked is None:
        st.caption(_("Click a call to read what its answer means. Calls are kept for 90 days."))
    else:
        _explained(found[clicked])


def _key(first: int) -> str:
    """A click is meant for the call that stood there: another page or filter is another table."""
    return "-".join(["calls", str(first), *(address.read(name) for name in (DAY, HOW, JOB))])


def _chosen(view: View) -> CallFilter:
    """The filters as the address has them, and the widgets that change them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = _pick_day()
        how = st.selectbox(
            _("Outcome"),
            ["", *Outcome],
            format_func=lambda one: _(WORDS[Outcome(one)][1]) if one else _("All outcomes"),
            width=190,
            **address.tie(HOW, among=set(Outcome)),
        )
        job = address.read(JOB)
        if job:
            st.button(
                _("Calls of one job"), icon=":material/close:", help=_("Show all calls again."),
                on_click=address.put, kwargs={JOB: None},
            )  # fmt: skip
    since = datetime.combine(day, time.min, zone()) if day else None
    return CallFilter(
        view.client.id,
        since=since,
        until=since + timedelta(days=1) if since else None,
        job_id=job or None,
        outcome=Outcome(how) if how else None,
    )


def _pick_day() -> date | None:
    try:
        written: date | None = date.fromisoformat(address.read(DAY))
    except ValueError:
        written = None
    key = f"day-{DAY}"
    if st.session_state.get(key, date.min) != written:
        st.session_state[key] = written
    st.date_input(_("Day"), value=None, key=key, format="YYYY-MM-DD", width=150, on_change=_put_day, args=(key,))
    return written


def _put_day(key: str) -> None:
    day = st.session_state.get(key)
    address.put(**{DAY: day.isoformat() if isinstance(day, date) else None})


def _nothing(kept: CallFilter) -> None:
    if kept == CallFilter(kept.client_id):
        panels.empty(_("Fortnox has not been called for this client in the last 90 days."))
        return
    panels.empty(_("No call passes the filters."))
    st.button(_("Show all calls"), on_click=address.put, kwargs={DAY: None, HOW: None, JOB: None})


def _row(call: ApiCall) -> dict[str, object]:
    state, words = WORDS[calls.outcome(call)]
    return {
        "at": _second(call.at),
        **panels.cell("outcome", state, _(words)),
        "what": _(about(call.path)),
        "method": call.method,
        "path": call.path,
        "status": _status(call),
        "milliseconds": call.milliseconds,
        "request_id": call.request_id,
    }


def _second(at: datetime) -> str:
    return f"{at.astimezone(zone()):%Y-%m-%d %H:%M:%S}"


def _status(call: ApiCall) -> str:
    return "–" if call.status is None else str(call.status)


def _explained(call: ApiCall) -> None:
    """What the answer means, the next step, and what Fortnox's support finds the call by."""
    found = meaning(call)
    if found is None:
        st.markdown(panels.status(panels.State.AGREES, _("Fortnox answered as it should.")))
    else:
        said, step = (told.say(current(), panels.plain) for told in found)
        st.error(step, title=said)
    asked = panels.plain(f"{call.method} {call.path}")
    code = _("Fortnox's error code {code}.", code=call.code) if call.code else ""
    mark_ = (
        _("Fortnox's support finds the call by its mark {request} and its time.", request=call.request_id)
        if call.request_id
        else ""
    )
    st.caption(" &nbsp; ".join(filter(None, (asked, code, mark_))))


def _excel(view: View, kept: CallFilter, rows: int) -> None:
    if view.year is None:
        return
    newest = _("the newest {limit:count} of {rows:count}", limit=EXPORTED_AT_MOST, rows=rows)
    filters = {
        _("Day"): kept.since.date().isoformat() if kept.since else "",
        _("Outcome"): _(WORDS[kept.outcome][1]) if kept.outcome else "",
        _("Task"): kept.job_id or "",
        _("Rows"): newest if rows > EXPORTED_AT_MOST else "",
    }
    sheets = partial(_sheets, data.house().store, kept)
    exports.button(view, _("Calls to Fortnox"), min(rows, EXPORTED_AT_MOST), sheets, filters)


def _sheets(store: Store, kept: CallFilter, language: Language) -> list[Sheet]:
    with store.reading() as session:
        found = calls.entries(session, kept, limit=EXPORTED_AT_MOST)
    kinds = {Kind.COUNT: sheets.Kind.COUNT}
    columns = [
        sheets.Column(one.name, translate(one.label, language), kinds.get(one.kind, sheets.Kind.TEXT))
        for one in (*COLUMNS, Column("meaning", mark("What it means")))
    ]
    rows = [
        {
            **_row(call),
            "outcome": translate(WORDS[calls.outcome(call)][1], language),
            "what": translate(about(call.path), language),
            "meaning": said[0].say(language) if (said := meaning(call)) else "",
        }
        for call in found
    ]
    return [Sheet(translate(mark("Calls to Fortnox"), language), pl.DataFrame(rows), columns)]
