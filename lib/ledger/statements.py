"""The income statement and the balance sheet of a trial balance, with the signs that annual reports have."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any, Final

import polars as pl

from lib.ledger.accounts import is_balance_account
from lib.ledger.balances import AMOUNTS, without_zeros
from lib.ledger.layouts import (
    ASSETS,
    DIFFERENCE,
    INCOME,
    LIABILITIES,
    LIABILITIES_TOTAL,
    NOT_BOOKED,
    Group,
    Layout,
)
from lib.sie.frames import Schema


class Row(StrEnum):
    """What a row of a statement is."""

    HEADING = "heading"
    """The name of a group; without amounts."""
    ACCOUNT = "account"
    SUBTOTAL = "subtotal"
    """The sum of the group above."""
    TOTAL = "total"
    """The sum of all groups so far."""
    RESULT = "result"
    """In a balance sheet, the result that is not yet booked against equity: a part, not a sum."""
    DIFFERENCE = "difference"
    """What the two sides of a balance sheet differ by: there only when they do."""


STATEMENT: Final[Schema] = {
    "row": pl.String(),
    "text": pl.String(),
    "account": pl.String(),
    "name": pl.String(),
    **dict.fromkeys(AMOUNTS, pl.Int64()),
}
"""`text` is an English text marked for the catalogues, blank on account rows; `account` and `name`
are blank on all others. Amounts are öre with presented signs, null where not known."""


def presented(amount: pl.Expr) -> pl.Expr:
    """An amount as annual reports show income, equity and liabilities: credit without a minus."""
    return -amount


def income_statement(trial: pl.DataFrame, *, zeros: bool = False) -> pl.DataFrame:
    """The income statement of a `lib.ledger.balances.TRIAL_BALANCE`, as `STATEMENT`.

    Income is positive and costs negative. `period` and `last_year` are the period's, `closing` and
    `last_closing` the year's so far. The last row is the calculated result, or what is left of it
    when some of it is carried to equity; accounts without any amount are left out unless `zeros`.
    """
    accounts = _sides(trial, zeros=zeros)["result"]
    return _frame(_rows(accounts.with_columns(presented(pl.col(AMOUNTS))), INCOME, _known(trial)))


def balance_sheet(trial: pl.DataFrame, *, zeros: bool = False) -> pl.DataFrame:
    """The balance sheet of a `lib.ledger.balances.TRIAL_BALANCE`, as `STATEMENT`.

    Assets are as booked, equity and liabilities with turned sign. The result that is not yet
    booked against equity has a row of its own, so that both sides agree; where the books do not
    sum to zero, the difference has the last row. An account of unknown type stands among
    liabilities when its balance is a credit, else among assets.
    """
    sides = _sides(trial, zeros=zeros)
    turned = {side: accounts.with_columns(presented(pl.col(AMOUNTS))) for side, accounts in sides.items()}
    known = _known(trial)
    owed = pl.concat([turned["liabilities"], turned["result"]])
    difference = _sum(trial, known)
    rows = [
        *_rows(sides["assets"], ASSETS, known),
        *_rows(turned["liabilities"], LIABILITIES, known),
        {"row": Row.RESULT, "text": NOT_BOOKED} | _sum(turned["result"], known),
        {"row": Row.TOTAL, "text": LIABILITIES_TOTAL} | _sum(owed, known),
    ]
    if any(difference.values()):
        rows.append({"row": Row.DIFFERENCE, "text": DIFFERENCE} | difference)
    return _frame(rows)


def _sides(trial: pl.DataFrame, *, zeros: bool) -> dict[str, pl.DataFrame]:
    """The accounts parted into assets, liabilities (equity too) and result."""
    accounts = trial if zeros else without_zeros(trial)
    balance, number = is_balance_account(pl.col("type")), pl.col("account").str.slice(0, 1)
    owed = pl.when(pl.col("type").is_null()).then(pl.col("closing") < 0).otherwise(pl.col("type") == "S")
    asset = (number == "1") | ((number != "2") & ~owed.fill_null(value=False))
    side = (
        pl.when(~balance.fill_null(value=True))
        .then(pl.lit("result"))
        .when(asset)
        .then(pl.lit("assets"))
        .otherwise(pl.lit("liabilities"))
    )
    parted = accounts.with_columns(side=side)
    return {name: parted.filter(pl.col("side") == name) for name in ("assets", "liabilities", "result")}


def _rows(accounts: pl.DataFrame, layout: Layout, known: Collection[str]) -> Iterator[dict[str, Any]]:
    """The rows of a statement; a group without accounts is left out."""
    left, so_far, summed = accounts, accounts.clear(), -1
    for part in layout:
        if not isinstance(part, Group):
            if part.text != NOT_BOOKED or so_far.height > summed:
                yield {"row": Row.TOTAL, "text": part.text} | _sum(so_far, known)
            summed = so_far.height
            continue
        belongs = part.takes(pl.col("account"))
        group, left = left.filter(belongs), left.filter(~belongs)
        so_far = pl.concat([so_far, group])
        if group.is_empty():
            continue
        yield {"row": Row.HEADING, "text": part.text}
        yield from ({"row": Row.ACCOUNT} | row for row in group.select("account", "name", *AMOUNTS).to_dicts())
        yield {"row": Row.SUBTOTAL, "text": part.text} | _sum(group, known)


def _known(trial: pl.DataFrame) -> Collection[str]:
    """The amounts that the source can tell: they are known of all accounts or of none."""
    return [name for name in AMOUNTS if not trial[name].null_count()]


def _sum(accounts: pl.DataFrame, known: Collection[str]) -> dict[str, int | None]:
    """The sum of each column of amounts; None where it is not known."""
    return {name: int(accounts[name].sum()) if name in known else None for name in AMOUNTS}


def _frame(rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict(STATEMENT)).with_columns(
        pl.col("text", "account", "name").fill_null("")
    )
