"""Codes and tokens: single use, rotation, lifetimes, and refusals with the wrong content types."""

import base64
import hashlib
import json
import stat
import warnings
from pathlib import Path
from typing import Any

import httpx
import pytest

from lib.sandbox.fortnox.consents import ACCESS_LIVES, REFRESH_LIVES
from lib.sandbox.fortnox.memory import Memory
from lib.sandbox.fortnox.people import DEMO_APP, SERVICE_ACCOUNT, USERS
from lib.sandbox.fortnox.serving import running
from tests.sandbox.small_fortnox import (
    EVERY_SCOPE,
    RUT,
    SECRET,
    SYSADMIN,
    TENANT,
    Clock,
    Said,
    Visitor,
    small_world,
)

INVALID_GRANT = {"error": "invalid_grant", "error_description": "Invalid refresh token"}
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"


def _claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def _error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def _service(visitor: Visitor, tenant: str | None = str(TENANT), **fields: str) -> httpx.Response:
    headers = {} if tenant is None else {"TenantId": tenant}
    return visitor.http.post(
        "/oauth-v1/token", data={"grant_type": "client_credentials", **fields}, auth=SECRET, headers=headers
    )


def test_a_code_gives_tokens_in_the_recorded_order_and_with_the_recorded_headers(visitor: Visitor) -> None:
    answer = visitor.exchange(visitor.code())
    assert list(answer.json()) == ["access_token", "expires_in", "token_type", "scope", "refresh_token"]
    assert answer.json()["expires_in"] == 3600
    assert answer.json()["token_type"] == "bearer"
    assert answer.json()["scope"] == "companyinformation bookkeeping"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    assert answer.headers["server"] == "Fortnox"


def test_an_access_token_tells_the_user_and_the_tenant(visitor: Visitor) -> None:
    claims = _claims(visitor.tokens()["access_token"])
    assert (claims["tenantId"], claims["userId"]) == (TENANT, USERS[RUT].number)


def test_a_code_can_be_used_once(visitor: Visitor) -> None:
    code = visitor.code()
    assert visitor.exchange(code).status_code == 200
    again = visitor.exchange(code)
    assert _error(again) == (400, "invalid_grant")
    assert again.headers["content-type"] == "text/html; charset=UTF-8"


def test_a_code_lives_for_ten_minutes(visitor: Visitor, clock: Clock) -> None:
    young, old = visitor.code(), visitor.code()
    clock.pass_by(minutes=9, seconds=59)
    assert visitor.exchange(young).status_code == 200
    clock.pass_by(seconds=1)
    assert _error(visitor.exchange(old)) == (400, "invalid_grant")


def test_a_code_needs_the_address_that_was_sent_when_it_was_asked_for(visitor: Visitor) -> None:
    assert _error(visitor.exchange(visitor.code(), redirect_uri="http://127.0.0.1/other")) == (400, "invalid_grant")


def test_a_code_needs_no_address_when_none_was_sent(visitor: Visitor) -> None:
    answer = visitor.token(grant_type="authorization_code", code=visitor.code(redirect_uri=None))
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["S256", "plain", None])
def test_a_challenge_is_held_to_when_it_was_sent(visitor: Visitor, method: str | None) -> None:
    digest = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    challenge: dict[str, Said] = {
        "code_challenge": digest if method == "S256" else VERIFIER,
        "code_challenge_method": method,
    }
    assert visitor.exchange(visitor.code(**challenge), code_verifier=VERIFIER).status_code == 200
    assert _error(visitor.exchange(visitor.code(**challenge), code_verifier="wrong")) == (400, "invalid_grant")
    assert _error(visitor.exchange(visitor.code(**challenge))) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "secret", [("brygga-demo", "wrong"), ("nobody", "brygga-demo-secret"), None, ("brygga-demo", "")]
)
def test_an_app_that_cannot_show_who_it_is_gets_401_as_text(visitor: Visitor, secret: tuple[str, str] | None) -> None:
    answer = visitor.http.post(
        "/oauth-v1/token", data={"grant_type": "refresh_token", "refresh_token": "x"}, auth=secret or httpx.Auth()
    )
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "text/plain;charset=UTF-8"
    assert answer.text == '{"error":"invalid_client","error_description":"The client credentials are invalid"}'


