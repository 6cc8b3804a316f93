"""What axe says of every page, in light and in dark: nothing that is ours to mend."""

from collections.abc import Iterator, Sequence
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard import check_settings_view, reconciliation_choice, support_parts
from dashboard.places import PLACES
from tests.browser.conftest import PATIENCE, SWEDISH
from tests.browser.desk import ROLES, Desk
from tests.browser.files import DATA, FAULTLESS
from tests.dashboard.served import Served

Scheme = Literal["light", "dark"]
OF_STREAMLIT = {
    # the place for files is told to be decoration and given a name in one breath
    "presentation-role-conflict": '[data-testid="stFileUploaderDropzone"]',
    # the chosen segment is written in the colour that white is written on; on dark ground no colour carries both.
    # The label of a date that cannot be changed is faint as the date is, but not tied to it
    "color-contrast": (
        '[data-testid="stButtonGroup"] [aria-checked="true"], '
        '[data-testid="stDateInput"]:has(input:disabled) [data-testid="stWidgetLabel"]'
    ),
}
"""What is Streamlit's own: the rule of axe, and within which of its parts; the help lists them."""
WITHIN = "([target, part]) => document.querySelector(target)?.closest(part) != null"
STILL = "() => document.getAnimations().every((one) => one.effect.getTiming().iterations === Infinity)"
"""Nothing fades in any more: half faded in, any text is too faint."""
VIEWS = (
    "huvudbok?konto=1930",
    "huvudbok?ver=A+3",
    "periodavslut?period=1",
    "avstamning?period=1&konto=1930",
    "transaktionsanalys?vy=utforska",
    "transaktionsanalys?vy=utforska&bild=manader",
    "klienter?visa=ny",
    "periodavslut?vy=checklista",
    *(f"avstamning?vy={part}" for part in reconciliation_choice.PARTS),
    *(f"supportbord?del={part}" for part in support_parts.PARTS),
    *(f"transaktionsanalys?vy=installningar&flik={part}" for part in check_settings_view.PARTS),
    "bokslutsverifikationer?bv=ny",
    "bokslutsverifikationer?vy=system",
)
"""Views within pages that hold parts of their own: an account, a voucher, a period, charts, a dialog, a form."""


@pytest.fixture(params=["light", pytest.param("dark", marks=pytest.mark.slow)])
def screen(chromium: Browser, server: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser that asks for light or dark."""
    scheme: Scheme = request.param
    context = chromium.new_context(**SWEDISH, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def wrong(page: Page) -> list[str]:
    """What axe finds on the screen that is not Streamlit's own: the rule, the part, and what is the matter."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url} {one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
        if not _of_streamlit(page, one["id"], node["target"])
    ]


def _of_streamlit(page: Page, rule: str, target: list[str]) -> bool:
    part = OF_STREAMLIT.get(rule)
    return part is not None and len(target) == 1 and bool(page.evaluate(WITHIN, [target[0], part]))


def wrong_in(desk: Desk, client: str, views: Sequence[str]) -> list[str]:
    """What axe finds in the views of a client, one after the other."""
    found = []
    for view in views:
        desk.go(f"/{view}{'&' if '?' in view else '?'}klient={client}")
        desk.page.wait_for_function(STILL)
        found += wrong(desk.page)
    return found


@pytest.mark.slow
def test_every_page_is_clean(screen: Page, server: Served) -> None:
    screen.goto(server.address)
    found = wrong(screen)
    desk = Desk(screen, server.address).sign_in(ROLES["admin"]).with_books("Skärmläsaren AB", DATA / FAULTLESS)
    found += wrong_in(desk, desk.address_part("klient"), [place.url_path for place in PLACES])
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_view_within_pages_is_clean(screen: Page, server: Served) -> None:
    desk = Desk(screen, server.address).sign_in(ROLES["admin"]).with_books("Förstoraren AB", DATA / FAULTLESS)
    found = wrong_in(desk, desk.address_part("klient"), VIEWS)
    assert not found, "\n".join(found)


def test_a_fault_is_seen(screen: Page) -> None:
    screen.set_content("<html lang='sv'><title>Prov</title><main><h1>Prov</h1><img src='data:,'></main></html>")
    assert [line for line in wrong(screen) if "image-alt" in line]
