"""The income analysis and VAT and fees taken out to Excel, in both languages."""

from datetime import date
from io import BytesIO

import polars as pl
import pytest
from openpyxl import load_workbook

from lib.closing.income import analysis, with_shares
from lib.closing.payroll_months import PAYROLL, payroll
from lib.closing.vat_and_fees import vat_and_fees
from lib.closing.vat_returns import VatReturn, vat_return
from lib.core.languages import Language
from lib.reports.income_sheets import income_analysis_sheet
from lib.reports.vat_sheets import vat_sheets
from lib.reports.workbook import workbook
from tests.closing.test_payroll_months import CHART, wages
from tests.closing.test_vat_returns import MARCH as SPAN
from tests.closing.test_vat_returns import PURCHASE, SALE, booked
from tests.closing.years_by_hand import MARCH
from tests.ledger.sie_texts import books
from tests.reports.test_workbook import ORIGIN

THIS = books(CHART + booked("20250310", SALE) + booked("20250312", PURCHASE) + wages("20250325", 10_000_00))
LAST = books(booked("20240310", SALE), years="#RAR 0 20240101 20241231\n")
ACCOUNTS = vat_and_fees([THIS], [SPAN])
NO_WAGES = pl.DataFrame(schema=dict(PAYROLL))


@pytest.mark.parametrize(
    ("language", "title", "status"), [("sv", "Resultatanalys", "◌ Öppen"), ("en", "Income analysis", "◌ Open")]
)
def test_the_analysis_has_last_year_the_average_and_the_status_in_words(
    language: Language, title: str, status: str
) -> None:
    sheet = income_analysis_sheet(with_shares(analysis(THIS, MARCH, previous=LAST)), language)
    assert sheet.title == title
    assert {"last_year", "from_last_year", "average", "closing"} <= {column.name for column in sheet.columns}
    assert sheet.frame["status"].unique().to_list() == [status]


def test_what_is_not_known_of_any_account_has_no_column() -> None:
    sheet = income_analysis_sheet(with_shares(analysis(THIS, MARCH)), "sv")
    assert not {"last_year", "from_last_year", "share_of_last_year"} & {column.name for column in sheet.columns}


@pytest.mark.parametrize(("language", "words"), [("sv", "Utgående moms 25 %"), ("en", "Output VAT 25 %")])
def test_the_return_stands_first_with_its_boxes_in_words(language: Language, words: str) -> None:
    found = vat_return([THIS], SPAN, date(2026, 2, 1))
    assert isinstance(found, VatReturn)
    boxes, accounts, months = vat_sheets(found, ACCOUNTS, payroll([THIS], SPAN), language)
    assert dict(boxes.frame.select("box", "text").iter_rows())["10"] == words
    assert accounts.frame.height == ACCOUNTS.height
    assert months.frame["wages"].to_list() == [10_000_00]


def test_without_a_return_and_wages_the_accounts_stand_alone() -> None:
    (only,) = vat_sheets(None, ACCOUNTS, NO_WAGES, "sv")
    assert only.title == "Konton för moms och avgifter"


def test_the_boxes_are_kronor_in_the_file() -> None:
    found = vat_return([THIS], SPAN, date(2026, 2, 1))
    assert isinstance(found, VatReturn)
    content = workbook(vat_sheets(found, ACCOUNTS, NO_WAGES, "sv"), ORIGIN)
    page = load_workbook(BytesIO(content)).worksheets[0]
    told = {row[0]: row[2:4] for row in page.iter_rows(min_row=2, values_only=True)}
    assert told["10"] == (25_000.10, 25_000)
