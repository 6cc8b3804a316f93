"""The look at Fortnox before an export: which voucher series it has, and what stands in the way of each entry."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any, Final

from dbos import DBOS

from lib.closing.entries import Family, Problem
from lib.core.errors import REMEDY
from lib.core.languages import Fact, mark
from lib.fortnox.client import Fortnox
from lib.fortnox.registers import Series, Year
from lib.jobs import identity, lines
from lib.jobs.expected import STALE_ENTRY, Registers, Waiting, obstacles
from lib.jobs.sending import year_from
from lib.jobs.telling import caught, note
from lib.store import clients, entries, exports, preflights, system_entries
from lib.store.database import Session, Store
from lib.store.preflights import Asked

CRASHED: Final = mark("Fortnox could not be looked at because of a fault in Brygga (reference {reference}).")
NO_SERIES: Final = mark("No voucher series of the year is open for manual posting in Fortnox.")
NO_SERIES_STEP: Final = mark(
    "In Fortnox, open the settings of voucher series, choose the year and tick manual posting (Manuell kontering)."
)


def look(store: Store, client_id: int, year_start: date, user_id: int) -> None:
    """Ask Fortnox on the person's own connection and keep what it says; a failure is kept as such."""
    asked = Asked(client_id, year_start, user_id)

    def failed(message: str, facts: Mapping[str, Fact]) -> None:
        note(store, lambda session: preflights.fail(session, asked, message, facts))

    content = caught(DBOS.workflow_id or "", "preflight", partial(_content, store, asked), failed, CRASHED)
    if content is not None:
        with store.transaction() as session:
            preflights.answer(session, asked, content)


def waiting(store: Store, session: Session, client_id: int, year_start: date) -> list[Waiting]:
    """What would go out: entries of an unknown fate first, as they were sent, then those that are ready."""
    stale = {row.id for row in system_entries.stale_of_year(store, session, client_id, year_start)}
    doubtful = [
        Waiting(
            item.entry_id,
            exports.label(item),
            exports.draft_of(item),
            again=True,
            system=item.draft["family"] == Family.SYSTEM,
        )
        for item in exports.in_doubt(session, client_id, year_start)
    ]
    ready = [
        Waiting(
            row.id,
            entries.label(row),
            entries.draft_of(row),
            system=row.family is Family.SYSTEM,
            stale=row.id in stale,
        )
        for row in entries.transferable(session, client_id, year_start)
    ]
    return [*doubtful, *ready]


def fingerprint(found: Sequence[Waiting]) -> str:
    """What tells whether something else would go out now than when Fortnox was looked at."""
    return sha256(repr([(one.entry_id, one.draft, one.again, one.stale) for one in found]).encode()).hexdigest()


def _content(store: Store, asked: Asked) -> dict[str, Any]:
    client_id, year_start, user_id = asked
    with store.reading() as session:
        found = waiting(store, session, client_id, year_start)
    with lines.opened(store, user_id, client_id, None) as line:
        fortnox = line.fortnox
        company = fortnox.company()
        with store.reading() as session:
            identity.check_company(session, clients.get(session, client_id), company)
        year = year_from(fortnox, year_start)
        series = [_with_number(fortnox, one, year) for one in fortnox.voucher_series(year.id)]
        registers = _registers(fortnox, year)
    general = [] if any(one.manual for one in series) else [{"text": NO_SERIES, "facts": {REMEDY: NO_SERIES_STEP}}]
    return {
        "company": company.name,
        "series": [asdict(one) for one in series],
        "general": general,
        "entries": [_told(one, registers) for one in found],
        "fingerprint": fingerprint(found),
    }


def _registers(fortnox: Fortnox, year: Year) -> Registers:
    return Registers(
        year.financial,
        fortnox.locked_until(),
        {one.number: one for one in fortnox.accounts(year.id)},
        {one.code: one for one in fortnox.cost_centres()},
        {one.number: one for one in fortnox.projects()},
    )


def _with_number(fortnox: Fortnox, one: Series, year: Year) -> Series:
    """A series that may be chosen tells the number that comes next, which only its own record has."""
    return fortnox.series(one.code, year.id) if one.manual else one


def _told(one: Waiting, registers: Registers) -> dict[str, Any]:
    # what was sent already is only looked for: what Fortnox would say against it now says nothing
    found = [] if one.again else list(obstacles(one.draft, registers))
    if one.stale:
        found.insert(0, Problem(STALE_ENTRY))
    return {
        "id": one.entry_id,
        "label": one.label,
        "again": one.again,
        "problems": [{"text": problem.text, "facts": dict(problem.facts)} for problem in found],
    }
