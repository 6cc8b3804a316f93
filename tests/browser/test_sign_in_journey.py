"""Signing in with the bureau's identity provider: by claim, after waiting, and out again everywhere."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Page, expect

from lib.store import people
from tests.browser.desk import Desk
from tests.dashboard.identity_provider import ANNA, ERIK, SARA
from tests.dashboard.served_bureau import Bureau, served_bureau

pytestmark = pytest.mark.slow


def sign_in(bureau: Bureau, page: Page, who: Mapping[str, object]) -> Desk:
    """Go by way of the provider, and choose a person there."""
    page.goto(bureau.server.address)
    page.get_by_role("link", name="Logga in").click()
    page.get_by_role("link", name=str(who["name"])).click()
    page.wait_for_url(f"{bureau.server.address}/**")
    return Desk(page, bureau.server.address)


def number(bureau: Bureau, who: Mapping[str, object]) -> int:
    """The number of a person."""
    with bureau.store() as store, store.reading() as session:
        found = people.by_subject(session, f"{bureau.provider.url} {who['sub']}")
    assert found
    return found.id


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    with served_bureau(tmp_path_factory.mktemp("sign-in-journey")) as made:
        made.provider.know(ANNA)
        made.provider.know(ERIK, groups=["Ekonomer"])
        made.provider.know(SARA)
        yield made


def test_people_are_let_in_given_access_and_signed_out_everywhere(
    bureau: Bureau, another_window: Callable[[], Page]
) -> None:
    anna = sign_in(bureau, another_window(), ANNA).ready()
    anna.sees("Anna Adminsson").sees("Administratör")

    erik = sign_in(bureau, another_window(), ERIK).ready()
    erik.sees("Redovisningskonsult")
    expect(erik.page.get_by_role("link", name="Användare", exact=True)).to_have_count(0)
    erik.go("/anvandare").sees("Din roll tillåter inte detta: se användarna.")

    sara = another_window()
    sign_in(bureau, sara, SARA)
    expect(sara.get_by_role("heading", name="Sara Supportström har loggat in men har ännu inte")).to_be_visible()

    anna.menu("Användare").sees("1 person väntar på åtkomst")
    anna.go(f"/anvandare?anvandare={number(bureau, SARA)}")
    anna.page.get_by_role("button", name="Ge åtkomst").click()
    anna.sees("Sara Supportström kan logga in.")
    sign_in(bureau, sara, SARA).ready().sees("Läsare")

    anna.go(f"/anvandare?anvandare={number(bureau, ERIK)}")
    anna.page.get_by_role("button", name="Logga ut överallt").click()
    anna.sees("Erik Ekonom är utloggad överallt.")
    erik.page.get_by_role("link", name="Klienter", exact=True).click()
    erik.sees("Din inloggning har gått ut")

    anna.page.get_by_role("link", name="Logga ut").click()
    expect(anna.page.get_by_role("heading", name="Du är utloggad")).to_be_visible()
    anna.page.go_back()
    expect(anna.page.get_by_role("link", name="Logga in")).to_be_visible()


def test_a_provider_that_cannot_be_trusted_is_told_on_a_page_that_leads_back(
    bureau: Bureau, another_window: Callable[[], Page]
) -> None:
    page = another_window()
    bureau.provider.fault = "wrong-nonce"
    sign_in(bureau, page, ERIK)
    bureau.provider.fault = ""
    expect(page.get_by_role("heading")).to_contain_text("Du loggades inte in")
    page.get_by_role("link", name="Tillbaka till Brygga").click()
    expect(page.get_by_role("link", name="Logga in")).to_be_visible()
