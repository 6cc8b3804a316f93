"""Faults placed on purpose in one year's file, each of its own kind and each found by one check.

| where | fault | check |
|---|---|---|
| a supplier's invoice | its last row is 90,00 kr too high | unbalanced-voucher |
| opening balances | 1930 and 2091 are 1 500,00 kr off last year's closing balances | opening-differs |
| the last three vouchers of series A | series and number are missing | missing-series |
| the last two vouchers of series C | they have changed places | falling-voucher-number |
| bank fees | one is posted on 6571, which the chart lacks | undeclared-account |
| two customers' invoices | ä and ö were taken for Mac Roman in one, lost for good in the other | damaged-characters |

Closing balances and results follow the rows, so that no fault is found twice.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from lib.sandbox.books import Books, BooksYear, Voucher

TOO_HIGH: Final = 9_000
CARRIED_WRONG: Final = 150_000
UNKNOWN_ACCOUNT: Final = "6571"
WITHOUT_SERIES: Final = 3
DAYS_NEEDED: Final = 60
TAKEN_FOR_MAC: Final = ", bestÑllning till brîllop"
"""What Swedish letters in CP437 turn into when a program takes the bytes for Mac Roman."""
LOST: Final = re.sub("[åäö]", b"\xef\xbf\xbd".decode("cp437"), ", beställning till bröllop")
"""What is left when a program knew none of the letters: the three bytes of U+FFFD for each."""


def damage(books: Books) -> tuple[Books, int]:
    """The books with the faults of the model in them, and the place of the year that holds them.

    That is the last year, or the one before while the last is too young to hold them all.
    """
    last = len(books.years) - 1
    age = (books.years[last].through - books.years[last].span.start).days
    place = last if age >= DAYS_NEEDED else last - 1
    years = list(books.years)
    years[place] = _damaged_year(years[place])
    return Books(**(vars(books) | {"years": tuple(years)})), place


def _damaged_year(year: BooksYear) -> BooksYear:
    opening = dict(year.opening)
    opening["1930"] += CARRIED_WRONG
    opening["2091"] -= CARRIED_WRONG
    vouchers = list(year.vouchers)
    invoices = _places(vouchers, "B", "Kundfaktura")
    for place, change in (
        (_places(vouchers, "D", "Leverantörsfaktura")[3], _unbalanced),
        (_places(vouchers, "A", "Bankavgifter")[0], _undeclared),
        (invoices[2], lambda voucher: replace(voucher, text=voucher.text + TAKEN_FOR_MAC)),
        (invoices[5], lambda voucher: replace(voucher, text=voucher.text + LOST)),
    ):
        vouchers[place] = change(vouchers[place])
    return BooksYear(year.span, year.through, opening, tuple(vouchers))


def _places(vouchers: Sequence[Voucher], series: str, text: str) -> list[int]:
    return [place for place, v in enumerate(vouchers) if v.series == series and v.text.startswith(text)]


def _unbalanced(voucher: Voucher) -> Voucher:
    *rows, last = voucher.rows
    return replace(voucher, rows=(*rows, last._replace(amount=last.amount + TOO_HIGH)))


def _undeclared(voucher: Voucher) -> Voucher:
    first, *rows = voucher.rows
    return replace(voucher, rows=(first._replace(account=UNKNOWN_ACCOUNT), *rows))


def damage_lines(lines: Sequence[str]) -> list[str]:
    """The lines of the file with the faults in them that no model can hold: lost series, changed places."""
    blocks = _blocks(lines)
    kept, vouchers = blocks[0], blocks[1:]
    loose = [place for place, block in enumerate(vouchers) if block[0].startswith("#VER A ")][-WITHOUT_SERIES:]
    for place in loose:
        head = vouchers[place][0].split(maxsplit=3)
        vouchers[place] = [f'#VER "" "" {head[3]}', *vouchers[place][1:]]
    receipts = [place for place, block in enumerate(vouchers) if block[0].startswith("#VER C ")]
    for former, latter in list(pairwise(receipts))[-1:]:
        vouchers[former], vouchers[latter] = vouchers[latter], vouchers[former]
    return [*kept, *(line for block in vouchers for line in block)]


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """What stands before the vouchers, and then one block a voucher."""
    starts = [0, *(place for place, line in enumerate(lines) if line.startswith("#VER ")), len(lines)]
    return [list(lines[start:end]) for start, end in pairwise(starts)]
