"""Signing in with the bureau's identity provider, through the real server and a real provider over HTTP."""

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from lib.store import activity, people
from lib.store.tables import Role
from tests.dashboard.identity_provider import ANNA, ERIK, SARA
from tests.dashboard.served_bureau import Bureau, served_bureau


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    with served_bureau(tmp_path_factory.mktemp("sign-in-elsewhere")) as made:
        yield made


@pytest.fixture
def browser(bureau: Bureau) -> Iterator[httpx.Client]:
    bureau.provider.fault, bureau.provider.people = "", {}
    with bureau.server.browser() as opened:
        yield opened


def portal(browser: httpx.Client, back: str = "/") -> str:
    """Where the sign-in page leads."""
    answer = browser.get(f"/sign-in/start?{urlencode({'next': back})}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def way_back(portal: str, who: Mapping[str, object]) -> str:
    """Choose a person at the provider; gives the path and query that lead back to us."""
    parts = urlsplit(httpx.get(f"{portal}&pick={who['sub']}").headers["location"])
    return f"{parts.path}?{parts.query}"


def sign_in(bureau: Bureau, browser: httpx.Client, who: Mapping[str, object], **claims: object) -> httpx.Response:
    bureau.provider.know(who, **claims)
    return browser.get(way_back(portal(browser), who), headers={"sec-fetch-site": "cross-site"})


def test_the_sign_in_page_leads_to_the_provider_and_back_to_where_the_person_was_going(
    bureau: Bureau, browser: httpx.Client
) -> None:
    page = browser.get("/huvudbok?klient=7", follow_redirects=True)
    assert 'href="/sign-in/start?next=%2Fhuvudbok%3Fklient%3D7"' in page.text
    bureau.provider.know(ERIK, groups=["Ekonomer"])
    answer = browser.get(way_back(portal(browser, "/huvudbok?klient=7"), ERIK))
    assert (answer.status_code, answer.headers["location"]) == (303, "/huvudbok?klient=7")
    assert browser.get("/").status_code == 200


def test_the_trip_carries_a_state_a_nonce_and_a_challenge_and_no_secret(bureau: Bureau, browser: httpx.Client) -> None:
    asked = parse_qs(urlsplit(portal(browser)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{bureau.server.address}/sign-in/return"]
    assert len({asked[name][0] for name in ("state", "nonce", "code_challenge")}) == 3
    assert not {"code_verifier", "client_secret"} & asked.keys()


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/a\nb"])
def test_signing_in_leads_to_no_other_site(bureau: Bureau, browser: httpx.Client, path: str) -> None:
    bureau.provider.know(ERIK, groups=["Ekonomer"])
    answer = browser.get(way_back(portal(browser, path), ERIK))
    assert answer.headers["location"] == "/"


def test_nobody_can_choose_one_of_the_demos_roles(browser: httpx.Client) -> None:
    answer = browser.post("/sign-in", data={"role": "admin", "next": "/"})
    assert answer.status_code == 405
    assert "brygga_session" not in answer.cookies


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("wrong-nonce", "made for somebody"),
        ("no-nonce", "made for somebody"),
        ("wrong-audience", "made for somebody"),
        ("wrong-issuer", "made for somebody"),
        ("wrong-party", "made for somebody"),
        ("expired", "clock"),
        ("not-yet", "clock"),
        ("unsigned", "signature"),
        ("signed-with-our-secret", "signature"),
        ("other-key", "signature"),
        ("no-id-token", "no ID token"),
        ("error-500", "answered with an error"),
        ("invalid-grant", "used already or taken too long"),
        ("invalid-client", "BRYGGA_OIDC_CLIENT_SECRET"),
        ("token-slow", "does not answer"),
    ],
)
def test_an_answer_that_cannot_be_trusted_lets_nobody_in_and_says_why(
    bureau: Bureau, browser: httpx.Client, fault: str, word: str
) -> None:
    bureau.provider.know(ERIK, groups=["Ekonomer"])
    browser.get("/language?to=en")
    back = way_back(portal(browser), ERIK)
    bureau.provider.fault = fault
    answer = browser.get(back, timeout=20)
    assert answer.status_code in {400, 403, 502}
    assert word in answer.text
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("no-json", "cannot be read"),
        ("other-discovery", "another issuer"),
        ("plain-http", "without encryption"),
    ],
)
def test_a_provider_that_cannot_be_trusted_is_not_gone_to(
    bureau: Bureau, browser: httpx.Client, fault: str, word: str
) -> None:
    browser.get("/language?to=en")
    bureau.provider.fault = fault
    answer = browser.get("/sign-in/start")
    assert answer.status_code == 502
    assert word in answer.text


