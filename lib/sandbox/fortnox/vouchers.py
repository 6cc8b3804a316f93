"""Vouchers as Fortnox lists and shows them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from lib.sandbox.books import Mark, Row, Voucher
from lib.sandbox.fortnox.amounts import kronor
from lib.sandbox.fortnox.asked import current_year, exists, stretch, whole_number, year_asked
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import Refused, not_found
from lib.sandbox.fortnox.live_books import Year
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, SandboxCompany

VOUCHER_NOT_FOUND: Final = 2999101


class Entry(NamedTuple):
    """A voucher and its place in a list."""

    voucher: Voucher
    listed: Listed


def vouchers(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The vouchers of a year, by series and number; raises Refused 2002363 for a first day outside the year."""
    us = ours(company)
    year = year_asked(us, query)
    days, series, centre = stretch(query), query.get("voucherseries"), query.get("costcenter")
    if (first := query.day("fromdate")) and first not in year.span:
        raise Refused(400, 2002363, "Fråndatumet ligger utanför aktuellt räkenskapsår")
    tests: list[Callable[[Voucher], bool]] = []
    if days:
        tests.append(lambda voucher: voucher.day in days)
    if series:
        tests.append(lambda voucher: voucher.series == series)
    if centre:
        tests.append(lambda voucher: any(row.centre == centre for row in voucher.booked))
    return _chosen(_entries(us, year), tests)


def sublist(company: SandboxCompany, key: Key, query: Query) -> Sequence[Listed]:
    """The vouchers of the current year, or with a key of one series of the year that the query names."""
    us = ours(company)
    if not key:
        return _chosen(_entries(us, current_year(us)), [])
    return _chosen(_entries(us, year_asked(us, query)), [lambda voucher: voucher.series == key[0]])


def _chosen(entries: Sequence[Entry], tests: Sequence[Callable[[Voucher], bool]]) -> Sequence[Listed]:
    return [listed for voucher, listed in entries if all(test(voucher) for test in tests)]


def _entries(company: FortnoxCompany, year: Year) -> Sequence[Entry]:
    return company.live.kept(("vouchers", year.id), partial(_made, company, year))


def _made(company: FortnoxCompany, year: Year) -> Sequence[Entry]:
    live = company.live
    ordered = sorted(live.of(year).vouchers, key=lambda voucher: (voucher.series, voucher.number))
    return [Entry(made, Listed(partial(_brief, made, year.id), live.modified(year, made))) for made in ordered]


def _brief(voucher: Voucher, year: int) -> Record:
    return {
        "@url": f"vouchers/{voucher.series}/{voucher.number}?financialyear={year}",
        "ApprovalState": 0,
        "Comments": voucher.comments or None,
        "Description": voucher.text,
        "ReferenceNumber": voucher.reference,
        "ReferenceType": voucher.kind.value,
        "TransactionDate": voucher.day,
        "VoucherNumber": voucher.number,
        "VoucherSeries": voucher.series,
        "Year": year,
    }


def voucher(company: SandboxCompany, key: Key, query: Query) -> Record:
    """One voucher with its rows, struck ones among them; raises Refused 2999101 (our code)."""
    us, series, number = ours(company), key[0], whole_number(key[1])
    year = year_asked(us, query)
    found = us.live.voucher(year, series, number) if number else None
    return whole(us, year, exists(found, not_found(VOUCHER_NOT_FOUND, "verifikationen")))


def whole(company: FortnoxCompany, year: Year, voucher: Voucher) -> Record:
    """A voucher as Fortnox answers with it."""
    names = company.live.kept("names", lambda: {account.number: account.name for account in company.books.chart})
    return {
        "@url": f"vouchers/{voucher.series}/{voucher.number}?financialyear={year.id}",
        "Comments": voucher.comments or None,
        "CostCenter": None,
        "Description": voucher.text,
        "Project": None,
        "ReferenceNumber": voucher.reference,
        "ReferenceType": voucher.kind.value,
        "TransactionDate": voucher.day,
        "VoucherNumber": voucher.number,
        "VoucherRows": [_row(row, names[row.account]) for row in voucher.rows],
        "VoucherSeries": voucher.series,
        "Year": year.id,
        "ApprovalState": 0,
    }


def _row(row: Row, name: str) -> Record:
    return {
        "Account": int(row.account),
        "CostCenter": row.centre or None,
        "Credit": kronor(max(-row.amount, 0)),
        "Description": name,
        "Debit": kronor(max(row.amount, 0)),
        "Project": row.project or None,
        "Removed": row.mark is Mark.STRUCK,
        "TransactionInformation": row.text,
        "Quantity": 0,
    }
