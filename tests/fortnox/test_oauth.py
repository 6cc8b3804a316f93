"""Signing in to Fortnox: what is sent, what comes back, and what is told when it fails."""

import importlib.util
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from lib.fortnox import oauth
from lib.fortnox.addresses import Address
from lib.fortnox.failures import AnswerUnreadable, FortnoxFaulty, NotSetUp, TooManyRequests, Unreachable
from lib.fortnox.oauth import TokenRefused
from lib.sandbox.fortnox.faults import Fault, Switch
from lib.sandbox.fortnox.world import World
from lib.settings import load
from tests.fortnox.conftest import RETURN, SOUND, connected, consented

ROOT = Path(__file__).parents[2]
NOWHERE = Address("http://127.0.0.1:1", "http://127.0.0.1:1", "id", SecretStr("hidden-one"))


def test_authlib_speaks_through_httpx_and_httpx2_is_absent() -> None:
    assert issubclass(vars(oauth)["OAuth2Client"], httpx.Client)
    assert importlib.util.find_spec("httpx2") is None
    assert "httpx2" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(("service", "account"), [(False, None), (True, ["service"])])
def test_the_way_to_the_login_portal_carries_all_that_fortnox_asks_for(service: bool, account: object) -> None:
    url = oauth.authorise_url(NOWHERE, state="st", redirect_uri=RETURN, challenge="ch", service=service)
    query = parse_qs(urlsplit(url).query)
    assert urlsplit(url).path == "/oauth-v1/auth"
    assert query.pop("account_type", None) == account
    assert query == {
        "client_id": ["id"],
        "response_type": ["code"],
        "state": ["st"],
        "scope": [oauth.SCOPES],
        "redirect_uri": [RETURN],
        "access_type": ["offline"],
        "code_challenge": ["ch"],
        "code_challenge_method": ["S256"],
    }


def test_a_code_is_exchanged_for_tokens_that_do_not_show_when_printed(world: World, address: Address) -> None:
    tokens = connected(world, address)
    assert tokens.refresh is not None
    assert tokens.scopes.split() == oauth.SCOPES.split()
    assert timedelta(minutes=59) < tokens.expires_at - datetime.now(UTC) <= timedelta(hours=1)
    assert tokens.access.get_secret_value() not in repr(tokens)
    assert tokens.refresh.get_secret_value() not in repr(tokens)


def test_a_code_without_its_verifier_opens_nothing(world: World, address: Address) -> None:
    code = consented(world, SOUND, oauth.new_verifier())
    with pytest.raises(TokenRefused) as refusal:
        oauth.exchange(address, code, RETURN, oauth.new_verifier())
    assert refusal.value.error == "invalid_grant"


def test_a_refresh_token_is_good_for_one_time(world: World, address: Address) -> None:
    first = connected(world, address)
    assert first.refresh
    second = oauth.refresh(address, first.refresh)
    assert second.refresh not in {None, first.refresh}
    with pytest.raises(TokenRefused):
        oauth.refresh(address, first.refresh)


def test_a_service_account_mints_tokens_for_a_tenant_once_the_company_has_consented(
    world: World, address: Address
) -> None:
    with pytest.raises(TokenRefused):
        oauth.mint(address, SOUND)
    consented(world, SOUND, "verifier", user="sysadmin", service=True)
    tokens = oauth.mint(address, SOUND)
    assert tokens.refresh is None
    assert tokens.access.get_secret_value()


def test_a_revoked_token_is_dead(world: World, address: Address) -> None:
    tokens = connected(world, address)
    assert tokens.refresh
    oauth.revoke(address, tokens.refresh)
    with pytest.raises(TokenRefused):
        oauth.refresh(address, tokens.refresh)


def test_a_wrong_secret_is_told_apart_whatever_the_content_type(world: World, address: Address) -> None:
    tokens = connected(world, address)
    assert tokens.refresh
    wrong = Address(address.auth, address.api, address.client_id, SecretStr("wrong"))
    with pytest.raises(TokenRefused) as refusal:
        oauth.refresh(wrong, tokens.refresh)
    assert refusal.value.error == "invalid_client"


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (httpx.Response(429, json={"message": "Too Many Requests"}), TooManyRequests),
        (httpx.Response(500, text="<html>"), FortnoxFaulty),
        (httpx.Response(200, text="<html>"), AnswerUnreadable),
        (httpx.Response(200, json={"access_token": "a"}), AnswerUnreadable),
        (httpx.Response(200, json={"access_token": "a", "expires_in": "soon"}), AnswerUnreadable),
        (httpx.Response(200, json={"access_token": "a", "expires_in": 10**30}), AnswerUnreadable),
        (httpx.Response(200, json={"access_token": "a", "expires_in": 3600, "error": None}), AnswerUnreadable),
        (httpx.Response(200, json={"error": {"message": "no"}}), AnswerUnreadable),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), AnswerUnreadable),
        (httpx.Response(200, json=["a"]), AnswerUnreadable),
    ],
)
def test_anything_but_tokens_is_a_failure_of_ours(answer: httpx.Response, failure: type[Exception]) -> None:
    with pytest.raises(failure):
        oauth.refresh(NOWHERE, SecretStr("r"), transport=httpx.MockTransport(lambda _: answer))


def test_an_endpoint_that_cannot_be_reached_never_had_the_token() -> None:
    with pytest.raises(Unreachable) as failure:
        oauth.refresh(NOWHERE, SecretStr("r"))
    assert not failure.value.sent


def test_an_endpoint_that_hangs_up_may_have_used_the_token(world: World, address: Address) -> None:
    tokens = connected(world, address)
    assert tokens.refresh
    world.befall(SOUND, Fault.DROP_AFTER, Switch(times=1))
    with pytest.raises(Unreachable) as failure:
        oauth.refresh(address, tokens.refresh)
    assert failure.value.sent


def test_the_address_is_that_of_the_settings() -> None:
    with pytest.raises(NotSetUp):
        Address.of(load())
    found = Address.of(
        load(fortnox_client_id="id", fortnox_client_secret="secret", fortnox_api_url="https://a.example/")
    )
    assert (found.auth, found.api) == ("https://apps.fortnox.se", "https://a.example")
