"""The way to Fortnox and back through the real server: signed in, once, and without leaving a code anywhere."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from lib.store import clients
from lib.store.database import Store
from lib.store.tables import Source
from tests.dashboard.served import Served, served
from tests.jobs.local_fortnox import DIFFERS, SOUND, new_world, settings

ENORMOUS = ("?klient=9223372036854775808", "?klient=" + "9" * 5000)
_PENDING = re.compile(r'name="pending" value="([^"]+)"')


@dataclass(frozen=True)
class Bureau:
    """A served dashboard, its folder and the local Fortnox that it speaks to."""

    server: Served
    folder: Path
    world: World
    client_id: int


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    folder, world = tmp_path_factory.mktemp("fortnox-routes"), new_world([SOUND, DIFFERS])
    company = world.companies[SOUND]
    store = Store.open(folder / "data")
    with store.transaction() as session:
        added = clients.add(session, name=company.name, org_number=company.org_number, source=Source.FORTNOX)
    store.close()
    with running(world) as url, served(folder, **settings(url)) as server:
        yield Bureau(server, folder, world, added.id)


@pytest.fixture
def browser(bureau: Bureau) -> Iterator[httpx.Client]:
    with bureau.server.browser() as opened:
        bureau.server.sign_in(opened)
        yield opened


def set_out(bureau: Bureau, browser: httpx.Client) -> str:
    """Where Fortnox's login portal is."""
    answer = browser.get(f"/fortnox/connect?klient={bureau.client_id}&till=import_data")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def approve(portal: str, tenant: int = SOUND, decision: str = "approve") -> str:
    """Walk the portal's pages; gives the address that it leads back to."""
    base = "{0.scheme}://{0.netloc}".format(urlsplit(portal))
    with httpx.Client(base_url=base) as http:
        found = _PENDING.search(http.get(portal).text)
        assert found
        pending = {"pending": found[1]}
        http.post("/oauth-v1/auth/sign-in", data=pending | {"user": "rut@byran.example"})
        http.post("/oauth-v1/auth/company", data=pending | {"tenant": str(tenant)})
        answer = http.post("/oauth-v1/auth/consent", data=pending | {"decision": decision})
    return answer.headers["location"]


def come_back(browser: httpx.Client, address: str) -> httpx.Response:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}", headers={"sec-fetch-site": "cross-site"})


def test_a_person_goes_to_fortnox_and_comes_back_connected(bureau: Bureau, browser: httpx.Client) -> None:
    answer = come_back(browser, approve(set_out(bureau, browser)))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/import?klient={bureau.client_id}&fortnox=klar"


def test_the_way_back_is_this_servers_own_address(bureau: Bureau, browser: httpx.Client) -> None:
    asked = parse_qs(urlsplit(set_out(bureau, browser)).query)
    assert asked["redirect_uri"] == [f"{bureau.server.address}/fortnox/callback"]


def test_nobody_sets_out_without_signing_in(bureau: Bureau) -> None:
    with bureau.server.browser() as stranger:
        answer = stranger.get(f"/fortnox/connect?klient={bureau.client_id}&till=import_data")
        after = parse_qs(urlsplit(answer.headers["location"]).query)["next"]
    assert after == [f"/import?klient={bureau.client_id}"], "a form's answer may not lead on to another site"


def test_a_sign_in_that_ended_on_the_way_leaves_no_code_in_any_address(bureau: Bureau) -> None:
    with bureau.server.browser() as stranger:
        answer = stranger.get("/fortnox/callback?code=a-code&state=a-state")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("till", ["https://evil.example/", "//evil.example", "activity_log", "", "../../sign-out"])
def test_the_way_back_leads_only_to_pages_of_ours(bureau: Bureau, browser: httpx.Client, till: str) -> None:
    answer = browser.get("/fortnox/connect", params={"klient": str(bureau.client_id), "till": till})
    back = come_back(browser, approve(answer.headers["location"]))
    assert back.headers["location"].startswith(f"/import?klient={bureau.client_id}")


@pytest.mark.parametrize("trip", ["", "klient=x", "klient=1%26till", "https://evil.example", "klient=1&till=//evil"])
def test_a_late_return_leads_only_to_pages_of_ours(bureau: Bureau, browser: httpx.Client, trip: str) -> None:
    answer = browser.get(
        "/fortnox/callback?code=a&state=b", headers={"Cookie": f"{_cookies(browser)}; brygga-trip={trip}"}
    )
    assert answer.status_code == 400
    assert "evil" not in answer.text


def _cookies(browser: httpx.Client) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)


def test_a_trip_is_good_for_one_return(bureau: Bureau, browser: httpx.Client) -> None:
    address = approve(set_out(bureau, browser))
    come_back(browser, address)
    again = come_back(browser, address)
    assert again.status_code == 400
    assert "ten minutes" in again.text or "tio minuter" in again.text
    assert f'href="/import?klient={bureau.client_id}"' in again.text, "which leads back to the client"


def test_another_browser_cannot_finish_the_trip(bureau: Bureau, browser: httpx.Client) -> None:
    address = approve(set_out(bureau, browser))
    with bureau.server.browser() as other:
        bureau.server.sign_in(other)
        assert come_back(other, address).status_code == 400
    assert come_back(browser, address).status_code == 303, "nor has it spoilt it for the right one"


def test_who_cancels_comes_back_to_the_page_with_the_reason(bureau: Bureau, browser: httpx.Client) -> None:
    answer = come_back(browser, approve(set_out(bureau, browser), decision="deny"))
    assert answer.headers["location"].endswith("fortnox=fel")


def test_another_company_comes_back_as_a_failure_that_no_address_names(bureau: Bureau, browser: httpx.Client) -> None:
    answer = come_back(browser, approve(set_out(bureau, browser), DIFFERS))
    assert answer.headers["location"] == f"/import?klient={bureau.client_id}&fortnox=fel"


def test_a_viewer_is_told_that_the_role_does_not_allow_it(bureau: Bureau) -> None:
    with bureau.server.browser() as viewer:
        bureau.server.sign_in(viewer, "viewer")
        answer = viewer.get(f"/fortnox/connect?klient={bureau.client_id}&till=import_data")
    assert answer.status_code == 400
    assert "role" in answer.text or "roll" in answer.text


@pytest.mark.parametrize("query", ["", "?klient=abc", "?klient=4711", "?klient=-1", *ENORMOUS])
def test_an_address_that_names_no_client_leads_nowhere(bureau: Bureau, browser: httpx.Client, query: str) -> None:
    answer = browser.get(f"/fortnox/connect{query}")
    assert answer.status_code in {303, 400}
    assert not answer.headers.get("location", "/").startswith("http")


def test_neither_code_nor_state_nor_token_is_in_the_log_or_readable_in_the_database(
    bureau: Bureau, browser: httpx.Client
) -> None:
    address = approve(set_out(bureau, browser))
    come_back(browser, address)
    said = parse_qs(urlsplit(address).query)
    written = bureau.server.log.read_text()
    for secret in (said["code"][0], said["state"][0]):
        assert secret not in written
        for file in (bureau.folder / "data").rglob("*"):
            assert not file.is_file() or secret.encode() not in file.read_bytes()
    rows = sqlite3.connect(bureau.folder / "data" / "brygga.db").execute("SELECT sealed FROM connection").fetchall()
    assert rows
    assert not any("eyJ" in sealed for (sealed,) in rows)
