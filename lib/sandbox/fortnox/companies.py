"""The companies of the local Fortnox: eight, each with something to show; their years follow today's date.

| tenant | company | what it shows |
|---|---|---|
| 990101 | Segelviks Marin AB | sound books, three years |
| 990102 | Tallhöjdens Bygg & Design AB | 1510 differs; ROT and RUT, foreign currencies, an earlier system |
| 990103 | Månssons Snickeri i Hagfors | a sole trader whose 2440 differs; the year that runs has not been made |
| 990104 | Vintergatans Butikskedja AB | 300 000 rows, 700 objects |
| 990105 | Åsgårdens Fastighetsservice AB | a locked period, a series that takes no vouchers by hand |
| 990106 | Lövängens Trädgårdskonsult AB | the cash method |
| 990107 | Norrtrycks Förlag AB | no API licence |
| 990108 | Sundbros Åkeri AB | a licence for bookkeeping only, so that both ledgers are refused |

The organisation numbers lie in the same runs as those of the demo's other clients (`lib.sandbox.companies`).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from threading import Lock
from typing import Final, cast

from lib.core.periods import FinancialYear, month_start
from lib.sandbox.bookkeeping import keep
from lib.sandbox.books import Books
from lib.sandbox.facts import CompanyFacts
from lib.sandbox.fortnox.businesses import CARETAKING, CRAFT, GARDENS, HAULAGE, JOINERY, MARINE, PRESS, STORES
from lib.sandbox.fortnox.live_books import LiveBooks
from lib.sandbox.fortnox.payable_stories import payable_stories
from lib.sandbox.fortnox.receivable_stories import receivable_stories
from lib.sandbox.fortnox.resources import SandboxCompany
from lib.sandbox.fortnox.setup import Setup
from lib.sandbox.fortnox.truth import Difference, truth
from lib.sandbox.sie import Company
from lib.sandbox.stories import NO_STORIES, Stories

ALL_LICENCES: Final = frozenset({"api", "bookkeeping", "invoice", "supplierinvoice"})
Teller = Callable[[Sequence[FinancialYear], date], Stories]


def _nothing_told(_spans: Sequence[FinancialYear], _today: date) -> Stories:
    return NO_STORIES


@dataclass(frozen=True)
class FortnoxCompany(CompanyFacts):
    """One made-up company in Fortnox, `tenant` there; its books are made when they are first asked for."""

    tenant: int = field(kw_only=True)
    licences: frozenset[str] = ALL_LICENCES
    setup: Setup = field(default_factory=Setup)
    teller: Teller = _nothing_told
    like: "FortnoxCompany | None" = field(default=None, repr=False, compare=False)
    lists: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)
    _making: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @cached_property
    def stories(self) -> Stories:
        """What the company has beside its routine."""
        return self.like.stories if self.like else self.teller(self.profile.spans(self.today), self.today)

    @cached_property
    def _untouched(self) -> Books:
        return self.like.untouched if self.like else keep(self.profile, self.today, self.stories)

    @property
    def untouched(self) -> Books:
        """The books as the model has them."""
        with self._making:
            return self._untouched

    @cached_property
    def _live(self) -> LiveBooks:
        return LiveBooks(self._untouched, self.setup, self.lists)

    @property
    def live(self) -> LiveBooks:
        """The books while the local Fortnox runs, with the vouchers added since."""
        with self._making:
            return self._live

    @property
    def books(self) -> Books:
        """The books as they stand now."""
        return self.live.books

    @cached_property
    def truth(self) -> tuple[Difference, ...]:
        """What 1510 and 2440 hold beside their ledgers, and why, as the books were made."""
        return truth(self.live.original, self.stories, cash=self.cash)

    @property
    def cash(self) -> bool:
        """Whether the books are kept by the cash method."""
        return self.profile.cash

    @property
    def company(self) -> Company:
        """What the head of its SIE files says."""
        return Company(self.name, self.org_number, self.tenant, self.contact, self.street, self.town)


def anew(company: FortnoxCompany) -> FortnoxCompany:
    """The same company, to whose books nothing has been added yet; its books and lists are made once for both."""
    return replace(company, like=company)


def ours(company: SandboxCompany) -> FortnoxCompany:
    """The company with its registers, of which the protocol knows only the face."""
    return cast("FortnoxCompany", company)


def sandbox_companies(today: date) -> list[FortnoxCompany]:
    """The companies as they stand on `today`; the same day gives the same books."""
    return [
        FortnoxCompany(
            "Segelviks Marin AB", "559998-0066", "AB", "invoice", "quarter", "K2", "month",
            "Elin Björk", "Varvsgatan 3", "451 42 Uddevalla", MARINE, today, tenant=990101, setup=Setup(first_year=4),
        ),
        FortnoxCompany(
            "Tallhöjdens Bygg & Design AB", "559998-0074", "AB", "invoice", "month", "K3", "month",
            "Björn Hägglund", "Älvgatan 21", "652 25 Karlstad", CRAFT, today, tenant=990102, teller=receivable_stories,
        ),
        FortnoxCompany(
            "Månssons Snickeri i Hagfors", "750623-9826", "EF", "invoice", "year", None, "year",
            "Jörgen Månsson", "Såggränd 2", "683 30 Hagfors", JOINERY, today,
            tenant=990103, setup=Setup(first_year=7), teller=payable_stories,
        ),
        FortnoxCompany(
            "Vintergatans Butikskedja AB", "559998-0082", "AB", "invoice", "month", "K3", "month",
            "Ida Nordström", "Handelsvägen 90", "702 36 Örebro", STORES, today,
            tenant=990104, setup=Setup(first_year=2),
        ),
        FortnoxCompany(
            "Åsgårdens Fastighetsservice AB", "559998-0090", "AB", "invoice", "quarter", "K2", "quarter",
            "Saga Wallén", "Kyrkbacken 8", "831 31 Östersund", CARETAKING, today, tenant=990105, setup=_strict(today),
        ),
        FortnoxCompany(
            "Lövängens Trädgårdskonsult AB", "559998-0108", "AB", "cash", "year", "K2", "year",
            "Kajsa Löfgren", "Lindallén 14", "223 62 Lund", GARDENS, today, tenant=990106, setup=Setup(first_year=3),
        ),
        FortnoxCompany(
            "Norrtrycks Förlag AB", "559998-0116", "AB", "invoice", "quarter", "K2", "quarter",
            "Lennart Palmér", "Skeppsbron 5", "972 31 Luleå", PRESS, today,
            tenant=990107, licences=ALL_LICENCES - {"api"},
        ),
        FortnoxCompany(
            "Sundbros Åkeri AB", "559998-0124", "AB", "invoice", "quarter", "K2", "quarter",
            "Håkan Östlund", "Terminalvägen 30", "262 73 Ängelholm", HAULAGE, today,
            tenant=990108, licences=frozenset({"api", "bookkeeping"}), setup=Setup(first_year=5),
        ),
    ]  # fmt: skip


def _strict(today: date) -> Setup:
    """Books locked until the end of the month before last; vouchers by hand go in series I alone this year."""
    last_month = month_start(today) - timedelta(days=1)
    return Setup(
        first_year=11,
        locked_until=month_start(last_month) - timedelta(days=1),
        manual=frozenset({"I"}),
        inactive_accounts=frozenset({"6970", "1920"}),
        inactive_centres={"GML": "Gamla depån"},
        completed_projects={"2001": "Ombyggnad av förråd"},
        centre_needed=frozenset({"6071"}),
        project_needed=frozenset({"5831"}),
    )
