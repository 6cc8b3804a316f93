"""A real server with its worker, and a real Chromium that reads Swedish."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypedDict

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.browser.desk import ROLES, Desk
from tests.dashboard.served import Served, served


class Screen(TypedDict):
    """What a browser tells of itself."""

    locale: str
    viewport: ViewportSize


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000
"""Milliseconds to wait for what has to appear: the machine may be busy, and a test that passes waits no longer."""
SWEDISH: Screen = {"locale": "sv-SE", "viewport": {"width": 1360, "height": 850}}
"""A laptop that reads Swedish."""


expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(240))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if CHROMIUM is None:
        pytest.skip("no Chromium stands on this machine, so the journeys in a browser were not tried")
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(server: Served) -> Iterator[Browser]:
    # a Playwright that outlives its module keeps an event loop running, which other tests must not find
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(**SWEDISH)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A browser window that nobody has signed in with."""
    return context.new_page()


@pytest.fixture
def another_window(chromium: Browser) -> Iterator[Callable[[], Page]]:
    """Opens a window of a browser of its own, as another person's; all are closed when the test ends."""
    with ExitStack() as opened:

        def window() -> Page:
            context = opened.enter_context(chromium.new_context(**SWEDISH))
            context.set_default_timeout(PATIENCE)
            return context.new_page()

        yield window


@pytest.fixture
def desk(page: Page, server: Served) -> Desk:
    """An accountant's desk, signed in."""
    return Desk(page, server.address).sign_in(ROLES["accountant"])
