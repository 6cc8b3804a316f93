"""What becomes of an import: used with a reason, discarded, undone, or overtaken by another window's."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import Desk
from tests.browser.files import DATA, DEARER_RENT, FAULTLESS, example

pytestmark = pytest.mark.slow

BOOKS = DATA / FAULTLESS
REASON = "Klienten rättar verifikationen i januari"


def test_an_import_with_errors_asks_for_a_reason_which_stands_in_the_activity_log(desk: Desk) -> None:
    desk.add_client("Obalans AB").choose_source("1. SIE 4").import_file(DATA / "unbalanced-voucher.se")
    desk.button("Använd importen").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Använd importen").click()
    desk.sees("kan inte användas utan att ett skäl anges")
    dialog.get_by_role("textbox", name="Skäl").fill(REASON)
    dialog.get_by_role("button", name="Använd importen").click()
    desk.page.wait_for_url("**/oversikt**")
    desk.sees("Anmärkningar i bokföringen som används").menu("Aktivitetslogg")
    desk.has_row("Obalans AB", "ta en import i bruk", "utfört", REASON)


def test_a_discarded_import_leaves_the_books_alone_and_stays_findable(desk: Desk, tmp_path: Path) -> None:
    desk.with_books("Kastad AB", BOOKS).menu("Import").import_file(example(tmp_path, *DEARER_RENT, name="dyr.se"))
    desk.sees("Ändringar").button("Kasta").click()
    desk.sees("Importen är kastad; bokföringen är oförändrad.").sees("Kastad")
    desk.button("Alla importer").click()
    desk.has_row("Kastad", "dyr.se").has_row("I bruk", FAULTLESS)
    desk.menu("Huvudbok").has_row("5010 Lokalhyra", "4000")


def test_an_undo_brings_the_earlier_books_back(desk: Desk, tmp_path: Path) -> None:
    desk.with_books("Ångrad AB", BOOKS, example(tmp_path, *DEARER_RENT, name="dyr.se"))
    desk.menu("Huvudbok").has_row("5010 Lokalhyra", "4500").menu("Import")
    desk.button("Ångra senaste importen").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="Ångra importen").click()
    desk.page.wait_for_url("**/oversikt**")
    desk.sees("Den senaste importen är ångrad.").has_row("Ångrad", "dyr.se").has_row("I bruk", FAULTLESS)
    desk.menu("Huvudbok").has_row("5010 Lokalhyra", "4000")


def test_the_preview_says_what_changes_against_the_books_in_use(desk: Desk, tmp_path: Path) -> None:
    desk.with_books("Ändringar AB", BOOKS).menu("Import").import_file(example(tmp_path, *DEARER_RENT, name="dyr.se"))
    desk.sees("Verifikationer: 0 nya, 1 ändrade, 0 borttagna").has_row("2026", "ersätter året i bokföringen")
    desk.page.get_by_text("Ändringarna i 2026 en och en").click()
    desk.has_row("ändrad", "A 2", "Hyra januari", "5000", "5500")


def test_the_second_of_two_windows_is_told_that_the_books_changed(
    desk: Desk, context: BrowserContext, tmp_path: Path
) -> None:
    desk.add_client("Två fönster AB").choose_source("1. SIE 4").import_file(BOOKS)
    desk.button("Använd importen").wait_for()
    second = Desk(context.new_page(), desk.address)
    second.page.goto(desk.page.url)
    second.ready().button("Alla importer").click()
    second.import_file(example(tmp_path, *DEARER_RENT, name="dyr.se")).button("Använd importen").wait_for()
    desk.use_import()
    second.button("Använd importen").click()
    second.sees("Bokföringen har ändrats sedan jämförelsen gjordes.")
    second.menu("Huvudbok").has_row("5010 Lokalhyra", "4000").page.go_back()
    second.button("Jämför igen").click()
    second.sees("1 ändrade").use_import().menu("Huvudbok").has_row("5010 Lokalhyra", "4500")


def test_the_same_import_used_in_two_windows_counts_once(desk: Desk, context: BrowserContext) -> None:
    desk.add_client("Dubbelt AB").choose_source("1. SIE 4").import_file(BOOKS)
    desk.button("Använd importen").wait_for()
    second = Desk(context.new_page(), desk.address)
    second.page.goto(desk.page.url)
    second.button("Använd importen").wait_for()
    desk.use_import()
    second.button("Använd importen").click()
    second.sees("I bruk")
    expect(second.button("Använd importen")).to_have_count(0)


def test_a_file_over_the_limit_is_refused_with_the_limit_and_its_size(desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "stor.se"
    with large.open("wb") as file:
        file.truncate(101 * 1_048_576)
    desk.add_client("Stor fil AB").choose_source("1. SIE 4").page.wait_for_url("**/import**")
    desk.ready().upload(large).sees("stor.se är 101,0 MB, men en fil får vara högst 100,0 MB.")
    desk.menu("Översikt").sees("Inget har importerats ännu.")


def test_several_files_are_sorted_to_their_clients_by_organisation_number(desk: Desk, tmp_path: Path) -> None:
    owners = {"Sorterad Ett AB": "556016-0680", "Sorterad Två AB": "556036-0793"}
    files = [
        example(tmp_path, ("555555-5555", number), name=f"{number}.se") for number in (*owners.values(), "556012-5790")
    ]
    for name, number in owners.items():
        desk.add_client(name, number)
    desk.go("/").button("Importera filer").click()
    desk.page.get_by_role("dialog").wait_for()
    desk.upload(*files)
    for name, number in owners.items():
        desk.sees(f"{number}.se importeras till {name}.")
    desk.sees("Ingen av dina klienter har organisationsnumret i 556012-5790.se: 556012-5790.")
    for name, number in owners.items():
        desk.go("/").has_row(name, "import väntar på beslut").open_row(name)
        desk.page.wait_for_url("**/oversikt**")
        desk.has_row("Väntar på beslut", f"{number}.se")
