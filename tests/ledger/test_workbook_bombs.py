"""Small workbooks that ask for more than a computer has: they are refused, and whoever reads them lives on."""

from io import BytesIO

import pytest
import xlsxwriter

from lib.core.errors import FileRefused
from lib.ledger.sheets import TOO_MUCH, UNPACKED_LIMIT_BYTES, tables

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
LONGEST = 32_767
"""Characters of a cell."""


def workbook(*cells: tuple[int, int, str]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        for row, column, text in cells:
            page.write_string(row, column, text)
    return content.getvalue()


def test_a_cell_in_the_last_corner_is_refused() -> None:
    file = workbook((0, 0, "Konto"), (LAST_ROW, LAST_COLUMN, "1930"))
    assert len(file) < 10_000
    with pytest.raises(FileRefused) as refused:
        list(tables(file, "saldon.xlsx"))
    assert refused.value.finding.facts["cause"] == TOO_MUCH


def test_one_long_text_in_thousands_of_cells_is_refused() -> None:
    file = workbook(*((row, 0, "x" * LONGEST) for row in range(2_000)))
    assert len(file) < 100_000
    with pytest.raises(FileRefused) as refused:
        list(tables(file, "saldon.xlsx"))
    assert refused.value.finding.facts["cause"] == TOO_MUCH


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_not_even_opened() -> None:
    file = workbook(*((row, 0, f"{row}" + "x" * 32_000) for row in range(UNPACKED_LIMIT_BYTES // 32_000)))
    with pytest.raises(FileRefused) as refused:
        list(tables(file, "saldon.xlsx"))
    assert refused.value.finding.check == "too-large"


def test_an_ordinary_workbook_is_read_with_its_blank_rows() -> None:
    assert list(tables(workbook((1, 0, "1930"), (1, 1, "=1+1")), "saldon.xlsx")) == [[["", ""], ["1930", "=1+1"]]]
