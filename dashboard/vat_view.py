"""VAT and fees by VAT period, with what the checks found of them."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    account_marks,
    account_standing,
    address,
    closing_data,
    entries_beside,
    exports,
    navigation,
    panels,
    period_words,
    reconciliation_choice,
    tables,
    vat_checks,
    vat_data,
    vat_return_view,
)
from dashboard.entries_beside import Beside
from dashboard.language import _
from dashboard.panels import State
from dashboard.tables import Column, Kind
from dashboard.working import Working
from lib.closing.standings import NO_PAPERS, stand
from lib.closing.vat_and_fees import is_vat_or_fee
from lib.closing.vat_returns import VatReturn
from lib.core.languages import mark
from lib.core.money import sek
from lib.core.periods import FinancialYear, VatPeriod
from lib.core.rates import RATES, RateKind
from lib.reports.vat_sheets import vat_sheets

SPAN, SHOW = "moms", "visa"
RETURN, ACCOUNTS, WAGES = "deklaration", "konton", "loner"
SHOWN: Final = {RETURN: mark("VAT return"), ACCOUNTS: mark("Accounts"), WAGES: mark("Wages and fees")}
ACCOUNT_COLUMNS: Final = (
    Column("account", mark("Account"), width=296),
    Column("opening", mark("Opening"), Kind.AMOUNT, width=118),
    Column("change", mark("Change"), Kind.AMOUNT, width=118),
    Column("closing", mark("Closing"), Kind.AMOUNT, width=118),
    Column("checks", mark("Auto checks"), Kind.COUNT, width=98),
    Column("standing", mark("Status"), width=128),
)
WITH_ENTRIES: Final = (
    ACCOUNT_COLUMNS[0],
    Column("closing", entries_beside.BOOKS, Kind.AMOUNT, width=118),
    entries_beside.ENTRIES,
    entries_beside.AFTER,
    *ACCOUNT_COLUMNS[4:],
)
"""Where closing entries stand beside the books."""
WAGES_COLUMNS: Final = (
    Column("until", mark("Month until"), Kind.DAY, width=116),
    Column("wages", mark("Wages"), Kind.AMOUNT, width=150),
    Column("fees", mark("Social fees"), Kind.AMOUNT, width=150),
    Column("percent", mark("Fees in % of wages"), width=160),
    Column("tax_owed", mark("Withheld tax owed"), Kind.AMOUNT, width=150),
    Column("fees_owed", mark("Social fees owed"), Kind.AMOUNT, width=150),
)


def show(at: Working) -> None:
    """The VAT period that the period lies in, or another of its year, and the fees of the same days."""
    every = vat_data.spans(at)
    period_words.state(at)
    if not every:
        _without(at)
        return
    place = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    with place:
        shown = _choose_shown()
        span = _choose_span(at, every)
        accounts, beside = _choose_accounts(at, span, asks=shown == ACCOUNTS)
    found, wages = vat_data.returned(at, span), vat_data.wages(at, span)
    _heading(at, span, found, accounts, wages)
    if shown == ACCOUNTS:
        _accounts(accounts, beside, said=span.end == at.period.span.end)
    elif shown == WAGES:
        _wages(wages, span)
    elif isinstance(found, VatReturn):
        vat_return_view.boxes(found)
    vat_checks.show(at, span)


def _without(at: Working) -> None:
    """A client that reports no VAT, or of which it is not known how often: the accounts and fees stand all the same."""
    if at.client.vat_period is VatPeriod.NONE:
        panels.empty(_("The client reports no VAT."))
    else:
        panels.empty(
            _("How often the client reports VAT is not stated."),
            _("State it among the client's details; the fees of the period stand below meanwhile."),
        )
        navigation.link("client_details")
    span = at.period.span
    _accounts(*_choose_accounts(at, span), said=True)
    _wages(vat_data.wages(at, span), span)
    vat_checks.show(at, span)


def _choose_shown() -> str:
    chosen = st.segmented_control(
        _("Shown"),
        list(SHOWN),
        format_func=lambda name: _(SHOWN[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(SHOW, RETURN, among=SHOWN),
    )
    return chosen or RETURN


def _choose_span(at: Working, every: list[FinancialYear]) -> FinancialYear:
    named = {span.end.isoformat(): span for span in every}
    usual = vat_data.usual(at, every).end.isoformat()
    chosen = st.selectbox(
        _("VAT period"),
        list(named),
        format_func=lambda end: _(
            "VAT {start:date} – {end:date}", start=named[end].start.isoformat(), end=named[end].end.isoformat()
        ),
        label_visibility="collapsed",
        width=290,
        **address.tie(SPAN, usual, among=named),
    )
    return named[chosen]


def _heading(
    at: Working, span: FinancialYear, found: VatReturn | str, accounts: pl.DataFrame, wages: pl.DataFrame
) -> None:
    """What is left to pay, whether the books have settled it, and at the right the way out to Excel."""
    known = found if isinstance(found, VatReturn) else None
    with exports.beside():
        if known:
            tables.totals(vat_return_view.sums(known))
        else:
            words = _("The return cannot be told: {reason:text}.", reason=str(found))
            st.markdown(panels.status(State.NOT_RUN, words), width="content")
        title = f"{_('VAT and fees')} {span}"
        rows = accounts.height + wages.height
        exports.button(
            account_standing.seen(at), title, rows, lambda language: vat_sheets(known, accounts, wages, language)
        )
    if known:
        vat_return_view.settled(known)
    if span.end > at.period.span.end:
        st.caption(_("The VAT period goes on after {period}, until {day:date}.", period=at.period.label,
                     day=span.end.isoformat()))  # fmt: skip


def with_entries(at: Working, accounts: pl.DataFrame, beside: Beside) -> pl.DataFrame:
    """The accounts with what entries move them by, and those that only entries move."""
    names = closing_data.figures(at.at).select("account", "name")
    more = beside.moved.filter(is_vat_or_fee()).join(accounts, on="account", how="anti").select("account")
    named = more.join(names, on="account", how="left").with_columns(pl.col("name").fill_null(""))
    blank = [pl.lit(0, pl.Int64).alias(name) for name in ("opening", "change", "closing")]
    every = pl.concat([accounts, stand(named.with_columns(*blank), NO_PAPERS)])
    return beside.onto(every.sort("account"))


def with_entries_that_move(at: Working, books: pl.DataFrame, beside: Beside) -> pl.DataFrame:
    """The same where entries move any of the accounts; else the books as they are."""
    after = with_entries(at, books, beside)
    return after if entries_beside.moved_in(after) else books


def _choose_accounts(at: Working, span: FinancialYear, *, asks: bool = True) -> tuple[pl.DataFrame, Beside]:
    """The accounts of some days, with entries unless somebody wants the books alone, and the entries beside them.

    `asks` gives the choice, where entries move any of the accounts.
    """
    books, beside = vat_data.accounts(at, span), entries_beside.of(at.at, span)
    after = with_entries_that_move(at, books, beside)
    if asks and after is not books:
        entries_beside.choose(beside)
    return after if entries_beside.shown(beside) else books, beside


def _accounts(accounts: pl.DataFrame, beside: Beside, *, said: bool) -> None:
    """The accounts of VAT and fees; what is `said` of them is of the same days."""
    after = "entries" in accounts.columns
    if accounts.is_empty():
        panels.empty(_("No account of VAT or fees holds anything in these days."))
        return
    shown = entries_beside.calm(accounts).with_columns(
        *account_marks.worded(),
        number=pl.col("account"),
        account=tables.account_label(),
        checks=pl.when(pl.col("checks") > 0).then("checks"),
    )
    every = WITH_ENTRIES if after else ACCOUNT_COLUMNS
    columns = [column for column in every if said or column.name not in {"checks", "standing"}]
    clicked = tables.grid(
        shown, columns, key=f"vat-accounts{'-after' if after else ''}", alt=_("Accounts of VAT and fees"), opens=True
    )
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click an amount to open its account.')}")
    entries_beside.say(beside)
    if clicked is not None:
        reconciliation_choice.open_account(shown["number"][clicked])


def _wages(wages: pl.DataFrame, span: FinancialYear) -> None:
    """The payroll's months, and the full rate that the fees stand beside."""
    if wages.is_empty():
        panels.empty(_("The books have no wages, fees or withheld tax in these days."))
        return
    percent = [None if share is None else sek(share) + " %" for share in wages["share"]]
    shown = wages.with_columns(pl.Series("percent", percent, pl.String), until=pl.col("month"))
    tables.grid(shown, WAGES_COLUMNS, key="vat-wages", alt=_("Wages and fees"))
    full = next((rate for rate in RATES if rate.kind is RateKind.EMPLOYER_FEES and rate.holds(span.end)), None)
    if full:
        percent_ = sek(full.value)
        st.caption(
            _("What is owed at a month's end is what the employer's return of the month should take up. "
              "Full employer fees are {percent} % ({source}).", percent=percent_, source=full.source)
        )  # fmt: skip
