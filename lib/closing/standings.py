"""How accounts stand in a period: what they are held against, what was said of them, what the checks found on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

import polars as pl

from lib.closing.holdings import Held
from lib.core.languages import mark
from lib.sie.frames import Schema


class Standing(StrEnum):
    """How an account stands in a period."""

    OPEN = "open"
    """Held against nothing, or against what cannot be compared, and not marked."""
    AGREES = "agrees"
    DIFFERS = "differs"
    DONE = "done"
    STALE = "stale"
    """Marked done, but of other figures than these."""


STANDING_NAMES: Final[Mapping[Standing, str]] = {
    Standing.OPEN: mark("Open"),
    Standing.AGREES: mark("Agrees"),
    Standing.DIFFERS: mark("Differs"),
    Standing.DONE: mark("Marked as done"),
    Standing.STALE: mark("Stale"),
}
"""What people call each standing."""
STANDING_SHAPES: Final[Mapping[Standing, str]] = {
    Standing.OPEN: "◌",
    Standing.AGREES: "●",
    Standing.DIFFERS: "▲",
    Standing.DONE: "✓",
    Standing.STALE: "↻",
}
"""The shape beside each name, as on the screens: it tells without colour."""
WORST_FIRST: Final = (Standing.DIFFERS, Standing.STALE, Standing.OPEN, Standing.AGREES, Standing.DONE)

RECONCILIATION: Final[Schema] = {
    "account": pl.String(),
    "name": pl.String(),
    "opening": pl.Int64(),
    "change": pl.Int64(),
    "closing": pl.Int64(),
    "amount": pl.Int64(),
    "day": pl.Date(),
    "against": pl.Int64(),
    "difference": pl.Int64(),
    "checks": pl.UInt32(),
    "standing": pl.String(),
}
"""Öre, debit positive, null where not known. `amount` is what the account is held against (the sum of its
appendices, a bank's statement), of `day` if that is not the period's last; `difference` is `against`, which
is the balance then, less `amount`. `checks` counts findings on the account that nobody has marked."""
_ORE: Final = pl.Int64()
_KEY: Final[Schema] = {"account": pl.String()}


class Said(Protocol):
    """The figures that an account was marked done of."""

    @property
    def balance(self) -> int:
        """Its closing balance then."""

    @property
    def amount(self) -> int | None:
        """What it was held against then; None: nothing."""


@dataclass(frozen=True, slots=True)
class Papers:
    """What stands beside the accounts of one period, by account: appendices and statements, marks, open findings."""

    held: Mapping[str, Held] = field(default_factory=dict)
    done: Mapping[str, Said] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)

    @property
    def accounts(self) -> list[str]:
        """The accounts that somebody has held against something or marked."""
        return sorted({**self.held, **self.done})


NO_PAPERS: Final = Papers()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reconciliation has come: accounts marked done of all, and the differences of the others added up."""

    done: int
    accounts: int
    open_difference: int
    worst: Standing


def stand(accounts: pl.DataFrame, papers: Papers) -> pl.DataFrame:
    """Accounts (`account`, `name`, `opening`, `change`, `closing`) with the papers beside them, as `RECONCILIATION`."""
    held = [(account, one.amount, one.day, one.against) for account, one in papers.held.items()]
    done = [(account, said.balance, said.amount) for account, said in papers.done.items()]
    holding = {"amount": _ORE, "day": pl.Date(), "told": _ORE}
    own = pl.when(pl.col("day").is_null()).then("closing").otherwise("told")
    return (
        _beside(accounts, held, holding)
        .pipe(_beside, done, {"said": _ORE, "said_amount": _ORE})
        .pipe(_beside, list(papers.findings.items()), {"checks": pl.UInt32()})
        .with_columns(against=pl.when(pl.col("amount").is_not_null()).then(own), checks=pl.col("checks").fill_null(0))
        .with_columns(difference=pl.col("against") - pl.col("amount"))
        .with_columns(standing=_standing())
        .sort("account")
        .select(list(RECONCILIATION))
    )


def progress(reconciled: pl.DataFrame) -> Progress:
    """How far a `RECONCILIATION` has come."""
    standing = reconciled["standing"]
    undone = reconciled.filter(pl.col("standing") != Standing.DONE.value)
    worst = next((one for one in WORST_FIRST if (standing == one.value).any()), Standing.DONE)
    return Progress(
        int((standing == Standing.DONE.value).sum()), standing.len(), int(undone["difference"].abs().sum()), worst
    )


def _standing() -> pl.Expr:
    marked = pl.col("said").is_not_null()
    same = pl.col("said").eq_missing(pl.col("closing")) & pl.col("said_amount").eq_missing(pl.col("amount"))
    word = {standing: pl.lit(standing.value) for standing in Standing}
    return (
        pl.when(marked & same)
        .then(word[Standing.DONE])
        .when(marked)
        .then(word[Standing.STALE])
        .when(pl.col("difference").is_null())
        .then(word[Standing.OPEN])
        .when(pl.col("difference") == 0)
        .then(word[Standing.AGREES])
        .otherwise(word[Standing.DIFFERS])
    )


def _beside(accounts: pl.DataFrame, rows: Sequence[tuple[object, ...]], columns: Schema) -> pl.DataFrame:
    other = pl.DataFrame(rows, schema={**_KEY, **columns}, orient="row")
    return accounts.join(other, on="account", how="left", maintain_order="left")
