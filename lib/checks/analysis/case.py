"""A year of books made ready to be asked: what many checks need is worked out once, when first asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from lib.checks.analysis.client import Client
from lib.checks.analysis.roles import NO_OVERRIDES, roles_of
from lib.checks.analysis.rows import Figures, Flags, Numbers, Rows
from lib.core.periods import FinancialYear, month_end, month_start
from lib.fortnox.frames import Ledger
from lib.ledger.books import YearFrames
from lib.ledger.control_accounts import Control, control
from lib.ledger.extracts import label
from lib.ledger.open_items import OpenLedger, laid_against
from lib.ledger.sides import Side

_SLACK: Final = timedelta(days=3)
"""A month whose last booked day is this near its end counts as booked."""
_TURNOVER_PART: Final = 200
"""An amount matters from 0.5 % of a year's turnover on."""
_MATERIAL_AT_LEAST: Final = 10_000_00
_TRIFLE_PART: Final = 20
"""An amount is a trifle up to 5 % of what matters."""
_TRIFLE_AT_LEAST: Final = 100_00
_MONTHS: Final = 12
_PLAIN: Final = 1_000_000
"""Above any account number."""
_SERIES: Final = 2**40
"""Above any voucher number."""


@dataclass(frozen=True)
class Case:
    """What the checks look at: one year of books, the years before it (newest first), and what is known beside.

    `today` is the day that the checks are run on; `overrides` is account -> role, see
    `lib.checks.analysis.roles`; `ledgers` are the customers' and suppliers' ledgers where there are
    any. Amounts are öre, debit positive.
    """

    books: YearFrames
    today: date
    earlier: tuple[YearFrames, ...] = ()
    client: Client = field(default_factory=Client)
    overrides: Mapping[str, str] = field(default_factory=lambda: NO_OVERRIDES)
    ledgers: Mapping[Side, Ledger] = field(default_factory=dict)

    @property
    def year(self) -> FinancialYear:
        """The year that is looked at."""
        return self.books.year

    @cached_property
    def vouchers(self) -> pl.DataFrame:
        """The vouchers in file order, with `place` (0, 1, ...)."""
        return self.books.frame("vouchers").drop("line", "signature").with_row_index("place").collect()

    @cached_property
    def lines(self) -> pl.DataFrame:
        """The booked rows in voucher order: `date`, `account`, `amount`, `code` (the account's place in `chart`)."""
        rows = self.books.frame("entries").select("date", "account", "amount").collect()
        return rows.with_columns(self._codes(rows["account"]))

    def _codes(self, accounts: pl.Series) -> pl.Series:
        """The place in `chart` of each account."""
        numbers, own = accounts.cast(pl.Int32, strict=False), self.chart["account"].cast(pl.Int32, strict=False)
        plain = not numbers.null_count() and not own.null_count() and own.n_unique() == own.len()
        if not plain or not own.len() or not 0 <= int(own.to_numpy().max()) < _PLAIN:
            codes = self.chart.select("account", "code")
            return accounts.to_frame().join(codes, on="account", how="left", maintain_order="left")["code"]
        # all accounts are whole numbers, and no two the same one: to look them up in a table is quickest
        table = np.zeros(int(own.to_numpy().max()) + 1, np.uint16)
        table[own.to_numpy()] = self.chart["code"].to_numpy()
        return pl.Series("code", table[numbers.to_numpy()])

    @cached_property
    def chart(self) -> pl.DataFrame:
        """Every account that is declared, used or has a balance: `account`, `name`, `opening`, `closing`, `code`."""
        frames = [self.books.frame(name) for name in ("accounts", "balances", "months")]
        accounts, balances, months = pl.collect_all(frames)
        named = accounts.select("account", pl.col("name").fill_null(""))
        used = months.select(pl.col("account").unique())
        return (
            named.join(balances, on="account", how="full", coalesce=True)
            .join(used, on="account", how="full", coalesce=True)
            .with_columns(pl.col("name").fill_null(""), pl.col("opening", "closing").fill_null(0))
            .sort("account")
            .with_columns(code=pl.int_range(pl.len(), dtype=pl.UInt16))
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Account -> name."""
        return dict(self.chart.select("account", "name").iter_rows())

    @cached_property
    def roles(self) -> dict[str, set[str]]:
        """Role -> accounts."""
        return roles_of(self.names.items(), self.overrides)

    def having(self, *roles: str) -> set[str]:
        """The accounts that have any of these roles."""
        return set[str]().union(*(self.roles[role] for role in roles))

    # by voucher

    @cached_property
    def starts(self) -> Figures:
        """Where each voucher's rows begin among `lines`, and where the last one's end."""
        counts = self.vouchers["rows"].to_numpy().astype(np.int64)
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])

    @cached_property
    def rows(self) -> Rows:
        """All booked rows."""
        counts = np.diff(self.starts)
        place = np.repeat(np.arange(counts.size, dtype=np.int32), counts)
        return Rows(
            np.arange(place.size, dtype=np.int32), place, self.lines["code"].to_numpy(), self.lines["amount"].to_numpy()
        )

    @cached_property
    def result_rows(self) -> Rows:
        """The booked rows on accounts of income and costs, 3000-7999."""
        return self.rows_on([account for account in self.names if "3" <= account[:1] <= "7"])

    def rows_on(self, accounts: Iterable[str]) -> Rows:
        """The booked rows on these accounts."""
        return self.rows_at(np.flatnonzero(self.by_code(dict.fromkeys(accounts, 1)).astype(np.bool_)[self.rows.code]))

    def rows_of(self, places: pl.Series) -> Rows:
        """The booked rows of the vouchers at these places, which rise."""
        first = self.starts[places.to_numpy()]
        counts = self.starts[places.to_numpy() + 1] - first
        skipped = np.repeat(first - np.cumsum(counts) + counts, counts)
        return self.rows_at(skipped + np.arange(skipped.size))

    def rows_at(self, index: Numbers) -> Rows:
        """The booked rows of these numbers, which rise."""
        every = self.rows
        return Rows(index, every.place[index], every.code[index], every.amount[index])

    def by_code(self, of: Mapping[str, int]) -> Figures:
        """A figure for each account of `chart` in order: what `of` maps it to, else 0."""
        return np.array([of.get(account, 0) for account in self.chart["account"]], np.int64)

    def frame(self, rows: Rows) -> pl.DataFrame:
        """Rows as a frame: `place`, `account`, `amount`."""
        columns = {"place": rows.place.astype(np.uint32), "amount": rows.amount}
        return pl.DataFrame(columns).with_columns(self.chart["account"].gather(rows.code))

    def touching(self, accounts: Iterable[str]) -> Flags:
        """Whether each voucher has a row on any of these accounts."""
        flags = np.zeros(self.vouchers.height, np.bool_)
        flags[self.rows_on(accounts).place] = True
        return flags

    def at(self, places: Numbers) -> pl.DataFrame:
        """The vouchers at these places, with `label`, and texts that are never null."""
        return self.named(self.vouchers[pl.Series(places, dtype=pl.UInt32)])

    def named(self, vouchers: pl.DataFrame) -> pl.DataFrame:
        """Vouchers with their `label` (`A 17`), and texts that are never null."""
        return vouchers.with_columns(pl.col("text").fill_null(""), label=label())

    @cached_property
    def figures(self) -> pl.Series:
        """The vouchers' numbers as whole numbers; null where one is none."""
        return self.vouchers["number"].cast(pl.Int64, strict=False).alias("figure")

    @cached_property
    def number_keys(self) -> pl.Series:
        """A number for each voucher's series and number: the same for the same, all but never for another."""
        series = self.vouchers["series"].fill_null("").cast(pl.Categorical).to_physical().cast(pl.Int64)
        figure = self.figures.fill_null(-1)
        odd = self.vouchers["number"].hash().cast(pl.Int64, wrap_numerical=True) if (figure < 0).any() else figure
        return series * _SERIES + figure.zip_with(figure >= 0, odd)

    # by month

    @cached_property
    def through(self) -> date:
        """The last day that anything is booked on, in the year and not after today; its first day if nothing is."""
        last = self.vouchers["date"].max()
        return min(last if isinstance(last, date) else self.year.start, self.year.end, self.today)

    @cached_property
    def booked_months(self) -> tuple[FinancialYear, ...]:
        """The months of the year that are over and booked to their end, in order."""
        return tuple(
            month for month in self.year.periods() if month.end < self.today and month.end <= self.through + _SLACK
        )

    @cached_property
    def months(self) -> pl.DataFrame:
        """Movement and rows by account and month, of this year and the earlier ones: `account`, `month`, ..."""
        frames = [books.frame("months") for books in (self.books, *self.earlier)]
        return pl.concat(frames).filter(pl.col("month") >= self._back).collect()

    @property
    def _back(self) -> date:
        first = self.year.start.replace(day=1)
        return first.replace(year=first.year - 2)

    @cached_property
    def month_ends(self) -> pl.DataFrame:
        """The balance of each balance account at each booked month's end: `account`, `month` (its end), `balance`."""
        ends = [month.end for month in self.booked_months]
        kept = self.chart.filter(pl.col("account").str.contains("^[12]")).select("account", "opening")
        days = pl.DataFrame({"month": ends}, schema={"month": pl.Date})
        moved = self.own_months.select("account", "movement", month=pl.col("month").dt.month_end())
        late = pl.lit(self.year.end)
        return (
            kept.join(days, how="cross", maintain_order="left_right")
            .join(moved.with_columns(pl.min_horizontal("month", late)), on=["account", "month"], how="left")
            .sort("account", "month")
            .with_columns(balance=pl.col("movement").fill_null(0).cum_sum().over("account") + pl.col("opening"))
            .select("account", "month", "balance")
        )

    @cached_property
    def own_months(self) -> pl.DataFrame:
        """Movement by account and month of this year; rows dated outside it lie in its first or last month."""
        first, last = month_start(self.year.start), month_start(self.year.end)
        rows = self.books.frame("months").with_columns(pl.col("month").clip(first, last))
        return rows.group_by("account", "month").agg(pl.col("movement", "rows").sum()).collect()

    @cached_property
    def balances(self) -> dict[str, int]:
        """Account -> what stands on it after all that is booked in the year."""
        moved = self.own_months.group_by("account").agg(pl.col("movement").sum())
        both = self.chart.join(moved, on="account", how="left").with_columns(pl.col("movement").fill_null(0))
        return dict(both.select("account", pl.col("opening") + pl.col("movement")).iter_rows())

    # what matters

    @cached_property
    def material(self) -> int:
        """From what amount on a thing matters: 0.5 % of twelve months' turnover, at least 10 000 kr."""
        sales = self.own_months.filter(pl.col("account").str.starts_with("3"))["movement"].sum()
        months = max(len(self.booked_months), 1)
        return max(abs(int(sales)) * _MONTHS // months // _TURNOVER_PART, _MATERIAL_AT_LEAST)

    @cached_property
    def trifle(self) -> int:
        """Up to what amount a thing is let be: 5 % of what matters, at least 100 kr."""
        return max(self.material // _TRIFLE_PART, _TRIFLE_AT_LEAST)

    # ledgers

    def ledger(self, side: Side) -> tuple[OpenLedger, Control] | None:
        """A ledger laid against its accounts; None where there is none."""
        if side not in self.ledgers:
            return None
        return self._laid[side]

    @cached_property
    def _laid(self) -> dict[Side, tuple[OpenLedger, Control]]:
        years = (self.books, *self.earlier)
        laid = {}
        for side, ledger in self.ledgers.items():
            of = control(years, side)
            laid[side] = laid_against(ledger, of, cash=self.client.cash), of
        return laid

    def vat_ends(self) -> list[date]:
        """The last days of the year's VAT periods that are over and booked, in order."""
        months = list(self.year.periods())
        size = self.client.vat_months or 1
        last = self.booked_months[-1].end if self.booked_months else self.year.start
        return [month_end(part.end) for part in months[size - 1 :: size] if part.end <= last]
