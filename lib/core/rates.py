"""Rates and limits set by law, each with the days it holds for and where that was read: never constants in a check."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class RateKind(StrEnum):
    """What a rate is of."""

    VAT = "vat"
    """The standard rate of VAT."""
    VAT_REDUCED = "vat-reduced"
    VAT_LOW = "vat-low"
    VAT_FOOD = "vat-food"
    """Food: the one kind of goods whose rate changes within the years that clients bring."""
    EMPLOYER_FEES = "employer-fees"
    PENSION_FEE = "pension-fee"
    """The least that is paid for anyone: the old-age pension fee alone."""
    YOUNG_FEES = "young-fees"
    """For employees of 19-23, on wages up to `YOUNG_WAGE` a month."""
    YOUNG_WAGE = "young-wage"
    ACCRUAL_LIMIT = "accrual-limit"
    """An amount below this need not be accrued under K2."""
    BASE_AMOUNT = "base-amount"
    """Prisbasbelopp: equipment of less than half of it may be written off at once."""
    BOOKING_DAYS = "booking-days"
    """Days after the end of a month within which its events are to be booked."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One value and the days it holds for, first and last included; None is as far as books here go.

    Rates are hundredths of a per cent (2500 is 25 %), limits öre, deadlines days.
    """

    kind: RateKind
    value: int
    source: str
    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the value holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


_VAT_ACT: Final = "mervärdesskattelagen (2023:200) 9 kap."
_FOOD: Final = "prop. 2025/26:55"
_FEES: Final = "socialavgiftslagen (2000:980) 2 kap."
_YOUNG: Final = "SFS 2026:100"
_BASE: Final = "regeringens beslut om prisbasbelopp"

RATES: Final[tuple[Rate, ...]] = (
    Rate(RateKind.VAT, 2500, _VAT_ACT),
    Rate(RateKind.VAT_REDUCED, 1200, _VAT_ACT),
    Rate(RateKind.VAT_LOW, 600, _VAT_ACT),
    Rate(RateKind.VAT_FOOD, 1200, _VAT_ACT, end=date(2026, 3, 31)),
    Rate(RateKind.VAT_FOOD, 600, _FOOD, date(2026, 4, 1), date(2027, 12, 31)),
    Rate(RateKind.VAT_FOOD, 1200, _FOOD, date(2028, 1, 1)),
    Rate(RateKind.EMPLOYER_FEES, 3142, _FEES),
    Rate(RateKind.PENSION_FEE, 1021, _FEES),
    Rate(RateKind.YOUNG_FEES, 2081, _YOUNG, date(2026, 4, 1), date(2027, 9, 30)),
    Rate(RateKind.YOUNG_WAGE, 25_000_00, _YOUNG, date(2026, 4, 1), date(2027, 9, 30)),
    Rate(RateKind.ACCRUAL_LIMIT, 7_000_00, "BFNAR 2016:10 (K2) punkt 2.4"),
    Rate(RateKind.BASE_AMOUNT, 52_500_00, _BASE, date(2023, 1, 1), date(2023, 12, 31)),
    Rate(RateKind.BASE_AMOUNT, 57_300_00, _BASE, date(2024, 1, 1), date(2024, 12, 31)),
    Rate(RateKind.BASE_AMOUNT, 58_800_00, _BASE, date(2025, 1, 1), date(2025, 12, 31)),
    Rate(RateKind.BASE_AMOUNT, 59_200_00, _BASE, date(2026, 1, 1), date(2026, 12, 31)),
    Rate(RateKind.BOOKING_DAYS, 50, "bokföringslagen 5 kap. 2 §, BFNAR 2013:2 kap. 3"),
)


def rate(kind: RateKind, day: date) -> int | None:
    """The value that holds on a day; None where the table does not know it."""
    return next((entry.value for entry in RATES if entry.kind is kind and entry.holds(day)), None)
