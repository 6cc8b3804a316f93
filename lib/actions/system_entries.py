"""Switch kinds of system entries on and off, state the figures that they take, and work them out anew."""

from collections.abc import Mapping
from typing import Final

from lib.actions.desk import Desk
from lib.actions.periods import name_of
from lib.closing.system.proposals import KIND_NAMES, Input, Kind
from lib.core.errors import NotFound
from lib.core.languages import BETWEEN, mark
from lib.store import system_choices, system_entries
from lib.store.database import Session
from lib.store.system_entries import Standing

THING: Final = mark("The system entry")
FIGURE: Final = mark("The figure")
SWITCHED_ON: Final = mark("{kind:text} in {period} was switched on.")
SWITCHED_OFF: Final = mark("{kind:text} in {period} was switched off; its entry was deleted.")
STATED: Final = mark("A figure for {kind:text} in {period} was stated: {input:text}.")
TAKEN_BACK: Final = mark("A figure for {kind:text} in {period} was taken back: {input:text}.")
STATED_TOGETHER: Final = mark("Figures for the system entries in {period} were stated or taken back: {input:text}.")


def system_standings(desk: Desk, client_id: int, key: str) -> list[Standing]:
    """Every kind of system entry that the client has at a year-end, with its calculation; none in a month.

    Raises Forbidden, NotFound.
    """
    desk.allow("entry.view", client_id)
    with desk.store.reading() as session:
        return system_entries.standings(desk.store, session, client_id, key)


def switch_system_entry(desk: Desk, client_id: int, key: str, kind: Kind, *, on: bool) -> None:
    """Switch a kind on or off in a year; the entries of all kinds that are on are worked out anew.

    Raises NotFound for a kind that the legal form does not have, OnlyAtYearEnd, PeriodClosed.
    """
    facts = {"period": name_of(desk, client_id, key), "kind": KIND_NAMES[kind]}
    done = SWITCHED_ON if on else SWITCHED_OFF
    with desk.acting("system-entry.change", client_id, done=done, **facts), desk.transaction() as session:
        period = system_entries.required(session, client_id, key)
        if on and kind not in [one.kind for one in system_entries.standings(desk.store, session, client_id, key)]:
            raise NotFound(thing=THING)
        system_choices.switch(session, client_id, period.year.start, kind, on=on, who=desk.person.who)
        system_entries.refresh(desk.store, session, client_id, key, desk.person.who)


def state_figures(desk: Desk, client_id: int, key: str, figures: Mapping[str, int | None]) -> None:
    """State figures (öre, or parts) by the keys of their inputs, or take them back (None): all of them or none.

    All that is on is worked out anew. Raises NotFound for a figure that no kind takes, OnlyAtYearEnd, PeriodClosed.
    """
    period_name = name_of(desk, client_id, key)
    done = STATED_TOGETHER if len(figures) > 1 else TAKEN_BACK if None in figures.values() else STATED
    with (
        desk.acting("system-entry.change", client_id, done=done, period=period_name) as facts,
        desk.transaction() as session,
    ):
        year = system_entries.required(session, client_id, key).year
        known = _inputs(desk, session, client_id, key)
        told = []
        for name, value in figures.items():
            if name not in known:
                raise NotFound(thing=FIGURE)
            kind, one = known[name]
            facts["kind"] = KIND_NAMES[kind]
            told.append(one.text)
            system_choices.state(session, client_id, year.start, kind, key=name, value=value, who=desk.person.who)
        facts["input"] = BETWEEN.join(told)
        system_entries.refresh(desk.store, session, client_id, key, desk.person.who)


def refresh_system_entries(desk: Desk, client_id: int, key: str) -> None:
    """Work the entries of all kinds that are on out anew; raises OnlyAtYearEnd, PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key)}
    with desk.acting("system-entry.change", client_id, **facts), desk.transaction() as session:
        system_entries.refresh(desk.store, session, client_id, key, desk.person.who)


def _inputs(desk: Desk, session: Session, client_id: int, key: str) -> dict[str, tuple[Kind, Input]]:
    """The figures that can be stated, each with the first kind that takes it: it is kept with that one."""
    found: dict[str, tuple[Kind, Input]] = {}
    for one in system_entries.standings(desk.store, session, client_id, key):
        for known, _ in one.stated:
            found.setdefault(known.key, (one.kind, known))
    return found
