"""What a person does at the desk, in the words on the screen."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

ROLES = {"viewer": "Läsare", "support": "Support", "accountant": "Redovisningskonsult", "admin": "Administratör"}
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'


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

    def choose_source(self, source: str) -> "Desk":
        """Choose a data source in the start guide."""
        self.page.get_by_text(source, exact=False).first.click()
        self.ready()
        self.page.get_by_role("button", name="Välj källan").click()
        return self

    def import_file(self, path: Path) -> "Desk":
        """Upload a file on the import page and wait for its preview."""
        self.page.wait_for_url("**/import**")
        self.ready()
        self.page.locator("input[type=file]").set_input_files(path)
        self.button("Importera filer").click()
        self.page.wait_for_url(re.compile("imp="))
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
        return [[cell.strip() for cell in row.locator("td").all_text_contents()] for row in cells.all()]

    def sees(self, text: str) -> "Desk":
        """Expect a text on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self
