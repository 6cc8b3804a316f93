"""The reconciliation taken out to Excel: every figure and mark of it, sums that are formulas, statuses in words."""

from datetime import UTC, datetime
from io import BytesIO

import polars as pl
from openpyxl import load_workbook

from dashboard.held_against import Kind, Paper
from dashboard.reconciled import worded
from lib.closing.holdings import Held, of_amounts
from lib.closing.main_appendices import main_appendices
from lib.closing.reconciliation import balances, glance, matrix
from lib.closing.standings import Papers
from lib.reports.closing_sheets import (
    glance_sheet,
    main_appendices_sheet,
    main_appendix_sheets,
    reconciliation_sheet,
)
from lib.reports.sheets import Sheet
from lib.reports.workbook import workbook
from lib.store.closing_tables import AccountMark
from lib.store.marks import Marks
from lib.store.words import MarkKind
from tests.closing.years_by_hand import MARCH, MONTHS, whole_year
from tests.reports.test_workbook import ORIGIN

SAID = AccountMark(
    client_id=1,
    period=MARCH.key,
    account="1930",
    kind=MarkKind.DONE,
    balance=15_000,
    amount=15_000,
    comment="Mot utdrag",
    user_name="Rut Revisor",
    at=datetime(2025, 4, 2, 8, tzinfo=UTC),
)
PAPERS = Papers(
    held={"1930": Held(15_000, MARCH.span.end, 15_000), **of_amounts({"2010": -9_000})}, done={"1930": SAID}
)
NAMED = [
    Paper("1930", Kind.STATEMENT, "Utdrag"),
    Paper("1930", Kind.EXTERNAL, "Avtal"),
    Paper("2010", Kind.ROWS, "Eget"),
]


def reconciled() -> pl.DataFrame:
    return worded(balances(whole_year(), MARCH, PAPERS), {"1930": Marks(done=SAID)}, NAMED)


def told(*sheets: Sheet) -> list[list[object]]:
    """The first sheet as a spreadsheet reads it: headings, rows, and the row of sums as formulas."""
    book = load_workbook(BytesIO(workbook(sheets, ORIGIN, "sv")))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_a_row_tells_figures_papers_and_who_said_what() -> None:
    headings, bank, equity, sums = told(reconciliation_sheet(reconciled(), "sv"))
    row = dict(zip(headings, bank, strict=True))
    assert (row["Konto"], row["Ingående balans"], row["Period"], row["Utgående balans"]) == ("1930", 100, 50, 150)
    assert (row["Bilagor"], row["Avstämningsbelopp"], row["Differens"]) == ("Utdrag, Avtal", 150, 0)
    assert (row["Status"], row["Klarmarkerad av"]) == ("✓ Klarmarkerad", "Rut Revisor, 2 apr. 2025 10:00")
    assert (row["Saldo då"], row["Kommentar"]) == (150, "Mot utdrag")
    assert dict(zip(headings, equity, strict=True))["Status"] == "▲ Avviker"
    assert str(dict(zip(headings, sums, strict=True))["Utgående balans"]).startswith("=SUM")


def test_the_glance_has_a_column_for_each_period_in_words_or_amounts() -> None:
    found = matrix([(period, whole_year(), PAPERS) for period in MONTHS[1:3]])
    names = {period.key: period.label for period in MONTHS[1:3]}
    standings = told(glance_sheet(glance(found, MONTHS[1:3]), names, "sv", amounts=False))
    assert standings[:2] == [["Konto", "Benämning", "P2", "P3"], ["1930", "Bank", "↻ Inaktuell", "✓ Klarmarkerad"]]
    amounts = told(glance_sheet(glance(found, MONTHS[1:3], "closing"), names, "en", amounts=True))
    assert amounts[1][2:] == [100, 150]


def test_main_appendices_are_sums_of_their_accounts_with_their_papers_beside() -> None:
    groups = told(main_appendices_sheet(main_appendices(reconciled()), "sv"))
    assert groups[1][:3] == ["19", "Kassa och bank", 1]
    papers = pl.DataFrame(
        {"account": ["1930"], "name": ["Utdrag"], "kind": ["Saldobesked"], "amount": [15_000], "files": [None]}
    )
    sheets = main_appendix_sheets("19 Kassa och bank", reconciled(), papers, "sv")
    assert [sheet.title for sheet in sheets] == ["19 Kassa och bank", "Underbilagor"]
    assert told(*sheets[::-1])[1][:3] == ["1930", "Utdrag", "Saldobesked"]
