"""Closing entries stand beside the books on the screens of the closing, until somebody wants the books alone."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import Export
from lib.actions import entries, reconciliation
from lib.closing.entries import Draft, EntryRow
from lib.core.languages import LANGUAGES, Language
from lib.store.tables import Client
from tests.pages.closings import DECEMBER
from tests.pages.office import Office, button, shown
from tests.pages.test_reconciliation_pages import page, working

ACCRUED = Draft("Upplupet", date(2025, 12, 31), (EntryRow("4010", 300_00), EntryRow("2010", -300_00)))
ONLY = "2010 Eget kapital"


@pytest.fixture
def client(office: Office) -> Client:
    """Its December is worked on; one ready entry moves a cost, and an account on which nothing is booked."""
    client = working(office)
    entries.save_entry(office.desk(), client.id, DECEMBER, ACCRUED, ready=True)
    return client


def rows(app: AppTest) -> dict[str, dict[str, Any]]:
    found: list[dict[str, Any]] = app.dataframe[0].value.to_dict("records")
    return {str(row.get("label") or row.get("account")): row for row in found}


def plain(app: AppTest) -> str:
    return shown(app).replace("\N{NO-BREAK SPACE}", " ")


def test_an_account_that_only_an_entry_moves_stands_among_the_others_and_says_so(
    office: Office, client: Client
) -> None:
    row = rows(page(office, client))[ONLY]
    assert [str(row[name]) for name in ("closing", "entries", "after")] == ["0.00", "-300.00", "-300.00"]
    assert "bara verifikationer" in row["state"]


def test_whoever_wants_the_books_alone_gets_them(office: Office, client: Client) -> None:
    app = page(office, client)
    assert "1 bokslutsverifikation ligger vid sidan av bokföringen." in plain(app)
    (switch,) = [one for one in app.toggle if one.label == "Bara bokföringen"]
    switch.set_value(True).run()
    assert app.query_params["bara"] == "ja"
    assert ONLY not in rows(app)
    assert "entries" not in app.dataframe[0].value


def test_the_main_appendices_go_to_excel_as_they_are_shown(
    office: Office, client: Client, workbooks: list[Export]
) -> None:
    page(office, client, vy="bilagor")
    (told,) = workbooks[-1].sheets("sv")
    assert told.frame["group"].to_list() == ["15", "19", "20", "24"]
    assert told.frame["after"].to_list() == [350_00, 500_00, -300_00, -80_00]
    app = page(office, client, vy="bilagor", bara="ja")
    (told,) = workbooks[-1].sheets("sv")
    assert told.frame["group"].to_list() == ["15", "19", "24"]
    assert "after" not in told.frame
    assert not any(name.startswith("20 ") for name in rows(app))


def test_one_main_appendix_goes_to_excel_as_it_is_shown(
    office: Office, client: Client, workbooks: list[Export]
) -> None:
    page(office, client, vy="bilagor", grupp="19")
    assert "after" in workbooks[-1].sheets("sv")[0].frame
    page(office, client, vy="bilagor", grupp="19", bara="ja")
    assert "after" not in workbooks[-1].sheets("sv")[0].frame


def test_without_entries_there_is_nothing_to_choose(office: Office) -> None:
    app = page(office, working(office))
    assert "Bara bokföringen" not in {one.label for one in app.toggle}
    assert "entries" not in app.dataframe[0].value


def test_the_result_after_entries_stands_below_that_of_the_books(office: Office, client: Client) -> None:
    app = page(office, client, vy="resultat")
    cost = next(row for name, row in rows(app).items() if name.startswith("4010"))
    assert str(cost["within"]) == "300.00"
    assert "Efter verifikationer: " in plain(app)


def test_a_main_appendix_counts_the_entries_on_its_accounts(office: Office, client: Client) -> None:
    app = page(office, client, vy="bilagor")
    equity = next(row for name, row in rows(app).items() if name.startswith("20 "))
    assert [str(equity[name]) for name in ("closing", "entries", "after")] == ["0.00", "-300.00", "-300.00"]
    assert ONLY in rows(page(office, client, vy="bilagor", grupp="20"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_year_at_a_glance_shows_entries_and_the_books_after_them(
    office: Office, client: Client, language: Language
) -> None:
    for view in ("verifikationer", "efter"):
        row = rows(page(office, client, language=language, vy="oversikt", visa=view))[ONLY]
        assert str(row[DECEMBER]) == "-300.00"


def test_an_account_tells_what_the_entries_make_of_it_and_leads_to_each(office: Office, client: Client) -> None:
    reconciliation.save_appendix(
        office.desk(), client.id, DECEMBER, name="Kapital", accounts=["2010"], lines=[("Enligt stämma", -250_00)]
    )
    app = page(office, client, konto="2010")
    assert "Efter verifikationer **−300,00**" in plain(app)
    assert "efter verifikationerna återstår −50,00." in plain(app)
    button(app, "V 1 Upplupet −300,00")
    assert app.query_params["bv"]
