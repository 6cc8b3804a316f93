"""Whether Fortnox has vouchers that the books lack, and how many: a light job, so that no screen waits for Fortnox."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import polars as pl

from lib.core.errors import REMEDY, BryggaError
from lib.core.periods import FinancialYear
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import ConnectionLost
from lib.fortnox.registers import Year
from lib.fortnox.vouchers import SeenVoucher
from lib.jobs import lines
from lib.jobs.lines import NotConnected
from lib.store import books, imports, news, snapshots
from lib.store.columns import now
from lib.store.database import Session, Store
from lib.store.sealing import SealBroken
from lib.store.tables import Import, ImportState, Source

MINUTE: Final = timedelta(minutes=1)
COMPARED_AT_MOST: Final = 20
"""So many vouchers are read with their rows for one look; what is beyond counts as newer."""
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
            brought = fetches(store, client_id)
            asked = [(year, brought[year.financial]) for year in years if year.financial in brought]
            newer = sum(_newer(store, line.fortnox, year, import_) for year, import_ in asked)
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
            session,
            client_id,
            vouchers=newer if brought else None,
            years=[year.financial for year in years],
            begun=begun,
        )


def fetches(store: Store, client_id: int) -> dict[FinancialYear, Import]:
    """The import that fetched each year from Fortnox that is in use, or the one of it that awaits a decision."""
    with store.reading() as session:
        active = books.active(session, client_id)
        used = {year: imports.get(session, one) for year, one in active.imports.items()}
        staged = [one for one in imports.of_client(session, client_id) if one.state is ImportState.STAGED]
    found = {year: one for year, one in used.items() if one.source is Source.FORTNOX}
    for one in reversed(staged):
        found |= dict.fromkeys(_brought(one), one)
    return found


def told(session: Session, client_id: int, years: Sequence[Year]) -> None:
    """Nothing is newer than what an import has just fetched."""
    news.tell(session, client_id, vouchers=0, years=[year.financial for year in years])


def last_import(store: Store, client_id: int) -> Import | None:
    """The newest import from Fortnox whose books came; what is newer is newer than this."""
    with store.reading() as session:
        found = imports.of_client(session, client_id)
    return next((one for one in found if one.source is Source.FORTNOX and one.state in _BROUGHT), None)


def _newer(store: Store, fortnox: Fortnox, year: Year, import_: Import) -> int:
    """How many vouchers are newer than what an import fetched of a year.

    Fortnox tells changes by the minute. Of those in the minute that the fetch began in, what it brought
    as it stands now is not newer: else a voucher sent just before would count until the next import.
    """
    begun = _begun(import_)
    changed = fortnox.vouchers_changed_since(year.id, begun)
    if not changed:
        return 0
    later = {_key(one) for one in fortnox.vouchers_changed_since(year.id, begun + MINUTE)}
    unsure = [one for one in changed if _key(one) not in later]
    entries = _entries(store, import_, year.financial)
    return len(changed) - sum(_came(fortnox, one, entries) for one in unsure[:COMPARED_AT_MOST])


def _came(fortnox: Fortnox, voucher: SeenVoucher, entries: pl.LazyFrame) -> bool:
    """Whether a voucher stands among what was fetched with the amounts that it has now."""
    own = entries.filter(pl.col("series") == voucher.series, pl.col("number") == voucher.number)
    brought = Counter(own.select("account", "amount").collect().iter_rows())
    rows = fortnox.voucher_rows(voucher.series, voucher.number, voucher.year_id)
    return brought == Counter((row.account, row.amount) for row in rows)


def _entries(store: Store, import_: Import, year: FinancialYear) -> pl.LazyFrame:
    with store.reading() as session:
        (held,) = (one for one in snapshots.of_import(session, import_.id) if one.year == year)
    return snapshots.frame(store, held, "entries")


def _key(voucher: SeenVoucher) -> tuple[str, str]:
    return voucher.series, voucher.number


def _begun(import_: Import) -> datetime:
    """When the fetch of an import began."""
    kept = import_.summary.get(FETCHED)
    return datetime.fromisoformat(kept) if kept else import_.created_at


def _brought(import_: Import) -> list[FinancialYear]:
    """The years that an import was fetched for; none for one of files."""
    starts = set(import_.summary.get("year_files", ())) if import_.source is Source.FORTNOX else set()
    years = [one for one in import_.summary.get("years", ()) if one["start"] in starts]
    return [FinancialYear.of_json(one) for one in years]
