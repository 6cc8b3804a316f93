"""The authorisation: what is checked before sign-in, after it, and on consent."""

import pytest

from lib.sandbox.fortnox.people import DEMO_APP, App
from lib.sandbox.fortnox.world import World
from tests.sandbox.small_fortnox import (
    BARE,
    CALLBACK,
    EVERY_SCOPE,
    RUT,
    SYSADMIN,
    TENANT,
    Clock,
    Said,
    Visitor,
    pending_in,
    small_world,
    told,
)


def test_an_approved_question_comes_back_with_a_code_and_the_state_unchanged(visitor: Visitor) -> None:
    answer = visitor.approve()
    assert answer.headers["location"].startswith(f"{CALLBACK}?")
    assert told(answer).keys() == {"code", "state"}
    assert told(answer)["state"] == "a state/with+signs"


def test_a_denied_question_comes_back_as_access_denied(visitor: Visitor) -> None:
    back = told(visitor.approve(decision="deny"))
    assert (back["error"], back["state"]) == ("access_denied", "a state/with+signs")
    assert back["error_description"]


@pytest.mark.parametrize("scope", ["bookkeeping secrets", "Bookkeeping", "", None])
def test_a_scope_that_the_app_lacks_comes_back_at_once_and_is_not_named(visitor: Visitor, scope: str | None) -> None:
    back = told(visitor.ask(scope=scope))
    assert back["error"] == "invalid_scope"
    assert "secrets" not in back["error_description"]


def test_scopes_may_be_parted_by_plus_or_by_percent_20(visitor: Visitor) -> None:
    for parted in ("companyinformation+bookkeeping", "companyinformation%20bookkeeping"):
        asked = visitor.question(scope=None)
        page = visitor.http.get(f"/oauth-v1/auth?scope={parted}", params=None)
        assert page.status_code == 400
        query = "&".join(f"{name}={value}" for name, value in asked.items() if name != "state")
        assert visitor.http.get(f"/oauth-v1/auth?{query}&state=x&scope={parted}").status_code == 200


@pytest.mark.parametrize("client", ["somebody-else", None])
def test_an_unknown_app_is_told_on_a_page_and_sent_nowhere(visitor: Visitor, client: str | None) -> None:
    page = visitor.ask(client_id=client)
    assert page.status_code == 400
    assert page.headers["content-type"].startswith("text/html")
    assert "Auth code or ClientID supplied is invalid" in page.text


@pytest.mark.parametrize(
    "address", ["https://evil.example/back", "http://127.0.0.1.evil.example/", "http://[::1", "ftp://127.0.0.1/x"]
)
def test_an_address_that_is_not_registered_is_found_after_sign_in_and_never_followed(
    visitor: Visitor, address: str
) -> None:
    asked = visitor.ask(redirect_uri=address)
    assert asked.status_code == 200
    page = visitor.post("sign-in", pending=pending_in(asked), user=RUT)
    assert page.status_code == 400
    assert "location" not in page.headers


def test_not_even_an_error_is_told_to_an_address_that_is_not_registered(visitor: Visitor) -> None:
    page = visitor.ask(redirect_uri="https://evil.example/back", scope="secrets")
    assert page.status_code == 400
    assert "location" not in page.headers


@pytest.mark.parametrize("address", ["http://localhost:9999/anything?x=1", "http://[::1]:8501/back"])
def test_the_demo_may_return_to_any_address_of_this_computer(visitor: Visitor, address: str) -> None:
    assert visitor.approve(redirect_uri=address).headers["location"].startswith(address)


def test_without_an_address_the_registered_one_is_used(visitor: Visitor) -> None:
    assert visitor.approve(redirect_uri=None).headers["location"].startswith(DEMO_APP.redirect_uris[0])


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"state": None}, "invalid_request"),
        ({"account_type": "robot"}, "invalid_request"),
        ({"code_challenge": "x", "code_challenge_method": "S512"}, "invalid_request"),
    ],
)
def test_a_question_that_cannot_be_understood_comes_back(
    visitor: Visitor, changed: dict[str, Said], error: str
) -> None:
    assert told(visitor.ask(**changed))["error"] == error


def test_a_company_without_a_licence_that_a_scope_needs_cannot_be_reached(visitor: Visitor) -> None:
    assert told(visitor.approve(tenant=BARE, scope="bookkeeping invoice"))["error"] == "error_missing_license"
    assert "code" in told(visitor.approve(tenant=BARE, scope="bookkeeping customer"))


