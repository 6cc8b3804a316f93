"""The local Fortnox's own pages in a real browser: signing in, and switching a fault on and off."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import DEMO_CLIENT_ID
from tests.sandbox.small_fortnox import SCOPES, SYSADMIN, TENANT, small_world

pytestmark = pytest.mark.slow


@pytest.fixture
def fortnox() -> Iterator[str]:
    with running(small_world()) as base:
        yield base


def _question(fortnox: str) -> str:
    """The address that an app sends people to, and that leads back to a page that there is."""
    asked = {"client_id": DEMO_CLIENT_ID, "response_type": "code", "state": "x", "scope": SCOPES}
    return f"{fortnox}/oauth-v1/auth?{urlencode(asked | {'redirect_uri': f'{fortnox}/sandbox'})}"


def test_somebody_signs_in_chooses_a_company_and_approves(page: Page, fortnox: str) -> None:
    page.goto(_question(fortnox))
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    page.select_option("#user", SYSADMIN)
    page.click("#sign-in")
    page.click(f"#company-{TENANT}")
    expect(page.get_by_role("main")).to_contain_text("Bokföring")
    page.click("#approve")
    expect(page).to_have_url(re.compile(r"/sandbox\?code=[^&]+&state=x$"))


def test_somebody_denies_with_the_keyboard_in_english(chromium: Browser, fortnox: str) -> None:
    with chromium.new_context(locale="en-GB") as context:
        page = context.new_page()
        page.goto(_question(fortnox))
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        for pressed in ("#sign-in", f"#company-{TENANT}", "#deny"):
            page.focus(pressed)
            page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/sandbox\?error=access_denied&"))


def test_a_fault_is_switched_on_and_off_on_the_page(page: Page, fortnox: str) -> None:
    page.goto(f"{fortnox}/sandbox")
    page.select_option("#tenant", str(TENANT))
    page.select_option("#fault", "storm")
    page.fill("#times", "3")
    page.click("#switch-on")
    expect(page.get_by_role("cell", name="storm")).to_be_visible()
    page.click("#recover")
    expect(page.locator("#no-faults")).to_be_visible()
