"""Whether the financial year is named, lawful, and the one that the vouchers are dated in."""

from datetime import date
from typing import Any

import polars as pl

from lib.checks.needs import financial_year, vouchers
from lib.checks.registry import Found, Intake, check
from lib.checks.vouchers import NAME
from lib.core.catalogue import finding
from lib.core.findings import Finding
from lib.core.periods import MONTHS_A_YEAR, MONTHS_AT_MOST, month_end


@check("no-financial-year", of="sie")
def no_financial_year(intake: Intake) -> Found:
    """No year could be made of the file, so nothing can be filed; a file of loose vouchers needs none."""
    known = intake.books or _is_empty_order(intake)
    return Found() if known else Found.of([finding("no-financial-year", location=intake.place())])


@check("nothing-to-import", of="sie")
def nothing_to_import(intake: Intake) -> Found:
    """A SIE 5 file that is meant to bring vouchers brings none."""
    return Found.of([finding("nothing-to-import", location=intake.place())] if _is_empty_order(intake) else [])


@check("year-too-long", needs=(financial_year,))
def year_too_long(intake: Intake) -> Found:
    """The year goes on for more than 18 months, counted from its first day."""
    year = intake.books[0].year
    if year.end < _after_months(year.start, MONTHS_AT_MOST):
        return Found()
    start, end = year.start.isoformat(), year.end.isoformat()
    return Found.of([finding("year-too-long", location=intake.place(), start=start, end=end, months=year.months)])


@check("date-outside-year", needs=(financial_year, vouchers))
def date_outside_year(intake: Intake) -> Found:
    """Vouchers that lie in a year which their date does not."""
    day = pl.col("date")
    outside = intake.vouchers.filter(~day.is_between(pl.col("start"), pl.col("end")))

    def make(row: dict[str, Any]) -> Finding:
        days = {name: row[name].isoformat() for name in ("date", "start", "end")}
        return finding("date-outside-year", location=intake.place(row["line"]), voucher=row["name"], **days)

    return Found.rows(outside.with_columns(name=NAME), make)


def _is_empty_order(intake: Intake) -> bool:
    return intake.sie is not None and intake.sie.sie_type == "5I" and intake.sie.vouchers.is_empty()


def _after_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))
