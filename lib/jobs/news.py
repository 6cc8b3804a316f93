"""Whether Fortnox has vouchers that the books lack, and how many: a light job, so that no screen waits for Fortnox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from lib.core.errors import REMEDY, BryggaError
from lib.core.periods import FinancialYear
from lib.fortnox.failures import ConnectionLost
from lib.fortnox.registers import Year
from lib.jobs import lines
from lib.jobs.lines import NotConnected
from lib.store import books, imports, news
from lib.store.columns import now
from lib.store.database import Session, Store
from lib.store.sealing import SealBroken
from lib.store.tables import Import, ImportState, Source

FETCHED: Final = "fetched_since"
"""In an import's summary: the moment from which on what changes in Fortnox is newer than what was fetched."""
_BROUGHT = frozenset({ImportState.STAGED, ImportState.ACTIVATED, ImportState.SUPERSEDED})
"""States of imports whose books came, and were not turned down."""


def look(store: Store, client_id: int, user_id: int) -> None:
    """Ask Fortnox on the person's own connection and keep what it says; a failure is kept as such.

    What is wrong with the person's own connection is theirs alone, and not kept for everybody.
    """
    begun = now()
    try:
        with lines.opened(store, user_id, client_id, None) as line:
            years = line.fortnox.years()
            since = known_since(store, client_id)
            asked = [(year, since[year.financial]) for year in years if year.financial in since]
            newer = sum(line.fortnox.vouchers_changed_since(year.id, moment) for year, moment in asked)
    except (NotConnected, ConnectionLost, SealBroken):
        with store.transaction() as session:
            news.release(session, client_id)
        return
    except BryggaError as failure:
        message, facts = failure.told
        told = {**facts, REMEDY: failure.advice}
        with store.transaction() as session:
            news.tell(session, client_id, vouchers=None, begun=begun, message=message, facts=told)
        return
    with store.transaction() as session:
        news.tell(
            session, client_id, vouchers=newer if since else None, years=[year.financial for year in years], begun=begun
        )


def known_since(store: Store, client_id: int) -> dict[FinancialYear, datetime]:
    """When each year from Fortnox was fetched that is in use, or in an import that awaits a decision."""
    with store.reading() as session:
        active = books.active(session, client_id)
        used = {year: imports.get(session, one) for year, one in active.imports.items()}
        staged = [one for one in imports.of_client(session, client_id) if one.state is ImportState.STAGED]
    since = {year: _fetched(one) for year, one in used.items() if one.source is Source.FORTNOX}
    for one in reversed(staged):
        since |= {year: _fetched(one) for year in _brought(one)}
    return since


def told(session: Session, client_id: int, years: Sequence[Year]) -> None:
    """Nothing is newer than what an import has just fetched."""
    news.tell(session, client_id, vouchers=0, years=[year.financial for year in years])


def last_import(store: Store, client_id: int) -> Import | None:
    """The newest import from Fortnox whose books came; what is newer is newer than this."""
    with store.reading() as session:
        found = imports.of_client(session, client_id)
    return next((one for one in found if one.source is Source.FORTNOX and one.state in _BROUGHT), None)


def _fetched(import_: Import) -> datetime:
    """When the fetch of an import began."""
    kept = import_.summary.get(FETCHED)
    return datetime.fromisoformat(kept) if kept else import_.created_at


def _brought(import_: Import) -> list[FinancialYear]:
    """The years that an import was fetched for; none for one of files."""
    starts = set(import_.summary.get("year_files", ())) if import_.source is Source.FORTNOX else set()
    years = [one for one in import_.summary.get("years", ()) if one["start"] in starts]
    return [FinancialYear.of_json(one) for one in years]
