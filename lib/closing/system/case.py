"""A year as system entries are worked out of it: balances after the entries, and the figures that people state."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from lib.closing.afterwards import Entry, after_entries, beside, sums
from lib.closing.entries import Draft, EntryRow
from lib.closing.periods import Period
from lib.closing.reconciliation import figures
from lib.closing.system.proposals import Input, Lack
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.core.rates import RATE_NAMES, RateKind, rate
from lib.ledger.books import Extent, YearFrames

COMPANIES: Final = frozenset({"AB", "EK_FOR"})
"""Legal forms that pay corporate tax."""
PARTNERSHIPS: Final = frozenset({"HB", "KB"})
PERSONAL: Final = frozenset({"EF"}) | PARTNERSHIPS
"""Legal forms whose owners are taxed."""
CARRIED: Final = "899"
"""Accounts that carry the result to equity."""
TAXES: Final = "89"
"""Taxes, and what carries the result to equity: what comes after the result before tax."""

NO_RATE: Final = mark("{rate:text} is not known for the financial year {year}.")
UNKNOWN_BALANCES: Final = mark("The books do not tell the year's closing balances.")


@dataclass(frozen=True, slots=True)
class Case:
    """One financial year of a client; balances in öre, debit positive, by account.

    `closing` is after the entries that count; `results` are the accounts of the income statement,
    and `carried` what has been booked on equity accounts together with 8999, this year's result.
    `debits` and `credits` are what the books debit and credit each account by in the year.
    """

    year: FinancialYear
    form: str
    opening: Mapping[str, int]
    closing: Mapping[str, int]
    names: Mapping[str, str]
    results: frozenset[str]
    carried: Mapping[str, int]
    debits: Mapping[str, int] = field(default_factory=dict)
    credits: Mapping[str, int] = field(default_factory=dict)
    inputs: Mapping[str, int] = field(default_factory=dict)
    known: bool = True
    """Whether the books tell the closing balances at all."""

    def having(self, belongs: Callable[[str], bool]) -> list[str]:
        """The accounts of the chart and the books that belong to something, in order."""
        return sorted(account for account in {*self.names, *self.opening, *self.closing} if belongs(account))

    def before(self, account: str) -> int:
        """What an account opened with."""
        return self.opening.get(account, 0)

    def after(self, account: str) -> int:
        """What an account closes with after the entries."""
        return self.closing.get(account, 0)

    def total(self, accounts: Iterable[str]) -> int:
        """What accounts close with after the entries, in all."""
        return sum(self.after(account) for account in accounts)

    def result(self, *, without: str = "") -> int:
        """What the income statement comes to, a profit positive, without accounts that begin so."""
        own = (account for account in self.results if not (without and account.startswith(without)))
        return -self.total(own)

    def chosen(self, *accounts: str) -> str:
        """The first of several accounts that the chart has; where it has none, the first."""
        return next((account for account in accounts if account in self.names), accounts[0])

    def name(self, account: str) -> str:
        """What the chart calls an account; blank where it does not have it."""
        return self.names.get(account, "")

    def with_rows(self, rows: Collection[EntryRow]) -> "Case":
        """The case when these rows are booked too."""
        closing, carried = dict(self.closing), dict(self.carried)
        carries = any(row.account.startswith(CARRIED) for row in rows)
        for row in rows:
            closing[row.account] = closing.get(row.account, 0) + row.amount
            if carries and row.account.startswith("20"):
                carried[row.account] = carried.get(row.account, 0) + row.amount
        results = self.results | {row.account for row in rows if row.account[:1] in "345678"}
        return replace(self, closing=closing, carried=carried, results=results)

    def lacking(self, *inputs: Input) -> Iterator[Lack]:
        """Those inputs that nobody has stated."""
        for one in inputs:
            if one.key not in self.inputs:
                yield Lack(one.text, {}, one.key)

    def rate(self, kind: RateKind, *, at_end: bool = False) -> tuple[int, list[Lack]]:
        """The rate of the year, by its first day or its last; 0 and what is lacking where nobody knows it."""
        found = rate(kind, self.year.end if at_end else self.year.start)
        if found is None:
            return 0, [Lack(NO_RATE, {"rate": RATE_NAMES[kind], "year": self.year.label})]
        return found, []


def case_of(
    books: YearFrames,
    period: Period,
    entries: Collection[Entry],
    *,
    form: str,
    inputs: Mapping[str, int],
) -> Case:
    """The case of a year-end: its books, with the entries that count beside them.

    `form` is the legal form as `lib.store.words.LegalForm` has it, blank where it is not stated.
    """
    found = figures(after_entries(books, period, entries), period)
    told = {row["account"]: row for row in found.iter_rows(named=True)}
    months = books.frame("months").group_by("account").agg(pl.col("debit", "credit").sum()).collect()
    return Case(
        year=period.year,
        form=form,
        opening={account: row["opening"] or 0 for account, row in told.items()},
        closing={account: row["closing"] or 0 for account, row in told.items()},
        names=dict(books.frame("accounts").select("account", pl.col("name").fill_null("")).collect().iter_rows()),
        results=frozenset(account for account, row in told.items() if not row["balance"]),
        carried=_carried(books, beside(entries, period), form),
        debits=dict(months.select("account", "debit").iter_rows()),
        credits=dict(months.select("account", "credit").iter_rows()),
        inputs=inputs,
        known=not found["closing"].has_nulls(),
    )


def _carried(books: YearFrames, drafts: Collection[Draft], form: str) -> dict[str, int]:
    """What equity accounts have been given of the year's result: what stands in a voucher together with 8999."""
    carrying = [draft for draft in drafts if any(row.account.startswith(CARRIED) for row in draft.rows)]
    own = sums(carrying).rename({"entries": "amount"})
    both = pl.concat([_carried_in(books, form), own])
    equity = both.filter(pl.col("account").str.starts_with("20"))
    return dict(equity.group_by("account").agg(pl.col("amount").sum()).iter_rows())


def _carried_in(books: YearFrames, form: str) -> pl.DataFrame:
    if books.extent is Extent.FULL:
        rows = books.frame("entries").select("voucher", "account", "amount")
        carrying = rows.filter(pl.col("account").str.starts_with(CARRIED)).select("voucher").unique()
        found = rows.join(carrying, on="voucher", how="semi").group_by("account").agg(pl.col("amount").sum())
        return found.collect()
    # without vouchers: what 8999 holds can only have gone where such a company's result goes
    equity = "2099" if form in COMPANIES else "2019"
    balances = books.frame("balances").filter(pl.col("account").str.starts_with(CARRIED)).collect()
    booked = int(balances["closing"].sum())
    return pl.DataFrame(
        {"account": [equity], "amount": [-booked]}, schema={"account": pl.String(), "amount": pl.Int64()}
    )
