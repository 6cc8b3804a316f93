"""An appendix as sheets: open items, the reconciliation with its ageing, what the difference comes of, not booked."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from lib.closing.appendices import TITLES, AppendixView
from lib.closing.notes import note, voucher_label
from lib.core.explanations import EXPLANATIONS
from lib.core.findings import Finding
from lib.core.languages import Language, mark, translate
from lib.ledger.sides import ACCOUNTS, Side
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import table

OPEN_ITEMS: Final = mark("Open items")
RECONCILIATION: Final = mark("Reconciliation")
DIFFERENCE: Final = mark("Difference")
UNBOOKED: Final = mark("Not booked")
RECONCILIATION_AMOUNT: Final = mark("Reconciliation amount")
SHOWN_APART: Final = mark("Shown apart: account {account}")
_BOOKS: Final = mark("According to the books, account {accounts}")

_COLUMNS: Final = (
    Column("number", mark("Invoice"), width=11),
    Column("external", mark("Supplier's number"), width=15),
    Column("party_number", mark("Party no."), width=10),
    Column("party", mark("Party"), width=32),
    Column("date", mark("Invoice date"), Kind.DAY),
    Column("due", mark("Due"), Kind.DAY),
    Column("currency", mark("Currency"), width=8),
    Column("total_currency", mark("Total in currency"), Kind.AMOUNT),
    Column("total", mark("Total"), Kind.AMOUNT, summed=True),
    Column("paid", mark("Paid until the date"), Kind.AMOUNT, summed=True),
    Column("remaining", mark("Remaining"), Kind.AMOUNT, summed=True),
    Column("remaining_currency", mark("Remaining in currency"), Kind.AMOUNT),
    Column("overdue", mark("Days overdue"), Kind.COUNT),
    Column("paid_later", mark("Paid after the date"), Kind.AMOUNT, summed=True),
    Column("paid_later_on", mark("Last paid"), Kind.DAY),
    Column("voucher", mark("Voucher"), width=10),
    Column("note", mark("Note"), width=44),
)


def appendix_title(side: Side, language: Language) -> str:
    """What the appendix is called: `1510 Kundfordringar (kundreskontra)`."""
    return f"{ACCOUNTS[side].main} {translate(TITLES[side], language)}"


def appendix_sheets(view: AppendixView, language: Language, items: pl.DataFrame | None = None) -> list[Sheet]:
    """All sheets of an appendix; those that would be empty are left out, but for the open items.

    `items` are those to list, where not all of them are.
    """
    shown = worded(view.items if items is None else items, language, cash=view.cash)
    sheets = [_items(OPEN_ITEMS, shown, language), _reconciliation(view, language)]
    if view.difference:
        sheets.append(_difference(view, language))
    if view.unbooked.height:
        sheets.append(_items(UNBOOKED, worded(view.unbooked, language, cash=view.cash), language))
    return sheets


def worded(items: pl.DataFrame, language: Language, *, cash: bool) -> pl.DataFrame:
    """Items with their `voucher` and `note` in words; `cash` is the cash method."""
    rows = items.to_dicts()
    return items.with_columns(
        voucher=pl.Series([voucher_label(row) for row in rows], dtype=pl.String),
        note=pl.Series([note(row, language, cash=cash) for row in rows], dtype=pl.String),
    )


def _items(title: str, shown: pl.DataFrame, language: Language) -> Sheet:
    kept = [column for column in _COLUMNS if column.name in {"total", "paid", "remaining"} or _filled(shown, column)]
    return table(title, shown, kept, language)


def _filled(shown: pl.DataFrame, column: Column) -> bool:
    """Whether a column holds anything; that all are kronor needs no columns of their own."""
    if column.name in {"total_currency", "currency"}:
        return shown["remaining_currency"].null_count() < shown.height
    return any(shown[column.name].to_list())


def _reconciliation(view: AppendixView, language: Language) -> Sheet:
    rows: list[tuple[str, int | None]] = [(translate(RECONCILIATION_AMOUNT, language), view.total)]
    accounts = ", ".join(view.accounts)
    rows.append((translate(_BOOKS, language, accounts=accounts), view.booked))
    rows.append((translate(DIFFERENCE, language), view.difference))
    rows += [(translate(SHOWN_APART, language, account=account), amount) for account, amount in view.apart.items()]
    rows += [(translate(bucket, language), amount) for bucket, _items, amount in view.ageing.iter_rows()]
    columns = [Column("text", mark("What"), width=52), Column("amount", mark("Amount"), Kind.AMOUNT)]
    frame = pl.DataFrame(rows, schema={"text": pl.String, "amount": pl.Int64}, orient="row")
    return table(RECONCILIATION, frame, columns, language)


def _difference(view: AppendixView, language: Language) -> Sheet:
    """What the difference comes of; the amounts sum to it."""
    schema = {"kind": pl.String, "text": pl.String, "remedy": pl.String, "amount": pl.Int64}
    frame = pl.DataFrame(list(_causes(view, language)), schema=schema, orient="row")
    columns = [
        Column("kind", mark("Cause"), width=40),
        Column("text", mark("What was found"), width=90),
        Column("remedy", mark("Next step"), width=90),
        Column("amount", mark("Amount"), Kind.AMOUNT, summed=True),
    ]
    return table(DIFFERENCE, frame, columns, language)


def _causes(view: AppendixView, language: Language) -> Iterator[tuple[str, str, str, int | None]]:
    for cause in view.explanation.causes:
        yield (*_said(cause.finding, language), cause.amount)
    for cause in (*view.explanation.began, *view.explanation.pointers):
        yield (*_said(cause.finding, language), None)


def _said(finding: Finding, language: Language) -> tuple[str, str, str]:
    text = EXPLANATIONS[finding.check]
    return translate(text.title, language), text.say(finding, language), text.advise(finding, language)
