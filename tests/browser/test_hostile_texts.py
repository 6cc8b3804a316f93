"""A file whose every text is hostile: it is read on the screens as it is written, and does nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Request, expect

from tests.browser.desk import Desk

EVIL = "evil.example"
TEXT = (
    "<img src=x onerror=alert(1)> <script>alert(2)</script> [sök](javascript:alert(3)) "
    f"![bild](https://{EVIL}/a.png) https://{EVIL} www.{EVIL} $$x$$ :red[rött]"
)
FILE = f"""#FLAGGA 0
#PROGRAM "{TEXT}" 1
#FORMAT PC8
#SIETYP 4
#FNAMN "{TEXT}"
#RAR 0 20260101 20261231
#KONTO 1930 "=1+1 {TEXT}"
#KONTO 3001 "{TEXT}"
#UB 0 1930 100.00
#RES 0 3001 -100.00
#VER "A" "1" 20260105 "{TEXT}"
{{
#TRANS 1930 {{}} 100.00 "" "{TEXT}"
#TRANS 3001 {{}} -100.00 "" "@SUM(A1)"
}}
"""
NAME = "<img src=x onerror=alert(4)>[a](https:evil.example).se"


@pytest.mark.slow
def test_hostile_texts_of_a_file_are_shown_and_do_nothing(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    asked, opened = list[str](), list[str]()

    def ask(request: Request) -> None:
        asked.append(request.url)

    def answer(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("request", ask)
    page.on("dialog", answer)
    file = tmp_path / NAME
    file.write_bytes(FILE.encode("cp437"))

    desk.add_client("<b>Fientliga</b> [Bolaget](https://evil.example) AB").choose_source("1. SIE 4")
    desk.import_file(file)
    desk.sees("onerror")
    does_nothing(desk)
    desk.use_import("Provar")
    does_nothing(desk)
    client = desk.address_part("klient")
    for path in ("oversikt?", "huvudbok?ver=A-1&", "huvudbok?konto=1930&", "transaktionsanalys?", "import?"):
        desk.go(f"/{path}klient={client}")
        does_nothing(desk)
    desk.go("/").sees("Klienter")
    does_nothing(desk)
    assert opened == []
    assert [url for url in asked if EVIL in url] == []


def does_nothing(desk: Desk) -> None:
    """Nothing of the texts has become a picture, a script or a way out."""
    for made in ('img[src="x"]', f'img[src*="{EVIL}"]', f'a[href*="{EVIL}"]', 'a[href^="javascript"]', ".katex"):
        expect(desk.page.locator(made)).to_have_count(0)
