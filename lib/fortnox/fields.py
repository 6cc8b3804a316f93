"""Values of Fortnox's records, whatever way it writes them: numbers as strings, strings as booleans, blanks as null."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

Row = Mapping[str, Any]
"""One object of an answer, as `lib.fortnox.answers` reads it."""


def text(row: Row, name: str) -> str:
    """A text; blank when it is null or missing."""
    value = row.get(name)
    return "" if value is None else str(value)


def text_or_none(row: Row, name: str) -> str | None:
    """A text; None when it is null, missing or blank."""
    return text(row, name) or None


def number(row: Row, name: str) -> Decimal:
    """An exact number, 0 when it is null, missing or blank; raises ValueError."""
    value = row.get(name)
    return decimal(value) if value is not None and value != "" else Decimal(0)


def decimal(value: object) -> Decimal:
    """An exact number of a number or its text; raises ValueError."""
    if isinstance(value, bool | float):
        raise ValueError(value)  # noqa: TRY004 - a value of the answer, not of ours
    try:
        exact = value if isinstance(value, Decimal) else Decimal(value if isinstance(value, int) else str(value))
    except InvalidOperation:
        raise ValueError(value) from None
    if not exact.is_finite():
        raise ValueError(value)
    return exact


def whole(row: Row, name: str) -> int:
    """A whole number; raises ValueError when there is none."""
    exact = decimal(row.get(name))
    if exact != exact.to_integral_value():
        raise ValueError(exact)
    return int(exact)


def day(row: Row, name: str) -> date | None:
    """A day; None when it is null, missing or blank. Raises ValueError."""
    value = row.get(name)
    return date.fromisoformat(str(value)[:10]) if value else None


def certain_day(row: Row, name: str) -> date:
    """A day that must be there; raises ValueError."""
    found = day(row, name)
    if found is None:
        raise ValueError(name)
    return found


def flag(row: Row, name: str) -> bool:
    """A yes or no, also when it is written as a text."""
    value = row.get(name)
    return value is True or str(value).lower() == "true"
