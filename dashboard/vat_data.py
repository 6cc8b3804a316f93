"""What the VAT and fees page reads: the return that the accounts tell, the accounts themselves, and the payroll."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from dashboard import closing_data, context, data
from dashboard.working import Working
from lib.closing.payroll_months import payroll
from lib.closing.periods import vat_periods
from lib.closing.standings import Papers, stand
from lib.closing.vat_and_fees import vat_and_fees
from lib.closing.vat_returns import VatReturn, vat_return
from lib.core.periods import FinancialYear
from lib.ledger.books import LazyBooks
from lib.store import check_settings
from lib.store.tables import Snapshot

KEPT: Final = 64
"""A return and a year's payroll are some dozen rows."""


def spans(at: Working) -> list[FinancialYear]:
    """The VAT periods that end in the period's financial year; none where the client has none."""
    length = at.client.vat_period
    return vat_periods(at.period.year, length, at.period.year) if length else []


def usual(at: Working, every: Sequence[FinancialYear]) -> FinancialYear:
    """The VAT period that the period lies in, or that ends in it."""
    return next((span for span in every if span.end >= at.period.span.end), every[-1])


def returned(at: Working, span: FinancialYear) -> VatReturn | str:
    """The VAT return of a VAT period, or why the books do not tell it (a marked text)."""
    return _returned(_snapshots(at), span, _roles(at), context.today())


def wages(at: Working, span: FinancialYear) -> pl.DataFrame:
    """The payroll's months, as `lib.closing.payroll_months.PAYROLL`."""
    return _wages(_snapshots(at), span, _roles(at))


def accounts(at: Working, span: FinancialYear) -> pl.DataFrame:
    """The accounts of VAT and fees over some days, with how they stand where the period ends with them.

    As `lib.closing.standings.RECONCILIATION`; of days that end elsewhere nothing is said or held.
    """
    found = vat_and_fees(_books(at), [span]).drop("start", "end")
    ends = span.end == at.period.span.end
    return stand(found, closing_data.papers(at.view, at.at) if ends else Papers())


@data.kept(KEPT)
def _returned(
    snapshots: Sequence[Snapshot], span: FinancialYear, roles: Mapping[str, str], today: date
) -> VatReturn | str:
    return vat_return([data.year_books(one) for one in snapshots], span, today, roles)


@data.kept(KEPT)
def _wages(snapshots: Sequence[Snapshot], span: FinancialYear, roles: Mapping[str, str]) -> pl.DataFrame:
    return payroll([data.year_books(one) for one in snapshots], span, roles)


def _snapshots(at: Working) -> list[Snapshot]:
    return list(at.at.books.years.values())


def _books(at: Working) -> list[LazyBooks]:
    return [data.year_books(one) for one in _snapshots(at)]


def _roles(at: Working) -> dict[str, str]:
    with data.house().store.reading() as session:
        return check_settings.roles(session, at.client.id)
