"""Each page's papers: whose, of what, from where and by whom on every leaf, and the figures that the screen shows.

The books are those of `tests.pages.ledgers`: customers owe 350, of which 310 is booked; suppliers are owed 80.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import Printed
from lib.actions import clients, entries, marks
from lib.closing.entries import Draft, EntryRow
from lib.core.languages import LANGUAGES, Language
from lib.core.money import sek
from lib.core.periods import VatPeriod
from lib.store.marks import Said
from lib.store.tables import Client
from tests.pages.closings import DECEMBER, start
from tests.pages.ledgers import from_fortnox
from tests.pages.office import Office
from tests.reports.printed_pages import pages, squeezed

pytestmark = pytest.mark.slow

RENT = Draft("Hyra", date(2025, 12, 31), (EntryRow("1930", 5_00), EntryRow("3001", -5_00)))
DECEMBERS: dict[str, Any] = {"period": "12"}
P12, DAY, WHOLE = "P12 · ", "2025-01-01–2025-12-31", ""
PLACES: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "trial balance": ("ledger", {}, WHOLE, "1510 Kundfordringar 0,00 310,00 310,00 0,00 310,00"),
    "income statement": ("ledger", {"vy": "resultat"}, WHOLE, "3001 Försäljning 350,00 350,00"),
    "balance sheet": ("ledger", {"vy": "balans"}, WHOLE, "1510 Kundfordringar 0,00 310,00 310,00"),
    "vouchers": ("ledger", {"vy": "verifikationer"}, WHOLE, "A 9 2025-04-10"),
    "journal": ("ledger", {"vy": "grundbok"}, WHOLE, "2025-04-10 A 9 1510"),
    "account": ("ledger", {"konto": "2440"}, WHOLE, "−80,00"),
    "reconciliation": ("reconciliation", DECEMBERS, P12, "1510 Kundfordringar 310,00 0,00 310,00 0,00 310,00"),
    "account and its papers": ("reconciliation", {**DECEMBERS, "konto": "1510"}, P12, "350,00"),
    "year at a glance": ("reconciliation", {**DECEMBERS, "vy": "oversikt"}, P12, "1510 Kundfordringar"),
    "main appendices": ("reconciliation", {**DECEMBERS, "vy": "bilagor"}, P12, "310,00 0,00 310,00 0,00 310,00"),
    "income analysis": ("reconciliation", {**DECEMBERS, "vy": "resultat"}, P12, "3001 Försäljning 0,00 −5,00 −5,00"),
    "VAT and fees": ("reconciliation", {**DECEMBERS, "vy": "moms"}, P12, ""),
    "appendix": ("appendices", {"dag": DECEMBER}, DAY, "102 7 Öns Bageri AB 2025-09-17 2025-10-17 250,00 0,00 250,00"),
    "periods": ("periods", DECEMBERS, WHOLE, "2025 ▸ "),
    "checklist": ("periods", {**DECEMBERS, "vy": "checklista"}, P12, "◌ "),
    "closing entries": ("closing_entries", DECEMBERS, P12, "V 1 2025-12-31 3001 Försäljning 5,00"),
}
"""Where each paper's button stands, what period its leaves name, and some of its figures, reckoned by hand."""
YEARS = {"sv": "Helår · 2025", "en": "Whole year · 2025"}
HEAD = {
    "sv": (
        "Bryggstugan på Ön AB 555555-5555",
        "Källa: Fortnox, importerad ",
        "av Person accountant · Brygga",
        "Sida {} av {}",
    ),
    "en": (
        "Bryggstugan på Ön AB 555555-5555",
        "Source: Fortnox, imported ",
        "by Person accountant · Brygga",
        "Page {} of {}",
    ),
}


@pytest.fixture
def client(office: Office) -> Client:
    """A client with a period that is worked on: an account marked as done, and an entry beside the books."""
    made = from_fortnox(office)
    clients.change_client(office.desk(), made.id, vat_period=VatPeriod.QUARTER)
    start(office, made)
    entries.save_entry(office.desk(), made.id, DECEMBER, RENT, ready=True)
    marks.mark_accounts(office.desk(), made.id, DECEMBER, {"2440": Said(-80_00, -80_00)}, comment="Enligt reskontra")
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_every_leaf_says_whose_it_is_of_what_and_from_where_and_the_figures_are_those_of_the_screen(
    place: str, language: Language, office: Office, client: Client, printed: list[Printed]
) -> None:
    page, address, period, told = PLACES[place]
    app = office.screen(page, language=language, klient=client.id, **address)
    leaves = pages(printed[-1]())
    *head, number = HEAD[language]
    for place_of_leaf, leaf in enumerate(leaves, 1):
        for words in (*head, number.format(place_of_leaf, len(leaves))):
            assert words in leaf
        assert (period or YEARS[language]) in leaf.splitlines()[0]
    every = squeezed("".join(leaves))
    assert squeezed(told) in every
    for amount in amounts(app):
        assert squeezed(sek(amount)) in every


def amounts(app: AppTest) -> list[int]:
    """The amounts of the last table on the screen, in öre."""
    cells = app.dataframe[-1].value.to_numpy().ravel() if app.dataframe else ()
    return [int(cell * 100) for cell in cells if isinstance(cell, Decimal)]
