"""The voucher series of each financial year, and which of them a kind of voucher gets by itself."""

from collections.abc import Sequence

from lib.sandbox.fortnox.asked import current_year, exists, year_asked
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import Refused, not_found
from lib.sandbox.fortnox.general import always
from lib.sandbox.fortnox.live_books import Year
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, SandboxCompany
from lib.sandbox.fortnox.setup import PREDEFINED, Series

SERIES_NOT_FOUND = 2999102
_CODE_AT_MOST, _NAME_AT_MOST = 10, 200


def voucher_series(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The series of a year, by code."""
    us = ours(company)
    year = year_asked(us, query)
    return always([_series(one, year) for _, one in sorted(us.live.series(year).items())], year.span.start)


def one_series(company: SandboxCompany, key: Key, query: Query) -> Record:
    """One series of a year, with the number that comes next; raises Refused 2999102 (our code)."""
    us = ours(company)
    year = year_asked(us, query)
    found = us.live.series(year).get(key[0])
    return _whole(us, exists(found, not_found(SERIES_NOT_FOUND, "verifikationsserien")), year)


def new_series(company: SandboxCompany, query: Query, body: Record) -> Record:
    """Make a series in a year; raises Refused 2001392 when its code or name is none."""
    us = ours(company)
    year = year_asked(us, query)
    code, name, manual = body.get("Code"), body.get("Description"), body.get("Manual", False)
    good = isinstance(code, str) and 0 < len(code) <= _CODE_AT_MOST and code.isalnum()
    if not (good and isinstance(name, str) and 0 < len(name) <= _NAME_AT_MOST and isinstance(manual, bool)):
        raise Refused(400, 2001392, "Ingen eller felaktig typ av data.")
    made = Series(str(code), name, manual)
    us.live.add_series(year, made)
    return _whole(us, made, year)


def _whole(company: FortnoxCompany, series: Series, year: Year) -> Record:
    brief = dict(_series(series, year))
    own = brief.pop("Year")
    return brief | {"NextVoucherNumber": company.live.next_number(year, series.code), "Year": own}


def _series(series: Series, year: Year) -> Record:
    return {
        "@url": f"voucherseries/{series.code}?financialyear={year.id}",
        "Approver": None,
        "Code": series.code,
        "Description": series.name,
        "Manual": series.manual,
        "Year": year.id,
    }


def predefined_list(company: SandboxCompany, _key: Key, _query: Query) -> Sequence[Listed]:
    """Each kind of voucher with its series."""
    return always(map(_predefined, PREDEFINED), current_year(ours(company)).span.start)


def predefined(_company: SandboxCompany, key: Key, _query: Query) -> Record:
    """The series of one kind of voucher."""
    known = next((name for name in PREDEFINED if (name,) == key), None)
    return _predefined(exists(known, not_found(SERIES_NOT_FOUND, "verifikationsserien")))


def _predefined(name: str) -> Record:
    return {"@url": f"predefinedvoucherseries/{name}", "Name": name, "VoucherSeries": PREDEFINED[name]}
