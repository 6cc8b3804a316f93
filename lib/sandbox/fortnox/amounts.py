"""How amounts of the model are written in an answer: kronor as numbers, or as text where Fortnox does so."""

from decimal import Decimal
from typing import Final

ORE: Final = 100


def kronor(ore: int) -> int | Decimal:
    """An amount in öre (or hundredths of another currency) as a number: 1250, 1250.5."""
    return Decimal(ore) / ORE if ore % ORE else ore // ORE


def written(ore: int) -> str:
    """The same as text, the way supplier invoices have it: `1250`, `-1250.5`."""
    return str(kronor(ore))


def number(value: Decimal) -> int | Decimal:
    """A rate as a number, without zeros that say nothing."""
    return int(value) if value == value.to_integral_value() else value.normalize()