def test_who_is_refused_there_is_told_here(bureau: Bureau, browser: httpx.Client) -> None:
    browser.get("/language?to=en")
    bureau.provider.fault = "refuses"
    parts = urlsplit(httpx.get(portal(browser)).headers["location"])
    answer = browser.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 403
    assert "interrupted" in answer.text


def test_a_trip_is_good_for_one_return(bureau: Bureau, browser: httpx.Client) -> None:
    browser.get("/language?to=en")
    bureau.provider.know(ERIK, groups=["Ekonomer"])
    back = way_back(portal(browser), ERIK)
    assert browser.get(back).status_code == 303
    again = browser.get(back)
    assert again.status_code == 400
    assert "completed already" in again.text


def test_a_trip_ends_in_the_browser_that_began_it(bureau: Bureau, browser: httpx.Client) -> None:
    browser.get("/language?to=en")
    bureau.provider.know(ERIK, groups=["Ekonomer"])
    back = way_back(portal(browser), ERIK)
    with bureau.server.browser() as other:
        other.get("/language?to=en")
        answer = other.get(back)
        assert answer.status_code == 400
        assert "another browser" in answer.text
        assert other.get("/").status_code == 303
    assert browser.get(back).status_code == 303, "nor has it spoilt it for the right one"


def test_signing_in_gives_a_token_that_nobody_knew_before(bureau: Bureau, browser: httpx.Client) -> None:
    browser.cookies.set("brygga_session", "planted", domain="127.0.0.1")
    sign_in(bureau, browser, ERIK, groups=["Ekonomer"])
    first = browser.cookies.get("brygga_session", path="/")
    assert first not in {None, "planted"}
    sign_in(bureau, browser, ERIK, groups=["Ekonomer"])
    with bureau.server.browser() as old:
        old.cookies.set("brygga_session", str(first))
        assert old.get("/").status_code == 303


def test_the_first_administrator_is_the_one_of_the_settings(bureau: Bureau, browser: httpx.Client) -> None:
    assert sign_in(bureau, browser, ANNA).status_code == 303
    with bureau.store() as store, store.reading() as session:
        anna = people.by_subject(session, f"{bureau.provider.url} anna-1")
    assert anna
    assert (anna.role, anna.all_clients) == (Role.ADMIN, True)


def test_a_claim_gives_the_role_and_takes_it_back(bureau: Bureau, browser: httpx.Client) -> None:
    browser.get("/language?to=en")
    assert sign_in(bureau, browser, SARA, groups=["Annat", "Support"]).status_code == 303
    with bureau.server.browser() as elsewhere:
        elsewhere.get("/language?to=en")
        answer = sign_in(bureau, elsewhere, SARA, groups=[])
    assert answer.status_code == 403
    assert "no access to Brygga yet" in answer.text
    assert browser.get("/").status_code == 303, "and every browser of hers is signed out"


def test_an_unknown_person_waits_and_is_told_so(bureau: Bureau, browser: httpx.Client) -> None:
    browser.get("/language?to=en")
    newcomer = ERIK | {"sub": "new", "name": "Nils Ny", "email": "nils@byran.example"}
    answer = sign_in(bureau, browser, newcomer)
    assert answer.status_code == 403
    assert "Nils Ny has signed in, but has no access to Brygga yet." in answer.text
    with bureau.store() as store, store.reading() as session:
        nils = people.by_subject(session, f"{bureau.provider.url} new")
        (row,) = [row for row in activity.entries(session) if nils and row.user_id == nils.id]
    assert nils
    assert (nils.waiting, nils.active) == (True, False)
    assert (row.action, row.outcome) == ("sign-in", "refused")


