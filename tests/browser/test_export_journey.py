"""From a difference on 1510 to a voucher in the local Fortnox, and back with the next import, counted once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from lib.closing.entries import TRANSFER_NAMES, Transfer
from lib.core.languages import Fact, Language, translate
from lib.core.money import parse_ore
from lib.fortnox.reasons import REASONS, LostReason
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.faults import Fault, Switch
from lib.sandbox.fortnox.receivable_stories import MANUAL, MANUAL_LATER
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from lib.store.entry_tables import MARKER
from tests.browser.conftest import CHROMIUM
from tests.browser.desk import Desk
from tests.browser.test_fortnox_journey import ENGLISH, SWEDISH, Words, add_client, sign_in_to_fortnox
from tests.dashboard.served import Served, served
from tests.jobs.local_fortnox import DIFFERS, new_world, settings
from tests.pages.export_words import EXPORT, LOST

pytestmark = pytest.mark.slow

OCTOBER = "&period=10"
CAUSES: dict[Language, tuple[str, int]] = {"sv": (r"A \d+ \(\d{4}\)", MANUAL), "en": ("A 10", -MANUAL_LATER)}
"""The voucher that made 1510 differ, of last year and of this, and by how many kronor its entry moves the account."""
IN_ANY_LANGUAGE: dict[Language, Words] = {"sv": SWEDISH, "en": ENGLISH}


@dataclass(frozen=True)
class Work:
    """A client whose 1510 differs, at a person's desk in one language."""

    desk: Desk
    language: Language
    client: str

    @property
    def words(self) -> Words:
        return IN_ANY_LANGUAGE[self.language]

    def say(self, text: str, **facts: Fact) -> str:
        return translate(text, self.language, **facts)

    def go(self, page: str, more: str = "") -> Desk:
        """Open a page of the client in October."""
        return self.desk.go(f"/{page}{self.client}{OCTOBER}{more}")

    def import_all(self) -> None:
        """Import from Fortnox and use what came."""
        self.go("import").button(self.words.import_).click()
        self.desk.page.wait_for_url(re.compile("imp="))
        expect(self.desk.button(self.words.use)).to_be_visible(timeout=90_000)
        self.desk.button(self.words.use).click()
        self.desk.page.wait_for_url("**/oversikt**")
        self.desk.ready()

    def figure(self, label: str) -> int:
        """What stands after these words on the page of 1510, in öre."""
        self.go("avstamning", "&konto=1510")
        amount = re.compile(rf"{re.escape(self.say(label))}\s+(−?[\d\s]+,\d\d)")
        line = self.desk.page.get_by_text(amount).first
        expect(line).to_be_visible()
        said = amount.search(line.inner_text())
        assert said
        return parse_ore(said[1])


@pytest.fixture(scope="module", params=["sv", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    """Each language has a Fortnox, a server and a client of its own."""
    return cast("Language", request.param)


@pytest.fixture(scope="module")
def world(language: Language) -> World:
    """A local Fortnox as it is, its pace too."""
    return new_world([DIFFERS], paced=True)


@pytest.fixture(scope="module")
def server(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own, which leads to the local Fortnox."""
    if CHROMIUM is None:
        pytest.skip("no Chromium stands on this machine, so the way of an entry to Fortnox was not tried in a browser")
    with running(world) as url, served(tmp_path_factory.mktemp("export"), **settings(url)) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(server: Served) -> list[str]:
    """The client's part of the address, once it has been added."""
    return []


@pytest.fixture
def work(page: Page, server: Served, world: World, language: Language, known: list[str]) -> Work:
    """A person at the desk with the client: connected, its books in use."""
    company, words = world.companies[DIFFERS], IN_ANY_LANGUAGE[language]
    desk = Desk(page, server.address)
    page.goto(server.address)
    if language == "en":
        page.get_by_role("link", name="English").click()
    page.get_by_role("button", name=words.accountant).click()
    if known:
        return Work(desk.ready(), language, known[0])
    add_client(desk.ready(), words, company.name, company.org_number)
    sign_in_to_fortnox(page, words, DIFFERS)
    known.append(f"?klient={desk.address_part('klient')}")
    work = Work(desk, language, known[0])
    work.import_all()
    return work


def test_a_difference_on_1510_becomes_a_voucher_in_fortnox_and_comes_back_counted_once(
    work: Work, world: World
) -> None:
    voucher, kronor = CAUSES[work.language]
    work.go("periodavslut").page.get_by_role("button", name=re.compile("P10")).first.click()
    work.desk.has_row("P10", work.say("active"))
    stood, differed = work.figure("Balance"), work.figure("Reconciliation difference")
    propose(work, voucher)
    landed = send(work)
    assert marked(world, landed) == 1
    work.import_all()
    assert work.figure("Balance") == stood + kronor * 100
    assert work.figure("Reconciliation difference") == differed + kronor * 100
    work.go("bokslutsverifikationer")
    work.desk.has_row("V 1", work.say(TRANSFER_NAMES[Transfer.EXCLUDED]))
    assert marked(world, landed) == 1


def propose(work: Work, voucher: str) -> None:
    """Make the entry that the difference on 1510 leads to, ready to be sent."""
    words = work.say("Closing entry for voucher {voucher}", voucher="")
    work.desk.page.get_by_role("button", name=re.compile(re.escape(words) + voucher)).first.click()
    work.desk.page.wait_for_url("**/bokslutsverifikationer**")
    work.desk.ready().button(work.say("Save as ready")).click()
    work.desk.sees(work.say("The entry was saved."))


def send(work: Work) -> str:
    """Export the entry to series A; gives the voucher that it became, as the page names it."""
    work.go("export").button(EXPORT[work.language]).click()
    dialog = work.desk.page.get_by_role("dialog")
    dialog.get_by_role("combobox").first.click()
    work.desk.page.get_by_role("option", name=re.compile("^A ")).click()
    dialog.get_by_role("button", name=re.compile("^Export")).last.click()
    landed = work.desk.page.locator("canvas td").filter(has_text=re.compile(r"^\s*A \d+, \d{4}\s*$")).first
    expect(landed).to_be_attached(timeout=60_000)
    return (landed.text_content() or "").strip().partition(",")[0]


def marked(world: World, landed: str) -> int:
    """How many vouchers of this label the local Fortnox has that carry a marker of ours."""
    years = ours(world.companies[DIFFERS]).books.years
    return sum(one.label == landed and MARKER in one.comments for year in years for one in year.vouchers)


def test_a_lost_token_leaves_the_button_dead_and_its_tooltip_says_so(work: Work, world: World) -> None:
    for fault in (Fault.REVOKE, Fault.EXPIRE_ACCESS):
        world.befall(DIFFERS, fault, Switch())
    work.go("import").button(work.words.import_).click()
    work.desk.page.wait_for_url(re.compile("imp="))
    work.desk.sees(work.say(REASONS[LostReason.REVOKED]))
    button = work.go("export").button(EXPORT[work.language])
    expect(button).to_be_disabled()
    button.hover(force=True)
    expect(work.desk.page.get_by_role("tooltip")).to_have_text(LOST[work.language])
