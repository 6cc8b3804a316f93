"""Balances typed by hand: the data source for clients without a file."""

import json
from collections.abc import Sequence
from typing import Final

from lib.actions.desk import Desk
from lib.actions.imports import upload
from lib.core.errors import InvalidInput
from lib.core.languages import mark
from lib.core.periods import MONTHS_AT_MOST, FinancialYear
from lib.store.tables import Source

FIELD_YEAR: Final = mark("Financial year")
FIELD_BALANCES: Final = mark("Balances")

TypedRow = tuple[str, str, int, int]
"""Account, name, opening balance and closing balance in öre, debit positive."""


def type_balances(desk: Desk, client_id: int, year: FinancialYear, rows: Sequence[TypedRow]) -> str:
    """Stage balances typed by hand for one year; gives the import's id.

    Raises InvalidInput when the year is not lawful or no row is given.
    """
    desk.allow("balances.type", client_id)
    if not (year.start <= year.end and year.months <= MONTHS_AT_MOST):
        raise InvalidInput(
            field=FIELD_YEAR, problem=mark("a financial year ends after it starts and is at most 18 months")
        )
    if not rows:
        raise InvalidInput(field=FIELD_BALANCES, problem=mark("enter at least one account with a balance"))
    names = ("account", "name", "opening", "closing")
    content = json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False).encode()
    options = year.as_json()
    file_name = f"{year.label}.json"
    (received,) = upload(desk, [(file_name, content)], client_id=client_id, source=Source.MANUAL, options=options)
    return received.import_id or ""
