"""Excel workbooks that an accountant can go on working in: numbers are numbers, sums are formulas."""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_range

from lib.core.languages import Language, translate
from lib.core.money import ORE_PER_KRONA
from lib.reports.provenance import TITLE
from lib.reports.sheets import Kind, Origin, Sheet

ROWS_A_SHEET: Final = 1_048_576 - 2
"""What Excel holds in one sheet, less the heading and the row of sums; more goes on in further sheets."""
_TEXT_AT_MOST: Final = 32_767
_TITLE_AT_MOST: Final = 31
_FIRST_DAY: Final = date(1900, 3, 1)
"""Excel counts days from 1900 and takes that year for a leap year."""
_WIDTHS: Final = {Kind.TEXT: 14, Kind.AMOUNT: 16, Kind.COUNT: 10, Kind.DAY: 11}
_FORMS: Final = {Kind.TEXT: "@", Kind.AMOUNT: "#,##0.00", Kind.COUNT: "#,##0", Kind.DAY: "yyyy-mm-dd"}

Formats = Mapping[tuple[Kind, bool], Any]


def workbook(
    sheets: Sequence[Sheet], provenance: Origin, language: Language = "sv", *, rows_a_sheet: int = ROWS_A_SHEET
) -> bytes:
    """An .xlsx file of these tables and a last sheet that says where they come from.

    Headings are frozen and repeated in print, amounts are kronor in Excel's own number format, and
    sums are formulas with their figure beside them, for programs that do not reckon. A text is
    never taken for a formula or a link. A table longer than `rows_a_sheet` goes on in another
    sheet, each with its own sums. Rows are written through a temporary file: memory stays small,
    and a million rows take about a minute.
    """
    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with closing(xlsxwriter.Workbook(content, options)) as book:
        # the clock is the provenance's, so that the same report is the same file
        book.set_properties({"title": sheets[0].title, "company": provenance.company, "created": provenance.made_at})
        formats = {
            (kind, bold): book.add_format({"num_format": form, "bold": bold})
            for kind, form in _FORMS.items()
            for bold in (False, True)
        }
        edge = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        heading, figure_heading = book.add_format(edge), book.add_format(edge | {"align": "right"})
        titles = _Titles()
        for sheet in sheets:
            for first in range(0, max(sheet.frame.height, 1), rows_a_sheet):
                part = sheet.frame.slice(first, rows_a_sheet)
                page = book.add_worksheet(titles.free(sheet.title))
                _Page(page, sheet, part, first, formats).write(heading, figure_heading)
        about = book.add_worksheet(titles.free(translate(TITLE, language)))
        _write_provenance(about, provenance, language, formats)
    return content.getvalue()


class _Titles:
    """The names of sheets: Excel wants them short, of plain characters, and different."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str) -> str:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wanted).strip(" '") or "1"
        for number in range(1, len(self._taken) + 2):
            end = "" if number == 1 else f" ({number})"
            title = plain[: _TITLE_AT_MOST - len(end)] + end
            if title.lower() not in self._taken:
                break
        self._taken.add(title.lower())
        return title


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet being written: a part of a table, whose first row is row `first` of the whole."""

    page: Any
    sheet: Sheet
    part: pl.DataFrame
    first: int
    formats: Formats

    def write(self, heading: Any, figure_heading: Any) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        """Write heading, rows and sums, from the top down as the temporary file needs it."""
        self.page.freeze_panes(1, 0)
        self.page.repeat_rows(0)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        for place, column in enumerate(self.sheet.columns):
            self.page.set_column(place, place, column.width or _WIDTHS[column.kind])
            form = heading if column.kind in {Kind.TEXT, Kind.DAY} else figure_heading
            self.page.write_string(0, place, column.heading, form)
        shown = self.part.select(column.name for column in self.sheet.columns)
        for row, values in enumerate(shown.iter_rows()):
            self._write_row(row, values)
        self._write_sums()

    def _write_row(self, row: int, values: Sequence[Any]) -> None:
        number = self.first + row
        parts = [(start - self.first, end - self.first) for start, end in self.sheet.sums.get(number, ())]
        # a sum whose parts begin on an earlier sheet stays a figure
        reckoned = bool(parts) and parts[0][0] >= 0
        bold = number in self.sheet.sums or number in self.sheet.headings
        for place, (column, value) in enumerate(zip(self.sheet.columns, values, strict=True)):
            form = self.formats[column.kind, bold]
            if reckoned and column.kind is Kind.AMOUNT and value is not None:
                self.page.write_formula(row + 1, place, _formula(place, parts), form, _kronor(value))
            else:
                self._write_cell(row + 1, place, value, form)

    def _write_cell(self, row: int, place: int, value: Any, form: Any) -> None:  # noqa: ANN401 - whatever a frame holds
        kind = self.sheet.columns[place].kind
        if value is None or value == "":
            return
        if kind is Kind.AMOUNT:
            self.page.write_number(row, place, _kronor(value), form)
        elif kind is Kind.COUNT:
            self.page.write_number(row, place, value, form)
        elif kind is Kind.DAY and value >= _FIRST_DAY:
            self.page.write_datetime(row, place, value, form)
        else:
            self.page.write_string(row, place, str(value)[:_TEXT_AT_MOST], form)

    def _write_sums(self) -> None:
        columns, height = self.sheet.columns, self.part.height
        if not height or not any(column.summed for column in columns):
            return
        for place, column in enumerate(columns):
            form = self.formats[column.kind, True]
            if column.summed:
                total = int(self.part[column.name].sum())
                value = _kronor(total) if column.kind is Kind.AMOUNT else total
                self.page.write_formula(height + 1, place, _formula(place, [(0, height - 1)]), form, value)
            elif place == 0:
                self.page.write_string(height + 1, 0, self.sheet.total, form)


def _write_provenance(page: Any, provenance: Origin, language: Language, formats: Formats) -> None:  # noqa: ANN401 - xlsxwriter ships no types
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    for row, (heading, value) in enumerate(provenance.lines(language)):
        page.write_string(row, 0, heading, formats[Kind.TEXT, True])
        page.write_string(row, 1, value[:_TEXT_AT_MOST], formats[Kind.TEXT, False])


def _formula(place: int, parts: Sequence[tuple[int, int]]) -> str:
    """The sum of these rows of the table, which begins on the sheet's second row."""
    return f"=SUM({','.join(xl_range(start + 1, place, end + 1, place) for start, end in parts)})"


def _kronor(ore: int) -> Decimal:
    return Decimal(ore) / ORE_PER_KRONA