def test_without_the_api_licence_only_company_information_can_be_reached(visitor: Visitor) -> None:
    assert told(visitor.approve(tenant=990107))["error"] == "error_missing_license"
    assert "code" in told(visitor.approve(tenant=990107, scope="companyinformation"))


def test_a_service_account_is_approved_by_a_system_administrator_only(visitor: Visitor) -> None:
    service = {"account_type": "service", "scope": EVERY_SCOPE}
    assert told(visitor.approve(user=RUT, **service))["error"] == "error_missing_system_admin_right"
    assert "code" in told(visitor.approve(user=SYSADMIN, **service))


def test_an_app_that_may_not_use_service_accounts_is_told_so_on_a_page(clock: Clock) -> None:
    import httpx

    from lib.sandbox.fortnox.serving import running

    app = App(DEMO_APP.client_id, "x", "Utan", DEMO_APP.scopes, (CALLBACK,), service_accounts=False)
    world = World(list(small_world().companies.values()), clock, resources={}, apps=[app])
    with running(world) as base, httpx.Client(base_url=base) as http:
        page = Visitor(base, http).ask(account_type="service")
    assert page.status_code == 400
    assert "Client does not allow service account" in page.text


def test_a_sign_in_that_was_left_open_for_ten_minutes_is_over(visitor: Visitor, clock: Clock) -> None:
    pending = pending_in(visitor.ask())
    clock.pass_by(minutes=10)
    assert visitor.post("sign-in", pending=pending, user=RUT).status_code == 400


def test_a_consent_counts_once(visitor: Visitor) -> None:
    pending = pending_in(visitor.ask())
    visitor.post("sign-in", pending=pending, user=RUT)
    visitor.post("company", pending=pending, tenant=str(TENANT))
    assert visitor.post("consent", pending=pending, decision="approve").status_code == 302
    assert visitor.post("consent", pending=pending, decision="approve").status_code == 400


@pytest.mark.parametrize("page", ["company", "consent"])
def test_no_page_can_be_reached_before_the_ones_that_come_first(visitor: Visitor, page: str) -> None:
    answer = visitor.post(page, pending=pending_in(visitor.ask()), tenant=str(TENANT), decision="approve")
    assert answer.status_code == 400


def test_a_user_or_company_that_does_not_exist_is_asked_for_again(visitor: Visitor) -> None:
    pending = pending_in(visitor.ask())
    assert 'id="user"' in visitor.post("sign-in", pending=pending, user="nobody@example").text
    visitor.post("sign-in", pending=pending, user=RUT)
    assert f'id="company-{TENANT}"' in visitor.post("company", pending=pending, tenant="1").text


def test_the_pages_name_the_app_the_company_and_what_is_asked_for(visitor: Visitor) -> None:
    asked = visitor.ask()
    pending = pending_in(asked)
    assert 'id="sign-in"' in asked.text
    assert 'id="company-990101"' in visitor.post("sign-in", pending=pending, user=RUT).text
    consent = visitor.post("company", pending=pending, tenant=str(TENANT)).text
    assert all(words in consent for words in ("Brygga", "Åsjö &amp; Å/Ä AB", "559998-0025", "Bokföring"))
    assert 'id="approve"' in consent
    assert 'id="deny"' in consent


@pytest.mark.parametrize(
    ("accepted", "words"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "Logga in"),
        ("en-GB,en;q=0.9,sv;q=0.5", "Sign in"),
        ("de", "Logga in"),
        ("", "Logga in"),
    ],
)
def test_the_pages_are_in_swedish_unless_the_browser_prefers_english(
    visitor: Visitor, accepted: str, words: str
) -> None:
    asked = visitor.http.get("/oauth-v1/auth", params=visitor.question(), headers={"accept-language": accepted})
    assert f"<h1>{words}</h1>" in asked.text


def test_every_page_says_that_it_is_a_stand_in(visitor: Visitor) -> None:
    assert "lokal ersättare för Fortnox" in visitor.ask().text
    assert "lokal ersättare för Fortnox" in visitor.ask(client_id="x").text


def test_a_code_sent_to_the_authorisation_is_forbidden(visitor: Visitor) -> None:
    answer = visitor.http.post("/oauth-v1/auth", data={"grant_type": "authorization_code", "code": "x"})
    assert (answer.status_code, answer.text) == (403, "Forbidden")
