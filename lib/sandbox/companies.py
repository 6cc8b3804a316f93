"""The demo bureau's clients: five made-up companies whose years follow today's date.

| client | what it shows |
|---|---|
| Nordanvik Handel AB | sound books of a trading company, three years |
| Fjärdhem Konsult AB | a financial year that runs from July to June |
| Ängströms Keramik | a sole trader on the cash method, VAT once a year |
| Kvarnby Butikskedja AB | some 300 000 rows and 700 objects |
| Strandgläntans Café & Catering AB | faults in the latest file, each placed on purpose (see `faults`) |

The organisation numbers have valid check digits and lie in a run that has not been given out; the sole
trader's is of the kind that the tax agency keeps for tests (its birth number is above 980).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from unicodedata import normalize

from lib.sandbox.bookkeeping import keep
from lib.sandbox.books import Books
from lib.sandbox.businesses import CAFE, CHAIN, CONSULTANCY, POTTERY, TRADE
from lib.sandbox.facts import CompanyFacts
from lib.sandbox.faults import damage, damage_lines
from lib.sandbox.sie import Company, encoded, sie_lines


@dataclass(frozen=True)
class DemoCompany(CompanyFacts):
    """One made-up client whose books come as files; they are made when they are first asked for."""

    faulty: bool = False

    @cached_property
    def books(self) -> Books:
        """The company's books as they should be."""
        return keep(self.profile, self.today)

    @property
    def company(self) -> Company:
        """What the head of its SIE files says."""
        database = 990_000 + int(self.org_number[-5:-1].replace("-", ""))
        return Company(self.name, self.org_number, database, self.contact, self.street, self.town)

    def files(self) -> list[tuple[str, bytes]]:
        """A SIE 4E file for each financial year, oldest first: its name and its bytes."""
        books, damaged = damage(self.books) if self.faulty else (self.books, None)
        made = []
        for place, year in enumerate(books.years):
            faulty = place == damaged
            lines = sie_lines(self.company, books if faulty else self.books, place)
            content = encoded(damage_lines(lines) if faulty else lines)
            made.append((f"{_plain(self.name)}-{year.span.label.replace('/', '-')}.se", content))
        return made


def _plain(name: str) -> str:
    """The name as the first part of a file's name: `fjardhem-konsult-ab`."""
    letters = "".join(c for c in normalize("NFKD", name.lower()) if c.isascii())
    return "-".join("".join(c if c.isalnum() else " " for c in letters).split())


def demo_companies(today: date) -> list[DemoCompany]:
    """The clients of the demo bureau as they stand on `today`; the same day gives the same bytes."""
    return [
        DemoCompany(
            "Nordanvik Handel AB", "559998-0025", "AB", "invoice", "quarter", "K2", "month",
            "Göran Åkesson", "Hamngatan 4", "662 31 Åmål", TRADE, today,
        ),
        DemoCompany(
            "Fjärdhem Konsult AB", "559998-0033", "AB", "invoice", "month", "K3", "quarter",
            "Märta Öberg", "Östra Storgatan 12", "553 21 Jönköping", CONSULTANCY, today,
        ),
        DemoCompany(
            "Ängströms Keramik", "810412-9815", "EF", "cash", "year", None, "year",
            "Åsa Ängström", "Krukmakargränd 1", "621 56 Visby", POTTERY, today,
        ),
        DemoCompany(
            "Kvarnby Butikskedja AB", "559998-0041", "AB", "invoice", "month", "K3", "month",
            "Håkan Nordström", "Kvarnvägen 90", "602 28 Norrköping", CHAIN, today,
        ),
        DemoCompany(
            "Strandgläntans Café & Catering AB", "559998-0058", "AB", "invoice", "quarter", "K2", "month",
            "Kajsa Sjöström", "Strandpromenaden 7", "392 32 Kalmar", CAFE, today, faulty=True,
        ),
    ]  # fmt: skip
