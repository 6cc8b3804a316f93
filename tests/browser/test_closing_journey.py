"""Import, run the checks, deal with a finding, change the books, reconcile 1510, lock January, unlock it again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.core.languages import Language, translate
from lib.core.money import sek
from tests.browser.desk import ROLES, Desk
from tests.dashboard.served import Served

OWED, MORE = 12_500, 17_500
"""What customers owe in January, in kronor, before the books change and after."""
JANUARY, FEBRUARY = "&period=1", "&period=2"


def books(folder: Path, owed: int) -> Path:
    """A year with an invoice in January, and an amount on the observation account since then."""
    path = folder / f"{owed}.se"
    path.write_text(
        f"""#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#PROGRAM "Bokföring" 1.0
#GEN 20260110
#FNAMN "Avstämda AB"
#ORGNR 556036-0793
#RAR 0 20250101 20251231
#KONTO 1510 "Kundfordringar"
#KONTO 1930 "Bank"
#KONTO 2999 "OBS-konto"
#KONTO 3001 "Försäljning"
#IB 0 1930 900.00
#IB 0 2999 -900.00
#UB 0 1510 {owed}.00
#UB 0 1930 900.00
#UB 0 2999 -900.00
#RES 0 3001 -{owed}.00
#VER "A" "1" 20250115 "Faktura till Kund"
{{
#TRANS 1510 {{}} {owed}.00
#TRANS 3001 {{}} -{owed}.00
}}
""",
        encoding="cp437",
        newline="\r\n",
    )
    return path


@pytest.mark.parametrize("language", ["sv", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.slow
def test_a_period_is_checked_reconciled_locked_and_opened_again(
    language: Language, page: Page, server: Served, tmp_path: Path
) -> None:
    desk = Desk(page, server.address).sign_in(ROLES["accountant"])
    desk.with_books(f"Avstämda {language} AB", books(tmp_path, OWED))
    client = f"?klient={desk.address_part('klient')}"
    desk.go(f"/language?to={language}&back=%2F")

    def _(text: str, **facts: str) -> str:
        return translate(text, language, **facts)

    deal_with_the_observation_account(desk, client, _)
    desk.go(f"/periodavslut{client}{JANUARY}").button(start(language, "P1", "januari", "January")).click()
    desk.has_row("P1", _("active"))
    mark_1510(desk, client, _, OWED)
    change_the_books(desk, client, tmp_path, _)
    desk.go(f"/transaktionsanalys{client}").sees(_("The results are out of date."))
    desk.go(f"/avstamning{client}{JANUARY}").has_row("1510", _("Stale"))
    mark_1510(desk, client, _, MORE)
    desk.go(f"/avstamning{client}{JANUARY}").has_row("1510", _("Marked as done"))
    lock_and_unlock(desk, client, _, language)


def start(language: Language, number: str, swedish: str, english: str) -> str:
    """The words of the button that starts a period."""
    month = swedish if language == "sv" else english
    return translate("Start {period}", language, period=f"{number} {month} 2025")


def deal_with_the_observation_account(desk: Desk, client: str, _: Callable[..., str]) -> None:
    """Run the checks, open what they found on account 2999 down to the ledger, and mark it as done."""
    desk.go(f"/transaktionsanalys{client}").button(_("Run the checks")).click()
    title = _("Suspense accounts are empty")
    desk.has_row(title, _("Found")).open_row(title)
    desk.page.wait_for_url(re.compile("kontroll="))
    desk.ready().sees("2999 OBS-konto")
    expect(desk.page.get_by_role("link", name=_("Account {account}", account="2999"))).to_be_visible()
    desk.button(_("Mark as done")).click()
    desk.button(_("Remove the mark")).wait_for()
    desk.go(f"/transaktionsanalys{client}").has_row(title, _("Marked as done"))


def mark_1510(desk: Desk, client: str, _: Callable[..., str], owed: int) -> None:
    """Open the account, see what it comes to, and say that it is done."""
    desk.go(f"/avstamning{client}{JANUARY}&konto=1510").sees(sek(owed * 100))
    desk.button(_("Mark as done")).click()
    desk.sees(_("Marked as done: {accounts}.", accounts="1510"))


def change_the_books(desk: Desk, client: str, folder: Path, _: Callable[..., str]) -> None:
    """Import the year anew, with a larger invoice."""
    desk.go(f"/import{client}")
    desk.page.locator("input[type=file]").set_input_files([books(folder, MORE)])
    desk.button(_("Import files")).last.click()
    desk.page.wait_for_url(re.compile("imp="))
    desk.button(_("Use this import")).click()
    desk.page.wait_for_url("**/oversikt**")


def lock_and_unlock(desk: Desk, client: str, _: Callable[..., str], language: Language) -> None:
    """Lock January, start February, and see it paused while January is open again."""
    desk.go(f"/periodavslut{client}{JANUARY}").button(_("Lock the period")).click()
    desk.page.get_by_role("dialog").get_by_role("button", name=_("Lock the period")).click()
    desk.button(start(language, "P2", "februari", "February")).click()
    desk.has_row("P1", _("locked")).has_row("P2", _("active"))
    desk.go(f"/periodavslut{client}{JANUARY}").button(_("Unlock the period")).click()
    desk.page.get_by_role("dialog").get_by_role("button", name=_("Unlock the period")).click()
    desk.has_row("P1", _("active")).has_row("P2", _("paused"))
