"""A page that support has open closes by itself when the accountant takes the consent back."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import SWEDISH
from tests.browser.desk import ROLES, Desk
from tests.dashboard.served import Served

SOUND = Path(__file__).parents[1] / "data" / "already-imported.se"
OPEN, CLOSED = "Namn och belopp är öppna för supporten till", "Utan det ser ingen på supporten"
SOON = 40_000
"""Milliseconds: the page looks every ten seconds, and a busy machine draws late."""


@pytest.mark.slow
def test_an_open_page_closes_when_the_consent_is_over(desk: Desk, chromium: Browser, server: Served) -> None:
    desk.with_books("Medgivna Bolaget AB", SOUND).menu("Supportbord")
    number = parse_qs(urlsplit(desk.page.url).query)["klient"][0]
    give = desk.page.get_by_role("button", name="Ge medgivande")
    give.click()
    desk.page.get_by_role("textbox", name="Skäl").fill("Provet")
    give.last.click()
    desk.sees("Supporten får nu se klienten.")
    context = chromium.new_context(**SWEDISH)
    support = Desk(context.new_page(), server.address).sign_in(ROLES["support"]).go(f"/huvudbok?klient={number}")
    support.sees(OPEN)
    desk.page.get_by_role("button", name="Återkalla medgivandet").click()
    expect(support.page.get_by_text(CLOSED)).to_be_visible(timeout=SOON)
    expect(support.page.get_by_text(OPEN)).to_have_count(0)
    context.close()
