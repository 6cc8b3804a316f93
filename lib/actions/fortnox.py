"""Import from Fortnox, and look whether it has anything new."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.actions.imports import first_job, start
from lib.fortnox.failures import ConnectionLost
from lib.jobs.lines import NotConnected
from lib.jobs.orders import Order
from lib.jobs.workflows import FORTNOX, LOOK
from lib.settings import clock
from lib.store import connections, imports, news
from lib.store.columns import now
from lib.store.tables import Import, ImportState

LOOK_EVERY: Final = timedelta(minutes=5)
IMPORT: Final = "fortnox.import"


def import_from_fortnox(desk: Desk, client_id: int, order: Order | None = None) -> str:
    """Start an import on the person's own connection; gives the import's id.

    One at a time for each client: while one is under way, it is given back. Raises NotConnected, ConnectionLost.
    """
    ordered = order or Order()
    with desk.acting(IMPORT, client_id) as facts:
        check_connected(desk, client_id)
        import_ = begin(desk, client_id, FORTNOX, ordered.as_options())
        facts["file"] = import_.file_name
    return import_.id


def begin(desk: Desk, client_id: int, kind: str, options: Mapping[str, str]) -> Import:
    """Begin an import of this kind, unless one is under way for the client: that is given back. Raises NotFound."""
    with desk.transaction() as session:
        import_ = imports.begin(
            session,
            client_id=client_id,
            file_name=f"Fortnox {clock(now())}",
            user_id=desk.person.user_id,
            options=options,
        )
    if import_.state is ImportState.RECEIVED:
        start(desk, import_, kind, first_job(import_.id))
    return import_


def look_for_news(desk: Desk, client_id: int) -> None:
    """Have Fortnox asked what it has that the books lack, unless that was done some minutes ago.

    Nothing happens for who may not import, or has no living connection of their own.
    """
    if not desk.person.may(IMPORT, client_id):
        return
    with desk.store.reading() as session:
        connection = connections.of(session, desk.person.user_id, client_id)
        known = news.get(session, client_id)
    if connection is None or connections.reason(connection, now()) is not None:
        return
    if known is not None and now() - known.looked_at < LOOK_EVERY:
        return
    with desk.transaction() as session:
        mine = news.claim(session, client_id, older_than=LOOK_EVERY)
    if mine:
        desk.jobs.start(LOOK, str(uuid4()), str(client_id), str(desk.person.user_id))


def check_connected(desk: Desk, client_id: int) -> None:
    """Raise NotConnected or ConnectionLost unless the person's own connection to the client's Fortnox lives."""
    with desk.store.reading() as session:
        connection = connections.of(session, desk.person.user_id, client_id)
    if connection is None:
        raise NotConnected
    over = connections.reason(connection, now())
    if over is not None:
        raise ConnectionLost(over)
