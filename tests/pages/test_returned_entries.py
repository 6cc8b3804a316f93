"""Closing entries that came back with an import, on the closing pages: in the year-end, and in no month before it."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.closing.entries import Draft, EntryRow, Transfer
from lib.store import entries
from lib.store.tables import Client
from tests.ledger.ledgers_by_hand import year_of
from tests.ledger.sie_texts import voucher
from tests.pages.closings import DECEMBER, start
from tests.pages.ledgers import RECORDS, from_fortnox
from tests.pages.office import Office

YEAR_END = f"{DECEMBER}-year-end"
BOOKS = year_of(RECORDS + voucher("A 77", date(2025, 12, 31), [("1930", 3_00), ("3001", -3_00)]))


def bank(office: Office, client: Client, period: str) -> float:
    app: AppTest = office.screen("reconciliation", klient=client.id, ar="2025-01-01", period=period)
    assert not app.exception
    closing = {row["label"]: row["closing"] for row in app.dataframe[0].value.to_dict("records")}
    return float(next((amount for account, amount in closing.items() if account.startswith("1930")), 0))


@pytest.fixture
def client(office: Office) -> Client:
    client = from_fortnox(office, [BOOKS])
    start(office, client, YEAR_END)
    return client


def sent(office: Office, client: Client) -> None:
    """An entry of the year-end that stands in Fortnox as A 77."""
    rows = (EntryRow("1930", 3_00), EntryRow("3001", -3_00))
    with office.store.transaction() as session:
        row = entries.add(session, client.id, YEAR_END, Draft("Hyra", date(2025, 12, 31), rows), ready=True, who=None)
        row.transfer, row.sent_via, row.sent_series, row.sent_number = Transfer.TRANSFERRED, "fortnox", "A", "77"
        session.add(row)


def test_an_entry_of_the_year_end_is_in_no_month_once_it_is_known_as_one(office: Office, client: Client) -> None:
    before = bank(office, client, "12")
    sent(office, client)
    assert bank(office, client, "12") == pytest.approx(before - 3)
    assert bank(office, client, "13") == pytest.approx(before)
