"""Whether the bookkeeping that Fortnox sent is what it was asked for: the company's, and of the financial year."""

from collections.abc import Collection, Sequence
from typing import Final

import polars as pl

from lib.core.languages import mark
from lib.core.organisations import org_number
from lib.core.periods import FinancialYear
from lib.fortnox.failures import FortnoxFailure
from lib.fortnox.registers import Company
from lib.ledger.books import Extent, YearBooks
from lib.sie import HEAD_BYTES, SieFile, read

_NOTHING: Final = "–"
_NEXT: Final = mark("Try again; if it happens again, export the year as a SIE file in Fortnox and import the file.")


class OtherBooks(FortnoxFailure):
    """Fortnox sent the bookkeeping of another year or company: `asked` and `found` name both."""

    text = mark("Fortnox was asked for the bookkeeping of {asked} and sent that of {found}.")
    next_step = _NEXT


class BooksMissing(FortnoxFailure):
    """What came of a year is not its whole bookkeeping; `year` is its first day."""

    text = mark(
        "What Fortnox sent of the financial year from {year:date} is not the whole bookkeeping with its vouchers."
    )
    next_step = _NEXT


def check_sent(content: bytes, name: str, company: Company, year: FinancialYear) -> None:
    """Raise OtherBooks unless a SIE file states the year, and no other company; FileRefused when it is none.

    A company that the file does not state passes: the connection opens one alone.
    """
    file = read(content[:HEAD_BYTES], name=name)
    number, tenant = org_number(file.head("org_number")), str(file.head("company_id") or "")
    found = _stated_year(file)
    strangers = [
        stated
        for stated, ours in ((number, org_number(company.org_number)), (tenant, str(company.tenant)))
        if stated and ours and stated != ours
    ]
    if found == year and not strangers:
        return
    ours = [company.org_number or _NOTHING, str(company.tenant)] if strangers else []
    theirs = [number or _NOTHING, tenant or _NOTHING] if strangers else []
    raise OtherBooks(asked=", ".join([_days(year), *ours]), found=", ".join([_days(found), *theirs]))


def check_whole(starts: Collection[str], books: Sequence[YearBooks]) -> None:
    """Raise BooksMissing unless each year, by its first day in ISO form, came with its vouchers."""
    whole = {one.year.start.isoformat() for one in books if one.extent is Extent.FULL}
    missing = sorted(set(starts) - whole)
    if missing:
        raise BooksMissing(year=missing[0])


def _stated_year(file: SieFile) -> FinancialYear | None:
    own = file.years.filter(
        (pl.col("year_index") == 0) & pl.col("start").is_not_null() & (pl.col("start") <= pl.col("end"))
    )
    return FinancialYear(own["start"][0], own["end"][0]) if own.height else None


def _days(year: FinancialYear | None) -> str:
    return str(year) if year else _NOTHING
