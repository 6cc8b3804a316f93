"""Clients whose books came from Fortnox, for page tests."""

from collections.abc import Sequence

from lib.ledger import YearBooks
from lib.store.tables import Client, Source
from tests.ledger.ledgers_by_hand import year_of
from tests.pages.office import Office
from tests.store.ledger_books import APRIL, CUSTOMERS, MANUAL, RECORDS, SUPPLIERS, Brought, bring_in

__all__ = ["AGREES", "APRIL", "CUSTOMERS", "DIFFERS", "MANUAL", "RECORDS", "SUPPLIERS", "from_fortnox"]

AGREES = year_of(RECORDS)
DIFFERS = year_of(RECORDS + MANUAL)


def from_fortnox(
    office: Office,
    years: Sequence[YearBooks] = (DIFFERS,),
    customers: Brought = CUSTOMERS,
    suppliers: Brought = SUPPLIERS,
    client: Client | None = None,
) -> Client:
    """A client with these years and ledgers in use; a state stands for a ledger that did not come."""
    client = client or office.client(source=Source.FORTNOX)
    bring_in(office.store, client, years, customers, suppliers)
    return client
