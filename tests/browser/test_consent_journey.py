"""A page that support has open closes by itself when the accountant takes the consent back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import ROLES, Desk
from tests.browser.files import DATA, FAULTLESS

OPEN, CLOSED = "Namn och belopp är öppna för supporten till", "Utan det ser ingen på supporten"
SOON = 40_000
"""Milliseconds: the page looks every ten seconds, and a busy machine draws late."""


@pytest.mark.slow
def test_an_open_page_closes_when_the_consent_is_over(desk: Desk, another_window: Callable[[], Page]) -> None:
    number = desk.with_books("Medgivna Bolaget AB", DATA / FAULTLESS).menu("Supportbord").address_part("klient")
    give = desk.page.get_by_role("button", name="Ge medgivande")
    give.click()
    desk.page.get_by_role("textbox", name="Skäl").fill("Provet")
    give.last.click()
    desk.sees("Supporten får nu se klienten.")
    support = Desk(another_window(), desk.address).sign_in(ROLES["support"]).go(f"/huvudbok?klient={number}")
    support.sees(OPEN)
    desk.page.get_by_role("button", name="Återkalla medgivandet").click()
    expect(support.page.get_by_text(CLOSED)).to_be_visible(timeout=SOON)
    expect(support.page.get_by_text(OPEN)).to_have_count(0)
