"""Excel workbooks, read back with another library than the one that wrote them."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lib.core.periods import calendar_year
from lib.ledger import extracts
from lib.ledger.balances import trial_balance, without_zeros
from lib.ledger.extracts import Filters
from lib.ledger.statements import Row
from lib.ledger.statements import balance_sheet as balance_statement
from lib.ledger.statements import income_statement as income
from lib.reports.ledger_sheets import balance_sheet, entries_sheet, income_sheet, trial_balance_sheet, vouchers_sheet
from lib.reports.provenance import Provenance
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.workbook import workbook
from tests.ledger.sie_texts import YEAR, books, voucher

MADE = datetime(2026, 1, 31, 14, 5, tzinfo=UTC)
ORIGIN = Provenance(
    *("Bolaget AB", "556677-8899", calendar_year(2025), "P1-P3", "Import av bok.se"),
    imported_at=MADE,
    made_at=MADE,
    made_by="Eva Ek",
    filters={"Serie": "A"},
)
TABLE = pl.DataFrame(
    {"account": ["0351", "1930"], "amount": [-123_456_789, 5], "rows": [1, 2], "day": [date(2025, 3, 1), None]},
    schema_overrides={"amount": pl.Int64},
)
COLUMNS = (
    Column("account", "Konto"),
    Column("amount", "Belopp", Kind.AMOUNT, summed=True),
    Column("rows", "Rader", Kind.COUNT),
    Column("day", "Datum", Kind.DAY),
)
RECORDS = (
    "#IB 0 1930 100\n#IB 0 2010 -100\n"
    + voucher("A 1", "20250301", [("1930", 10_000), ("3001", -10_000)], "=HYPERLINK(1)")
    + voucher("A 2", "20250302", [("4010", 3_000), ("2440", -3_000)])
)


def _opened(content: bytes, *, figures: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content), data_only=figures)


def _page(content: bytes, number: int = 0, *, figures: bool = False) -> Worksheet:
    page = _opened(content, figures=figures).worksheets[number]
    assert isinstance(page, Worksheet)
    return page


def _values(page: Worksheet) -> list[tuple[Any, ...]]:
    return list(page.iter_rows(values_only=True))


def _sheet(frame: pl.DataFrame = TABLE) -> Sheet:
    return Sheet("Saldobalans", frame, COLUMNS, "Summa")


def test_numbers_are_numbers_in_kronor_and_accounts_are_text() -> None:
    page = _page(workbook([_sheet()], ORIGIN))
    assert _values(page)[:3] == [
        ("Konto", "Belopp", "Rader", "Datum"),
        ("0351", -1_234_567.89, 1, datetime(2025, 3, 1)),  # noqa: DTZ001 - a day in Excel has no time zone
        ("1930", 0.05, 2, None),
    ]
    assert (page["A2"].data_type, page["B2"].data_type) == ("s", "n")
    assert (page["A2"].number_format, page["B2"].number_format) == ("@", "#,##0.00")


def test_the_heading_stays_in_sight_and_on_every_printed_page() -> None:
    page = _page(workbook([_sheet()], ORIGIN))
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"


def test_sums_are_formulas_with_their_figure_beside_them() -> None:
    content = workbook([_sheet()], ORIGIN)
    assert [cell.value for cell in _page(content)[4]] == ["Summa", "=SUM(B2:B3)", None, None]
    assert _page(content, figures=True)["B4"].value == pytest.approx(-1_234_567.84)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://x.se", "\t=1", "=cmd|' /C calc'!A0"])
def test_a_text_is_never_a_formula_or_a_link(text: str) -> None:
    frame = TABLE.with_columns(account=pl.lit(text))
    cell = _page(workbook([_sheet(frame)], ORIGIN))["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_control_characters_and_very_long_texts_do_not_break_the_file() -> None:
    frame = TABLE.with_columns(account=pl.Series(["\x01\x0b<&>", "x" * 40_000]))
    rows = _values(_page(workbook([_sheet(frame)], ORIGIN)))
    assert str(rows[1][0]).endswith("<&>")
    assert rows[2][0] == "x" * 32_767


def test_a_day_that_excel_cannot_count_to_is_text() -> None:
    frame = TABLE.with_columns(day=pl.lit(date(201, 1, 1)))
    assert _page(workbook([_sheet(frame)], ORIGIN))["D2"].value == "0201-01-01"


def test_the_last_sheet_says_where_the_report_comes_from() -> None:
    book = _opened(workbook([_sheet()], ORIGIN, "sv"))
    assert book.sheetnames == ["Saldobalans", "Om rapporten"]
    page = book["Om rapporten"]
    assert isinstance(page, Worksheet)
    said = {row[0]: row[1] for row in _values(page)}
    assert said["Företag"] == "Bolaget AB"
    assert said["Organisationsnummer"] == "556677-8899"
    assert said["Räkenskapsår"] == "2025-01-01–2025-12-31"
    assert (said["Period"], said["Serie"], said["Källa"]) == ("P1-P3", "A", "Import av bok.se")
    assert "31 jan. 2026" in str(said["Rapporten skapad"])
    assert said["Skapad av"] == "Eva Ek"


def test_the_same_report_is_the_same_file() -> None:
    assert workbook([_sheet()], ORIGIN) == workbook([_sheet()], ORIGIN)


def test_a_long_table_goes_on_in_another_sheet_with_its_own_sums() -> None:
    frame = TABLE.clear().vstack(pl.concat([TABLE] * 3)).head(5)
    book = _opened(workbook([_sheet(frame)], ORIGIN, rows_a_sheet=2))
    assert book.sheetnames[:3] == ["Saldobalans", "Saldobalans (2)", "Saldobalans (3)"]
    assert [book.worksheets[number].max_row for number in range(3)] == [4, 4, 3]
    assert book.worksheets[2]["B3"].value == "=SUM(B2)"


def test_sheets_of_one_name_and_names_that_excel_refuses_are_told_apart() -> None:
    title = "Konto 1930: [Bank/Giro] " + "x" * 30
    names = _opened(workbook([Sheet(title, TABLE, COLUMNS), Sheet(title.upper(), TABLE, COLUMNS)], ORIGIN)).sheetnames
    assert len({name.lower() for name in names}) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_table_without_rows_has_its_heading_alone() -> None:
    assert _values(_page(workbook([_sheet(TABLE.clear())], ORIGIN))) == [("Konto", "Belopp", "Rader", "Datum")]


AMOUNTS = st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=20)


@settings(max_examples=25, deadline=None)
@given(AMOUNTS)
def test_every_amount_comes_back_to_the_ore(amounts: list[int]) -> None:
    frame = pl.DataFrame({"amount": amounts}, schema={"amount": pl.Int64})
    page = _page(workbook([Sheet("x", frame, [Column("amount", "Belopp", Kind.AMOUNT)])], ORIGIN))
    assert [round(float(str(value)) * 100) for (value,) in _values(page)[1:]] == amounts


def _reckoned(page: Worksheet, figures: Worksheet) -> int:
    """Reckon each formula of a sheet from the figures that it names; how many there were."""
    formulas = [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    for cell in formulas:
        parts = str(cell.value).removeprefix("=SUM(").removesuffix(")").split(",")
        ranges = [figures[part] if ":" in part else ((figures[part],),) for part in parts]
        total = sum(float(one.value or 0) for rows in ranges for row in rows for one in row)
        assert figures[cell.coordinate].value == pytest.approx(total), cell.coordinate
    return len(formulas)


def test_every_formula_of_the_ledgers_sheets_gives_the_figure_beside_it() -> None:
    year = books(RECORDS)
    trial = without_zeros(trial_balance(year))
    rows = extracts.balances_by_row(extracts.entries(year, Filters.of_periods(YEAR), "1930"), 10_000).collect()
    sheets = [
        trial_balance_sheet(trial, "sv"),
        income_sheet(income(trial), "sv"),
        balance_sheet(balance_statement(trial), "sv"),
        entries_sheet(extracts.with_texts(year, rows), "sv"),
        vouchers_sheet(year.vouchers, "sv"),
    ]
    content = workbook(sheets, ORIGIN)
    for number, sheet in enumerate(sheets):
        assert _reckoned(_page(content, number), _page(content, number, figures=True)) > 0, sheet.title


def test_a_trial_balance_without_last_year_leaves_its_columns_out() -> None:
    sheet = trial_balance_sheet(trial_balance(books(RECORDS)), "sv")
    assert [column.heading for column in sheet.columns] == [
        *("Konto", "Benämning", "Ingående balans", "Period", "Utgående balans"),
    ]


def test_a_statement_has_its_words_in_the_readers_language() -> None:
    statement = income(trial_balance(books(RECORDS)))
    totals = statement.with_row_index().filter(pl.col("row") == Row.TOTAL)["index"].to_list()
    for language, words in (("sv", "Rörelseresultat"), ("en", "Operating result")):
        sheet = income_sheet(statement, "sv" if language == "sv" else "en")
        assert words in sheet.frame["label"].to_list()
        assert sheet.headings >= set(totals)


def test_entries_without_sides_are_given_them() -> None:
    sheet = entries_sheet(books(RECORDS).entries, "en")
    shown = sheet.frame.select("debit", "credit").rows()
    assert shown == [(10_000, None), (None, 10_000), (3_000, None), (None, 3_000)]