def test_a_deactivated_person_is_told_so(bureau: Bureau, browser: httpx.Client) -> None:
    browser.get("/language?to=en")
    gone = ERIK | {"sub": "gone", "name": "Greta Gått"}
    sign_in(bureau, browser, gone, groups=["Ekonomer"])
    with bureau.store() as store, store.transaction() as session:
        greta = people.by_subject(session, f"{bureau.provider.url} gone")
        assert greta
        greta.active = False
    answer = sign_in(bureau, browser, gone, groups=["Ekonomer"])
    assert answer.status_code == 403
    assert "deactivated" in answer.text


def test_a_name_that_holds_html_stays_text(bureau: Bureau, browser: httpx.Client) -> None:
    answer = sign_in(bureau, browser, ERIK | {"sub": "html", "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_somebody_added_by_email_is_known_when_the_provider_vouches_for_it(
    bureau: Bureau, browser: httpx.Client
) -> None:
    with bureau.store() as store, store.transaction() as session:
        for name in ("bo", "ulla"):
            people.add_user(session, subject=f"e-mail:{name}@byran.example", name=name, role=Role.VIEWER)
    bo = {"sub": "bo", "name": "Bo", "email": "Bo@byran.example"}
    assert sign_in(bureau, browser, bo, email_verified=True).status_code == 303
    ulla = {"sub": "ulla", "name": "Ulla", "email": "ulla@byran.example"}
    assert sign_in(bureau, browser, ulla, email_verified=False).status_code == 403, "anybody may claim an e-mail"


def test_signing_out_leads_by_way_of_the_provider_without_any_token(bureau: Bureau, browser: httpx.Client) -> None:
    sign_in(bureau, browser, ERIK, groups=["Ekonomer"])
    answer = browser.get("/sign-out", headers={"sec-fetch-site": "same-origin"})
    parts = urlsplit(answer.headers["location"])
    assert answer.headers["location"].startswith(f"{bureau.provider.url}/logout?")
    asked = parse_qs(parts.query)
    assert asked["post_logout_redirect_uri"] == [f"{bureau.server.address}/signed-out"]
    assert "id_token_hint" not in asked
    assert browser.get("/").status_code == 303
    assert 'href="/sign-in"' in browser.get("/signed-out").text


def test_signing_out_ends_here_where_the_provider_offers_no_more(bureau: Bureau, browser: httpx.Client) -> None:
    sign_in(bureau, browser, ERIK, groups=["Ekonomer"])
    bureau.provider.ends_sessions = False
    answer = browser.get("/sign-out", headers={"sec-fetch-site": "same-origin"})
    bureau.provider.ends_sessions = True
    assert answer.headers["location"] == "/signed-out"
    assert browser.get("/").status_code == 303


def test_the_language_a_person_chose_is_met_in_another_browser(bureau: Bureau, browser: httpx.Client) -> None:
    sign_in(bureau, browser, ERIK, groups=["Ekonomer"])
    browser.get("/language?to=en")
    with bureau.server.browser() as other:
        assert '<html lang="sv">' in other.get("/sign-in").text
        sign_in(bureau, other, ERIK, groups=["Ekonomer"])
        assert '<html lang="en">' in other.get("/sign-in").text


def test_neither_code_nor_state_nor_token_is_in_the_log_or_in_the_data_directory(
    bureau: Bureau, browser: httpx.Client
) -> None:
    bureau.provider.know(ERIK, groups=["Ekonomer"])
    back = way_back(portal(browser), ERIK)
    browser.get(back)
    said = parse_qs(urlsplit(back).query)
    secrets = [said["code"][0], said["state"][0], str(browser.cookies["brygga_session"]), *bureau.provider.tokens[-2:]]
    written = bureau.server.log.read_bytes()
    kept = b"".join(file.read_bytes() for file in (bureau.folder / "data").rglob("*") if file.is_file())
    for secret in secrets:
        assert len(secret) > 10
        assert secret.encode() not in written
        assert secret.encode() not in kept
