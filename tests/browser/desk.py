"""What a person does at the desk, in the words on the screen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

ROLES = {"viewer": "Läsare", "support": "Support", "accountant": "Redovisningskonsult", "admin": "Administratör"}
HEADER, ROW = 37, 28
"""Pixels of a table's heading and of each of its rows."""
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'

TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Waits until the browser has drawn twice."""


@dataclass(frozen=True)
class Desk:
    """A browser window on the dashboard."""

    page: Page
    address: str

    def sign_in(self, role: str) -> "Desk":
        """Choose a role on the demo's sign-in page."""
        self.page.goto(self.address)
        self.page.get_by_role("button", name=role).click()
        return self.ready()

    def ready(self) -> "Desk":
        """Wait until the screen has been drawn."""
        self.page.wait_for_selector(READY)
        return self

    def go(self, path: str) -> "Desk":
        """Open an address of the dashboard."""
        self.page.goto(self.address + path)
        return self.ready()

    def add_client(self, name: str, org_number: str = "") -> "Desk":
        """Add a client company, which leads to its start guide."""
        self.go("/")
        self.page.get_by_role("button", name="Lägg till klient").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Företagsnamn").fill(name)
        if org_number:
            dialog.get_by_label("Organisationsnummer").fill(org_number)
        dialog.get_by_role("button", name="Lägg till klient").click()
        self.page.wait_for_url("**/startguide**")
        return self.ready()

    def sign_in_as(self, role: str) -> "Desk":
        """Choose a role on the sign-in page that stands on the screen, which leads on to the address asked for."""
        self.page.get_by_role("button", name=role).click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self.ready()

    def with_books(self, name: str, *files: Path) -> "Desk":
        """Add a client and put its SIE 4 files in use, one after the other."""
        self.add_client(name).choose_source("1. SIE 4")
        for number, file in enumerate(files):
            if number:
                self.menu("Import")
            self.import_file(file).use_import()
        return self

    def menu(self, place: str) -> "Desk":
        """Choose a page in the menu."""
        link = self.page.get_by_test_id("stSidebar").get_by_role("link", name=place, exact=True)
        link.click()
        self.page.wait_for_url(f"**{link.get_attribute('href')}**")
        return self.ready()

    def choose_source(self, source: str) -> "Desk":
        """Choose a data source in the start guide."""
        self.page.get_by_text(source, exact=False).first.click()
        self.ready()
        self.page.get_by_role("button", name="Välj källan").click()
        return self

    def import_file(self, path: Path) -> "Desk":
        """Upload a file on the import page and wait for its preview."""
        self.page.wait_for_url("**/import**")
        self.ready().upload(path)
        self.page.wait_for_url(re.compile("imp="))
        return self

    def upload(self, *paths: Path) -> "Desk":
        """Choose files where files are asked for, and import them."""
        self.page.locator("input[type=file]").set_input_files(paths)
        self.button("Importera filer").last.click()
        return self

    def use_import(self, reason: str = "") -> "Desk":
        """Put the import that is previewed in use; with a reason when the dialog asks for one."""
        self.button("Använd importen").click()
        if reason:
            dialog = self.page.get_by_role("dialog")
            dialog.get_by_role("textbox", name="Skäl").fill(reason)
            dialog.get_by_role("button", name="Använd importen").click()
        self.page.wait_for_url("**/oversikt**")
        return self.ready()

    def button(self, name: str) -> Locator:
        """A button by the whole of its words."""
        return self.page.get_by_role("button", name=name, exact=True)

    def grid(self, number: int = 0) -> list[list[str]]:
        """The rows of a table on the screen, as a screen reader is told them."""
        table = self.page.get_by_test_id("stDataFrame").nth(number)
        cells = table.locator("canvas table[role=grid] tbody tr")
        expect(cells.first).to_be_attached()
        drawn, rows = None, self._texts(cells)
        while rows != drawn:  # it is drawn bit by bit: read it once it stands still
            self.page.evaluate(TWO_FRAMES)
            drawn, rows = rows, self._texts(cells)
        return rows

    def _texts(self, rows: Locator) -> list[list[str]]:
        return [[cell.strip() for cell in row.locator("td").all_text_contents()] for row in rows.all()]

    def address_part(self, name: str) -> str:
        """A parameter of the address that stands in the browser."""
        return parse_qs(urlsplit(self.page.url).query)[name][0]

    def has(self, name: str) -> bool:
        """Whether a button stands on the screen, once it has been drawn."""
        return self.ready().button(name).count() > 0

    def cell(self, text: str) -> Locator:
        """A cell of a table by a part of its words, as a screen reader finds it."""
        return self.page.locator("canvas td").filter(has_text=text).first

    def has_row(self, *texts: str) -> "Desk":
        """Expect a table's row that holds all the texts."""
        row = self.page.locator("canvas tbody tr")
        for text in texts:
            row = row.filter(has_text=text)
        expect(row.first).to_be_attached()
        return self

    def open_row(self, text: str, *, at: float = 0.05) -> "Desk":
        """Click in the row of a cell, at a part of the table's width."""
        cell = self.cell(text)
        expect(cell).to_be_attached()
        row = int((cell.get_attribute("id") or "").rpartition("-")[2])
        rows = self.page.locator("canvas td").filter(has_text=text)
        surface = self.page.get_by_test_id("stDataFrame").filter(has=rows).first.locator(".dvn-scroller")
        surface.scroll_into_view_if_needed()
        box = surface.bounding_box()
        assert box
        surface.click(position={"x": box["width"] * at, "y": HEADER + ROW * row + ROW / 2})
        return self

    def type_row(self, number: int, texts: Sequence[str]) -> "Desk":
        """Type a row of the table that is edited, cell by cell; the row after the last is a new one."""
        surface = self.page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
        surface.click(position={"x": 60, "y": HEADER + ROW * number + ROW / 2})
        field = self.page.locator("#portal textarea")
        if not number:  # a row that the click makes opens its first cell by itself
            self.page.keyboard.press("Enter")
        for place, text in enumerate(texts, 1):
            field.fill(text)
            field.press("Tab")
            expect(field).to_have_count(0)
            if place < len(texts):
                expect(self.page.locator(f"canvas td[aria-colindex='{place + 1}']:focus")).to_be_attached()
                self.page.keyboard.press("Enter")
        return self

    def sees_nothing_of(self, text: str) -> "Desk":
        """Expect that a text is nowhere on the screen, once it has been drawn."""
        expect(self.ready().page.get_by_text(text)).to_have_count(0)
        return self

    def sees(self, text: str) -> "Desk":
        """Expect a text on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self
