"""A view in the other language, and a table out to Excel: the same figures."""

from pathlib import Path

import openpyxl
import pytest

from tests.browser.desk import Desk
from tests.browser.files import DATA, FAULTLESS

BOOKS = DATA / FAULTLESS
BANK = "1930 Företagskonto"

pytestmark = pytest.mark.slow


def test_the_other_language_keeps_the_view_and_the_swedish_figures(desk: Desk) -> None:
    desk.with_books("Språk AB", BOOKS).menu("Huvudbok").open_row(BANK)
    desk.page.wait_for_url("**konto=1930**")
    desk.sees("Utgående balans").sees("57 500,00")
    swedish, rows = desk.page.url, desk.grid()
    desk.page.get_by_role("link", name="English").click()
    desk.sees("Closing balance").sees("57 500,00").sees("Click a row to open its voucher.")
    assert desk.page.url == swedish
    assert desk.grid() == rows
    desk.menu("Ledger").sees("Debit is positive and credit negative").sees("Trial balance")
    desk.page.get_by_role("link", name="Svenska").click()
    desk.sees("Debet är positivt och kredit negativt")


def test_the_sign_in_page_changes_language_too(desk: Desk) -> None:
    desk.page.get_by_role("link", name="Logga ut").click()
    desk.page.get_by_role("link", name="English").click()
    desk.page.get_by_role("button", name="Accountant").click()
    desk.ready().sees("Add client")


def test_a_trial_balance_taken_out_to_excel_holds_the_figures_on_screen(desk: Desk, tmp_path: Path) -> None:
    desk.with_books("Utdata AB", BOOKS).menu("Huvudbok").has_row(BANK)
    on_screen = desk.grid()
    with desk.page.expect_download() as waiting:
        desk.button("Hämta Excel").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    table, origin = openpyxl.load_workbook(path, data_only=True).worksheets
    _headings, *rows, sums = table.iter_rows(values_only=True)
    written = [["" if value is None else str(value) for value in row[2:]] for row in rows]
    assert [[f"{row[0]} {row[1]}", *values] for row, values in zip(rows, written, strict=True)] == on_screen
    known = ([value or 0 for value in row[2:]] for row in rows)
    assert sums[2:] == tuple(sum(column) for column in zip(*known, strict=True))
    told = {row[0]: row[1] for row in origin.iter_rows(values_only=True)}
    assert told["Företag"] == "Utdata AB"
    assert told["Källa"] == f"SIE 4-fil, {FAULTLESS}"
