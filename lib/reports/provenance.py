"""Where a report comes from: said on a sheet of its own, so that a printed figure can be traced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Final

from lib.core.languages import Language, mark, moment, translate
from lib.core.periods import FinancialYear

TITLE = mark("About this report")
DEBIT_IS_POSITIVE: Final = mark(
    "Debit is positive and credit negative; income, equity and liabilities are turned in statements only."
)
OWED_IS_POSITIVE: Final = mark("What is owed is positive, to customers as to suppliers; credit notes are negative.")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a report shows and of whom, where it was read from, when and by whom it was made.

    `period`, `source` and `filters` (heading -> value) are in the reader's language already; a blank
    `period` is left out, for what stands on a day. `signs` is a marked text: how the amounts are turned.
    The times carry their time zone.
    """

    company: str
    org_number: str
    year: FinancialYear
    period: str
    source: str
    imported_at: datetime | None
    made_at: datetime
    made_by: str
    filters: Mapping[str, str] = field(default_factory=dict)
    signs: str = DEBIT_IS_POSITIVE
    fingerprint: str = ""
    """Tells these books from any others: that of the year's snapshot."""

    def lines(self, language: Language) -> Iterator[tuple[str, str]]:
        """Heading and value of each line."""
        said = {
            mark("Company"): self.company,
            mark("Organisation number"): self.org_number,
            mark("Financial year"): str(self.year),
        } | ({mark("Period"): self.period} if self.period else {})
        origin = {
            mark("Source"): self.source,
            mark("Imported"): moment(self.imported_at, language) if self.imported_at else "",
        }
        yield from ((translate(heading, language), value) for heading, value in said.items())
        yield from filter_lines(self.filters, language)
        yield from ((translate(heading, language), value) for heading, value in origin.items())
        yield from made_lines(self.made_at, self.made_by, language)
        if self.fingerprint:
            yield translate(mark("Fingerprint of the books"), language), self.fingerprint
        yield translate(mark("Signs"), language), translate(self.signs, language)


def filter_lines(filters: Mapping[str, str], language: Language) -> Iterator[tuple[str, str]]:
    """What narrows a report, or that nothing does."""
    yield from filters.items() or [(translate(mark("Filters"), language), translate(mark("none"), language))]


def made_lines(made_at: datetime, made_by: str, language: Language) -> Iterator[tuple[str, str]]:
    """When, by whom and with what a report was made."""
    yield translate(mark("Report made"), language), moment(made_at, language)
    yield translate(mark("Made by"), language), made_by
    yield translate(mark("Made with"), language), f"Brygga {version('brygga')}"
