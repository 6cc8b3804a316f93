"""The sales accounts with the rate of VAT that each is for, and those whose rate only a voucher shows."""

import re
from typing import Final

from lib.checks.analysis.case import Case
from lib.core.rates import RateKind, rate

OUTPUT: Final = ("vat-25", "vat-12", "vat-6")
REVERSE: Final = ("vat-reverse-out", "vat-reverse-in")
TO_SETTLE: Final = ("vat-settled",)
FREE: Final = (2500, 1200, 600)
"""The rates that sales on an account without a rate of its own may have, in hundredths of a per cent."""
_BY_ROLE: Final = (("sales-25", RateKind.VAT), ("sales-12", RateKind.VAT_REDUCED), ("sales-6", RateKind.VAT_LOW))
_FOOD: Final = re.compile(r"livsmedel|matvaror", re.IGNORECASE)
_NOT_SALES: Final = ("37", "38", "39")
"""Reductions, own work and other income have VAT or not as it falls."""


def rates_of(case: Case) -> dict[str, int]:
    """Sales account -> its rate in hundredths of a per cent, on the year's last day.

    Accounts for food are left out where the rate changed within the year: either may be right then.
    """
    mapped: dict[str, int] = {}
    for role, kind in _BY_ROLE:
        for account in case.roles[role]:
            own = RateKind.VAT_FOOD if _FOOD.search(case.names.get(account, "")) else kind
            first, last = rate(own, case.year.start), rate(own, case.year.end)
            if last is not None and first == last:
                mapped[account] = last
    return mapped


def unmapped(case: Case) -> set[str]:
    """Sales accounts that have no rate of their own."""
    known = {*rates_of(case), *case.having("sales-free", "rounding")}
    return {account for account in case.names if account[:1] == "3" and account not in known}


def doubtful(case: Case) -> set[str]:
    """Those of them that are sales at all, not reductions or other income."""
    return {account for account in unmapped(case) if account[:2] not in _NOT_SALES}
