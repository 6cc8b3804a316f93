"""Whether Fortnox has vouchers that the books lack, and how many: a light job, so that no screen waits for Fortnox."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from lib.core.errors import REMEDY, BryggaError
from lib.core.periods import FinancialYear
from lib.fortnox.registers import Year
from lib.jobs import lines
from lib.jobs.lines import NotConnected
from lib.store import imports, news
from lib.store.database import Store
from lib.store.tables import Import, ImportState, Source

_BROUGHT = frozenset({ImportState.STAGED, ImportState.ACTIVATED, ImportState.SUPERSEDED})
"""States of imports whose books came, and were not turned down."""


def look(store: Store, client_id: int, user_id: int) -> None:
    """Ask Fortnox on the person's own connection and keep what it says; a failure is kept as such."""
    try:
        with lines.opened(store, user_id, client_id, None) as line:
            years = line.fortnox.years()
            since = last_import(store, client_id)
            newer = None
            if since is not None:
                newer = sum(
                    line.fortnox.vouchers_changed_since(year.id, since.created_at) for year in _asked(years, since)
                )
    except NotConnected:
        return
    except BryggaError as failure:
        message, facts = failure.told
        with store.transaction() as session:
            news.tell(session, client_id, vouchers=None, message=message, facts={**facts, REMEDY: failure.advice})
        return
    with store.transaction() as session:
        news.tell(session, client_id, vouchers=newer, years=_financial(years))


def told(session: Session, client_id: int, years: Sequence[Year]) -> None:
    """Nothing is newer than what an import has just fetched."""
    news.tell(session, client_id, vouchers=0, years=_financial(years))


def last_import(store: Store, client_id: int) -> Import | None:
    """The newest import from Fortnox whose books came; what is newer is newer than this."""
    with store.reading() as session:
        found = imports.of_client(session, client_id)
    return next((one for one in found if one.source is Source.FORTNOX and one.state in _BROUGHT), None)


def _asked(years: Sequence[Year], since: Import) -> list[Year]:
    """The years that the import brought, and those that have come after them."""
    brought = [date.fromisoformat(start) for start in since.summary.get("year_files", ())]
    oldest = min(brought, default=None)
    return [year for year in years if oldest is None or year.start >= oldest]


def _financial(years: Sequence[Year]) -> list[FinancialYear]:
    return [FinancialYear(year.start, year.end) for year in years]
