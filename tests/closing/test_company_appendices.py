"""The companies of the local Fortnox, fetched and read by our own code: the appendices say how they were made."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from lib.closing.appendices import AppendixView, appendix
from lib.fortnox import payloads
from lib.fortnox.frames import Ledger
from lib.fortnox.registers import Year
from lib.ledger import YearBooks, books_of
from lib.ledger.sides import Side
from lib.sandbox.fortnox.companies import FortnoxCompany
from lib.sie import read
from tests.sandbox.wire_records import company, item, listed, sie, years

SOUND, RECEIVABLES, SOLE_TRADER, STRICT, CASH = 990101, 990102, 990103, 990105, 990106
ACCOUNT = {Side.RECEIVABLES: "1510", Side.PAYABLES: "2440"}


@cache
def fetched(tenant: int, side: Side) -> Ledger:
    """The ledger as an import fetches it: lists, then the items that lists do not tell enough of."""
    us, kind = company(tenant), "supplier" if side is Side.PAYABLES else ""
    known = [year_of(record) for record in years(us)]
    invoices, paid = listed(us, f"{kind}invoices"), listed(us, f"{kind}invoicepayments")
    items = [item(us, f"{kind}invoicepayments", number) for number in payloads.with_write_offs(paid)]
    if side is Side.PAYABLES:
        return payloads.payables(invoices, paid, items, known)
    more = payloads.unexplained(payloads.receivables(invoices, paid, items, known))
    return payloads.receivables(invoices, paid, items, known, [item(us, "invoices", number) for number in more])


def year_of(record: dict[str, str]) -> Year:
    start, end = (date.fromisoformat(record[name]) for name in ("FromDate", "ToDate"))
    return Year(int(record["Id"]), start, end, record["AccountingMethod"])


@cache
def kept(tenant: int) -> list[YearBooks]:
    """The books of all years, each from its own file."""
    us = company(tenant)
    return [books_of(read(sie(us, financialyear=record["Id"])))[0][0] for record in years(us)]


def shown(tenant: int, side: Side, day: date) -> AppendixView:
    return appendix(fetched(tenant, side), kept(tenant), day, side, cash=company(tenant).cash)


def days(us: FortnoxCompany) -> list[date]:
    """The last day of each year that the books reach."""
    return [year.through for year in us.books.years]


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("tenant", [SOUND, RECEIVABLES, SOLE_TRADER, STRICT])
def test_the_appendix_differs_by_what_the_company_was_made_with_and_nothing_is_left_unexplained(
    tenant: int, side: Side
) -> None:
    us = company(tenant)
    for day in days(us):
        view = shown(tenant, side, day)
        known = [one for one in us.truth if one.account == ACCOUNT[side] and one.holds(day)]
        assert view.difference == -sum(one.amount for one in known)
        assert view.explanation.unexplained == 0


@pytest.mark.parametrize(("tenant", "side"), [(RECEIVABLES, Side.RECEIVABLES), (SOLE_TRADER, Side.PAYABLES)])
def test_the_explainer_names_each_voucher_and_its_amount(tenant: int, side: Side) -> None:
    us = company(tenant)
    view = shown(tenant, side, days(us)[-1])
    told: Counter[tuple[str, str]] = Counter()
    for cause in view.explanation.causes:
        told[cause.finding.check, cause.finding.voucher or ""] -= cause.amount
    made: Counter[tuple[str, str]] = Counter()
    for one in us.truth:
        if one.counts:
            made[one.kind, one.voucher] += one.amount
    assert told == made


def test_the_shares_of_rot_and_rut_stand_apart() -> None:
    us = company(RECEIVABLES)
    for day in days(us):
        made = sum(one.amount for one in us.truth if one.kind == "tax-share" and one.day <= day)
        paid = sum(
            -row.amount
            for year in us.books.years
            for voucher in year.vouchers
            for row in voucher.booked
            if voucher.day <= day and row.account == "1513" and row.amount < 0
        )
        assert shown(RECEIVABLES, Side.RECEIVABLES, day).share == made - paid


def test_what_came_from_an_earlier_system_stands_apart() -> None:
    made = -sum(one.amount for one in company(RECEIVABLES).truth if one.kind == "earlier-system")
    assert shown(RECEIVABLES, Side.RECEIVABLES, days(company(RECEIVABLES))[-1]).earlier == made


@pytest.mark.parametrize("side", list(Side))
def test_the_cash_methods_unpaid_invoices_are_in_the_books_at_a_year_end_alone(side: Side) -> None:
    *closed, current = days(company(CASH))
    for day in closed:
        view = shown(CASH, side, day)
        assert view.difference == 0
        assert view.total > 0
    assert shown(CASH, side, current).booked == 0
    assert shown(CASH, side, current).total > 0
