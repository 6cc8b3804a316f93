"""One account of a period: how it stands, which accounts stand beside it, and the books that its period goes by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from dashboard import closing_data, entries_beside
from dashboard.context import View
from dashboard.working import Working
from lib.closing.standings import Papers, stand

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account in a period.

    `row` is its one row of `lib.closing.standings.RECONCILIATION`, and `balance` whether it is a balance
    account. `numbers` are the accounts of the same kind that hold anything in the period, and it itself;
    `names` those of all accounts.
    """

    at: Working
    number: str
    row: pl.DataFrame
    balance: bool
    numbers: Sequence[str]
    names: dict[str, str]

    @property
    def name(self) -> str:
        """What it is called; blank outside the chart."""
        return self.names.get(self.number, "")

    @property
    def title(self) -> str:
        """Its number and name."""
        return f"{self.number} {self.name}".strip()

    @property
    def closing(self) -> int | None:
        """Its balance at the period's end, in öre; None when it is not known."""
        return self._figure("closing")

    @property
    def opening(self) -> int | None:
        """Its balance before the period."""
        return self._figure("opening")

    def beside(self, step: int) -> str | None:
        """The account so many steps further on in the list; None where the list ends."""
        place = self.numbers.index(self.number) + step
        return self.numbers[place] if 0 <= place < len(self.numbers) else None

    def _figure(self, name: str) -> int | None:
        found = self.row[name][0]
        return None if found is None else int(found)


def of(at: Working, number: str) -> AccountView | None:
    """The account of this number; None when neither the books nor any papers know it."""
    figures = closing_data.figures(at.at)
    papers = closing_data.papers(at.view, at.at)
    own = figures.filter(pl.col("account") == number)
    if own.is_empty():
        if number not in {*papers.accounts, *entries_beside.of(at.at).moved["account"]}:
            return None
        own = _without_figures(number)
    balance = bool(own["balance"][0])
    listed = figures.filter(pl.col("balance") == balance, pl.col("shown"))["account"].to_list()
    names = dict(figures.select("account", pl.col("name").fill_null("")).iter_rows())
    return AccountView(at, number, stand(own, _only(papers, number)), balance, sorted({*listed, number}), names)


def seen(at: Working) -> View:
    """The period's books as a page of the ledger shows them: as it was locked, else as they are in use."""
    year = next(year for year in at.at.books.years if at.period.span.end in year)
    last = min(at.period.last, year.months)
    return replace(at.view, books=at.at.books, year=year, first=min(at.period.first, last), last=last)


def _without_figures(number: str) -> pl.DataFrame:
    """An account that is held against something or marked, and stands in no books."""
    nothing = dict.fromkeys(("opening", "change", "closing"), 0)
    return pl.DataFrame([{"account": number, "name": "", **nothing, "balance": True}])


def _only(papers: Papers, number: str) -> Papers:
    return Papers(_kept(papers.held, number), _kept(papers.done, number), _kept(papers.findings, number))


def _kept(papers: Mapping[str, Kept], number: str) -> dict[str, Kept]:
    return {number: papers[number]} if number in papers else {}
