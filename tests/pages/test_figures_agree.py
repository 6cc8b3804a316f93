"""Opening and movement give closing through every screen, and one account has the same figures on all of them.

The frames compared are those that the screens show, read through the functions that the screens read by.
"""

from dataclasses import dataclass

import polars as pl
from hypothesis import HealthCheck, given, settings

from dashboard import (
    account_standing,
    balances_view,
    closing_data,
    data,
    entries_beside,
    income_view,
    main_appendix_view,
    reconciled,
    reconciliation_glance,
    vat_data,
    vat_view,
)
from dashboard.context import View
from dashboard.working import Working, of_year
from lib.actions import entries as entries_act
from lib.actions import periods as periods_act
from lib.closing.entries import Draft, EntryRow
from lib.closing.main_appendices import main_appendices
from lib.closing.reconciliation import glance
from lib.ledger import YearBooks, extracts
from lib.ledger.balances import without_zeros
from lib.ledger.extracts import Filters
from lib.store import afterwards, books, periods, reconciling
from lib.store.tables import Client
from tests.closing.years_by_hand import ACCOUNTS, sound_years
from tests.ledger.sie_texts import YEAR
from tests.pages.closings import lock
from tests.pages.ledgers import from_fortnox
from tests.pages.office import Office

AFTER = ("closing", "entries", "after")
FIGURES = ("opening", "change", "closing")
YEARS = sound_years((*ACCOUNTS, "2611", "2710"))
any_books = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
"""Each example is a client of its own in the same bureau, looked at in every period of its year."""


@dataclass
class Screens:
    """A client's year as each screen shows it."""

    view: View
    every: list[Working]

    @property
    def year_end(self) -> Working:
        return self.every[-1]

    def ledger(self, at: Working) -> pl.DataFrame:
        """The trial balance of the ledger for the days of a period."""
        first, last = at.period.first, min(at.period.last, YEAR.months)
        trial = data.balances(at.at.snapshot, first, last, None)
        return trial.rename({"period": "change"}).select("account", *FIGURES)


def opened(office: Office, year: YearBooks) -> Screens:
    client: Client = from_fortnox(office, [year])
    with office.store.reading() as session:
        active = books.active(session, client.id)
        board = periods.board(session, client.id)
        found = reconciling.views(session, client.id, board, of_year(board, YEAR))
    view = View(office.desk(), client, active, YEAR, 1, YEAR.months)
    return Screens(view, [Working(view, at) for at in found])


def same(shown: pl.DataFrame, ledger: pl.DataFrame) -> bool:
    """Whether each account that is shown has the ledger's figures."""
    own = ledger.filter(pl.col("account").is_in(shown["account"].implode()))
    return shown.select("account", *FIGURES).sort("account").equals(own.sort("account"))


def adds_up(frame: pl.DataFrame) -> bool:
    return bool((frame["opening"] + frame["change"] == frame["closing"]).all())


@any_books
@given(year=YEARS)
def test_reconciliation_and_ledger_have_the_same_figures(office: Office, year: YearBooks) -> None:
    screens = opened(office, year)
    for at in screens.every:
        ledger, shown = screens.ledger(at), reconciled.accounts(at)
        assert adds_up(ledger)
        assert adds_up(shown)
        assert same(shown, ledger)
        left_out = ledger.filter(pl.col("account") < "3", ~pl.col("account").is_in(shown["account"].implode()))
        assert left_out.filter(pl.any_horizontal(pl.col(FIGURES) != 0)).is_empty()


@any_books
@given(year=YEARS)
def test_the_result_that_is_not_booked_makes_both_sides_agree(office: Office, year: YearBooks) -> None:
    for at in opened(office, year).every:
        both = pl.concat([reconciled.accounts(at), reconciled.unbooked(at)], how="vertical_relaxed")
        assert [int(both[name].sum()) for name in FIGURES] == [0, 0, 0]


@any_books
@given(year=YEARS)
def test_the_glance_shows_what_each_period_shows(office: Office, year: YearBooks) -> None:
    screens = opened(office, year)
    shown = [at.period for at in screens.every]
    wide = glance(closing_data.over_periods(screens.view, [at.at for at in screens.every]), shown, "closing")
    for at in screens.every:
        own = reconciled.accounts(at).select("account", "closing")
        column = wide.select("account", closing=at.key).drop_nulls()
        assert column.sort("account").equals(own.sort("account"))


@any_books
@given(year=YEARS)
def test_main_appendices_are_the_sums_of_their_accounts(office: Office, year: YearBooks) -> None:
    for at in opened(office, year).every:
        shown = reconciled.accounts(at)
        groups = main_appendices(shown)
        assert adds_up(groups)
        assert [groups[name].sum() for name in FIGURES] == [shown[name].sum() for name in FIGURES]


