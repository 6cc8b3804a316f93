"""One cause of a difference: what it is, by how much, and the voucher that shows it."""

from dataclasses import dataclass
from datetime import date

from lib.core.findings import Finding
from lib.core.languages import Fact

Facts = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Cause:
    """A finding of `lib.core.explanations`.

    `amount` is how many öre larger it makes the ledger than the account, 0 for what only says
    something. `year_start` begins the year of the voucher that it names, if that is in the books.
    """

    finding: Finding
    amount: int = 0
    year_start: date | None = None
