"""From a difference on 1510 to a voucher in the local Fortnox, and back with the next import, counted once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lib.closing.entries import TRANSFER_NAMES, Transfer
from lib.core.languages import Language, translate
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from lib.store.entry_tables import MARKER
from tests.browser.conftest import CHROMIUM
from tests.browser.desk import Desk
from tests.browser.test_fortnox_journey import ENGLISH, SWEDISH, Words, add_client, sign_in_to_fortnox
from tests.dashboard.served import Served, served
from tests.jobs.local_fortnox import DIFFERS, new_world, settings

OCTOBER = "&period=10"


@pytest.fixture(scope="module")
def world() -> World:
    """A local Fortnox as it is, its pace too."""
    return new_world([DIFFERS], paced=True)


@pytest.fixture(scope="module")
def server(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own, which leads to the local Fortnox."""
    if CHROMIUM is None:
        pytest.skip("no Chromium stands on this machine, so the way of an entry to Fortnox was not tried in a browser")
    with running(world) as url, served(tmp_path_factory.mktemp("export"), **settings(url)) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_a_difference_on_1510_becomes_a_voucher_in_fortnox_and_comes_back_counted_once(
    words: Words, page: Page, server: Served, world: World
) -> None:
    company = world.companies[DIFFERS]
    language: Language = "sv" if words is SWEDISH else "en"
    desk = Desk(page, server.address)
    page.goto(server.address)
    if language == "en":
        page.get_by_role("link", name="English").click()
    page.get_by_role("button", name=words.accountant).click()
    add_client(desk.ready(), words, f"{company.name} {language}", company.org_number)
    sign_in_to_fortnox(page, words, DIFFERS)
    client = f"?klient={desk.address_part('klient')}"
    import_all(desk, words)
    desk.go(f"/periodavslut{client}{OCTOBER}").page.get_by_role("button", name=re.compile("P10")).first.click()
    propose(desk, client, language)
    landed = send(desk, client, language)
    assert marked(world, landed) == 1
    desk.go(f"/import{client}")
    import_all(desk, words)
    desk.go(f"/bokslutsverifikationer{client}{OCTOBER}")
    desk.has_row("V 1", translate(TRANSFER_NAMES[Transfer.EXCLUDED], language))
    assert marked(world, landed) == 1


def import_all(desk: Desk, words: Words) -> None:
    """Import from Fortnox and use what came."""
    desk.ready().button(words.import_).click()
    desk.page.wait_for_url(re.compile("imp="))
    expect(desk.button(words.use)).to_be_visible(timeout=90_000)
    desk.button(words.use).click()
    desk.page.wait_for_url("**/oversikt**")
    desk.ready()


def propose(desk: Desk, client: str, language: Language) -> None:
    """Make the entry that the difference on 1510 leads to, ready to be sent."""
    desk.go(f"/avstamning{client}{OCTOBER}&konto=1510")
    words = translate("Closing entry for voucher {voucher}", language, voucher="")
    desk.page.get_by_role("button", name=re.compile(words)).first.click()
    desk.page.wait_for_url("**/bokslutsverifikationer**")
    desk.ready().button(translate("Save as ready", language)).click()
    desk.sees(translate("The entry was saved.", language))


def send(desk: Desk, client: str, language: Language) -> str:
    """Export the entry to series A; gives the voucher that it became, as the page names it."""
    desk.go(f"/export{client}").button(
        translate("Export closing entries to Fortnox (without attachments)", language)
    ).click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_role("combobox").first.click()
    desk.page.get_by_role("option", name=re.compile("^A ")).click()
    dialog.get_by_role("button", name=re.compile("^Export")).last.click()
    desk.has_row("V 1", "A ")
    (row,) = (row for row in desk.grid() if row[0] == "V 1")
    return row[-1].partition(",")[0]


def marked(world: World, landed: str) -> int:
    """How many vouchers of this label the local Fortnox has that carry a marker of ours."""
    years = ours(world.companies[DIFFERS]).books.years
    return sum(one.label == landed and MARKER in one.comments for year in years for one in year.vouchers)
