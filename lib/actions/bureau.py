"""The view over all clients, with figures that hold: what is dear is kept, and renewed where it has changed."""

from typing import Final

from lib.actions.desk import Desk
from lib.store import bureau, summaries
from lib.store.bureau import Line
from lib.store.columns import now

VIEW: Final = "client.view"
PATIENCE: Final = 0.3
"""Seconds that somebody who opens the view waits for figures that have changed; the worker renews the others."""


def lines(desk: Desk, *, seconds: float = PATIENCE) -> list[Line]:
    """How each of the person's clients stands; those whose figures are still to be reckoned have none.

    Raises Forbidden.
    """
    desk.allow(VIEW)
    only = desk.person.clients
    with desk.store.reading() as session:
        figures, outdated = summaries.kept(session, only)
    figures |= summaries.renew(desk.store, outdated, seconds)
    with desk.store.reading() as session:
        return bureau.lines(session, figures, now(), only)
