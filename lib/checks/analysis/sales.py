"""The sales accounts with the rate of VAT that each is for, and those whose rate only a voucher shows."""

import re
from datetime import date, timedelta
from typing import Final

from lib.checks.analysis.case import Case
from lib.core.rates import RATES, RateKind, rate

OUTPUT: Final = ("vat-25", "vat-12", "vat-6")
REVERSE: Final = ("vat-reverse-out", "vat-reverse-in")
TO_SETTLE: Final = ("vat-settled",)
_BY_ROLE: Final = (("sales-25", RateKind.VAT), ("sales-12", RateKind.VAT_REDUCED), ("sales-6", RateKind.VAT_LOW))
_FOOD: Final = re.compile(r"livsmedel|matvaror", re.IGNORECASE)
_NOT_SALES: Final = ("37", "38", "39")
"""Reductions, own work and other income have VAT or not as it falls."""


def rates_of(case: Case, day: date) -> dict[str, int]:
    """Sales account -> its rate on a day, in hundredths of a per cent; food is told by the account's name."""
    mapped: dict[str, int] = {}
    for role, kind in _BY_ROLE:
        for account in case.roles[role]:
            own = RateKind.VAT_FOOD if _FOOD.search(case.names.get(account, "")) else kind
            if (known := rate(own, day)) is not None:
                mapped[account] = known
    return mapped


def rate_spans(case: Case) -> list[tuple[date, date, dict[str, int]]]:
    """The parts of the year, first and last day, in which the accounts' rates are the same."""
    starts = {entry.start for entry in RATES if entry.start and case.year.start < entry.start <= case.year.end}
    firsts = [case.year.start, *sorted(starts)]
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), case.year.end]
    parts = [(first, last, rates_of(case, first)) for first, last in zip(firsts, lasts, strict=True)]
    return parts if any(rates != parts[0][2] for _, _, rates in parts) else [(firsts[0], lasts[-1], parts[0][2])]


def free_rates(case: Case) -> tuple[int, ...]:
    """The rates that sales on an account without a rate of its own may have, none at all being one of them."""
    known = (rate(kind, case.year.end) for _, kind in _BY_ROLE)
    return (0, *(each for each in known if each is not None))


def unmapped(case: Case) -> set[str]:
    """Sales accounts that have no rate of their own."""
    known = {*rates_of(case, case.year.end), *case.having("sales-free", "rounding")}
    return {account for account in case.names if account[:1] == "3" and account not in known}


def doubtful(case: Case) -> set[str]:
    """Those of them that are sales at all, not reductions or other income."""
    return {account for account in unmapped(case) if account[:2] not in _NOT_SALES}
