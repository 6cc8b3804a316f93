"""Switch kinds of system entries on and off, state the figures that they take, and work them out anew."""

from typing import Final

from lib.actions.desk import Desk
from lib.actions.periods import name_of
from lib.closing.system.proposals import KIND_NAMES, Input, Kind
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store import system_choices, system_entries
from lib.store.database import Session
from lib.store.system_entries import Standing

THING: Final = mark("The system entry")
FIGURE: Final = mark("The figure")
SWITCHED_ON: Final = mark("{kind:text} in {period} was switched on.")
SWITCHED_OFF: Final = mark("{kind:text} in {period} was switched off; its entry was deleted.")
STATED: Final = mark("A figure for {kind:text} in {period} was stated: {input:text}.")
TAKEN_BACK: Final = mark("A figure for {kind:text} in {period} was taken back: {input:text}.")


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


def state_figure(desk: Desk, client_id: int, key: str, name: str, value: int | None) -> None:
    """State a figure (öre, or parts) by the key of its input, or take it back; all that is on is worked out anew.

    Raises NotFound for a figure that no kind takes, OnlyAtYearEnd, PeriodClosed.
    """
    done = STATED if value is not None else TAKEN_BACK
    period_name = name_of(desk, client_id, key)
    with (
        desk.acting("system-entry.change", client_id, done=done, period=period_name) as facts,
        desk.transaction() as session,
    ):
        facts |= {"kind": "", "input": name}
        period = system_entries.required(session, client_id, key)
        kind, one = _input(desk, session, client_id, key, name)
        facts |= {"kind": KIND_NAMES[kind], "input": one.text}
        system_choices.state(session, client_id, period.year.start, kind, key=name, value=value, who=desk.person.who)
        system_entries.refresh(desk.store, session, client_id, key, desk.person.who)


def refresh_system_entries(desk: Desk, client_id: int, key: str) -> None:
    """Work the entries of all kinds that are on out anew; raises OnlyAtYearEnd, PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key)}
    with desk.acting("system-entry.change", client_id, **facts), desk.transaction() as session:
        system_entries.refresh(desk.store, session, client_id, key, desk.person.who)


def _input(desk: Desk, session: Session, client_id: int, key: str, name: str) -> tuple[Kind, Input]:
    """The first kind that takes a figure: what several take is kept with that one."""
    every = system_entries.standings(desk.store, session, client_id, key)
    found = [(one.kind, known) for one in every for known, _ in one.stated if known.key == name]
    if not found:
        raise NotFound(thing=FIGURE)
    return found[0]
