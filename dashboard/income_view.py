"""Income analysis: the result accounts of a period beside the same period last year and an average one."""

from typing import Final
from zlib import crc32

import polars as pl
import streamlit as st

from dashboard import (
    account_marks,
    account_standing,
    closing_data,
    entries_beside,
    exports,
    income_chart,
    income_choice,
    navigation,
    panels,
    period_words,
    reconciliation_choice,
    tables,
    widths,
)
from dashboard.entries_beside import Beside
from dashboard.income_choice import IncomeFilters
from dashboard.language import _
from dashboard.tables import Column, Kind, Picked
from dashboard.working import Working
from lib.closing import income
from lib.closing.income import Against
from lib.closing.standings import progress
from lib.core.languages import mark
from lib.core.money import count, sek
from lib.reports.income_sheets import income_analysis_sheet

ROWS_IN_SIGHT: Final = 12
AMOUNT: Final = 96
COLUMNS: Final = (
    Column("account", mark("Account"), width=206),
    Column("change", mark("Period"), Kind.AMOUNT, width=AMOUNT),
    Column("last_year", mark("Last year"), Kind.AMOUNT, width=AMOUNT),
    Column("average", mark("Average"), Kind.AMOUNT, width=AMOUNT),
    Column("deviation", mark("Deviation"), Kind.AMOUNT, width=AMOUNT),
    Column("share", mark("%"), Kind.COUNT, width=50),
    Column("checks", mark("Auto checks"), Kind.COUNT, width=92),
    Column("standing", mark("Status"), width=112),
)
"""As wide together, with the ticks, as the page is on a laptop of 1280 pixels with its menu open."""
WITH_ENTRIES: Final = (
    Column("account", mark("Account")),
    Column("change", entries_beside.BOOKS, Kind.AMOUNT),
    Column("within", entries_beside.ENTRIES.label, Kind.AMOUNT),
    Column("after_change", entries_beside.AFTER.label, Kind.AMOUNT),
    Column("last_year", mark("Last year"), Kind.AMOUNT),
    Column("deviation", mark("Deviation"), Kind.AMOUNT),
    Column("checks", mark("Chk."), Kind.COUNT),
    Column("standing", mark("Status"), width=112),
)
"""Where closing entries stand beside the books of the period."""
_TRACED: Final = ("account", "closing", "amount", "standing")
"""What tells rows from any others: a tick is gone as soon as the figures are others."""


def show(at: Working, beside: Beside) -> None:
    """The analysis of the period; with the entries `beside` unless they are left out."""
    analysed = of_period(at)
    if analysed.is_empty() and not beside:
        panels.empty(_("No result account has moved."), _("Choose another period."))
        return
    known = [against for against in Against if analysed[against.value].null_count() < analysed.height]
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = income_choice.choose_shown() if known else income_choice.TABLE
        filters = income_choice.choose(known)
        after = shown == income_choice.TABLE and entries_beside.shown(beside)
    rows = filters.of(with_entries(at, beside, analysed) if after else analysed)
    _heading(at, analysed, rows, filters)
    if after and not filters.narrow:
        _after(rows)
    period_words.state(at)
    _untold(at, known)
    if rows.is_empty():
        panels.empty(_("No account matches."), _("Choose a smaller deviation, or clear the search."))
    elif shown == income_choice.CHART:
        _charted(rows, filters)
    else:
        _table(at, rows, filters, known, after=after)
        entries_beside.say(beside)


def with_entries(at: Working, beside: Beside, analysed: pl.DataFrame) -> pl.DataFrame:
    """The accounts with what entries move them by, and those that only entries move."""
    more = entries_beside.alone(at.at, beside, analysed, balance=False)
    return beside.onto(pl.concat([analysed, more], how="diagonal").sort("account"))


def of_period(at: Working) -> pl.DataFrame:
    """The result accounts as `lib.closing.income.INCOME` with shares."""
    seen, beside = closing_data.returned(at.at), closing_data.papers(at.view, at.at)
    found = income.analysis(at.books, at.period, beside, previous=at.before, returned=seen.expr if seen else None)
    return income.with_shares(found)


