"""A viewer's way through the books without a mouse: every step is a key."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, SWEDISH
from tests.browser.desk import ROLES, Desk
from tests.browser.files import DATA, FAULTLESS
from tests.dashboard.served import Served

pytestmark = pytest.mark.slow

STEPS = 60
"""So many presses of Tab lead to anything on a screen."""


@pytest.fixture
def other(chromium: Browser) -> Iterator[Page]:
    """A second person's browser."""
    context = chromium.new_context(**SWEDISH)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what is focused is called so."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and words in (focused.get_attribute("aria-label") or focused.inner_text()):
            return
    pytest.fail(f"no key leads to {words!r} on {page.url}")


def tab_to_grid(page: Page) -> None:
    """Press Tab until the first table is entered."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.tagName") in {"TD", "CANVAS"}:
            return
    pytest.fail(f"no key leads into a table on {page.url}")


def test_a_viewer_reads_the_books_by_keys_alone(desk: Desk, other: Page, server: Served) -> None:
    desk.with_books("Tangentbordet AB", DATA / FAULTLESS)
    page, keys = other, other.keyboard
    page.goto(server.address)
    tab_to(page, "Läsare")
    keys.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    viewer = Desk(page, server.address).ready()
    viewer.sees("Klicka på en cell")
    tab_to(page, "Sök")
    keys.type("Tangentbordet")
    keys.press("Enter")
    page.wait_for_url("**Tangentbordet**")
    viewer.ready().has_row("Tangentbordet AB")
    tab_to_grid(page)
    keys.press("ArrowDown")
    page.wait_for_url("**/oversikt**")
    viewer.ready().sees("Tangentbordet AB")
    keys.press("Alt+h")
    page.wait_for_url("**/huvudbok**")
    viewer.ready().has_row("1930")
    keys.press("Alt+s")
    page.wait_for_url("**/avstamning**")
    viewer.ready()
    keys.press("Alt+ArrowRight")
    page.wait_for_url("**period=**")
    viewer.ready()
    keys.press("Alt+j")
    page.wait_for_url("**/hjalp**")
    viewer.ready().sees("Kom igång")
    tab_to(page, "Logga ut")
    keys.press("Enter")
    page.wait_for_url("**/sign-in**")
    expect(page.get_by_role("button", name=ROLES["viewer"])).to_be_visible()
