"""Every sheet that the program gives, each with some rows."""

from datetime import date

import polars as pl

from lib.closing.income import analysis, with_shares
from lib.closing.main_appendices import main_appendices
from lib.closing.payroll_months import payroll
from lib.closing.reconciliation import glance, matrix
from lib.closing.vat_returns import VatReturn, vat_return
from lib.core.languages import Language
from lib.ledger import extracts
from lib.ledger.balances import trial_balance
from lib.ledger.differences import differences
from lib.ledger.explored import BY_ACCOUNT, LAGS, TREND
from lib.ledger.extracts import Filters
from lib.ledger.statements import balance_sheet as balance_statement
from lib.ledger.statements import income_statement
from lib.reports import ledger_sheets
from lib.reports.appendix_sheets import appendix_sheets
from lib.reports.bureau_sheets import COLUMNS as CLIENTS
from lib.reports.bureau_sheets import sheet as all_clients
from lib.reports.check_sheets import sheets as check_sheets
from lib.reports.closing_sheets import glance_sheet, main_appendices_sheet, main_appendix_sheets, reconciliation_sheet
from lib.reports.difference_sheets import IMPORTS, difference_sheets
from lib.reports.entry_sheets import BOOKED, CALCULATION, LIST, calculation_sheet, entries_sheets, entry_sheet
from lib.reports.explored_sheets import by_account_sheet, lags_sheet, trend_sheet
from lib.reports.income_sheets import income_analysis_sheet
from lib.reports.paper_sheets import PAPERS, papers_sheet
from lib.reports.period_sheets import BOARD, ITEMS, board_sheet, checklist_sheet
from lib.reports.sheets import Kind, Sheet
from lib.reports.vat_sheets import vat_sheets
from tests.closing.test_vat_returns import MARCH as SPAN
from tests.closing.years_by_hand import MARCH, MONTHS, whole_year
from tests.ledger.sie_texts import YEAR, books
from tests.reports.test_appendix_sheets import view
from tests.reports.test_check_sheets import CHECK, SAID, line
from tests.reports.test_closing_sheets import PAPERS as HELD
from tests.reports.test_closing_sheets import reconciled
from tests.reports.test_income_and_vat_sheets import ACCOUNTS, LAST, THIS
from tests.reports.test_workbook import RECORDS

HOSTILE = "=HYPERLINK(1)"


def every_sheet(language: Language) -> dict[str, Sheet]:
    """The sheets by what they are."""
    made = [
        *_of_ledger(language),
        *_of_closing(language),
        *_of_entries(language),
        *_explored(language),
        *_beside(language),
        *appendix_sheets(view(), language),
        *check_sheets([line(CHECK, said=SAID, name=HOSTILE)], language),
    ]
    return {f"{number} {sheet.title}": sheet for number, sheet in enumerate(made)}


def _of_ledger(language: Language) -> list[Sheet]:
    year = books(RECORDS)
    trial = trial_balance(year, 1, 12)
    rows = extracts.with_texts(year, extracts.entries(year, Filters(YEAR)).collect())
    return [
        ledger_sheets.trial_balance_sheet(trial, language),
        ledger_sheets.income_sheet(income_statement(trial), language),
        ledger_sheets.balance_sheet(balance_statement(trial), language),
        ledger_sheets.entries_sheet(rows, language),
        ledger_sheets.vouchers_sheet(year.frame("vouchers").collect(), language),
    ]


def _of_closing(language: Language) -> list[Sheet]:
    rows = reconciled()
    found = vat_return([THIS], SPAN, date(2026, 2, 1))
    assert isinstance(found, VatReturn)
    papers = pl.DataFrame([("1930", HOSTILE, "", date(2025, 3, 31), 5, 1)], _SUBS, orient="row")
    wide = glance(matrix([(one, whole_year(), HELD) for one in MONTHS[1:3]]), MONTHS[1:3], "closing")
    held = pl.DataFrame([("Utdrag", HOSTILE, 15_000, None)], dict(PAPERS), orient="row")
    board = pl.DataFrame(
        [(MARCH.title(language), "■", 3, 2, -5, 1, HOSTILE, 4, 4, "Rut", "")], dict(BOARD), orient="row"
    )
    items = pl.DataFrame([(HOSTILE, "✓", "Rut", "i dag", "")], dict(ITEMS), orient="row")
    return [
        reconciliation_sheet(rows, language),
        main_appendices_sheet(main_appendices(rows), language),
        *main_appendix_sheets("19", rows, papers, language),
        glance_sheet(wide, {one.key: one.label for one in MONTHS[1:3]}, language, amounts=True),
        income_analysis_sheet(with_shares(analysis(THIS, MARCH, previous=LAST)), language),
        *vat_sheets(found, ACCOUNTS, payroll([THIS], SPAN), language),
        papers_sheet(held, language),
        board_sheet(board, language),
        checklist_sheet(items, language),
    ]


def _of_entries(language: Language) -> list[Sheet]:
    listed = pl.DataFrame([("V 1", date(2025, 3, 31), HOSTILE, 500, "●", "Rut")], dict(LIST), orient="row")
    day = date(2025, 3, 31)
    rows = pl.DataFrame(
        [("V 1", day, "0351", HOSTILE, "", "", 500, None), ("V 1", day, "2440", "", "", "", None, 500)],
        dict(BOOKED),
        orient="row",
    )
    lines = pl.DataFrame([(HOSTILE, -7, "IL 1 kap.", True)], dict(CALCULATION), orient="row")
    return [
        *entries_sheets(listed, rows, language),
        entry_sheet("V 1", rows, language),
        calculation_sheet("S 1", lines, language),
    ]


def _explored(language: Language) -> list[Sheet]:
    march = date(2025, 3, 1)
    by_account = pl.DataFrame([("1930", HOSTILE, march, 2, 500, 200, 300)], schema=BY_ACCOUNT, orient="row")
    trend = pl.DataFrame([(march, 1, 5, 0, 5, 2, 7, 0, 7)], schema=TREND, orient="row")
    lags = pl.DataFrame([(march, 3, 1, 2, 10, 60)], schema=LAGS, orient="row")
    return [by_account_sheet(by_account, language), trend_sheet(trend, language), lags_sheet(lags, language)]


def _beside(language: Language) -> list[Sheet]:
    """What is not of one client's books alone: two sets of books, and all clients."""
    other = books(RECORDS.replace(HOSTILE, "=1+1").replace("4010", "4011").replace("#IB 0 1930 100", "#IB 0 1930 90"))
    (year,) = differences({YEAR: books(RECORDS)}, {YEAR: other})
    row = {column.name: _SAMPLES[column.kind] for column in CLIENTS}
    return [
        *difference_sheets(year, IMPORTS, language),
        all_clients(pl.DataFrame([row]), language),
    ]


_SAMPLES = {Kind.TEXT: HOSTILE, Kind.AMOUNT: -7, Kind.COUNT: 3, Kind.DAY: date(2025, 3, 31)}
_SUBS = {
    "account": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "day": pl.Date,
    "amount": pl.Int64,
    "files": pl.Int64,
}
