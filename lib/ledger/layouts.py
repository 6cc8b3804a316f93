"""How the statements are built up: their groups by BAS number and the sums between them.

After the model of the annual accounts act (årsredovisningslagen, appendices 1 and 2: balance
sheet, and income statement by kind of cost), on the groups of the BAS chart of accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from lib.core.languages import mark


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts whose first figures lie from `first` to `last`; with none, all that no group took."""

    text: str
    first: str = ""
    last: str = ""

    def takes(self, account: pl.Expr) -> pl.Expr:
        """Whether an account belongs here."""
        head = account.str.slice(0, len(self.first))
        return pl.lit(value=True) if not self.first else (head >= self.first) & (head <= self.last)


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of all groups so far."""

    text: str


Layout = Sequence[Group | Sum]

CALCULATED_RESULT: Final = mark("Calculated result")
NOT_BOOKED: Final = mark("Calculated result (not booked)")
DIFFERENCE: Final = mark("Difference: the books do not sum to zero")
ASSETS_TOTAL: Final = mark("Total assets")
LIABILITIES_TOTAL: Final = mark("Total equity and liabilities")

INCOME: Final[Layout] = (
    Group(mark("Net sales"), "30", "37"),
    Group(mark("Capitalised own work"), "38", "38"),
    Group(mark("Other operating income"), "39", "39"),
    Sum(mark("Total operating income")),
    Group(mark("Raw materials and goods"), "40", "49"),
    Group(mark("Other external costs"), "50", "69"),
    Group(mark("Personnel costs"), "70", "76"),
    Group(mark("Depreciation and write-downs"), "77", "78"),
    Group(mark("Other operating costs"), "79", "79"),
    Sum(mark("Operating result")),
    Group(mark("Financial items"), "80", "87"),
    Sum(mark("Result after financial items")),
    Group(mark("Appropriations"), "88", "88"),
    Sum(mark("Result before tax")),
    Group(mark("Tax"), "890", "898"),
    # 8999 carries the result to equity: it comes after the result that it carries
    Sum(CALCULATED_RESULT),
    Group(mark("Result carried to equity"), "899", "899"),
    Group(mark("Other result accounts")),
    Sum(NOT_BOOKED),
)
ASSETS: Final[Layout] = (
    Group(mark("Intangible fixed assets"), "10", "10"),
    Group(mark("Buildings, land, machinery and equipment"), "11", "12"),
    Group(mark("Financial fixed assets"), "13", "13"),
    Group(mark("Stock and work in progress"), "14", "14"),
    Group(mark("Trade receivables"), "15", "15"),
    Group(mark("Other receivables"), "16", "16"),
    Group(mark("Prepaid costs and accrued income"), "17", "17"),
    Group(mark("Short-term investments"), "18", "18"),
    Group(mark("Cash and bank"), "19", "19"),
    Group(mark("Other assets")),
    Sum(ASSETS_TOTAL),
)
LIABILITIES: Final[Layout] = (
    Group(mark("Equity"), "20", "20"),
    Group(mark("Untaxed reserves"), "21", "21"),
    Group(mark("Provisions"), "22", "22"),
    Group(mark("Long-term liabilities"), "23", "23"),
    Group(mark("Short-term liabilities to lenders, customers and suppliers"), "24", "24"),
    Group(mark("Tax liabilities"), "25", "25"),
    Group(mark("VAT and special excise duties"), "26", "26"),
    Group(mark("Personnel taxes, charges and deductions"), "27", "27"),
    Group(mark("Other short-term liabilities"), "28", "28"),
    Group(mark("Accrued costs and prepaid income"), "29", "29"),
    Group(mark("Other liabilities")),
)
