"""The closing entries that stand beside the books of a period: what they move, and the books after them.

Marks and differences go by the books: an entry is no voucher until it stands there. What it leaves of a
difference is shown beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, closing_data, data
from dashboard.context import View
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.closing.afterwards import MOVES, Entry, moves, until, with_after
from lib.closing.standings import NO_PAPERS, stand
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.ledger.accounts import bas_type_of, is_balance_account
from lib.store import returns
from lib.store.reconciling import PeriodView

BOOKS_ALONE: Final = "bara"
BOOKS: Final = mark("In the books")
ENTRIES: Final = Column("entries", mark("Entr."), Kind.AMOUNT)
AFTER: Final = Column("after", mark("After entr."), Kind.AMOUNT)
LEFT: Final = Column("left", mark("Diff. after"), Kind.AMOUNT)
NOTHING: Final = pl.DataFrame(schema=dict(MOVES))


@dataclass(frozen=True, slots=True)
class Beside:
    """The entries beside the books at the end of some days, and what they move as `lib.closing.afterwards.MOVES`.

    The row without an account in `moved` is the result that is not booked: the sum of the income statement's accounts.
    """

    every: Sequence[Entry] = ()
    moved: pl.DataFrame = field(default_factory=NOTHING.clone)

    def __bool__(self) -> bool:
        """Whether there are any: without, nothing more is shown than the books."""
        return bool(self.every)

    def of(self, account: str) -> dict[int, int]:
        """What each of those that move an account moves it by (öre), by their ids."""
        sums = {one.entry_id: [row.amount for row in one.draft.rows if row.account == account] for one in self.every}
        return {entry_id: sum(amounts) for entry_id, amounts in sums.items() if amounts}

    def onto(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of accounts with `entries`, `within`, `after` and `after_change`, and what is `left` of a difference."""
        after = with_after(rows, self.moved)
        if not {"difference", "day"} <= set(rows.columns):
            return after
        # what is stated for another day than the last is compared with the books of that day
        same_day = pl.when(pl.col("day").is_null())
        return after.with_columns(left=same_day.then(pl.col("difference") + pl.col("entries")))


def of(at: PeriodView, span: FinancialYear | None = None) -> Beside:
    """Those beside the books of a period, at the end of its days or of others of the same year."""
    days, store = span or at.period.span, data.house().store
    with store.reading() as session:
        every = returns.counted(store, session, at.snapshot.client_id, at.period.year, at.books)
    found = until(every, days.end, year_end=at.period.year_end)
    if not found:
        return Beside()
    moved = moves(found, days)
    own = _with_kind(at, moved).filter(~pl.col("balance"))
    unbooked = own.select(account=pl.lit(""), entries=pl.col("entries").sum(), within=pl.col("within").sum()).head(1)
    return Beside(found, pl.concat([moved, unbooked]))


def of_view(view: View) -> Beside:
    """Those beside the books that the ledger shows: with the year's last month those of the year-end too."""
    store, days = data.house().store, view.span
    with store.reading() as session:
        every = returns.counted(store, session, view.client.id, view.shown_year, view.books)
    found = until(every, days.end, year_end=days.end == view.shown_year.end)
    return Beside(found, moves(found, days)) if found else Beside()


def alone(at: PeriodView, beside: Beside, rows: pl.DataFrame, *, balance: bool) -> pl.DataFrame:
    """The accounts, of the balance sheet or not, that the entries move and `rows` do not have, as `RECONCILIATION`."""
    moved = beside.moved.filter(pl.col("account") != "").join(rows, on="account", how="anti")
    figures = closing_data.figures(at).select("account", "name", "opening", "change", "closing")
    found = _with_kind(at, moved).filter(pl.col("balance") == balance).join(figures, on="account", how="left")
    known = found.with_columns(
        pl.col("name").fill_null(""), *(pl.col(name).fill_null(0) for name in ("opening", "change", "closing"))
    )
    return stand(known.select("account", "name", "opening", "change", "closing"), NO_PAPERS)


def calm(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a grid with blanks in place of noughts: most accounts are moved by no entry."""
    own = [name for name in ("entries", "within") if name in rows.columns]
    return rows.with_columns(pl.when(pl.col(name) != 0).then(name).alias(name) for name in own)


def moved_in(rows: pl.DataFrame) -> bool:
    """Whether entries move any of the accounts in `rows`, as `Beside.onto` has them."""
    return bool((rows["entries"] != 0).any())


def choose(beside: Beside) -> bool:
    """The choice between the books alone and entries beside them, where there are any; whether these are shown."""
    return bool(beside) and not st.toggle(_("Books alone"), **address.tie_switch(BOOKS_ALONE))


def shown(beside: Beside) -> bool:
    """Whether entries are shown beside the books: where there are any, until somebody wants the books alone."""
    return bool(beside) and address.read(BOOKS_ALONE) != address.YES


def say(beside: Beside) -> None:
    """How many entries stand beside the books, and what marks and differences go by; nothing without any."""
    if beside:
        st.caption(
            _(
                "{entries:count|closing entry stands|closing entries stand} beside the books. Marks and differences "
                "go by the books; “after” counts the entries that are ready and not yet in the books.",
                entries=len(beside.every),
            )
        )


def _with_kind(at: PeriodView, moved: pl.DataFrame) -> pl.DataFrame:
    """Accounts that are moved, with whether they are `balance` accounts: by the chart, else by their number."""
    known = closing_data.figures(at).select("account", "balance")
    by_number = is_balance_account(bas_type_of(pl.col("account"))).fill_null(value=True)
    return moved.join(known, on="account", how="left").with_columns(balance=pl.coalesce("balance", by_number))
