"""An administrator erases a client by its name and takes the certificate home, in both languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import ROLES, Desk
from tests.browser.files import DATA, FAULTLESS
from tests.dashboard.served import Served

NAME = "Raderade Bolaget AB"
LONG = 60_000
"""Milliseconds for the worker, which tries again after two seconds when it is busy."""


def taken(page: Page, label: str) -> str:
    """The certificate's text, as the browser keeps it."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).first.click()
    return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_client_is_erased_and_its_certificate_downloaded(page: Page, server: Served) -> None:
    desk = Desk(page, server.address).sign_in(ROLES["admin"]).with_books(NAME, DATA / FAULTLESS)
    number = desk.address_part("klient")
    desk.go(f"/installningar?klient={number}&visa=radera")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(NAME)
    dialog.get_by_role("button", name="Radera för gott").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(f"Klient nummer {number}: raderad")).to_be_visible(timeout=LONG)
    told = taken(page, "Intyg")
    assert f"Intyg om radering: klient nummer {number}" in told
    assert NAME not in told
    desk.go("/language?to=en&back=%2Finstallningar").sees("Erased clients")
    assert f"Certificate of erasing: client number {number}" in taken(page, "Certificate")
