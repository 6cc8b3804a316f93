"""Taking in a voucher: the checks that Fortnox makes, and the voucher that comes of it.

Codes 29990xx are ours: Fortnox has these refusals, but their codes are not known.
"""

from datetime import date, datetime
from typing import Final

from lib.sandbox.books import Draft
from lib.sandbox.fortnox.asked import year_by_id, year_missing
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.live_books import Year
from lib.sandbox.fortnox.resources import Query, Record, SandboxCompany
from lib.sandbox.fortnox.rows import booked_rows
from lib.sandbox.fortnox.texts import text, wrong
from lib.sandbox.fortnox.vouchers import whole

UNBALANCED: Final = 2999001
NOT_MANUAL: Final = 2999002
NO_SERIES: Final = 2999003
OUTSIDE_YEAR: Final = 2999007
_DESCRIPTION_AT_MOST, _COMMENTS_AT_MOST = 200, 1000


def new_voucher(company: SandboxCompany, query: Query, body: Record) -> Record:
    """Save a voucher, or raise Refused for the first thing that is wrong with it.

    The year is that of `financialyear`, else the one that the date lies in. Amounts may have two decimals.
    """
    us = ours(company)
    description = text(body, "Description", _DESCRIPTION_AT_MOST, needed=True)
    comments = text(body, "Comments", _COMMENTS_AT_MOST)
    day = _day(body)
    year = _year(us, query, day)
    series = _series(us, year, body)
    if (locked := us.setup.locked_until) and day <= locked:
        who = query.user or us.contact
        message = f"{who} har låst perioden t.o.m. {locked}. Lås upp perioden för att fortsätta."
        raise Refused(400, 2000401, message)
    rows = booked_rows(us, body)
    if sum(row.amount for row in rows):
        raise Refused(400, UNBALANCED, "Verifikationen balanserar inte.")
    made = us.live.add(year, Draft(day, series, description, rows), query.now, comments)
    return whole(us, year, made)


def _day(body: Record) -> date:
    value = body.get("TransactionDate")
    if isinstance(value, str):
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            pass
    raise wrong()


def _year(company: FortnoxCompany, query: Query, day: date) -> Year:
    known = query.number("financialyear")
    if known is None:
        found = company.live.year_of(day)
        if found is None:
            raise year_missing()
        return found
    year = year_by_id(company, known)
    if day not in year.span:
        if company.live.year_of(day) is None:
            raise year_missing()
        raise Refused(400, OUTSIDE_YEAR, "Transaktionsdatumet ligger utanför räkenskapsåret.")
    return year


def _series(company: FortnoxCompany, year: Year, body: Record) -> str:
    code = text(body, "VoucherSeries", 10, needed=True)
    found = company.live.series(year).get(code)
    if not found:
        raise Refused(400, NO_SERIES, f"Verifikationsserien {code} finns inte")
    if not found.manual:
        raise Refused(400, NOT_MANUAL, f"Verifikationsserien är inte manuell ({code})")
    return code
