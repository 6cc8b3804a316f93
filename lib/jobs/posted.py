"""A closing entry as a voucher in Fortnox: what of it is sent, and by what it is known there."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from lib.closing.entries import Draft, EntryRow
from lib.fortnox.client import Fortnox
from lib.fortnox.vouchers import NewRow, NewVoucher, SeenVoucher

COST_CENTRE: Final = "1"
PROJECT: Final = "6"
"""The dimensions that a voucher in Fortnox has, by their numbers in SIE."""
DIMENSIONS: Final = frozenset({COST_CENTRE, PROJECT})


def voucher_of(draft: Draft, series: str, comments: str) -> NewVoucher:
    """The voucher that an entry becomes."""
    return NewVoucher(series, draft.day, draft.name.strip(), comments, tuple(map(_row, draft.rows)))


def comments(label: str, marker: str) -> str:
    """What the voucher's comments say: which entry it is, for people, and its marker."""
    return f"Bokslutsverifikation {label} ({marker})"


def books_same(fortnox: Fortnox, year_id: int, there: SeenVoucher, draft: Draft) -> bool:
    """Whether a voucher that stands in Fortnox books an entry's amounts on its accounts and objects."""
    return _amounts(fortnox.voucher_rows(there.series, there.number, year_id)) == _amounts(map(_row, draft.rows))


def _row(row: EntryRow) -> NewRow:
    objects = dict(row.objects)
    return NewRow(row.account, row.amount, row.text.strip(), objects.get(COST_CENTRE, ""), objects.get(PROJECT, ""))


def _amounts(rows: Iterable[NewRow]) -> Counter[tuple[str, int, str, str]]:
    return Counter((row.account, row.amount, row.cost_centre, row.project) for row in rows)
