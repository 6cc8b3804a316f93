"""What a document says of itself: program, company, currency and financial years."""

from datetime import date
from typing import Any, Final, NamedTuple

import polars as pl

from lib.core.periods import month_end
from lib.sie.five.elements import Attributes, Element, named
from lib.sie.five.values import Place, Values
from lib.sie.frames import HEADER, YEARS

_TRUE: Final = frozenset({"true", "1"})


class _Year(NamedTuple):
    """A `FiscalYear`: its first day, its last day, and whether the document is about it."""

    start: date
    end: date
    primary: bool
    through: date | None


class Heading:
    """Takes in `FileInfo`."""

    def __init__(self, values: Values) -> None:
        """`values` reads the attributes."""
        self._values = values
        self._facts: dict[str, Any] = {}
        self._years: dict[date, _Year] = {}

    @property
    def element(self) -> Element:
        """What `FileInfo` holds."""
        years = Element(children=named({"FiscalYear": Element(self._year)}))
        inside = {
            "SoftwareProduct": Element(self._program),
            "FileCreation": Element(self._creation),
            "Company": Element(self._company),
            "FiscalYears": years,
            "AccountingCurrency": Element(self._currency),
        }
        return Element(children=named(inside))

    def header(self) -> pl.DataFrame:
        """The header's one row, as `lib.sie.frames.HEADER`."""
        own = self._own()
        through = {"balances_through": own.through} if own else {}
        return pl.DataFrame([{name: (self._facts | through).get(name) for name in HEADER}], schema=dict(HEADER))

    def years(self) -> pl.DataFrame:
        """The financial years as `lib.sie.frames.YEARS`: 0 is the document's own, -1 the one before it."""
        own = self._own()
        ordered = sorted(self._years)
        place = ordered.index(own.start) if own else 0
        rows = [(index - place, start, self._years[start].end) for index, start in enumerate(ordered)]
        return pl.DataFrame(rows, schema=dict(YEARS), orient="row")

    def note_own_year(self) -> None:
        """Say which year was taken for the document's own when it does not mark exactly one."""
        own = self._own()
        marked = sum(year.primary for year in self._years.values())
        if own and len(self._years) > 1 and marked != 1:
            start, end = own.start.isoformat(), own.end.isoformat()
            self._values.notes.add("own-year-unmarked", None, start=start, end=end)

    def _own(self) -> _Year | None:
        """The year that is marked as primary, else the last one."""
        years = list(self._years.values())
        return max([year for year in years if year.primary] or years, default=None)

    def _program(self, attributes: Attributes, _line: int) -> None:
        self._keep(program=attributes.get("name"), program_version=attributes.get("version"))

    def _creation(self, attributes: Attributes, line: int) -> None:
        generated = self._values.day(attributes.get("time"), Place(line))
        self._keep(generated=generated, generated_by=attributes.get("by"))

    def _company(self, attributes: Attributes, _line: int) -> None:
        self._keep(
            org_number=attributes.get("organizationId"),
            company_name=attributes.get("name"),
            company_id=attributes.get("clientId"),
        )

    def _currency(self, attributes: Attributes, _line: int) -> None:
        self._keep(currency=attributes.get("currency"))

    def _keep(self, **facts: str | date | None) -> None:
        """Keep each fact as it was first stated."""
        for name, value in facts.items():
            if value not in {None, ""}:
                self._facts.setdefault(name, value)

    def _year(self, attributes: Attributes, line: int) -> None:
        place = Place(line)
        start, end = (self._values.month(attributes.get(name, ""), place) for name in ("start", "end"))
        if start is None or end is None:
            return
        primary = attributes.get("primary", "").strip() in _TRUE
        through = self._values.day(attributes.get("lastCoveredDate"), place)
        self._years.setdefault(start, _Year(start, month_end(end), primary, through))
