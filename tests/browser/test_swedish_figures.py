"""Figures stand in the Swedish way in every browser: an American one draws the very same statements and charts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import PATIENCE
from tests.browser.desk import ROLES, Desk
from tests.browser.files import DATA, FAULTLESS

AMERICAN = "en-US"
LAPTOP: ViewportSize = {"width": 1360, "height": 850}
TABLES = {
    "/huvudbok?": "1930 Företagskonto",
    "/huvudbok?vy=resultat&": "5010 Lokalhyra",
    "/huvudbok?vy=balans&": "1930 Företagskonto",
    "/huvudbok?vy=verifikationer&": "Hyra januari",
    "/huvudbok?vy=grundbok&": "Hyra januari",
    "/huvudbok?konto=1930&": "Hyra januari",
    "/transaktionsanalys?vy=utforska&": "Hyra januari",
    "/avstamning?": "1930 Företagskonto",
}
"""Addresses of tables, and a text that each has once it is drawn."""
CHARTS = ("/transaktionsanalys?vy=utforska&bild=manader&", "/transaktionsanalys?vy=utforska&bild=trend&")
PICTURE = "canvas => canvas.toDataURL()"
SAME_PICTURE = """wanted => {
    const canvas = document.querySelector("[data-testid=stDataFrame] canvas");
    return canvas !== null && canvas.toDataURL() === wanted;
}"""


@pytest.fixture
def american(chromium: Browser, desk: Desk) -> Iterator[Desk]:
    """Another window, of a browser that reads American English, with the screens in Swedish."""
    with chromium.new_context(locale=AMERICAN, viewport=LAPTOP) as context:
        context.set_default_timeout(PATIENCE)
        theirs = Desk(context.new_page(), desk.address)
        theirs.page.goto(f"{desk.address}/language?to=sv&back=%2Fsign-in")
        yield theirs.sign_in_as(ROLES["accountant"])


@pytest.mark.slow
def test_an_american_browser_draws_the_same_tables_and_charts_as_a_swedish_one(desk: Desk, american: Desk) -> None:
    assert american.page.evaluate("Number(1234.5).toLocaleString()") == "1,234.5"
    client = desk.with_books("Siffror i Amerika AB", DATA / FAULTLESS).address_part("klient")
    for address, text in TABLES.items():
        path = f"{address}klient={client}"
        desk.go(path).has_row(text).grid()
        picture = desk.page.get_by_test_id("stDataFrame").first.locator("canvas").first.evaluate(PICTURE)
        american.go(path).page.wait_for_function(SAME_PICTURE, arg=picture)
    for address in CHARTS:
        path = f"{address}klient={client}"
        texts = desk.go(path).page.get_by_test_id("stVegaLiteChart").locator("svg text")
        expect(texts.first).to_be_visible()
        drawn = texts.all_text_contents()
        expect(american.go(path).page.get_by_test_id("stVegaLiteChart").locator("svg text")).to_have_text(drawn)


@pytest.mark.slow
def test_amounts_are_typed_the_swedish_way_in_an_american_browser_too(american: Desk) -> None:
    american.add_client("Inmatad i Amerika AB").choose_source("4. Manuell inmatning")
    american.page.wait_for_url("**/inmatning**")
    american.ready().type_row(0, ["1930", "Bank", "50 000,00", "57 500,50"]).sees("utgående balanser 57 500,50")
