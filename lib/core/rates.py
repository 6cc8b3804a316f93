"""Rates and limits set by law, each with the days it holds for and where that was read: never constants in a check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from lib.core.languages import mark


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
    """An amount below this need not be accrued under K2; what counts is the day that the financial year begins."""
    BASE_AMOUNT = "base-amount"
    """Prisbasbelopp: equipment of less than half of it may be written off at once."""
    BOOKING_DAYS = "booking-days"
    """Days after the end of a month within which its events are to be booked."""
    CORPORATE_TAX = "corporate-tax"
    """Of limited companies and economic associations; what counts is the day that the financial year begins."""
    RESERVE_COMPANY = "reserve-company"
    """The largest part of the taxable result that a legal person may put in a tax allocation reserve."""
    RESERVE_PERSON = "reserve-person"
    """The same of a sole trader, and of a partner in a partnership."""
    RESERVE_YEARS = "reserve-years"
    """Years after the one of the deduction within which a tax allocation reserve is returned."""
    RESERVE_INCOME = "reserve-income"
    """Standard income on a legal person's reserves; what counts is the day that the financial year ends."""
    RESERVE_ADDITION = "reserve-addition"
    """What is added, to be taxed, when a reserve is returned in a year that begins after 2020.

    What counts is the day that the year of the deduction began: it was taxed at a higher rate.
    """
    DEPRECIATION_MAIN = "depreciation-main"
    """Largest depreciation of equipment in a year by the main rule, of the book value."""
    DEPRECIATION_COMPLEMENT = "depreciation-complement"
    """Depreciation of equipment in a year by the complementary rule, of the cost."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One value and the days it holds for, first and last included; None is as far as books here go.

    Rates are hundredths of a per cent (2500 is 25 %), limits öre, deadlines days or years. `source` is the law,
    and `read` the text in which the value was read; blank where it could not be read in any.
    """

    kind: RateKind
    value: int
    source: str
    read: str = ""
    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the value holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


KRONOR: Final = frozenset({RateKind.YOUNG_WAGE, RateKind.ACCRUAL_LIMIT, RateKind.BASE_AMOUNT})
DAYS: Final = frozenset({RateKind.BOOKING_DAYS})
YEARS: Final = frozenset({RateKind.RESERVE_YEARS})
BY_LAST_DAY: Final = frozenset({RateKind.RESERVE_INCOME})
"""Rates of a financial year that go by its last day; the others go by its first."""
RATE_NAMES: Final[Mapping[RateKind, str]] = {
    RateKind.VAT: mark("VAT, standard rate"),
    RateKind.VAT_REDUCED: mark("VAT, reduced rate"),
    RateKind.VAT_LOW: mark("VAT, low rate"),
    RateKind.VAT_FOOD: mark("VAT on food"),
    RateKind.EMPLOYER_FEES: mark("Social fees in full"),
    RateKind.PENSION_FEE: mark("Old-age pension fee alone"),
    RateKind.YOUNG_FEES: mark("Social fees, aged 19-23"),
    RateKind.YOUNG_WAGE: mark("Monthly wage with that fee"),
    RateKind.ACCRUAL_LIMIT: mark("Limit of accruals under K2"),
    RateKind.BASE_AMOUNT: mark("Price base amount"),
    RateKind.BOOKING_DAYS: mark("Days to book in after the month"),
    RateKind.CORPORATE_TAX: mark("Corporate tax"),
    RateKind.RESERVE_COMPANY: mark("Tax allocation reserve at most, companies"),
    RateKind.RESERVE_PERSON: mark("Tax allocation reserve at most, sole traders and partners"),
    RateKind.RESERVE_YEARS: mark("Years within which a tax allocation reserve is returned"),
    RateKind.RESERVE_INCOME: mark("Standard income on tax allocation reserves"),
    RateKind.RESERVE_ADDITION: mark("Addition when a tax allocation reserve is returned"),
    RateKind.DEPRECIATION_MAIN: mark("Depreciation of equipment, main rule"),
    RateKind.DEPRECIATION_COMPLEMENT: mark("Depreciation of equipment, complementary rule"),
}

# ML is mervärdesskattelagen, SAL socialavgiftslagen, BFL bokföringslagen, IL inkomstskattelagen (1999:1229):
# as people who read them say
_VAT_ACT: Final = "ML (2023:200) 9 kap."
_GUIDANCE: Final = "Skatteverket, utg. 2024.2"
_FOOD: Final = "prop. 2025/26:55"
_FEES: Final = "SAL (2000:980), lag (1994:1920)"
_FEES_READ: Final = "Visma; Ekonomifakta"
_YOUNG: Final = "SFS 2026:100"
_YOUNG_SPAN: Final = (date(2026, 4, 1), date(2027, 9, 30))
_K2: Final = "BFNAR 2016:10 (K2) 2.4"
_BASE: Final = "regeringens förordning"
_TAX: Final = "IL 65 kap. 10 §"
_TAX_READ: Final = "FAR Online, Bolagsskatt"
_LOWERED: Final = (date(2019, 1, 1), date(2020, 12, 31))
_INCOME: Final = "IL 30 kap. 6 a §"
_FLOOR: Final = "Skatteverket, utg. 2023.9 (lägst 0,5 %)"
_RETURNED: Final = "lag (2018:1206), övergångsbestämmelser"


