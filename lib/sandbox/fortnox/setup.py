"""What is set up in a Fortnox company beside its books: locked period, series, accounts and objects in use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

SERIES: Final[Mapping[str, str]] = {
    "A": "Redovisning", "B": "Kundfakturor", "C": "Inbetalningar", "D": "Leverantörsfakturor", "E": "Utbetalningar",
    "F": "Kassa", "G": "Avskrivning", "H": "Periodisering", "I": "Bokslut", "J": "Revisor", "K": "Lön",
    "L": "Kontantfaktura", "M": "Momsrapport",
}  # fmt: skip
"""The series of a new Fortnox company; only A is manual."""
PREDEFINED: Final[Mapping[str, str]] = {
    "ANL": "G", "CASHINVOICE": "L", "INVOICE": "B", "INVOICEACCRUAL": "H", "INVOICEPAYMENT": "C", "SALARY": "K",
    "SUPPLIERINVOICE": "D", "SUPPLIERINVOICEACCRUAL": "H", "SUPPLIERINVOICEPAYMENT": "E", "VAT": "M",
}  # fmt: skip
"""Which series a kind of voucher gets by itself."""


class Series(NamedTuple):
    """A voucher series of one financial year; a manual one takes vouchers that are keyed in or sent."""

    code: str
    name: str
    manual: bool


@dataclass(frozen=True)
class Setup:
    """What the company has set up; accounts and objects are named by number and code.

    `manual` are the manual series of the newest year, `manual_before` those of earlier ones.
    `first_year` is the id of the oldest financial year.
    """

    first_year: int = 1
    locked_until: date | None = None
    manual: frozenset[str] = frozenset({"A"})
    manual_before: frozenset[str] = frozenset({"A"})
    inactive_accounts: frozenset[str] = frozenset()
    inactive_centres: Mapping[str, str] = field(default_factory=dict)
    completed_projects: Mapping[str, str] = field(default_factory=dict)
    centre_needed: frozenset[str] = frozenset()
    project_needed: frozenset[str] = frozenset()

    def series(self, *, newest: bool) -> dict[str, Series]:
        """The series of a financial year, by code."""
        manual = self.manual if newest else self.manual_before
        return {code: Series(code, name, code in manual) for code, name in SERIES.items()}