def _heading(at: Working, analysed: pl.DataFrame, rows: pl.DataFrame, filters: IncomeFilters) -> None:
    """How far the accounts have come and what the period comes to, and at the right the way out to Excel."""
    done = progress(analysed)
    with exports.beside():
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            state = panels.State.DONE if done.done == done.accounts else panels.State.NOT_RUN
            words = _("{done:count} of {accounts:count} marked as done", done=done.done, accounts=done.accounts)
            st.markdown(panels.status(state, words), width="content")
            tables.totals(_sums(rows, narrow=filters.narrow))
        title = f"{_('Income analysis')} {at.period.label}"
        exports.button(
            account_standing.seen(at),
            title,
            rows.height,
            lambda language: [income_analysis_sheet(rows, language)],
            filters.told,
        )


def _sums(rows: pl.DataFrame, *, narrow: bool) -> dict[str, int | str]:
    """The result of the period and of those beside it, called by its name; of some accounts plain sums."""
    if narrow:
        named = {_("Accounts"): count(rows.height), _("Period"): income.total(rows, "change")}
        return {label: value for label, value in named.items() if value is not None}
    own = income.without_carried(rows)
    columns = {"change": mark("Period, {result:text}"), "last_year": mark("last year, {result:text}"),
               "average": mark("average, {result:text}")}  # fmt: skip
    sums = {text: income.total(own, column) for column, text in columns.items()}
    return {
        _(text, result=mark("profit") if value <= 0 else mark("loss")): abs(value)
        for text, value in sums.items()
        if value is not None
    }


def _after(rows: pl.DataFrame) -> None:
    """The result of the period once the entries beside it are booked."""
    amount = income.total(income.without_carried(rows), "after_change")
    if amount is not None:
        result = mark("profit") if amount <= 0 else mark("loss")
        st.markdown(f":small[{_('After entries: {result:text}', result=result)} **{sek(abs(amount))}**]")


def _untold(at: Working, known: list[Against]) -> None:
    """Why there is nothing to compare with, where there is not."""
    told = []
    if Against.LAST_YEAR not in known:
        told.append(_("The books do not hold the same period last year: import that year to compare with it."))
    if Against.AVERAGE not in known:
        told.append(
            _("A year-end has no average period.")
            if at.period.year_end
            else _("The books hold no month before the period: there is no average yet.")
        )
    if told:
        st.caption("  \n".join(told))


def _charted(rows: pl.DataFrame, filters: IncomeFilters) -> None:
    if income.largest(rows, filters.against, 1).is_empty():
        panels.empty(_("No account deviates."), _("Compare with something else, or choose another period."))
        return
    clicked = income_chart.show(rows, filters)
    if clicked:
        reconciliation_choice.open_account(clicked)


def _table(at: Working, rows: pl.DataFrame, filters: IncomeFilters, known: list[Against], *, after: bool) -> None:
    first, length = tables.page_of(rows.height, tables.ROWS_AT_ONCE)
    page = rows.slice(first, length)
    left_out = {against.value for against in Against if against not in known} | (
        set() if known else {"deviation", "share"}
    )
    columns = [column for column in (WITH_ENTRIES if after else COLUMNS) if column.name not in left_out]
    key = f"income-{at.key}-{crc32(page.select(_TRACED).write_csv().encode()):08x}{'-after' if after else ''}"
    shown = entries_beside.calm(_worded(page, filters.against))
    if after:
        columns = widths.fitted(shown, columns, "account", widths.PAGE - widths.TICKS)
    picked = tables.pick(shown, columns, key=key, alt=_("Income analysis"), in_sight=ROWS_IN_SIGHT)
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click an amount to open its account.')} {account_marks.how(at)}")
    _open(page, picked)
    if picked.rows:
        with st.bottom:
            account_marks.mark_form(at, page[list(picked.rows)])


def _worded(rows: pl.DataFrame, against: Against) -> pl.DataFrame:
    """The rows as they are read: accounts with their names, standings as shape, word and colour."""
    return rows.with_columns(
        *account_marks.worded(),
        account=tables.account_label(),
        deviation=pl.col(against.deviation),
        share=pl.col(against.share),
        checks=pl.when(pl.col("checks") > 0).then("checks"),
        checks_colour=pl.when(pl.col("checks") > 0).then(pl.lit("orange")).otherwise(pl.lit("")),
    )


def _open(rows: pl.DataFrame, picked: Picked) -> None:
    """Open what was clicked: the findings on an account, or the account whole."""
    if picked.cell is None:
        return
    number, column = picked.cell
    account = rows["account"][number]
    if column == "checks" and rows["checks"][number]:
        navigation.go("transaction_analysis", konto=account)
    reconciliation_choice.open_account(account)
