"""The companies of the local Fortnox: eight, each with something to show; their years follow today's date.

| tenant | company | what it shows |
|---|---|---|
| 990101 | Segelviks Marin AB | sound books, three years |

The organisation numbers lie in the same runs as those of the demo's other clients (`lib.sandbox.companies`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Final, cast

from lib.core.periods import FinancialYear
from lib.sandbox.bookkeeping import keep
from lib.sandbox.books import Books
from lib.sandbox.fortnox.businesses import MARINE
from lib.sandbox.fortnox.live_books import LiveBooks
from lib.sandbox.fortnox.resources import SandboxCompany
from lib.sandbox.fortnox.setup import Setup
from lib.sandbox.profile import Profile
from lib.sandbox.sie import Company
from lib.sandbox.stories import NO_STORIES, Stories

ALL_LICENCES: Final = frozenset({"api", "bookkeeping", "invoice", "supplierinvoice"})
Teller = Callable[[Sequence[FinancialYear], date], Stories]


def _nothing_told(_spans: Sequence[FinancialYear], _today: date) -> Stories:
    return NO_STORIES


@dataclass(frozen=True)
class FortnoxCompany:
    """One made-up company, with the facts that a bureau keeps of it (values as `lib.store.words` has them).

    `today` is the day that its books are made for; they are made when they are first asked for.
    """

    tenant: int
    name: str
    org_number: str
    legal_form: str
    accounting_method: str
    vat_period: str
    framework: str | None
    reconciliation_period: str
    contact: str
    street: str
    town: str
    profile: Profile
    today: date
    licences: frozenset[str] = ALL_LICENCES
    setup: Setup = field(default_factory=Setup)
    teller: Teller = _nothing_told
    _making: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @cached_property
    def stories(self) -> Stories:
        """What the company has beside its routine."""
        return self.teller(self.profile.spans(self.today), self.today)

    @cached_property
    def _live(self) -> LiveBooks:
        return LiveBooks(keep(self.profile, self.today, self.stories), self.setup)

    @property
    def live(self) -> LiveBooks:
        """The books while the local Fortnox runs, with the vouchers added since."""
        with self._making:
            return self._live

    @property
    def books(self) -> Books:
        """The books as they stand now."""
        return self.live.books

    @property
    def cash(self) -> bool:
        """Whether the books are kept by the cash method."""
        return self.profile.cash

    @property
    def company(self) -> Company:
        """What the head of its SIE files says."""
        return Company(self.name, self.org_number, self.tenant, self.contact, self.street, self.town)


def ours(company: SandboxCompany) -> FortnoxCompany:
    """The company with its registers, of which the protocol knows only the face."""
    return cast("FortnoxCompany", company)


def sandbox_companies(today: date) -> list[FortnoxCompany]:
    """The companies as they stand on `today`; the same day gives the same books."""
    return [
        FortnoxCompany(
            990101, "Segelviks Marin AB", "559998-0066", "AB", "invoice", "quarter", "K2", "month",
            "Elin Björk", "Varvsgatan 3", "451 42 Uddevalla", MARINE, today, setup=Setup(first_year=4),
        ),
    ]  # fmt: skip
