"""Closing entries on the screen: typed and pasted, ready or draft, from a difference or a template, and who may."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.entry_rows import cells, read
from lib.actions import entries, entry_templates, reconciliation
from lib.closing.entries import Draft, EntryRow, Transfer
from lib.store import entries as kept
from lib.store import entry_templates as templates
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client, Role
from tests.ledger.ledgers_by_hand import DAY, invoice, ledger, payment, sold, year_of
from tests.pages.closings import DECEMBER, lock, start
from tests.pages.ledgers import APRIL, from_fortnox
from tests.pages.office import Office, button, click, shown

PASTED = "Konto\tDebet\tKredit\tText\n1930\t1 200,50\t\tRänta\n3001\t\t1 200,50\t\n"
ROWS = (EntryRow("1930", 5_00), EntryRow("3001", -5_00))
DRAFT = Draft("Hyra", date(2025, 12, 31), ROWS)


@pytest.fixture
def client(office: Office) -> Client:
    client = from_fortnox(office)
    start(office, client)
    return client


def page(office: Office, client: Client, role: Role = Role.ACCOUNTANT, **at: Any) -> AppTest:  # noqa: ANN401 - as the screen
    app = office.screen("closing_entries", role, klient=client.id, **{"period": "12", **at})
    assert not app.exception
    return app


def made(office: Office, client: Client, draft: Draft = DRAFT, *, ready: bool = True) -> int:
    return entries.save_entry(office.desk(), client.id, DECEMBER, draft, ready=ready)


def found(office: Office, client: Client) -> list[ClosingEntry]:
    with office.store.reading() as session:
        return kept.of_year(session, client.id, date(2025, 1, 1))


def labels(app: AppTest) -> set[str]:
    return {one.label for one in app.button if not one.disabled}


def paste(app: AppTest, text: str = PASTED) -> None:
    app.text_area[0].input(text)
    button(app, "Lägg till raderna")
    assert not app.exception


def test_a_new_entry_is_pasted_named_and_saved_as_ready(office: Office, client: Client) -> None:
    app = page(office, client)
    button(app, "Ny bokslutsverifikation")
    paste(app)
    assert "Spara som klar" not in labels(app)
    app.text_input[0].input("Ränta december").run()
    assert "Spara som klar" in labels(app)
    button(app, "Spara som klar")
    (row,) = found(office, client)
    assert (row.name, row.ready, row.day) == ("Ränta december", True, date(2025, 12, 31))
    assert kept.draft_of(row).rows == (EntryRow("1930", 1_200_50, "Ränta"), EntryRow("3001", -1_200_50))


def test_what_keeps_an_entry_from_being_ready_is_said_and_it_is_saved_as_a_draft(
    office: Office, client: Client
) -> None:
    app = page(office, client, bv="ny")
    paste(app, "1930\t5\n")
    assert "Verifikationen saknar namn" in shown(app)
    button(app, "Spara som utkast")
    assert [row.ready for row in found(office, client)] == [False]


def test_the_list_tells_how_each_entry_stands_and_opens_it(office: Office, client: Client) -> None:
    made(office, client)
    made(office, client, ready=False)
    app = page(office, client)
    statuses = app.dataframe[0].value["status"].to_list()
    assert [status.split(maxsplit=1)[1] for status in statuses] == ["Ej överförd", "Utkast"]
    click(app, f"entries-{client.id}-{DECEMBER}-", 0)
    assert "V 1 Hyra" in " ".join(one.value.replace("\\", "") for one in app.subheader)


def test_a_deleted_entry_is_hidden_shown_when_asked_for_and_brought_back(office: Office, client: Client) -> None:
    entry = made(office, client)
    button(page(office, client, bv=entry), "Ta bort")
    assert found(office, client) == []
    assert "Inga bokslutsverifikationer" in shown(page(office, client))
    assert page(office, client, borttagna="ja").dataframe[0].value["status"].to_list() == ["✕ Borttagen"]
    button(page(office, client, bv=entry), "Ta fram igen")
    assert [row.id for row in found(office, client)] == [entry]


def test_an_entry_of_the_month_is_moved_to_the_year_end(office: Office, client: Client) -> None:
    button(page(office, client, bv=made(office, client)), "Flytta till årsavslutet")
    assert [row.period for row in found(office, client)] == [f"{DECEMBER}-year-end"]


def test_an_entry_that_has_gone_out_is_corrected_by_new_ones(office: Office, client: Client) -> None:
    entry = made(office, client)
    with office.store.transaction() as session:
        row = kept.get(session, client.id, entry)
        row.transfer, row.sent_series, row.sent_number = Transfer.TRANSFERRED, "A", "17"
        session.add(row)
    app = page(office, client, bv=entry)
    assert "Överförd A 17" in shown(app)
    assert "Spara som klar" not in labels(app)
    button(app, "Rätta")
    assert [row.corrects_id for row in found(office, client)] == [None, entry, entry]
    assert "Spara som klar" in labels(app)


def test_an_entry_is_made_of_a_template(office: Office, client: Client) -> None:
    entry_templates.save_template(office.desk(), client.id, name="Försäkring", rows=ROWS, months=5)
    app = page(office, client)
    button(app, "Gör en verifikation av den")
    assert [row.name for row in found(office, client)] == ["Försäkring 1/5"]


def test_the_rows_of_a_template_are_changed(office: Office, client: Client) -> None:
    template = entry_templates.save_template(office.desk(), client.id, name="Försäkring", rows=ROWS, months=5)
    app = page(office, client)
    button(app, "Ändra mallen")
    assert app.query_params["mall"] == str(template)
    app = page(office, client, mall=template)
    assert "Mall Försäkring" in shown(app)
    paste(app, "6310\t12\n1730\t\t12\n")
    button(app, "Spara mallen")
    with office.store.reading() as session:
        row = templates.get(session, client.id, template)
    assert (row.name, row.months) == ("Försäkring", 5)
    assert templates.rows_of(row) == (*ROWS, EntryRow("6310", 12_00), EntryRow("1730", -12_00))


def test_a_viewer_sees_a_template_and_changes_nothing(office: Office, client: Client) -> None:
    template = entry_templates.save_template(office.desk(), client.id, name="Försäkring", rows=ROWS)
    app = page(office, client, Role.VIEWER, mall=template)
    assert "din roll får titta" in shown(app)
    assert "Spara mallen" not in labels(app)


def test_a_template_that_is_gone_or_anothers_is_not_shown(office: Office, client: Client) -> None:
    other = office.client("Annan AB")
    anothers = entry_templates.save_template(office.desk(), other.id, name="Hemlig", rows=ROWS)
    for address in (str(anothers), "999", "x"):
        app = page(office, client, mall=address)
        assert "Mallen finns inte." in shown(app)
        assert "Hemlig" not in shown(app)


def test_a_difference_on_an_account_leads_to_an_entry_that_takes_it_away(office: Office, client: Client) -> None:
    app = office.screen("reconciliation", klient=client.id, konto="1930", period="12")
    assert "Gör en bokslutsverifikation" not in labels(app)
    reconciliation.save_appendix(
        office.desk(), client.id, DECEMBER, name="Kassa", accounts=["1930"], lines=[("Enligt bank", 1)]
    )
    app = office.screen("reconciliation", klient=client.id, konto="1930", period="12")
    assert "Gör en bokslutsverifikation" in labels(app)
    app = page(office, client, bv="ny", konto="1930")
    button(app, "Spara som utkast")
    (row,) = found(office, client)
    assert (row.name, row.source_account) == ("Avstämningsdifferens 1930", "1930")
    assert [one["account"] for one in row.rows] == ["1930", ""]
    assert row.rows[0]["amount"] == -row.rows[1]["amount"] != 0


def test_a_locked_period_shows_its_entries_and_changes_none(office: Office, client: Client) -> None:
    entry = made(office, client)
    lock(office, client)
    app = page(office, client, bv=entry)
    assert "den här är låst" in shown(app)
    assert labels(app) & {"Spara som klar", "Spara som utkast", "Ta bort", "Flytta till årsavslutet"} == set()


def test_a_viewer_looks_and_changes_nothing(office: Office, client: Client) -> None:
    app = page(office, client, Role.VIEWER, bv=made(office, client))
    assert "din roll får titta" in shown(app)
    assert labels(app) & {"Spara som klar", "Spara som utkast", "Ta bort", "Spara mallen"} == set()


def test_another_clients_entry_is_not_shown(office: Office, client: Client) -> None:
    other = office.with_books()
    app = office.screen("closing_entries", klient=other.id, bv=made(office, client))
    assert not app.exception
    assert "Hyra" not in shown(app)


@pytest.mark.parametrize(
    "row",
    [
        EntryRow("1930", 5_00, "Text", (("1", "K1"), ("6", "P2"))),
        EntryRow("1930", -1_234_567_89),
        EntryRow("", 1, "", (("7", "Anställd"),)),
    ],
)
def test_a_row_is_read_as_it_is_shown(row: EntryRow) -> None:
    assert read([cells(row)]).rows == (row,)


def test_what_cannot_be_read_is_named_by_its_row() -> None:
    blank = ("",) * 4
    typed = read([("", "", "", *blank), ("1930", "1", "2", *blank), ("1930", "x", "", *blank)])
    assert typed.rows == ()
    assert len(typed.problems) == 2


def test_a_voucher_by_hand_on_1510_is_taken_back_by_the_entry_that_its_difference_leads_to(
    office: Office, client: Client
) -> None:
    app = office.screen("reconciliation", klient=client.id, konto="1510", period="12")
    assert "Gör en bokslutsverifikation" in labels(app)
    app = page(office, client, bv="ny", konto="1510")
    assert "A 9" in shown(app)
    button(app, "Spara som klar")
    (row,) = found(office, client)
    assert (row.name, row.ready) == ("Rättelse av verifikation A 9 på konto 1510", True)
    assert sorted((one["account"], one["amount"]) for one in row.rows) == [("1510", 40_00), ("1930", -40_00)]


def test_a_difference_that_the_ledger_is_at_fault_for_leads_to_no_entry(office: Office) -> None:
    paid_in_ledger_alone = ledger([invoice("101", 100_00, ver="B 1")], [payment("1", "101", 100_00, APRIL)])
    client = from_fortnox(office, (year_of(sold("B 1", DAY, 100_00)),), paid_in_ledger_alone)
    start(office, client)
    app = office.screen("reconciliation", klient=client.id, konto="1510", period="12")
    assert "Gör en bokslutsverifikation" not in labels(app)
    assert "rätta differensen i reskontran" in shown(app)
