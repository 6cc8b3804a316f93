"""The first whole journey: from the sign-in page to a voucher on screen, and its address to a colleague."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import ROLES, Desk
from tests.browser.files import DATA, FAULTLESS
from tests.dashboard.served import Served

BOOKS = DATA / FAULTLESS


def test_a_first_time_accountant_brings_a_year_into_use(page: Page, server: Served) -> None:
    desk = Desk(page, server.address).sign_in(ROLES["accountant"])
    desk.add_client("Första resan AB").choose_source("1. SIE 4").import_file(BOOKS)
    desk.button("Använd importen").wait_for()
    desk.sees("Väntar på beslut").sees("1 notering").sees("555555-5555").sees("Filen har inte importerats tidigare")
    desk.has_row("2026", "kommer in som ett nytt år", "30000")
    desk.use_import().sees(f"{FAULTLESS} är i bruk.")
    expect(desk.button("Import från SIE 4-fil")).to_be_visible()
    desk.has_row("2026-01-01", "SIE 4-fil", "verifikationer och saldon")


@pytest.mark.slow
def test_a_figure_opens_its_account_and_then_its_voucher_and_back_returns(desk: Desk) -> None:
    desk.with_books("Siffror att öppna AB", BOOKS).menu("Huvudbok")
    desk.open_row("5010 Lokalhyra", at=0.6)
    desk.page.wait_for_url("**konto=5010**")
    desk.sees("5010 Lokalhyra").has_row("A 2", "Hyra januari", "4000").open_row("Hyra januari")
    desk.page.wait_for_url(re.compile("ver=A"))
    desk.sees("Verifikation A 2").has_row("1930 Företagskonto", "5000")
    desk.page.go_back()
    desk.has_row("A 2", "Hyra januari").sees_nothing_of("Verifikation A 2")
    desk.page.go_back()
    desk.has_row("3041 Försäljning tjänster", "-10000")
    assert "konto=" not in desk.page.url


@pytest.mark.parametrize("role", ["viewer", "accountant"])
@pytest.mark.slow
def test_the_address_of_a_view_shows_a_colleague_the_same(
    role: str, desk: Desk, another_window: Callable[[], Page]
) -> None:
    desk.with_books(f"Adress till kollega {role} AB", BOOKS).menu("Huvudbok").open_row("1930")
    desk.page.wait_for_url("**konto=1930**")
    desk.has_row("A 3", "12500")
    colleague = Desk(another_window(), desk.address)
    colleague.page.goto(desk.page.url)
    colleague.sign_in_as(ROLES[role]).sees("1930 Företagskonto").has_row("A 3", "12500")
    assert colleague.page.url == desk.page.url
    assert colleague.grid() == desk.grid()


@pytest.mark.slow
def test_a_period_is_chosen_and_stands_in_the_address(desk: Desk) -> None:
    desk.with_books("Perioder AB", BOOKS).menu("Huvudbok")
    desk.page.get_by_role("combobox", name=re.compile("Period")).click()
    desk.page.get_by_role("option", name=re.compile("P2 · februari")).click()
    desk.page.wait_for_url(re.compile("period=2"))
    desk.has_row("1510 Kundfordringar", "12500", "-12500")
    desk.menu("Översikt").menu("Huvudbok").has_row("1510 Kundfordringar", "12500", "-12500")
