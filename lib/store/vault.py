"""The vault of one connection's tokens: sealed in its row, renewed by one holder of a lease at a time."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlmodel import Session, col, or_, update

from lib.core.errors import NotFound
from lib.fortnox.failures import ConnectionLost, Unreachable
from lib.fortnox.ports import Tokens
from lib.fortnox.reasons import LostReason
from lib.store import connections, rows
from lib.store.columns import now as present
from lib.store.database import Store
from lib.store.fortnox_tables import Connection
from lib.store.sealing import Seal

LEASE_LASTS: Final = timedelta(seconds=60)
"""After so long its holder is taken for dead; longer than two attempts to renew may take."""
_OVERTAKEN: Final = frozenset({LostReason.ROTATED, LostReason.REVOKED})
_FIRST_WAIT: Final = 0.02
_LONGEST_WAIT: Final = 0.5


class StoredVault:
    """The vault of the connection `connection_id`, whose row is gone when the person disconnects."""

    def __init__(
        self,
        store: Store,
        seal: Seal,
        connection_id: int,
        *,
        now: Callable[[], datetime] = present,
        lease_lasts: timedelta = LEASE_LASTS,
    ) -> None:
        """Read and write the row with `seal`; `now` tells the time in UTC."""
        self._store = store
        self._seal = seal
        self._id = connection_id
        self._now = now
        self._lasts = lease_lasts

    def read(self) -> Tokens:
        """The tokens as they stand now; raises ConnectionLost, SealBroken."""
        with self._store.reading() as session:
            connection = _row(session, self._id)
        why = connections.reason(connection, self._now())
        if why is not None:
            raise ConnectionLost(why)
        return self._seal.open_tokens(connection.sealed)

    @contextmanager
    def lease(self) -> Iterator[None]:
        """Be the only one to renew, anywhere; raises ConnectionLost, and Unreachable after long waiting."""
        holder = uuid4().hex
        self._wait_for_lease(holder)
        try:
            yield
        finally:
            self._set_lease(holder, None, None)

    def doubt(self, tokens: Tokens) -> None:
        """Note that a renewal of these tokens is under way."""
        if tokens.refresh is not None:
            self._write(tokens, replace(tokens, doubtful=True))

    def trust(self, tokens: Tokens) -> None:
        """Take the note back."""
        if tokens.refresh is not None:
            self._write(tokens, replace(tokens, doubtful=False))

    def replace(self, tokens: Tokens, by: Tokens) -> bool:
        """Keep the new tokens instead of those they came of, unless others have come there; whether they are kept."""
        return self._write(tokens, by)

    def lose(self, tokens: Tokens, reason: LostReason) -> None:
        """Note that these tokens are good for nothing any more."""
        with self._store.transaction() as session:
            if self._holds(session, tokens):
                connections.lost(session, self._id, reason, self._now())

    def _write(self, old: Tokens, new: Tokens) -> bool:
        with self._store.transaction() as session:
            if not self._holds(session, old):
                return False
            connection = rows.get(session, Connection, self._id)
            connection.sealed = self._seal.close_tokens(new)
            connection.scopes = new.scopes or connection.scopes
            if new.access != old.access and connection.lost in _OVERTAKEN:
                # its lease ran out and another one was refused, while the answer was on its way
                connection.lost = connection.lost_at = None
            return True

    def _holds(self, session: Session, tokens: Tokens) -> bool:
        """Whether these tokens stand in the row, which is then kept from others until the transaction ends."""
        try:
            connection = rows.lock(session, Connection, self._id)
        except NotFound:
            return False
        return self._seal.open_tokens(connection.sealed).access == tokens.access

    def _wait_for_lease(self, holder: str) -> None:
        longest = time.monotonic() + 2 * self._lasts.total_seconds()
        wait = _FIRST_WAIT
        while not (self._is_free() and self._set_lease(None, holder, self._now() + self._lasts)):
            if time.monotonic() > longest:
                raise Unreachable(sent=False)
            time.sleep(wait * random.uniform(0.5, 1))  # noqa: S311 - so that waiters do not wake together
            wait = min(wait * 1.5, _LONGEST_WAIT)

    def _is_free(self) -> bool:
        """Whether the lease can be had, as far as a look tells; a look keeps nobody waiting."""
        with self._store.reading() as session:
            until = _row(session, self._id).lease_until
        return until is None or until <= self._now()

    def _set_lease(self, old: str | None, new: str | None, until: datetime | None) -> bool:
        """Pass the lease on from `old`; from None: from nobody, or a dead holder."""
        free = or_(col(Connection.lease_holder).is_(None), col(Connection.lease_until) <= self._now())
        with self._store.transaction() as session:
            changed = session.exec(
                update(Connection)
                .where(col(Connection.id) == self._id, free if old is None else col(Connection.lease_holder) == old)
                .values(lease_holder=new, lease_until=until)
            )
        return changed.rowcount == 1


def _row(session: Session, connection_id: int) -> Connection:
    connection = session.get(Connection, connection_id)
    if connection is None:
        raise ConnectionLost(LostReason.DISCONNECTED)
    return connection
