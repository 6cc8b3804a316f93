"""A company's books while the local Fortnox runs: the model, the vouchers added since, and what is made of both."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property
from threading import RLock
from typing import Final, NamedTuple, TypeVar, cast

from lib.core.periods import FinancialYear
from lib.sandbox.books import Books, BooksYear, Draft, Kind, Voucher
from lib.sandbox.fortnox.setup import Series, Setup

T = TypeVar("T")
EARLY: Final = time()
"""When what the model has was saved: before anybody came to work, so that only what is sent later is news."""


class Year(NamedTuple):
    """A financial year as Fortnox knows it: its id is a number of its own, not that of the calendar."""

    id: int
    place: int
    span: FinancialYear


class Booking(NamedTuple):
    """The voucher that books a document, and the id of its year."""

    year: int
    voucher: Voucher


class LiveBooks:
    """The books of one company; vouchers may be added, by several threads at once."""

    def __init__(self, books: Books, setup: Setup, kept: dict[Hashable, object] | None = None) -> None:
        """Begin with the books as the model has them, and with what is `kept` of them as long as nothing is added."""
        self._lock: Final = RLock()
        self.original: Final = books
        self._books = books
        self._version = 0
        self._kept: dict[Hashable, object] = {} if kept is None else kept
        self._saved: dict[tuple[int, str, int], datetime] = {}
        newest = len(books.years) - 1
        spans = [year.span for year in books.years]
        self.years: Final = tuple(Year(setup.first_year + place, place, span) for place, span in enumerate(spans))
        self._series: Final = {year.id: setup.series(newest=year.place == newest) for year in self.years}

    @property
    def books(self) -> Books:
        """The books as they stand; what is returned never changes."""
        return self._books

    def of(self, year: Year) -> BooksYear:
        """All that is booked in a year."""
        return self._books.years[year.place]

    def series(self, year: Year) -> Mapping[str, Series]:
        """The voucher series of a year, by code."""
        return self._series[year.id]

    def add_series(self, year: Year, series: Series) -> None:
        """Give the year one more series, or another name or kind of one that it has."""
        with self._lock:
            self._series[year.id] = {**self._series[year.id], series.code: series}

    def year_of(self, day: date) -> Year | None:
        """The year that a day lies in."""
        return next((year for year in self.years if day in year.span), None)

    def next_number(self, year: Year, code: str) -> int:
        """The number that the next voucher of a series gets."""
        return max((made.number for made in self.of(year).vouchers if made.series == code), default=0) + 1

    def add(self, year: Year, draft: Draft, now: datetime, comments: str = "") -> Voucher:
        """Save a voucher under the next number of its series; later years open with what it moved."""
        with self._lock:
            number = self.next_number(year, draft.series)
            made = Voucher(
                draft.series, number, draft.day, draft.text, draft.rows, now.date(), draft.kind, comments=comments
            )
            years = list(self._books.years)
            old = years[year.place]
            years[year.place] = replace(old, vouchers=(*old.vouchers, made), through=max(old.through, draft.day))
            for place in range(year.place + 1, len(years)):
                years[place] = replace(years[place], opening=_moved(years[place].opening, made))
            self._saved[year.place, draft.series, number] = now
            self._books = replace(self._books, years=tuple(years))
            self._version += 1
            self._kept = {}
            return made

    def modified(self, year: Year, voucher: Voucher) -> datetime:
        """When a voucher was last changed."""
        known = self._saved.get((year.place, voucher.series, voucher.number))
        return known or datetime.combine(voucher.changed or voucher.registered, EARLY)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave when it was first asked for under this key since the books last changed."""
        if key in (kept := self._kept):
            return cast("T", kept[key])
        version, made = self._version, make()
        with self._lock:
            if version == self._version:
                self._kept[key] = made
        return made

    def voucher(self, year: Year, series: str, number: int) -> Voucher | None:
        """The voucher with this series and number."""
        known = self.kept(("by label", year.id), lambda: {(v.series, v.number): v for v in self.of(year).vouchers})
        return known.get((series, number))

    def booking(self, kind: Kind, reference: str) -> Booking | None:
        """The voucher that was made from a document."""
        return self._bookings.get((kind, reference))

    @cached_property
    def _bookings(self) -> dict[tuple[Kind, str], Booking]:
        return {
            (voucher.kind, voucher.reference): Booking(year.id, voucher)
            for year in self.years
            for voucher in self.of(year).vouchers
            if voucher.reference
        }


def _moved(opening: Mapping[str, int], voucher: Voucher) -> dict[str, int]:
    changed = dict(opening)
    for row in voucher.booked:
        if row.account[0] in "12":
            changed[row.account] = changed.get(row.account, 0) + row.amount
    return changed
