"""Choose Fortnox, sign in there in the same tab, import three years and both ledgers, and see both appendices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from tests.browser.conftest import CHROMIUM
from tests.browser.desk import ROLES, Desk
from tests.dashboard.served import Served, served
from tests.jobs.local_fortnox import DIFFERS, SOUND, new_world, settings


@dataclass(frozen=True)
class Words:
    """What stands on the screens in one language."""

    accountant: str
    add: str
    name: str
    number: str
    choose: str
    connect: str
    connected: str
    what: str
    import_: str
    use: str
    last: str
    appendices: str
    receivables: str


SWEDISH = Words(
    "Redovisningskonsult",
    "Lägg till klient",
    "Företagsnamn",
    "Organisationsnummer",
    "Välj källan",
    "Anslut till Fortnox",
    "Ansluten till",
    "Vad som ska hämtas",
    "Importera från Fortnox",
    "Använd importen",
    "Senaste import från Fortnox",
    "Bilagor",
    "Kundreskontra (1510)",
)
ENGLISH = Words(
    "Accountant",
    "Add client",
    "Company name",
    "Organisation number",
    "Choose this source",
    "Connect to Fortnox",
    "Connected to",
    "What to fetch",
    "Import from Fortnox",
    "Use this import",
    "Last import from Fortnox",
    "Appendices",
    "Customer ledger (1510)",
)


@pytest.fixture(scope="module")
def world() -> World:
    """A local Fortnox as it is, its pace too."""
    return new_world([SOUND, DIFFERS], paced=True)


@pytest.fixture(scope="module")
def server(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own, which leads to the local Fortnox."""
    if CHROMIUM is None:
        pytest.skip("no Chromium stands on this machine, so the journey to Fortnox was not tried in a browser")
    with running(world) as url, served(tmp_path_factory.mktemp("fortnox"), **settings(url)) as opened:
        yield opened


def add_client(desk: Desk, words: Words, name: str, number: str) -> None:
    """Add a client and choose Fortnox, the fifth source, in its start guide."""
    desk.page.get_by_role("button", name=words.add).click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label(words.name).fill(name)
    dialog.get_by_label(words.number).fill(number)
    dialog.get_by_role("button", name=words.add).click()
    desk.page.wait_for_url("**/startguide**")
    desk.ready().page.get_by_text("5. Fortnox").click()
    desk.ready().button(words.choose).click()
    desk.page.wait_for_url("**/import**")
    desk.ready()


def sign_in_to_fortnox(page: Page, words: Words, tenant: int, decision: str = "approve") -> None:
    """From the import page through Fortnox's portal and back, in the same tab."""
    page.get_by_role("link", name=words.connect).click()
    page.locator("#sign-in").click()
    page.locator(f"#company-{tenant}").click()
    page.locator(f"#{decision}").click()
    page.wait_for_url("**/import**")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


@pytest.mark.parametrize(("words", "tenant"), [(SWEDISH, SOUND), (ENGLISH, DIFFERS)], ids=["sv", "en"])
@pytest.mark.slow
def test_three_years_and_both_ledgers_come_from_fortnox(
    words: Words, tenant: int, page: Page, server: Served, world: World
) -> None:
    company = world.companies[tenant]
    desk = Desk(page, server.address)
    page.goto(server.address)
    if words is ENGLISH:
        page.get_by_role("link", name="English").click()
    page.get_by_role("button", name=words.accountant).click()
    add_client(desk.ready(), words, company.name, company.org_number)
    sign_in_to_fortnox(page, words, tenant)
    assert len(page.context.pages) == 1
    assert re.search(r"[?&](code|state)=", page.url) is None
    desk.sees(words.connected).sees(words.what)
    desk.button(words.import_).click()
    page.wait_for_url(re.compile("imp="))
    expect(desk.button(words.use)).to_be_visible(timeout=90_000)
    desk.sees(words.receivables)
    desk.use_import() if words is SWEDISH else desk.button(words.use).click()
    page.wait_for_url("**/oversikt**")
    desk.ready().sees(words.last)
    desk.menu(words.appendices).has_row("1510").has_row("2440")


def test_another_company_is_refused_by_name_on_the_screen(desk: Desk, world: World) -> None:
    add_client(desk, SWEDISH, "Fel Företag AB", "556036-0793")
    sign_in_to_fortnox(desk.page, SWEDISH, SOUND)
    desk.sees(world.companies[SOUND].name).sees("Fel Företag AB").sees("Anslut till Fortnox")


def test_who_cancels_at_fortnox_is_told_so_and_may_try_again(desk: Desk) -> None:
    add_client(desk, SWEDISH, "Ångrad Anslutning AB", "556703-7485")
    sign_in_to_fortnox(desk.page, SWEDISH, SOUND, decision="deny")
    desk.sees("Inloggningen i Fortnox avbröts").sees("Anslut till Fortnox")


def test_a_viewer_is_shown_no_way_to_fortnox(desk: Desk, page: Page) -> None:
    add_client(desk, SWEDISH, "Bara Se AB", "556012-5790")
    address = page.url
    page.goto(desk.address + "/sign-out")
    page.get_by_role("button", name="Logga ut").click()
    page.goto(address)
    Desk(page, desk.address).sign_in_as(ROLES["viewer"]).sees_nothing_of("Anslut till Fortnox")
