"""Exploring in a browser: a figure of a chart opens its rows, a row its voucher, and the way back leads to each."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk
from tests.browser.files import DATA, FAULTLESS

pytestmark = pytest.mark.slow

BOOKS = DATA / FAULTLESS


def exploring(desk: Desk, name: str, **asked: str) -> Desk:
    """A client with books, explored at this address."""
    desk.with_books(name, BOOKS)
    filters = "".join(f"&{parameter}={value}" for parameter, value in asked.items())
    return desk.go(f"/transaktionsanalys?klient={desk.address_part('klient')}&vy=utforska{filters}")


def drawn(desk: Desk, mark: str, text: str) -> Locator:
    """A bar or square of a chart by a part of its words, as a screen reader finds it."""
    return desk.page.locator(f"[aria-roledescription='{mark}'][aria-label*='{text}']").first


def test_a_bar_opens_its_rows_and_a_row_its_voucher_and_back_again(desk: Desk) -> None:
    exploring(desk, "Trenden AB", bild="trend", konton="1930")
    chart = desk.page.url
    drawn(desk, "bar", "feb").click()
    desk.page.wait_for_url("**period=2**")
    desk.ready().sees("Rader 1").has_row("A 3", "Inbetalning Åkesson")
    rows = desk.page.url
    desk.open_row("A 3")
    desk.page.wait_for_url("**ver=A+3")
    desk.ready().sees("Verifikation A 3")
    desk.page.go_back()
    desk.page.wait_for_url(rows)
    desk.ready().sees("Rader 1")
    desk.page.go_back()
    desk.page.wait_for_url(chart)
    desk.ready().sees("Netto")


def test_a_square_of_the_heat_map_opens_the_month_of_its_account(desk: Desk) -> None:
    exploring(desk, "Rutan AB", bild="manader")
    drawn(desk, "rect mark", "5010").click()
    desk.page.wait_for_url("**konton=5010**")
    desk.ready().has_row("5010 Lokalhyra", "Hyra januari")


def test_what_is_typed_narrows_and_a_view_of_it_is_opened_again(desk: Desk) -> None:
    exploring(desk, "Vyn AB")
    field = desk.page.get_by_label("Konton: 1510")
    field.fill("1510")
    field.press("Enter")
    desk.page.wait_for_url("**konton=1510**")
    desk.ready().sees("Rader 2")
    desk.button("Sparade vyer").click()
    desk.page.get_by_label("Vyns namn").fill("Kundfordringar")
    desk.button("Spara vy").click()
    desk.sees("Vyn ”Kundfordringar” sparades.")
    desk.button("Rensa filter").click()
    desk.page.wait_for_url(re.compile("^((?!konton).)*$"))
    desk.ready().sees("Rader 8")
    if not desk.button("Kundfordringar").is_visible():
        desk.button("Sparade vyer").click()
    desk.button("Kundfordringar").click()
    desk.page.wait_for_url("**konton=1510**")
    expect(desk.page.get_by_label("Konton: 1510")).to_have_value("1510")
