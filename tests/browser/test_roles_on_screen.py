"""What each of the four roles sees and may do on screen, and that an address typed by hand opens nothing more."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import ROLES, Desk
from tests.browser.files import DATA, FAULTLESS

pytestmark = pytest.mark.slow

UNBALANCED = DATA / "unbalanced-voucher.se"
IMPORTS = {"support", "accountant", "admin"}
DECIDES = {"accountant", "admin"}
RAW_LINE = '#VER "A" "2"'


@pytest.mark.parametrize("role", ROLES)
def test_a_role_finds_the_buttons_that_are_its_own(role: str, desk: Desk, another_window: Callable[[], Page]) -> None:
    desk.with_books(f"Knappar {role} AB", DATA / FAULTLESS).menu("Import")
    other = Desk(another_window(), desk.address)
    other.page.goto(desk.page.url)
    other.sign_in_as(ROLES[role]).has_row("I bruk", FAULTLESS)
    assert other.has("Importera filer") == (role in IMPORTS)
    assert other.has("Ångra senaste importen") == (role in DECIDES)
    assert other.menu("Klientuppgifter").button("Spara").is_enabled() == (role in DECIDES)
    assert other.menu("Inställningar").has("Återställ demon") == (role == "admin")
    assert other.button("Spara").is_enabled() == (role in DECIDES)
    other.menu("Klienter").sees("Klicka på en cell för att öppna det den visar")
    assert other.has("Importera filer") == (role in IMPORTS)
    assert other.has("Lägg till klient") == (role in DECIDES)


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_decide_can_use_an_import(role: str, desk: Desk, another_window: Callable[[], Page]) -> None:
    desk.add_client(f"Beslut {role} AB").choose_source("1. SIE 4").import_file(UNBALANCED)
    desk.button("Använd importen").wait_for()
    other = Desk(another_window(), desk.address)
    other.page.goto(desk.page.url + "&visa=skal")
    other.sign_in_as(ROLES[role]).sees("Väntar på beslut")
    asked = other.page.get_by_role("dialog")
    if role in DECIDES:
        expect(asked).to_be_visible()
        return
    other.sees("kontroller utan anmärkning")
    expect(asked).to_have_count(0)
    expect(other.button("Använd importen")).to_be_disabled()
    assert other.has("Kasta") == (role in IMPORTS)


@pytest.mark.parametrize(
    ("typed", "shown"),
    {
        "startguide?klient={client}": "Din roll tillåter inte detta: byta datakälla.",
        "inmatning?klient={client}": "Din roll tillåter inte detta: mata in saldon.",
        "?visa=ny": "Klicka på en cell för att öppna det den visar",
        "?visa=filer": "Klicka på en cell för att öppna det den visar",
        "import?klient={client}&visa=angra": "Din roll får se importer, men inte importera.",
    }.items(),
)
def test_an_address_typed_by_hand_opens_nothing_to_a_viewer(
    typed: str, shown: str, desk: Desk, another_window: Callable[[], Page]
) -> None:
    client = desk.with_books("Adresserad AB", DATA / FAULTLESS).address_part("klient")
    viewer = Desk(another_window(), desk.address).sign_in(ROLES["viewer"])
    viewer.go("/" + typed.format(client=client)).sees(shown)
    for text in ("Välj källan", "Kontrollera saldona", "Importera filer", "Ångra importen"):
        assert not viewer.has(text)
    expect(viewer.page.get_by_role("dialog")).to_have_count(0)


def test_support_sees_a_line_of_the_file_on_demand_and_a_viewer_does_not(
    desk: Desk, another_window: Callable[[], Page]
) -> None:
    desk.add_client("Rader AB").choose_source("1. SIE 4").import_file(UNBALANCED)
    desk.button("Använd importen").wait_for()
    support = Desk(another_window(), desk.address)
    support.page.goto(desk.page.url)
    support.sign_in_as(ROLES["support"]).sees_nothing_of(RAW_LINE)
    support.page.get_by_text("som den står i filen").click()
    support.sees(RAW_LINE)
    viewer = Desk(another_window(), desk.address)
    viewer.page.goto(desk.page.url)
    viewer.sign_in_as(ROLES["viewer"]).sees("kontroller utan anmärkning").sees_nothing_of("som den står i filen")