@pytest.mark.parametrize("header", ["Basic !!!", "Basic", "Bearer x", "Basic /w==", ""])
def test_a_header_that_is_no_basic_one_is_refused_in_the_same_way(visitor: Visitor, header: str) -> None:
    answer = visitor.http.post("/oauth-v1/token", data={"grant_type": "x"}, headers={"authorization": header})
    assert _error(answer) == (401, "invalid_client")


def test_a_refresh_token_rotates_and_the_old_one_is_dead_at_once(visitor: Visitor) -> None:
    first = visitor.tokens()["refresh_token"]
    second = visitor.refresh(first).json()["refresh_token"]
    assert second != first
    dead = visitor.refresh(first)
    assert dead.status_code == 400
    assert dead.json() == INVALID_GRANT
    assert dead.headers["content-type"] == "text/html; charset=UTF-8"
    assert dead.headers["cache-control"] == "no-store"
    assert visitor.refresh(second).status_code == 200


def test_a_refresh_keeps_the_access_token_before_it_alive(visitor: Visitor) -> None:
    tokens = visitor.tokens()
    visitor.refresh(tokens["refresh_token"])
    assert visitor.get("companyinformation", tokens["access_token"]).status_code == 200


def test_an_access_token_lives_for_an_hour(visitor: Visitor, clock: Clock) -> None:
    token = visitor.tokens()["access_token"]
    clock.pass_by(seconds=ACCESS_LIVES - 1)
    assert visitor.get("companyinformation", token).status_code == 200
    clock.pass_by(seconds=1)
    assert visitor.get("companyinformation", token).status_code == 401


def test_a_refresh_token_lives_for_45_days_and_use_of_the_api_adds_none(visitor: Visitor, clock: Clock) -> None:
    tokens = visitor.tokens()
    clock.pass_by(minutes=30)
    visitor.get("companyinformation", tokens["access_token"])
    clock.pass_by(days=45, minutes=-30)
    assert visitor.refresh(tokens["refresh_token"]).json() == INVALID_GRANT
    assert REFRESH_LIVES == 45 * 86_400


def test_a_rotated_refresh_token_lives_for_45_days_of_its_own(visitor: Visitor, clock: Clock) -> None:
    token = visitor.tokens()["refresh_token"]
    for _round in range(3):
        clock.pass_by(days=44)
        token = visitor.refresh(token).json()["refresh_token"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
    ],
)
def test_a_question_for_tokens_that_lacks_something_is_refused(
    visitor: Visitor, fields: dict[str, str], error: str
) -> None:
    assert _error(visitor.token(**fields)) == (400, error)


def test_a_revoked_refresh_token_is_dead_while_the_access_token_lives_on(visitor: Visitor) -> None:
    tokens = visitor.tokens()
    fields = {"token_type_hint": "refresh_token", "token": tokens["refresh_token"]}
    answer = visitor.http.post("/oauth-v1/revoke", data=fields, auth=SECRET)
    assert (answer.status_code, answer.text) == (200, '{"revoked":true}')
    assert visitor.refresh(tokens["refresh_token"]).json() == INVALID_GRANT
    assert visitor.get("companyinformation", tokens["access_token"]).status_code == 200


def test_revoking_needs_the_apps_secret(visitor: Visitor) -> None:
    token = visitor.tokens()["refresh_token"]
    answer = visitor.http.post("/oauth-v1/revoke", data={"token": token})
    assert _error(answer) == (401, "invalid_client")
    assert visitor.refresh(token).status_code == 200


def test_a_service_account_is_let_in_without_a_code_for_as_long_as_the_consent_stands(
    visitor: Visitor, clock: Clock
) -> None:
    visitor.approve(user=SYSADMIN, account_type="service", scope=EVERY_SCOPE)
    clock.pass_by(days=400)
    answer = _service(visitor)
    assert list(answer.json()) == ["access_token", "expires_in", "token_type", "scope"]
    assert answer.json()["scope"] == EVERY_SCOPE
    assert _claims(answer.json()["access_token"])["userId"] == SERVICE_ACCOUNT.number
    assert visitor.get("companyinformation", answer.json()["access_token"]).status_code == 200


