"""A newcomer's first two minutes on an empty program, with nobody to ask: from nothing to books in use."""

import re
from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM, SWEDISH
from tests.browser.desk import Desk
from tests.browser.files import DATA, FAULTLESS
from tests.dashboard.served import Served, served

TWO_MINUTES = 120.0
WORDS = {
    "sv": {
        "role": "Redovisningskonsult",
        "welcome": "Välkommen till Brygga",
        "begin": "Börja med den här filen",
        "use": "Använd importen",
        "done": f"{FAULTLESS} är i bruk.",
        "skip": "Hoppa över introduktionen",
        "empty": "Det finns ingen klient ännu.",
        "back": "Visa introduktionen",
    },
    "en": {
        "role": "Accountant",
        "welcome": "Welcome to Brygga",
        "begin": "Begin with this file",
        "use": "Use this import",
        "done": f"{FAULTLESS} is in use.",
        "skip": "Skip the introduction",
        "empty": "There is no client yet.",
        "back": "Show the introduction",
    },
}


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A program that nobody has used."""
    if CHROMIUM is None:
        pytest.skip("no Chromium stands on this machine, so the introduction was not tried")
    with served(tmp_path_factory.mktemp("empty")) as running:
        yield running


def _signed_in(page: Page, empty: Served, language: str) -> Desk:
    page.goto(f"{empty.address}/language?to={language}&back=%2Fsign-in")
    page.get_by_role("button", name=WORDS[language]["role"]).click()
    return Desk(page, empty.address).ready()


@pytest.mark.parametrize("language", ["sv", pytest.param("en", marks=pytest.mark.slow)])
def test_a_newcomer_brings_a_first_file_into_use_within_two_minutes(language: str, page: Page, empty: Served) -> None:
    words = WORDS[language]
    start = monotonic()
    desk = _signed_in(page, empty, language).sees(words["welcome"])
    page.locator("input[type=file]").set_input_files(DATA / FAULTLESS)
    desk.button(words["begin"]).click()
    page.wait_for_url(re.compile("imp="))
    desk.sees("Bryggstugan på Ön AB").button(words["use"]).click()
    page.wait_for_url("**/oversikt**")
    desk.sees(words["done"])
    assert monotonic() - start < TWO_MINUTES
    desk.go("/").has_row("Bryggstugan på Ön AB").sees_nothing_of(words["welcome"])


@pytest.mark.slow
def test_the_introduction_can_be_skipped_and_come_back_to(chromium: Browser, empty: Served) -> None:
    words = WORDS["sv"]
    with chromium.new_context(**SWEDISH) as context:
        desk = _signed_in(context.new_page(), empty, "sv").sees(words["welcome"])
        desk.button(words["skip"]).click()
        desk.sees(words["empty"])
        desk.go("/hjalp").button(words["back"]).click()
        expect(desk.page.get_by_text(words["welcome"])).to_be_visible()