@any_books
@given(year=YEARS)
def test_the_income_analysis_and_the_ledger_have_the_same_figures(office: Office, year: YearBooks) -> None:
    screens = opened(office, year)
    for at in screens.every:
        ledger, shown = screens.ledger(at), income_view.of_period(at)
        assert adds_up(shown)
        assert same(shown, ledger)
        result = reconciled.unbooked(at)
        assert (int(shown["change"].sum()), int(shown["closing"].sum())) == (result["change"][0], result["closing"][0])


@any_books
@given(year=YEARS)
def test_vat_and_fees_and_the_ledger_have_the_same_figures(office: Office, year: YearBooks) -> None:
    screens = opened(office, year)
    for at in screens.every:
        shown = vat_data.accounts(at, at.period.span)
        assert adds_up(shown)
        assert same(shown, screens.ledger(at))


@any_books
@given(year=YEARS)
def test_the_rows_of_an_account_lead_from_its_opening_to_its_closing_balance(office: Office, year: YearBooks) -> None:
    screens = opened(office, year)
    for at in (screens.every[0], screens.every[2], screens.every[11], screens.year_end):
        for number in screens.ledger(at)["account"]:
            account = account_standing.of(at, number)
            assert account is not None
            asked = Filters.of_periods(YEAR, account_standing.seen(at).first, account_standing.seen(at).last)
            rows = extracts.balances_by_row(extracts.entries(at.books, asked, number), account.opening or 0).collect()
            after = rows["balance"][-1] if rows.height else account.opening
            assert after == account.closing
            assert screens.ledger(at).filter(pl.col("account") == number).row(0)[1:] == (
                account.opening,
                account.row["change"][0],
                account.closing,
            )


def moved(office: Office, screens: Screens) -> None:
    """Ready entries in December and in the year-end, each of all the chart's accounts, no two amounts alike."""
    client, desk = screens.view.client, office.desk()
    *some, last_account = sorted(screens.year_end.books.frame("accounts").collect()["account"])
    rows = [EntryRow(account, place * 100_00) for place, account in enumerate(some, 1)]
    rows.append(EntryRow(last_account, -sum(row.amount for row in rows)))
    december, last = screens.every[11], screens.year_end
    for at, name in ((december, "Upplupen ränta"), (last, "Bokslut")):
        periods_act.start_period(desk, client.id, at.key)
        draft = Draft(name, at.period.span.end, tuple(rows))
        entries_act.save_entry(desk, client.id, at.key, draft, ready=True)
        if at is december:
            lock(office, client, at.key)


@any_books
@given(year=YEARS)
def test_books_and_entries_give_the_books_after_entries_on_every_screen(office: Office, year: YearBooks) -> None:
    screens = opened(office, year)
    moved(office, screens)
    for at, entries in ((screens.every[5], 0), (screens.every[11], 1), (screens.year_end, 2)):
        beside = entries_beside.of(at.at)
        assert len(beside.every) == entries
        with office.store.reading() as session:
            told = afterwards.of_period(office.store, session, at.client.id, at.key)
        ought = {row["account"]: (row["books"], row["entries"], row["after"]) for row in told.to_dicts()}

        rows = reconciled.accounts(at)
        more = reconciled.in_entries_alone(at, beside, rows)
        result = reconciled.unbooked(at)
        balance = beside.onto(pl.concat([rows, more]))
        income = income_view.with_entries(at, beside, income_view.of_period(at))
        vat = vat_view.with_entries(at, vat_data.accounts(at, at.period.span), beside)
        for screen in (balance, income, vat):
            for row in screen.to_dicts():
                assert (row["closing"], row["entries"], row["after"]) == ought[row["account"]]
        shown = {*balance["account"], *income["account"]}
        assert {account for account, row in ought.items() if row[1]} <= shown

        both = pl.concat([balance, beside.onto(result)], how="vertical_relaxed")
        assert (int(both["entries"].sum()), int(both["after"].sum())) == (0, 0)
        groups = main_appendix_view.grouped(rows, more, beside)
        assert [groups[name].sum() for name in AFTER] == [balance[name].sum() for name in AFTER]
        glance = reconciliation_glance.with_entries(closing_data.over_periods(screens.view, [at.at]), [at.at])
        assert (
            glance.select("account", *AFTER).sort("account").equals(balance.select("account", *AFTER).sort("account"))
        )


@any_books
@given(year=YEARS)
def test_the_trial_balance_after_entries_is_that_of_the_year_end(office: Office, year: YearBooks) -> None:
    screens = opened(office, year)
    moved(office, screens)
    beside = entries_beside.of_view(screens.view)
    rows = data.balances(screens.year_end.at.snapshot, 1, YEAR.months, None)
    trial = balances_view.with_entries(rows, without_zeros(rows), beside)
    with office.store.reading() as session:
        told = afterwards.of_period(office.store, session, screens.view.client.id, screens.year_end.key)
    used = told.filter(pl.any_horizontal(pl.col("books", "entries") != 0))
    own = trial.filter(pl.any_horizontal(pl.col("closing", "entries") != 0))
    assert own.select("account", "entries", "after").rows() == used.select("account", "entries", "after").rows()
    assert int(trial["entries"].sum()) == 0
