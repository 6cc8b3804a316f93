"""The closing entries that would go out with an export: each with its date, its name and what it debits."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from dashboard import tables
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.closing.entries import Draft
from lib.core.languages import mark
from lib.core.money import count

COLUMNS: Final = (
    Column("entry", mark("Entry"), width=95),
    Column("day", mark("Date"), Kind.DAY, width=95),
    Column("name", mark("Name"), width=310),
    Column("amount", mark("Debit"), Kind.AMOUNT),
)
SENT_BEFORE: Final = mark("sent before; looked for first")
NOTE: Final = Column("note", mark("Note"), width=190)

Line = tuple[str, Draft, bool]
"""An entry's label, what it books, and whether it was sent before and its fate is unknown."""


def table(lines: Sequence[Line], *, key: str, in_sight: int = 8) -> None:
    """The entries in the order in which they are sent, their number and sum above."""
    total = sum(draft.total for _label, draft, _again in lines)
    tables.totals({_("Entries"): count(len(lines)), _("Debit in all"): total})
    columns = (*COLUMNS, NOTE) if any(again for _label, _draft, again in lines) else COLUMNS
    tables.grid(_frame(lines), columns, key=key, alt=_("Entries to be sent"), in_sight=in_sight)


def _frame(lines: Sequence[Line]) -> pl.DataFrame:
    rows = [
        (label, draft.day, draft.name, draft.total, _(SENT_BEFORE) if again else "") for label, draft, again in lines
    ]
    schema = {
        "entry": pl.String,
        "day": pl.Date,
        "name": pl.String,
        "amount": pl.Int64,
        "note": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
