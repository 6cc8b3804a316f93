"""Every route of ours and every kind of answer: who gets in, what a foreign form does, and what the browser is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import cast

import httpx
import pytest
from starlette.routing import Route

from dashboard.attachment_routes import AttachmentRoutes
from dashboard.bundle_routes import BundleRoutes
from dashboard.fortnox_routes import FortnoxRoutes
from dashboard.gate import OPEN
from dashboard.headers import HEADERS
from dashboard.identity_routes import IdentityRoutes
from dashboard.metrics import Metrics
from dashboard.places import PLACES
from dashboard.routes import Routes
from dashboard.sessions import Sessions
from lib.settings import Settings, load
from lib.store import sign_ins
from lib.store.database import Store
from lib.store.sign_ins import AT_MOST, Counted
from tests.dashboard.identity_provider import ERIK, identity_provider
from tests.dashboard.served import form_mark, served
from tests.dashboard.served_bureau import Bureau
from tests.dashboard.test_sign_in_elsewhere import portal, sign_in, way_back

NOWHERE = cast("Store", None)
LOCAL = "127.0.0.1"
BEARER = {"BRYGGA_OIDC_ROLE_CLAIM": "groups", "BRYGGA_OIDC_ROLES": "Ekonomer=accountant, IT=admin"}


def routes(settings: Settings) -> list[Route]:
    """Every route of ours, with the methods that it takes."""
    sessions = Sessions(NOWHERE, settings, "secret")
    metrics = cast("Metrics", None)
    parts = (
        Routes(sessions, metrics),
        IdentityRoutes(sessions),
        FortnoxRoutes(sessions),
        AttachmentRoutes(sessions),
        BundleRoutes(sessions),
    )
    return [route for part in parts for route in part.all()]


def named(settings: Settings, method: str) -> list[str]:
    """The paths that take a method, with numbers where they want some."""
    found = {route.path for route in routes(settings) if method in (route.methods or ())}
    return sorted(path.replace("{client}", "1").replace("{file}", "1") for path in found)


DEMO, REAL = load(demo=True), load(demo=False)
CLOSED = [path for path in named(REAL, "GET") if path not in OPEN]
PAGES = [f"/{place.url_path}" for place in PLACES]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    folder = tmp_path_factory.mktemp("security-routes")
    with identity_provider() as provider, served(folder, **provider.settings(**BEARER)) as server:
        yield Bureau(server, provider, folder)


@pytest.fixture
def stranger(bureau: Bureau) -> Iterator[httpx.Client]:
    bureau.provider.fault = ""
    with bureau.server.browser() as opened:
        opened.get("/language?to=en")
        yield opened


@pytest.fixture
def accountant(bureau: Bureau, stranger: httpx.Client) -> httpx.Client:
    assert sign_in(bureau, stranger, ERIK, groups=["Ekonomer"]).status_code == 303
    return stranger


def test_there_are_routes_that_are_closed() -> None:
    assert {"/fortnox/connect", "/fortnox/callback", "/attachments/1/1", "/support-bundle/1", "/metrics"} <= set(CLOSED)


@pytest.mark.parametrize("path", [*CLOSED, *PAGES, "/", "/nowhere", "/_stcore/stream"])
@pytest.mark.parametrize("accept", ["text/html", "*/*"], ids=["page", "program"])
def test_a_stranger_gets_nothing_of_what_is_closed(stranger: httpx.Client, path: str, accept: str) -> None:
    answer = stranger.get(path, headers={"accept": accept})
    assert answer.status_code in {303, 401, 403}
    assert answer.headers.get("location", "/sign-in").startswith("/sign-in")
    assert "streamlit" not in answer.text.lower()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", ["/", "/huvudbok", "/_stcore/upload_file/a/b", "/media/a", "/attachments/1/1"])
def test_a_stranger_gets_no_further_with_another_method(stranger: httpx.Client, method: str, path: str) -> None:
    assert stranger.request(method, path, headers={"accept": "*/*"}).status_code == 401


def test_outside_the_demo_the_only_form_is_the_one_for_signing_out() -> None:
    assert named(REAL, "POST") == ["/sign-out"]
    assert named(DEMO, "POST") == ["/sign-in", "/sign-out"]


@pytest.mark.parametrize("kind", ["no mark", "another's mark", "another site", "no origin"])
def test_a_form_that_is_not_ours_does_nothing(bureau: Bureau, accountant: httpx.Client, kind: str) -> None:
    mark = form_mark(accountant.get("/sign-out", headers={"sec-fetch-site": "cross-site"}).text)
    headers = {"origin": bureau.server.address}
    if kind == "no mark":
        mark = ""
    if kind == "another's mark":
        with bureau.server.browser() as other:
            sign_in(bureau, other, ERIK, groups=["Ekonomer"])
            mark = form_mark(other.get("/sign-out", headers={"sec-fetch-site": "cross-site"}).text)
    if kind == "another site":
        headers = {"origin": "https://elsewhere.example"}
    if kind == "no origin":
        accountant.headers.pop("origin")
        headers = {}
    accountant.post("/sign-out", data={"form": mark}, headers=headers)
    assert accountant.get("/").status_code == 200


def test_our_own_form_signs_out_without_leading_elsewhere(bureau: Bureau, accountant: httpx.Client) -> None:
    mark = form_mark(accountant.get("/sign-out", headers={"sec-fetch-site": "cross-site"}).text)
    answer = accountant.post("/sign-out", data={"form": mark})
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")
    assert accountant.get("/").status_code == 303


ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/sign-in", 200),
    ("GET", "/sign-in/start", 303),
    ("GET", "/sign-in/return", 400),
    ("GET", "/signed-out", 200),
    ("GET", "/sign-out", 200),
    ("GET", "/healthz", 200),
    ("GET", "/klienter", 303),
    ("GET", "/fortnox/callback", 400),
    ("GET", "/attachments/1/1", 403),
    ("GET", "/metrics", 403),
    ("GET", "/media/none", 404),
    ("GET", "/static/js/none.js", 200),
    ("GET", "/_stcore/health", 200),
    ("GET", "/_stcore/metrics", 404),
    ("GET", "/support-bundle/1", 403),
    ("GET", "/_stcore/host-config", 200),
    ("POST", "/sign-in", 405),
    ("POST", "/sign-out", 303),
    ("HEAD", "/sign-in", 200),
    ("DELETE", "/sign-out", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS, ids=[f"{one[0]} {one[1]}" for one in ANSWERS])
def test_every_kind_of_answer_carries_the_security_headers(
    accountant: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = accountant.request(method, path)
    assert answer.status_code == status, answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert path.startswith("/static/") or answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "a@{own}", "{own}/a", "{own}?a", "{own}#a", "{own}\\a", "[a", ""]
)
def test_the_server_goes_by_its_own_name_alone(bureau: Bureau, host: str) -> None:
    own = bureau.server.address.removeprefix("http://")
    with bureau.server.browser() as opened:
        assert opened.get("/sign-in/start", headers={"host": host.format(own=own)}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/healthz"])
def test_a_refusal_carries_them_too(bureau: Bureau, path: str) -> None:
    with bureau.server.browser() as opened:
        for answer in (opened.get(path, headers={"host": "elsewhere.example"}), opened.get("/media/a")):
            assert answer.status_code in {400, 401}
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/a\nb"])
@pytest.mark.parametrize("way", ["/language?to=sv&back=", "/sign-in?next="])
def test_no_parameter_leads_to_another_site(stranger: httpx.Client, way: str, path: str) -> None:
    answer = stranger.get(way + str(httpx.QueryParams({"": path}))[1:])
    assert not answer.headers.get("location", "/").startswith(("//", "https://elsewhere", "/\\"))
    assert 'href="//' not in answer.text


@contextmanager
def tries(bureau: Bureau, counted: Counted, who: str) -> Iterator[None]:
    """As many tries as are allowed, counted by another process; forgotten after the block."""
    now = datetime.now(UTC)
    with bureau.store() as store:
        with store.transaction() as session:
            for _ in range(AT_MOST[counted]):
                sign_ins.note_try(session, counted, who, now=now - timedelta(minutes=4))
        try:
            yield
        finally:
            with store.transaction() as session:
                sign_ins.note_try(session, counted, "nobody", now=now + timedelta(minutes=20))


@pytest.mark.parametrize(("counted", "path"), [(Counted.BEGUN, "start"), (Counted.FAILED_FROM, "return?state=a")])
def test_who_tries_too_often_from_an_address_waits(
    bureau: Bureau, stranger: httpx.Client, counted: Counted, path: str
) -> None:
    with tries(bureau, counted, LOCAL):
        answer = stranger.get(f"/sign-in/{path}")
    assert answer.status_code == 429
    assert "Wait 6 minutes, then try again." in answer.text


def test_an_account_that_fails_too_often_waits(bureau: Bureau, stranger: httpx.Client) -> None:
    waiting = ERIK | {"sub": "waiting", "name": "Vilma Väntar"}
    bureau.provider.know(waiting)
    with tries(bureau, Counted.FAILED_AS, f"{bureau.provider.url} waiting"):
        answer = stranger.get(way_back(portal(stranger), waiting))
        assert answer.status_code == 429
        sign_in(bureau, stranger, ERIK, groups=["Ekonomer"])
        assert stranger.get("/").status_code == 200, "others are not held up by it"


def test_each_failure_counts_and_a_success_does_not(bureau: Bureau, stranger: httpx.Client) -> None:
    def room() -> bool:
        with bureau.store() as store, store.reading() as session:
            return not sign_ins.wait(session, Counted.FAILED_FROM, LOCAL, now=datetime.now(UTC))

    with bureau.store() as store, store.transaction() as session:
        sign_ins.note_try(session, Counted.BEGUN, "nobody", now=datetime.now(UTC) + timedelta(minutes=20))
    for _ in range(AT_MOST[Counted.FAILED_FROM] - 1):
        assert stranger.get("/sign-in/return?state=guessed&code=guessed").status_code == 400
    sign_in(bureau, stranger, ERIK, groups=["Ekonomer"])
    assert room()
    assert stranger.get("/sign-in/return?state=guessed&code=guessed").status_code == 400
    assert not room()
    with bureau.store() as store, store.transaction() as session:
        sign_ins.note_try(session, Counted.BEGUN, "nobody", now=datetime.now(UTC) + timedelta(minutes=20))


def test_a_session_of_the_demo_opens_nothing_outside_it(
    bureau: Bureau, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("once-a-demo")
    with served(folder) as demo, demo.browser() as browser:
        demo.sign_in(browser, "admin")
        assert browser.get("/").status_code == 200
        kept = dict(browser.cookies)
    with served(folder, **bureau.provider.settings()) as real, httpx.Client(base_url=real.address, cookies=kept) as old:
        assert old.get("/", headers={"accept": "text/html"}).status_code == 303


def test_cookies_are_kept_from_scripts_and_other_sites(bureau: Bureau, stranger: httpx.Client) -> None:
    answers = [stranger.get("/sign-in/start"), sign_in(bureau, stranger, ERIK, groups=["Ekonomer"])]
    cookies = [value for answer in answers for name, value in answer.headers.multi_items() if name == "set-cookie"]
    assert len(cookies) >= 2
    for cookie in cookies:
        assert {"httponly", "samesite=lax"} <= {part.strip().lower() for part in cookie.split(";")}
