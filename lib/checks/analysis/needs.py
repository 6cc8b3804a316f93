"""What a check of a year's books may need, and the words for its absence: blank means that it is there."""

from lib.checks.analysis.case import Case
from lib.core.languages import mark
from lib.ledger.books import Extent
from lib.ledger.sides import Side


def vouchers(case: Case) -> str:
    """At least one voucher."""
    return mark("the year has no vouchers") if case.vouchers.is_empty() else ""


def whole_year(case: Case) -> str:
    """Balances and vouchers."""
    return "" if case.books.extent is Extent.FULL else mark("the year's books do not hold both balances and vouchers")


def registered(case: Case) -> str:
    """The days that vouchers were entered on."""
    known = case.vouchers["registered"].drop_nulls().len()
    return "" if known else mark("the file does not say when its vouchers were entered (regdatum)")


def booked_month(case: Case) -> str:
    """At least one month that is over and booked."""
    return "" if case.booked_months else mark("no month of the year is booked to its end yet")


def earlier_months(case: Case) -> str:
    """At least three months to compare with."""
    known = case.months["month"].n_unique()
    return "" if known > 3 else mark("there are fewer than three earlier months to compare with")  # noqa: PLR2004 - said


def receivables(case: Case) -> str:
    """The customers' ledger."""
    return "" if Side.RECEIVABLES in case.ledgers else mark("there is no customers' ledger")


def payables(case: Case) -> str:
    """The suppliers' ledger."""
    return "" if Side.PAYABLES in case.ledgers else mark("there is no suppliers' ledger")


def any_ledger(case: Case) -> str:
    """The customers' or the suppliers' ledger."""
    return "" if case.ledgers else mark("there is neither a customers' nor a suppliers' ledger")
