"""Swedish organisation numbers as they stand in files and on letters."""

from typing import Final

from stdnum.se import orgnr, personnummer

TEST_COMPANY: Final = "555555-5555"
"""The number that the bookkeeping programs' test companies carry; it passes the check."""
_DIGITS: Final = 10


def org_number(text: str | None) -> str:
    """Write a number as `nnnnnn-nnnn`; blank when there is none, unchanged when it has another form.

    Twelve digits lose their century: sole traders carry their personal number.
    """
    digits = "".join(c for c in text or "" if c.isdigit())
    if len(digits) == _DIGITS + 2:
        digits = digits[2:]
    return f"{digits[:6]}-{digits[6:]}" if len(digits) == _DIGITS else (text or "").strip()


def is_valid(number: str) -> bool:
    """Whether the check digit is right, and the number a company's or a person's.

    A company's third digit is 2 or more (lag 1974:174); below that the number is a person's
    and its first six digits must be a day.
    """
    number = org_number(number)
    if not orgnr.is_valid(number):
        return False
    return number[2] >= "2" or bool(personnummer.is_valid(number))