def test_a_service_account_may_ask_for_fewer_scopes_but_not_for_others(visitor: Visitor) -> None:
    visitor.approve(user=SYSADMIN, account_type="service", scope=EVERY_SCOPE)
    assert _service(visitor, scope="bookkeeping").json()["scope"] == "bookkeeping"
    assert _error(_service(visitor, scope="bookkeeping customer")) == (400, "invalid_scope")


def test_client_credentials_need_the_consent_of_just_that_company(visitor: Visitor) -> None:
    visitor.tokens()
    assert _error(_service(visitor)) == (400, "invalid_grant")
    visitor.approve(user=SYSADMIN, account_type="service")
    assert _error(_service(visitor, "990108")) == (400, "invalid_grant")
    assert _error(_service(visitor, "drop table")) == (400, "invalid_grant")
    assert _error(_service(visitor, None)) == (400, "invalid_request")


def test_a_client_of_others_gets_in_unchanged_but_for_its_address(visitor: Visitor) -> None:
    from authlib.deprecate import AuthlibDeprecationWarning
    from authlib.oauth2.rfc6749 import OAuth2Token

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AuthlibDeprecationWarning)
        from authlib.integrations.httpx_client import OAuth2Client

    scope = "companyinformation bookkeeping"
    with OAuth2Client(*SECRET, scope=scope, redirect_uri="http://localhost:5000/cb") as client:
        address, state = client.create_authorization_url(f"{visitor.base}/oauth-v1/auth", access_type="offline")
        asked: dict[str, Said] = dict(httpx.URL(address).params)
        back = visitor.approve(**asked).headers["location"]
        client.scope = None
        token = client.fetch_token(f"{visitor.base}/oauth-v1/token", authorization_response=back, state=state)
        assert isinstance(token, OAuth2Token)
        assert client.get(f"{visitor.base}/3/companyinformation").status_code == 200
        newer = client.refresh_token(f"{visitor.base}/oauth-v1/token")
        revoked = client.revoke_token(f"{visitor.base}/oauth-v1/revoke", newer["refresh_token"], "refresh_token")
    assert revoked.json() == {"revoked": True}
    assert DEMO_APP.client_id == asked["client_id"]


def test_two_who_refresh_with_one_token_at_once_do_not_both_succeed(visitor: Visitor) -> None:
    from concurrent.futures import ThreadPoolExecutor

    token = visitor.tokens()["refresh_token"]
    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status_code for answer in pool.map(lambda _: visitor.refresh(token), range(8))]
    assert sorted(statuses) == [200] + [400] * 7


def test_who_was_let_in_is_known_after_a_restart_when_it_was_kept(tmp_path: Path, clock: Clock) -> None:
    memory = Memory(tmp_path / "new" / "kept.json")
    with running(small_world(clock, memory=memory)) as base, httpx.Client(base_url=base) as http:
        visitor = Visitor(base, http)
        tokens = visitor.tokens()
        visitor.approve(user=SYSADMIN, account_type="service")
    assert stat.S_IMODE((tmp_path / "new" / "kept.json").stat().st_mode) == 0o600
    with running(small_world(clock, memory=memory)) as base, httpx.Client(base_url=base) as http:
        visitor = Visitor(base, http)
        assert visitor.get("companyinformation", tokens["access_token"]).status_code == 200
        assert visitor.refresh(tokens["refresh_token"]).status_code == 200
        assert visitor.refresh(tokens["refresh_token"]).status_code == 400
        assert _service(visitor).status_code == 200


@pytest.mark.parametrize("kept", ["", "[]", '{"access": {}}', '{"access": 3, "refresh": {}, "services": []}'])
def test_what_was_kept_and_cannot_be_read_is_forgotten(tmp_path: Path, kept: str) -> None:
    (tmp_path / "kept.json").write_text(kept)
    assert Memory(tmp_path / "kept.json").read() == ({}, {}, [])
