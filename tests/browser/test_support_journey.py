"""Support finds why a client's import failed, answers in both languages, and tries the same on the local Fortnox."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from tests.browser.conftest import CHROMIUM
from tests.browser.desk import ROLES, Desk
from tests.browser.test_fortnox_journey import SWEDISH, add_client, sign_in_to_fortnox
from tests.dashboard.served import Served, served
from tests.jobs.local_fortnox import DIFFERS, SOUND, new_world, settings

LONG = 90_000
"""Milliseconds for a whole import by the worker."""
CLOSED = "Fortnox släpper inte längre in någon i företagets konto."
SAID = {
    "Svenska": (
        "Orsak: Fortnox släpper inte längre in någon i företagets konto.",
        "Nästa steg: Logga in i Fortnox",
        "Att ansluta till Fortnox på nytt hjälper först när det är gjort.",
    ),
    "English": (
        "Cause: Fortnox no longer lets anybody into the company's account.",
        "Next step: Sign in to Fortnox and see what it says of the account",
        "Connecting to Fortnox again helps only when that has been done first.",
    ),
}


@pytest.fixture(scope="module")
def world() -> World:
    """A local Fortnox with the client's company and the one that situations are tried on."""
    return new_world([SOUND, DIFFERS])


@pytest.fixture(scope="module")
def server(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own with its worker, which leads to the local Fortnox."""
    if CHROMIUM is None:
        pytest.skip("no Chromium stands on this machine, so the support desk was not tried in a browser")
    with running(world) as url, served(tmp_path_factory.mktemp("support"), **settings(url)) as opened:
        yield opened


def part(page: Page, name: str) -> None:
    """Go to a part of the support desk."""
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()


def copied(page: Page, language: str) -> str:
    """The case text in a language, as it lands in the clipboard."""
    part(page, language)
    block = page.get_by_test_id("stCode")
    expect(block).to_contain_text(SAID[language][0])
    block.hover()
    block.get_by_role("button", name="Copy to clipboard").click()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.slow
def test_support_answers_in_both_languages_and_sees_what_the_user_sees(
    desk: Desk, context: BrowserContext, page: Page, server: Served, world: World
) -> None:
    company = world.companies[DIFFERS]
    add_client(desk, SWEDISH, company.name, company.org_number)
    sign_in_to_fortnox(page, SWEDISH, DIFFERS)
    desk.sees("Hämtas: ")  # Fortnox has told its years
    world.befall(DIFFERS, Fault.CLOSE_ACCOUNT)
    desk.button(SWEDISH.import_).click()
    expect(page.get_by_role("link", name="Felsök", exact=True)).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="Felsök", exact=True).click()
    page.wait_for_url("**/supportbord**")
    support_desk = page.url
    page.goto(server.address + "/sign-out")
    desk.button("Logga ut").click()
    page.goto(support_desk)
    desk.sign_in_as(ROLES["support"]).sees("stoppar arbetet")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    for language, phrases in SAID.items():
        text = copied(page, language)
        assert text.startswith(f"{company.name}, {company.org_number}. ")
        assert [phrase for phrase in phrases if phrase not in text] == []
    part(page, "Prova")
    desk.sees("Liknar detta:").sees("Fortnox släpper inte in någon i företagets konto")
    desk.button("Prova läget").click()
    expect(page.get_by_role("alert").filter(has_text=CLOSED)).to_be_visible(timeout=LONG)
    desk.button("Prova med åtgärden").click()
    expect(page.get_by_text("Importen är inläst och väntar på beslut.")).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="Se det användaren ser").click()
    page.wait_for_url(re.compile(r"/import.*imp="))
    desk.ready().sees(world.companies[SOUND].name)
