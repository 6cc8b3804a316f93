"""What an account number says by the BAS chart."""

from enum import StrEnum
from typing import Final

from lib.core.languages import mark


class AccountType(StrEnum):
    """The account types of `#KTYP` (SIE 4C, section 11)."""

    ASSET = "T"
    LIABILITY = "S"
    COST = "K"
    INCOME = "I"


BALANCE_TYPES: Final = frozenset({AccountType.ASSET, AccountType.LIABILITY})

BAS_CLASSES: Final = {
    "1": mark("Assets"),
    "2": mark("Equity and liabilities"),
    "3": mark("Operating income"),
    "4": mark("Goods and materials"),
    "5": mark("Other external costs"),
    "6": mark("Other external costs"),
    "7": mark("Personnel and depreciation"),
    "8": mark("Financial items, appropriations and tax"),
    "9": mark("Internal accounts"),
}


def bas_type(account: str) -> AccountType | None:
    """The type that the BAS class gives: 1 assets, 2 liabilities and equity, 3 income, 4-8 costs.

    None for class 9, for accounts that begin with 0 and for accounts that are no number.
    """
    match account[:1]:
        case "1":
            return AccountType.ASSET
        case "2":
            return AccountType.LIABILITY
        case "3":
            return AccountType.INCOME
        case "4" | "5" | "6" | "7" | "8":
            return AccountType.COST
        case _:
            return None
