"""Every table in Excel: numbers that are numbers to the öre, a heading that stays, sums that are formulas, an origin.

Read back with another library than the one that wrote it.
"""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.account_marks import SIGNS
from dashboard.check_reading import SIGNS as OUTLOOK_SIGNS
from dashboard.panels import SIGNS as SHAPES
from lib.closing.results import OUTLOOK_SHAPES
from lib.closing.standings import STANDING_SHAPES
from lib.core.languages import LANGUAGES, Language
from lib.reports import press
from lib.reports.papers import of_one
from lib.reports.provenance import Provenance
from lib.reports.sheets import Kind, Sheet
from lib.reports.workbook import workbook
from tests.reports import every_sheet as every_sheet_module
from tests.reports.every_sheet import HOSTILE, every_sheet
from tests.reports.test_workbook import ORIGIN

pytestmark = pytest.mark.slow

REPORTS = Path(press.__file__).parent
ROOT = REPORTS.parent.parent
SHEETS = [(language, name) for language in LANGUAGES for name in every_sheet(language)]
ACCOUNTS = {"account", "accounts", "number", "series", "voucher"}


@pytest.fixture(params=SHEETS, ids=lambda one: f"{one[0]} {one[1]}")
def sheet(request: pytest.FixtureRequest) -> Sheet:
    language, name = request.param
    return every_sheet(language)[name]


def read(sheet: Sheet) -> tuple[Worksheet, Worksheet]:
    """The table and the sheet of its origin."""
    book = openpyxl.load_workbook(BytesIO(workbook([sheet], ORIGIN)))
    first, last = book.worksheets
    assert isinstance(first, Worksheet)
    assert isinstance(last, Worksheet)
    return first, last


def test_amounts_are_numbers_to_the_ore_and_accounts_are_text(sheet: Sheet) -> None:
    page, _origin = read(sheet)
    for place, column in enumerate(sheet.columns, 1):
        for row, value in enumerate(sheet.frame[column.name], 2):
            cell = page.cell(row, place)
            if column.kind is Kind.AMOUNT and value is not None and cell.data_type != "f":
                assert (cell.data_type, cell.number_format) == ("n", "#,##0.00")
                assert round(Decimal(str(cell.value)) * 100) == value
            if column.name in ACCOUNTS and column.kind is Kind.TEXT and value:
                assert (cell.data_type, cell.value, cell.number_format) == ("s", value, "@")


def test_the_heading_is_frozen_and_what_is_summed_is_a_formula(sheet: Sheet) -> None:
    page, _origin = read(sheet)
    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[1]] == [column.heading for column in sheet.columns]
    below = [cell.value for cell in page[sheet.frame.height + 2]] if sheet.frame.height else []
    for column, value in zip(sheet.columns, below, strict=False):
        assert str(value).startswith("=SUM(") == column.summed


def test_no_text_is_a_formula(sheet: Sheet) -> None:
    page, _origin = read(sheet)
    formulas = {cell.value for row in page.iter_rows() for cell in row if cell.data_type == "f"}
    assert all(str(formula).startswith("=SUM(") for formula in formulas)
    assert HOSTILE not in formulas


def test_the_last_sheet_tells_company_period_source_time_and_who(sheet: Sheet) -> None:
    _page, origin = read(sheet)
    said = {row[0]: row[1] for row in origin.iter_rows(values_only=True)}
    assert {
        "Företag": "Bolaget AB",
        "Organisationsnummer": "556677-8899",
        "Period": "P1-P3",
        "Källa": "Import av bok.se",
        "Skapad av": "Eva Ek",
        "Serie": "A",
    }.items() <= said.items()
    assert {"Importerad", "Rapporten skapad", "Skapad med", "Tecken"} <= said.keys()


def test_every_table_can_be_printed(sheet: Sheet) -> None:
    assert press.pdf(of_one(sheet.title, [sheet], ORIGIN)).startswith(b"%PDF")


def test_every_module_of_sheets_is_held_to_this_and_one_module_alone_writes_excel() -> None:
    modules = {path.stem for path in REPORTS.glob("*_sheets.py")}
    told = Path(every_sheet_module.__file__).read_text(encoding="utf-8")
    assert {name for name in modules if name not in told} == set()
    writers = [path for folder in ("lib", "dashboard", "pages") for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in writers if "import xlsxwriter" in path.read_text(encoding="utf-8")] == ["workbook.py"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_origin_tells_the_fingerprint_of_the_books_where_it_is_known(language: Language) -> None:
    known = Provenance(
        *(ORIGIN.company, ORIGIN.org_number, ORIGIN.year, ORIGIN.period, ORIGIN.source),
        imported_at=None,
        made_at=ORIGIN.made_at,
        made_by=ORIGIN.made_by,
        fingerprint="3f9a",
    )
    assert "3f9a" in dict(known.lines(language)).values()
    assert "" not in dict(ORIGIN.lines(language)).values()


def test_states_have_the_shapes_of_the_screens() -> None:
    assert {one: SHAPES[SIGNS[one]].shape for one in STANDING_SHAPES} == STANDING_SHAPES
    assert {one: OUTLOOK_SIGNS[one].shape for one in OUTLOOK_SHAPES} == OUTLOOK_SHAPES
