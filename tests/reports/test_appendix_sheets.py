"""An appendix taken out to Excel: figures that are figures, sums that are sums, and where it comes from."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from lib.closing.appendices import AppendixView, appendix
from lib.core.languages import Language
from lib.fortnox.frames import Ledger
from lib.ledger.sides import Side
from lib.reports.appendix_sheets import appendix_sheets, appendix_title
from lib.reports.sheets import Sheet
from lib.reports.workbook import workbook
from tests.ledger.ledgers_by_hand import DAY, invoice, ledger, payment, received, sold, write_off, year_of
from tests.reports.test_workbook import ORIGIN

END, APRIL = date(2025, 12, 31), date(2025, 4, 10)
EURO: dict[str, Any] = {"currency": "EUR", "rate": Decimal("11.5"), "total_currency": 100_00}
LEDGER = ledger(
    [
        invoice("101", 100_00, ver="B 1"),
        invoice("102", 250_00, DAY + timedelta(days=200), ver="B 2", party="=1+1"),
        invoice("103", 70_00, booked=False),
        invoice("104", 1_150_00, **EURO),
    ],
    [payment("1", "101", 40_00, APRIL), payment("2", "102", 250_00, date(2026, 1, 5))],
    [write_off("1", "101", 1_00, APRIL)],
)
RECORDS = sold("B 1", DAY, 100_00) + sold("B 2", DAY + timedelta(days=200), 250_00) + received("C 1", APRIL, 41_00)


def view(of: Ledger = LEDGER, records: str = RECORDS) -> AppendixView:
    books = year_of(records + received("A 9", APRIL, 5_00), {"1510": 1_150_00, "2010": -1_150_00})
    return appendix(of, [books], END, Side.RECEIVABLES)


def columns(sheet: Sheet) -> list[str]:
    return [column.name for column in sheet.columns]


def rows(sheet: Sheet, *names: str) -> list[tuple[Any, ...]]:
    return sheet.frame.select(names).rows()


@pytest.mark.parametrize(
    ("side", "language", "title"),
    [
        (Side.RECEIVABLES, "sv", "1510 Kundfordringar (kundreskontra)"),
        (Side.RECEIVABLES, "en", "1510 Kundfordringar (accounts receivable ledger)"),
        (Side.PAYABLES, "sv", "2440 Leverantörsskulder (leverantörsreskontra)"),
        (Side.PAYABLES, "en", "2440 Leverantörsskulder (accounts payable ledger)"),
    ],
)
def test_an_appendix_has_the_name_of_the_specification(side: Side, language: Language, title: str) -> None:
    assert appendix_title(side, language) == title


def test_open_items_stand_with_their_notes() -> None:
    items = appendix_sheets(view(), "sv")[0]
    assert rows(items, "number", "paid", "remaining", "voucher", "note") == [
        ("101", 41_00, 59_00, "B 1", "1,00 avskrivet"),
        ("104", 0, 1_150_00, "", "utan verifikation"),
        ("102", 0, 250_00, "B 2", ""),
    ]
    assert rows(items, "remaining_currency")[1] == (100_00,)


def test_a_ledger_in_kronor_has_no_columns_for_currencies() -> None:
    kronor = ledger([invoice("101", 100_00, ver="B 1")])
    assert not {"currency", "total_currency", "remaining_currency"} & {*columns(appendix_sheets(view(kronor), "sv")[0])}


def test_the_causes_sum_to_the_difference_that_the_reconciliation_states() -> None:
    shown = view()
    reconciliation, causes = appendix_sheets(shown, "sv")[1:3]
    stated = dict(rows(reconciliation, "text", "amount"))
    assert stated["Differens"] == stated["Avstämningsbelopp"] - stated["Enligt böckerna, konto 1510"]
    assert int(causes.frame["amount"].sum()) == stated["Differens"] == 5_00


def test_the_ages_sum_to_the_reconciliation_amount() -> None:
    reconciliation = appendix_sheets(view(), "en")[1]
    stated = dict(rows(reconciliation, "text", "amount"))
    ages = ("Not due", "1-30 days", "31-60 days", "61-90 days", "More than 90 days")
    assert sum(stated[age] for age in ages) == stated["Reconciliation amount"]


def test_what_is_not_booked_has_a_sheet_of_its_own() -> None:
    unbooked = appendix_sheets(view(), "sv")[-1]
    assert (unbooked.title, rows(unbooked, "number")) == ("Ej bokförda", [("103",)])


def test_the_items_of_a_search_stand_alone() -> None:
    shown = view()
    assert appendix_sheets(shown, "sv", shown.items.head(1))[0].frame.height == 1


def test_the_workbook_has_figures_and_texts_as_they_are() -> None:
    book = load_workbook(BytesIO(workbook(appendix_sheets(view(), "sv"), ORIGIN, "sv")))
    assert book.sheetnames == ["Öppna poster", "Avstämning", "Differens", "Ej bokförda", "Om rapporten"]
    page = book["Öppna poster"]
    headings = [cell.value for cell in page[1]]
    third = {heading: cell.value for heading, cell in zip(headings, page[4], strict=True)}
    assert (third["Part"], third["Kvarstår"], str(third["Förfaller"])[:10]) == ("=1+1", 250, "2025-10-17")
    assert page.cell(row=5, column=headings.index("Kvarstår") + 1).data_type == "f"
