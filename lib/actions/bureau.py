"""The view over all clients, with figures that hold: what is dear is kept, and renewed where it has changed."""

from dataclasses import replace
from typing import Final

from lib.actions.desk import Desk, Person
from lib.store import bureau, summaries
from lib.store.bureau import Line
from lib.store.columns import now

VIEW: Final = "client.view"
PATIENCE: Final = 0.3
"""Seconds that somebody who opens the view waits for figures that have changed; the worker renews the others."""


def lines(desk: Desk, *, seconds: float = PATIENCE) -> list[Line]:
    """How each of the person's clients stands; those whose figures are still to be reckoned have none.

    Where a client's contents are hidden from the person, it is told which ledgers differ, and no amount.
    Raises Forbidden.
    """
    desk.allow(VIEW)
    only = desk.person.clients
    with desk.store.reading() as session:
        figures, outdated = summaries.kept(session, only)
    figures |= summaries.renew(desk.store, outdated, seconds)
    with desk.store.reading() as session:
        return [_as_seen(desk.person, line) for line in bureau.lines(session, figures, now(), only)]


def _as_seen(person: Person, line: Line) -> Line:
    if line.figures is None or person.sees(line.row.client.id):
        return line
    return replace(line, figures=replace(line.figures, receivables=None, payables=None))