def _base(year: int, kronor: int, source: str, read: str) -> Rate:
    return Rate(RateKind.BASE_AMOUNT, kronor * 100, source, read, date(year, 1, 1), date(year, 12, 31))


def _income(year: int, value: int, read: str) -> Rate:
    return Rate(RateKind.RESERVE_INCOME, value, _INCOME, read, date(year, 1, 1), date(year, 12, 31))


RATES: Final[tuple[Rate, ...]] = (
    Rate(RateKind.VAT, 2500, f"{_VAT_ACT} 2 §", _GUIDANCE),
    Rate(RateKind.VAT_REDUCED, 1200, f"{_VAT_ACT} 3-7 §§", _GUIDANCE),
    Rate(RateKind.VAT_LOW, 600, f"{_VAT_ACT} 8-18 §§", _GUIDANCE),
    Rate(RateKind.VAT_FOOD, 1200, _VAT_ACT, _FOOD, end=date(2026, 3, 31)),
    Rate(RateKind.VAT_FOOD, 600, _FOOD, _FOOD, date(2026, 4, 1), date(2027, 12, 31)),
    Rate(RateKind.VAT_FOOD, 1200, _FOOD, _FOOD, date(2028, 1, 1)),
    Rate(RateKind.EMPLOYER_FEES, 3142, _FEES, _FEES_READ, date(2009, 1, 1)),
    Rate(RateKind.PENSION_FEE, 1021, _FEES, _FEES_READ, date(2009, 1, 1)),
    # the law says how it is reckoned, not what it comes to: nobody has read the figure
    Rate(RateKind.YOUNG_FEES, 2081, f"{_YOUNG}: 10,21 + ½ · 21,21", "", *_YOUNG_SPAN),
    Rate(RateKind.YOUNG_WAGE, 25_000_00, f"{_YOUNG} 2 §", "FAR Online", *_YOUNG_SPAN),
    Rate(RateKind.ACCRUAL_LIMIT, 5_000_00, f"{_K2}, äldre", "bfn.se, K2", end=date(2025, 12, 31)),
    Rate(RateKind.ACCRUAL_LIMIT, 7_000_00, _K2, "FAR Online; KPMG", date(2026, 1, 1)),
    _base(2023, 52_500, _BASE, "Redeko; sv.wikipedia.org"),
    _base(2024, 57_300, _BASE, "Min Trygghet; sv.wikipedia.org"),
    _base(2025, 58_800, _BASE, "Nyheter24 2024-09 (SCB)"),
    _base(2026, 59_200, "förordning (2025:872)", "laglio.se"),
    Rate(RateKind.BOOKING_DAYS, 50, "BFL 5:2, BFNAR 2013:2 kap. 3", "Fortnox, Automatlåsning"),
    Rate(RateKind.CORPORATE_TAX, 2200, _TAX, _TAX_READ, date(2013, 1, 1), date(2018, 12, 31)),
    Rate(RateKind.CORPORATE_TAX, 2140, _TAX, _TAX_READ, *_LOWERED),
    Rate(RateKind.CORPORATE_TAX, 2060, _TAX, _TAX_READ, date(2021, 1, 1)),
    Rate(RateKind.RESERVE_COMPANY, 2500, "IL 30 kap. 5 §", "Lönsamhetsdoktorn 2026-01-16"),
    Rate(RateKind.RESERVE_PERSON, 3000, "IL 30 kap. 6 §", "Lönsamhetsdoktorn 2026-01-16"),
    Rate(RateKind.RESERVE_YEARS, 6, "IL 30 kap. 7 §", "Lönsamhetsdoktorn 2026-01-16"),
    # years that end earlier may have begun under the older rule
    _income(2020, 50, f"Riksgälden 2019-11-28; {_FLOOR}"),
    _income(2021, 50, f"tjanstebilsfakta.se; {_FLOOR}"),
    _income(2022, 50, f"tjanstebilsfakta.se; {_FLOOR}"),
    _income(2023, 194, "redovisning.nu"),
    _income(2024, 262, "Redovisningshuset"),
    _income(2025, 196, "Carnegie (0,888 % ISK-skatt)"),
    _income(2026, 255, "Carnegie"),
    Rate(RateKind.RESERVE_ADDITION, 600, _RETURNED, "EY Drivkraft 2019-09-05", date(2013, 1, 1), date(2018, 12, 31)),
    Rate(RateKind.RESERVE_ADDITION, 400, _RETURNED, "EY Drivkraft 2019-09-05", *_LOWERED),
    Rate(RateKind.RESERVE_ADDITION, 0, _RETURNED, "EY Drivkraft 2019-09-05", date(2021, 1, 1)),
    Rate(RateKind.DEPRECIATION_MAIN, 3000, "IL 18 kap. 13 §", "FAR Online, Räkenskapsenlig avskrivning"),
    Rate(RateKind.DEPRECIATION_COMPLEMENT, 2000, "IL 18 kap. 17 §", "redovisningsguiden.se; Björn Lundén"),
)


def rate(kind: RateKind, day: date) -> int | None:
    """The value that holds on a day; None where the table does not know it."""
    return next((entry.value for entry in RATES if entry.kind is kind and entry.holds(day)), None)
