"""Turns to call Fortnox, given out in the database: its limit holds over all threads, processes and machines."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

from sqlalchemy import text
from sqlmodel import Session, col, delete, select, update

from lib.store.database import Store
from lib.store.fortnox_tables import PaceTurn

REQUESTS: Final = 25
WINDOW: Final = 5_000_000
"""Fortnox takes so many requests in any window of so many microseconds."""
MARGIN: Final = 50_000
"""Microseconds beyond the window: for clocks that tell time in steps."""
KEPT: Final = 60_000_000
"""Turns older than this say nothing any more."""
MILLION: Final = 1_000_000


class StoredPace:
    """The turns of one client id and tenant.

    A turn counts from when it was given out, and once its answer has come from that moment: Fortnox
    counted the request before it answered, however long it was on its way.
    """

    def __init__(
        self,
        store: Store,
        client_id: str,
        tenant: int,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Give out turns in `store`; `clock` tells seconds since 1970."""
        self._store = store
        self._key = f"{client_id}:{tenant}"
        self._clock = clock
        self._sleep = sleep

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and hold it until the answer has come."""
        turn, at = self._reserve()
        wait = at / MILLION - self._clock()
        if wait > 0:
            self._sleep(wait)
        try:
            yield
        finally:
            answered = max(at, self._microseconds())
            with self._store.transaction() as session:
                session.exec(update(PaceTurn).where(col(PaceTurn.id) == turn).values(at=answered))

    def _reserve(self) -> tuple[int, int]:
        """The turn's id and its time: 25 turns later than the window is long, at the earliest now."""
        with self._store.transaction() as session:
            self._alone(session)
            now = self._microseconds()
            session.exec(delete(PaceTurn).where(col(PaceTurn.key) == self._key, col(PaceTurn.at) < now - KEPT))
            newest = select(PaceTurn.at).where(PaceTurn.key == self._key).order_by(col(PaceTurn.at).desc())
            last = session.exec(newest.offset(REQUESTS - 1).limit(1)).first()
            turn = PaceTurn(key=self._key, at=now if last is None else max(now, last + WINDOW + MARGIN))
            session.add(turn)
            session.flush()
            return turn.id, turn.at

    def _alone(self, session: Session) -> None:
        """Let others who want a turn of the same key wait; on SQLite they do anyhow."""
        if self._store.engine.dialect.name == "postgresql":
            number = int.from_bytes(sha256(self._key.encode()).digest()[:8], signed=True)
            session.connection().execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})

    def _microseconds(self) -> int:
        return int(self._clock() * MILLION)
