"""The appendices in a browser: from a difference to its voucher, to an item's payments, out to Excel, and deleted."""

from pathlib import Path

import openpyxl
import pytest

from lib.store.database import Store
from lib.store.tables import Client, Source
from tests.browser.desk import Desk
from tests.dashboard.served import Served
from tests.pages.ledgers import from_fortnox
from tests.pages.office import Office

RECEIVABLES = "1510 Kundfordringar (kundreskontra)"
PAYABLES = "2440 Leverantörsskulder (leverantörsreskontra)"
END = "2025-12-31"


@pytest.fixture
def client(server: Served, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Client:
    """A client whose books and ledgers came from Fortnox, in the store of the running server."""
    store = Store.open(server.log.parent / "data")
    office = Office(store, monkeypatch)
    made = from_fortnox(office, client=office.client(request.node.name, source=Source.FORTNOX))
    store.close()
    return made


def at(desk: Desk, client: Client) -> Desk:
    return desk.go(f"/bilagor?klient={client.id}&dag={END}").has_row(RECEIVABLES, "avviker med 40,00")


@pytest.mark.slow
def test_a_difference_leads_to_its_voucher_and_back(desk: Desk, client: Client) -> None:
    at(desk, client).has_row(PAYABLES, "stämmer").sees("Verifikation A 9 den 2025-04-10").sees("Oförklarat 0,00")
    left = desk.page.url
    desk.page.get_by_role("link", name="Öppna A 9").click()
    desk.page.wait_for_url("**/huvudbok**")
    desk.sees("Verifikation A 9").has_row("1510 Kundfordringar", "40")
    desk.page.go_back()
    desk.has_row(RECEIVABLES, "avviker med 40,00")
    assert desk.page.url == left


@pytest.mark.slow
def test_an_item_leads_to_its_payments_and_its_voucher(desk: Desk, client: Client) -> None:
    at(desk, client).open_row("Öns Bageri AB")
    desk.sees("Faktura 102 Öns Bageri AB").has_row("efter balansdagen", "250")
    desk.page.get_by_role("link", name="Öppna B 2").click()
    desk.page.wait_for_url("**/huvudbok**")
    desk.sees("Verifikation B 2")


@pytest.mark.slow
def test_the_other_appendix_and_the_other_language_keep_the_view(desk: Desk, client: Client) -> None:
    at(desk, client).open_row(PAYABLES)
    desk.page.wait_for_url("**bilaga=2440**")
    desk.has_row("Leverantör i Vik AB", "80")
    desk.page.get_by_role("link", name="English").click()
    desk.has_row("2440 Leverantörsskulder (accounts payable ledger)", "agrees").sees("Books, account 2440")
    desk.page.get_by_role("link", name="Svenska").click()
    desk.has_row(PAYABLES)


@pytest.mark.slow
def test_the_appendix_taken_out_to_excel_states_the_difference_and_its_cause(
    desk: Desk, client: Client, tmp_path: Path
) -> None:
    at(desk, client)
    with desk.page.expect_download() as waiting:
        desk.button("Hämta Excel").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name.startswith(f"{RECEIVABLES} {END}")
    book = openpyxl.load_workbook(path, data_only=True)
    stated = {row[0]: row[1] for row in book["Avstämning"].iter_rows(min_row=2, values_only=True)}
    assert (stated["Avstämningsbelopp"], stated["Differens"]) == (350, 40)
    assert "A 9" in str(book["Differens"]["B2"].value)
    about = {row[0]: str(row[1]) for row in book["Om rapporten"].iter_rows(values_only=True)}
    assert about["Balansdag"] == END
    assert "Period" not in about
    assert about["Källa"] == "Fortnox"
    assert about["Tecken"].startswith("Det som återstår att betala är plus")


@pytest.mark.slow
def test_a_deleted_appendix_is_gone_until_the_next_import(desk: Desk, client: Client) -> None:
    at(desk, client).button("Ta bort bilagan").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="Ta bort", exact=True).click()
    desk.sees("Bilagan togs bort.").sees("Den kommer tillbaka med nästa import från Fortnox.")
    desk.has_row(RECEIVABLES, "borttagen")
