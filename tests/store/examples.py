"""Small clients, imports and years of books for the store's tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from lib.core.periods import FinancialYear, calendar_year
from lib.ledger.books import ENTRIES, VOUCHERS, Extent, YearBooks
from lib.ledger.movements import months_of
from lib.sie.frames import Schema
from lib.store import books, clients, imports, snapshots
from lib.store.database import Store
from lib.store.tables import Client, Import, ImportState, Snapshot, Source

Y2025 = calendar_year(2025)
Y2026 = calendar_year(2026)


def add_client(store: Store, name: str = "Bryggan AB", *, demo: bool = False) -> Client:
    with store.transaction() as session:
        return clients.add(session, name=name, org_number="556036-0793", demo=demo)


def receive(store: Store, client: Client, content: bytes, name: str = "bok.se") -> Import:
    return imports.receive(
        store, client_id=client.id, source=Source.SIE4, file_name=name, content=content, user_id=None
    )


def year_books(year: FinancialYear, extent: Extent = Extent.FULL, amount: int = 12_550) -> YearBooks:
    """A year with one voucher of two rows."""
    day = year.start
    vouchers = [{"voucher": 0, "series": "A", "number": "1", "date": day, "rows": 2, "total": amount, "difference": 0}]
    entries = [
        {"voucher": 0, "series": "A", "number": "1", "date": day, "account": account, "amount": signed, "line": line}
        for line, (account, signed) in enumerate([("1930", amount), ("3001", -amount)], 11)
    ]
    return YearBooks.of(
        year,
        extent,
        {
            "vouchers": _like(VOUCHERS, vouchers),
            "entries": _like(ENTRIES, entries),
        },
    )


def booked(year: FinancialYear, amount: int = 12_550) -> YearBooks:
    """A year with one voucher, summed by month."""
    held = year_books(year, amount=amount)
    return replace(held, months=months_of(held.entries, year))


def keep(store: Store, import_: Import, *years: YearBooks) -> list[Snapshot]:
    """Snapshots of the years, named by what tells these examples apart."""
    return [snapshots.write(store, import_, year, f"{year.extent}-{year.vouchers['total'].item()}") for year in years]


def staged(store: Store, client: Client, content: bytes, *years: YearBooks) -> Import:
    """An import of these years that awaits a decision."""
    import_ = receive(store, client, content)
    keep(store, import_, *years)
    with store.transaction() as session:
        imports.set_state(session, import_.id, ImportState.RUNNING)
        version = books.active(session, client.id).version
        return imports.stage(session, import_.id, compared_with=version)


def activated(store: Store, client: Client, content: bytes, *years: YearBooks) -> Import:
    """An import of these years that is in use."""
    import_ = staged(store, client, content, *years)
    with store.transaction() as session:
        books.activate(session, import_.id, expected_version=import_.compared_with or 0, user_id=None)
    return import_


def state_of(store: Store, import_: Import) -> ImportState:
    with store.reading() as session:
        return imports.get(session, import_.id).state


def span(start: str, end: str) -> FinancialYear:
    return FinancialYear(date.fromisoformat(start), date.fromisoformat(end))


def _like(schema: Schema, rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides=dict(schema), orient="row").select(
        pl.col(name) if rows and name in rows[0] else pl.lit(None, kind).alias(name) for name, kind in schema.items()
    )
