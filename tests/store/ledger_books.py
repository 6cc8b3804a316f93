"""Books with their ledgers, put into the store as an import from Fortnox leaves them there."""

from collections.abc import Sequence
from datetime import date, timedelta

from lib.core.errors import REMEDY
from lib.fortnox.frames import Ledger
from lib.ledger import YearBooks, fingerprint
from lib.store import books, imports, snapshots, supplements
from lib.store.database import Store
from lib.store.tables import Client, ImportState, Source
from lib.store.words import SupplementKind, SupplementState
from tests.ledger.ledgers_by_hand import DAY, invoice, ledger, payment, received, sold
from tests.ledger.sie_texts import voucher

Brought = Ledger | SupplementState
APRIL = date(2025, 4, 10)
CUSTOMERS = ledger(
    [
        invoice("101", 100_00, ver="B 1", balance=100_00),
        invoice("102", 250_00, DAY + timedelta(days=200), ver="B 2", balance=0, party="Öns Bageri AB"),
        invoice("103", 70_00, booked=False),
    ],
    [payment("1", "102", 250_00, date(2026, 1, 5))],
)
SUPPLIERS = ledger([invoice("1", 80_00, ver="D 1", balance=80_00, external="F-77", party="Leverantör i Vik AB")])
RECORDS = (
    sold("B 1", DAY, 100_00)
    + sold("B 2", DAY + timedelta(days=200), 250_00)
    + voucher("D 1", DAY, [("4010", 80_00), ("2440", -80_00)])
)
MANUAL = received("A 9", APRIL, 40_00)
"""A voucher by hand that makes 1510 differ by 40 kronor."""


def bring_in(store: Store, client: Client, years: Sequence[YearBooks], customers: Brought, suppliers: Brought) -> None:
    """Put these years and ledgers in use; a state stands for a ledger that did not come."""
    content = f"{years}{customers}{suppliers}".encode()
    import_ = imports.receive(
        store, client_id=client.id, source=Source.FORTNOX, file_name="Fortnox", content=content, user_id=None
    )
    for year in years:
        snapshots.write(store, import_, year, fingerprint(year))
    for kind, brought in ((SupplementKind.RECEIVABLES, customers), (SupplementKind.PAYABLES, suppliers)):
        _bring(store, import_.id, client, kind, brought)
    with store.transaction() as session:
        for state in (ImportState.RUNNING, ImportState.STAGED):
            imports.set_state(session, import_.id, state)
        version = books.active(session, client.id).version
        books.activate(session, import_.id, expected_version=version, user_id=None)


def _bring(store: Store, import_id: str, client: Client, kind: SupplementKind, brought: Brought) -> None:
    if isinstance(brought, Ledger):
        supplements.write_ledger(store, import_id, kind, brought)
    state = SupplementState.FETCHED if isinstance(brought, Ledger) else brought
    why = "The company lacks the licence in Fortnox that the connection needs."
    refused = state is SupplementState.REFUSED
    with store.transaction() as session:
        supplements.add(
            session,
            import_id,
            client.id,
            kind,
            state,
            reason=why if refused else "",
            facts={REMEDY: "Connect again by importing."} if refused else {},
        )
