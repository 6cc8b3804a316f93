"""What is wrong with the way back to Fortnox: exports that stopped, entries it refused, and what it would refuse."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from lib.core.languages import Fact, mark
from lib.jobs.doubts import FateUnknown
from lib.store import books, exports, preflights
from lib.store.database import Session
from lib.store.entry_tables import ExportItem, ExportRun, Preflight
from lib.store.tables import Client
from lib.store.words import ItemFate, PreflightState, RunState
from lib.support import failures
from lib.support.diagnoses import Diagnosis, Told, Weight, Who

STOPPED: Final = mark("The export of the year from {day:date} stopped: {sent:count} of {total:count} stand in Fortnox.")
REFUSED: Final = mark("Fortnox did not take {entry} of {day:date}, which books on {accounts}.")
UNKNOWN: Final = mark("It is not known whether {entry} of {day:date} was saved in Fortnox.")
UNKNOWN_WHY: Final = mark("The connection broke after it had been sent, and no answer came.")
UNKNOWN_STEP: Final = mark(
    "Export again: it is looked for in Fortnox first, and sent again only if it is certain that it is not there."
)
REMARK: Final = mark("{entry} of {day:date} stands in Fortnox, with a remark.")
REMARK_STEP: Final = mark("Compare the voucher in Fortnox with the entry here, and correct the one that is wrong.")
NOT_LOOKED: Final = mark("Fortnox could not be looked at before the export of the year from {day:date}.")
WOULD_REFUSE: Final = mark("Fortnox would not take {entry}.")
WOULD_REFUSE_STEP: Final = mark("Mend it in Fortnox or in the entry here, then look again and export.")
NOTHING_GOES: Final = mark("Nothing can be exported to Fortnox for the year from {day:date}.")


_LOOK: Final = Weight.LOOK


class _Said(NamedTuple):
    """What is said of an entry: what happened, as a marked text, why, the next step, and whose it is."""

    what: str
    why: Told
    step: Told
    act: failures.Act = failures.Act(Who.ACCOUNTANT)
    weight: Weight = Weight.STOPS


def diagnoses(session: Session, client: Client) -> Iterator[Diagnosis]:
    """What is wrong with the newest export and the newest look at Fortnox of each year."""
    runs: dict[date, ExportRun] = {}
    for run in exports.of_client(session, client.id):
        runs.setdefault(run.year_start, run)
    for run in runs.values():
        yield from _of_run(session, run)
    for year in books.active(session, client.id).years:
        look = preflights.get(session, client.id, year.start)
        run_at = runs[year.start].at if year.start in runs else None
        if look is not None and _counts(look, run_at):
            yield from _of_look(look)


def _counts(look: Preflight, exported: datetime | None) -> bool:
    """Whether nothing has gone out since Fortnox was looked at."""
    return exported is None or look.asked_at > exported


def _of_run(session: Session, run: ExportRun) -> Iterator[Diagnosis]:
    items = exports.items(session, run.id)
    refused = [item for item in items if item.fate is ItemFate.REFUSED]
    if run.state is RunState.STOPPED and not refused:
        yield _stopped(run, items)
    for item in items:
        if item.fate is ItemFate.REFUSED:
            said = _Said(REFUSED, Told(item.message, item.facts), failures.step(item.facts), failures.act(item.message))
            yield _of_item(run, item, said)
        elif item.fate is ItemFate.UNKNOWN and run.message != FateUnknown.text:
            yield _of_item(run, item, _Said(UNKNOWN, Told(UNKNOWN_WHY), Told(UNKNOWN_STEP)))
        elif item.message and item.fate in exports.OVER:
            yield _of_item(run, item, _Said(REMARK, Told(item.message, item.facts), Told(REMARK_STEP), weight=_LOOK))


def _stopped(run: ExportRun, items: list[ExportItem]) -> Diagnosis:
    act = failures.act(run.message)
    sent = sum(item.fate in exports.OVER for item in items)
    facts: dict[str, Fact] = {"day": run.year_start.isoformat(), "sent": sent, "total": len(items)}
    return Diagnosis(
        f"export-stopped-{run.id}",
        Weight.STOPS,
        Told(STOPPED, facts),
        Told(run.message, run.facts),
        failures.step(run.facts),
        act.who,
        act.reconnect,
        run.ended_at,
        "export",
        {"ar": run.year_start.isoformat(), "korning": run.id},
    )


def _of_item(run: ExportRun, item: ExportItem, said: _Said) -> Diagnosis:
    draft = exports.draft_of(item)
    facts: dict[str, Any] = {
        "entry": exports.label(item),
        "day": draft.day.isoformat(),
        "accounts": ", ".join(dict.fromkeys(row.account for row in draft.rows)),
    }
    return Diagnosis(
        f"export-item-{item.id}",
        said.weight,
        Told(said.what, facts),
        said.why,
        said.step,
        said.act.who,
        said.act.reconnect,
        item.at,
        "export",
        {"ar": run.year_start.isoformat(), "korning": run.id},
    )


def _of_look(look: Preflight) -> Iterator[Diagnosis]:
    """What stood in the way when Fortnox was last looked at before an export."""
    day = {"day": look.year_start.isoformat()}
    view = {"ar": look.year_start.isoformat()}
    if look.state is PreflightState.FAILED:
        act = failures.act(look.message)
        yield Diagnosis(
            f"look-failed-{look.year_start}", Weight.STOPS, Told(NOT_LOOKED, day), Told(look.message, look.facts),
            failures.step(look.facts), act.who, act.reconnect, look.answered_at, "export", view,
        )  # fmt: skip
    for problem in look.content.get("general", ()):
        act = failures.act(problem["text"])
        yield Diagnosis(
            f"look-general-{look.year_start}", Weight.STOPS, Told(NOTHING_GOES, day),
            Told(problem["text"], problem["facts"]), failures.step(problem["facts"]),
            act.who, act.reconnect, look.answered_at, "export", view,
        )  # fmt: skip
    for entry in look.content.get("entries", ()):
        problems = [Told(one["text"], one["facts"]) for one in entry["problems"]]
        if problems:
            act = failures.act(problems[0].text)
            yield Diagnosis(
                f"look-{entry['id']}", Weight.STOPS, Told(WOULD_REFUSE, {"entry": entry["label"]}), problems[0],
                Told(WOULD_REFUSE_STEP), act.who, act.reconnect, look.answered_at, "export", view,
                also=tuple(problems[1:]), contents=True,
            )  # fmt: skip
