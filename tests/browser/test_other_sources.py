"""The other data sources: a trial balance from a spreadsheet, balances typed by hand, and Fortnox to come."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.files import DATA

pytestmark = pytest.mark.slow

BALANCES = [
    ("1930", "Företagskonto", 50_000, 57_500),
    ("2081", "Aktiekapital", -50_000, -50_000),
    ("3041", "Försäljning tjänster", 0, -10_000),
    ("5010", "Lokalhyra", 0, 2_500),
]


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Konto", "Benämning", "Ingående balans", "Utgående balans"])
    for row in BALANCES:
        sheet.append(row)
    book.save(path)
    return path


def test_a_trial_balance_from_excel_leads_to_books_in_use(desk: Desk, tmp_path: Path) -> None:
    desk.add_client("Excelklient AB").choose_source("3. Excel").import_file(workbook(tmp_path / "saldon.xlsx"))
    desk.use_import().has_row("Excel eller CSV", "saldon")
    desk.menu("Huvudbok")
    assert [[cell for cell in row[:4] if cell] for row in desk.grid()] == [
        [f"{account} {name}", str(opening), str(closing - opening), str(closing)]
        for account, name, opening, closing in BALANCES
    ]
    desk.open_row("1930")
    desk.sees("Årets källa innehåller saldon men inga verifikationer.")


def test_a_trial_balance_from_csv_leads_to_books_in_use(desk: Desk) -> None:
    desk.add_client("CSV-klient AB").choose_source("3. Excel").import_file(DATA / "balances-read.csv")
    desk.use_import().menu("Huvudbok").has_row("1930 Företagskonto", "50000", "7500", "57500")
    desk.has_row("5010 Lokalhyra", "4000")


def test_balances_typed_by_hand_lead_to_books_in_use(desk: Desk) -> None:
    desk.add_client("Inmatad AB").choose_source("4. Manuell inmatning").page.wait_for_url("**/inmatning**")
    desk.ready().type_row(0, ["1930", "Bank", "50 000,00", "57 500,00"]).sees("utgående balanser 57 500,00")
    desk.type_row(1, ["2081", "Kapital", "-50000", "−57500"]).sees("utgående balanser 0,00")
    desk.button("Kontrollera saldona").click()
    desk.page.wait_for_url("**imp=**")
    desk.use_import().has_row("Manuell inmatning", "saldon")
    desk.menu("Huvudbok").has_row("1930 Bank", "50000", "7500", "57500").has_row("2081 Kapital", "-57500")


def test_manual_entry_cannot_be_chosen_under_settings(desk: Desk) -> None:
    desk.add_client("Inställd AB").choose_source("1. SIE 4").page.wait_for_url("**/import**")
    desk.menu("Inställningar").sees("Manuell inmatning kan bara väljas i startguiden.")
    desk.page.get_by_role("combobox", name="Bokföringen hämtas från").click()
    options = desk.page.get_by_role("option")
    expect(options).to_have_text(["SIE 4-fil", "SIE 1–3-fil", "Excel eller CSV", "Fortnox"])
    options.filter(has_text="Excel").click()
    desk.button("Byt datakälla").click()
    desk.sees("Datakällan är nu Excel eller CSV.").menu("Import").sees("Räkenskapsåret är")
