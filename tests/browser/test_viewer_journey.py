"""A viewer's usual way: from the client to a figure and its voucher, and the table out to Excel; nothing to change."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import ROLES, Desk
from tests.browser.files import DATA, FAULTLESS

CHANGES = ("Importera filer", "Starta perioden", "Ny bokslutsverifikation", "Exportera", "Använd importen", "Ny bilaga")
"""What leads to a change, on the screens that a viewer passes."""


@pytest.mark.slow
def test_a_viewer_reads_the_books_down_to_a_voucher_and_is_offered_no_change(
    desk: Desk, another_window: Callable[[], Page]
) -> None:
    client = desk.with_books("Läst AB", DATA / FAULTLESS).address_part("klient")
    viewer = Desk(another_window(), desk.address).sign_in(ROLES["viewer"])
    viewer.go(f"/oversikt?klient={client}").sees("Läst AB")
    viewer.menu("Huvudbok").open_row("1930")
    viewer.page.wait_for_url("**konto=1930**")
    viewer.ready().open_row("A 2")
    viewer.page.wait_for_url("**ver=A*2**")
    expect(viewer.page.get_by_role("heading", name="Verifikation A 2")).to_be_visible()

    viewer.menu("Huvudbok")
    with viewer.page.expect_download() as download:
        viewer.page.get_by_role("button", name="Excel").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")

    for place in ("Import", "Periodavslut", "Avstämning", "Bilagor", "Bokslutsverifikationer", "Export"):
        viewer.menu(place)
        assert [text for text in CHANGES if viewer.has(text) and viewer.button(text).first.is_enabled()] == []
    menu = viewer.page.get_by_test_id("stSidebar")
    for place in ("Supportbord", "Felsökning", "Användare"):
        expect(menu.get_by_role("link", name=place, exact=True)).to_have_count(0)
    viewer.go(f"/supportbord?klient={client}").sees("Din roll tillåter inte detta: se supportbordet.")
    viewer.go("/anvandare").sees("Din roll tillåter inte detta: se användarna.")
