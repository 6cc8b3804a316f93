"""What every request must pass: token, pace, forms, licence, scope and right."""

import pytest

from lib.sandbox.fortnox.world import DEMO_CLIENT_ID, World
from tests.sandbox.small_fortnox import (
    BARE,
    CALLBACK,
    TENANT,
    WITHOUT,
    Clock,
    Visitor,
    error,
    small_world,
)

NO_SCOPE, NO_LICENCE, NO_API, NO_RIGHT = 2000663, 2001101, 2001103, 2003275
TOO_MANY = '{"message":"Too Many Requests"}'


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer", "Basic x", "", None])
def test_without_a_token_that_lives_the_body_is_just_unauthorized(visitor: Visitor, header: str | None) -> None:
    headers = {} if header is None else {"authorization": header}
    answer = visitor.http.get("/3/companyinformation", headers=headers)
    assert answer.status_code == 401
    assert answer.content == b'{"message":"unauthorized"}'
    assert answer.headers["content-type"] == "application/json"


def test_a_token_opens_its_own_company_only(visitor: Visitor) -> None:
    for tenant in (TENANT, BARE):
        token = visitor.tokens(tenant=tenant)["access_token"]
        answer = visitor.get("companyinformation", token)
        assert answer.json()["CompanyInformation"]["DatabaseNumber"] == tenant


def test_the_twenty_sixth_request_within_five_seconds_is_one_too_many(visitor: Visitor, clock: Clock) -> None:
    token = visitor.access()
    assert {visitor.get("echo", token).status_code for _ in range(25)} == {200}
    refused = visitor.get("echo", token)
    assert (refused.status_code, refused.text) == (429, TOO_MANY)
    assert refused.headers["content-type"] == "application/json"
    assert "retry-after" not in refused.headers
    clock.pass_by(seconds=4.9)
    assert visitor.get("echo", token).status_code == 429
    clock.pass_by(seconds=0.1)
    assert visitor.get("echo", token).status_code == 200


def test_the_window_slides_and_is_not_emptied_at_once(visitor: Visitor, clock: Clock) -> None:
    token = visitor.access()
    for _ in range(25):
        visitor.get("echo", token)
        clock.pass_by(seconds=0.1)
    clock.pass_by(seconds=2.65)  # the first two are five seconds old
    assert [visitor.get("echo", token).status_code for _ in range(3)] == [200, 200, 429]


def test_the_pace_is_one_for_all_tokens_of_a_company_and_another_for_each_company(visitor: Visitor) -> None:
    first, second, other = visitor.access(), visitor.access(), visitor.access(BARE, scope="bookkeeping")
    for token in [first, second] * 12 + [first]:
        assert visitor.get("echo", token).status_code == 200
    assert visitor.get("echo", second).status_code == 429
    assert visitor.get("echo", other).status_code == 200


def test_not_even_requests_at_the_same_moment_slip_past_the_pace(visitor: Visitor) -> None:
    from concurrent.futures import ThreadPoolExecutor

    token = visitor.access()
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda _: visitor.get("echo", token).status_code, range(60)))
    assert (statuses.count(200), statuses.count(429)) == (25, 35)


def test_a_world_without_pace_has_no_limit() -> None:
    import httpx

    from lib.sandbox.fortnox.serving import running

    with running(small_world(paced=False)) as base, httpx.Client(base_url=base) as http:
        visitor = Visitor(base, http)
        token = visitor.access()
        assert {visitor.get("echo", token).status_code for _ in range(60)} == {200}


@pytest.mark.parametrize("accepted", ["application/pdf", "application/octet-stream", "application/xml", "text/html"])
def test_a_form_of_answer_that_it_lacks_is_refused(visitor: Visitor, accepted: str) -> None:
    answer = visitor.get("echo", visitor.access(), accept=accepted)
    assert answer.status_code == 400
    assert answer.text == '{"ErrorInformation":{"error":1,"message":"Invalid response type","code":1000030}}'


@pytest.mark.parametrize("accepted", ["*/*", "application/json", "text/html, application/*;q=0.5", "Application/JSON"])
def test_json_and_anything_are_forms_that_it_has(visitor: Visitor, accepted: str) -> None:
    assert visitor.get("echo", visitor.access(), accept=accepted).status_code == 200


@pytest.mark.parametrize("kind", ["application/xml", "text/plain", ""])
def test_something_else_than_json_cannot_be_sent(visitor: Visitor, kind: str) -> None:
    assert error(visitor.create("things", visitor.access(), "{}", kind)) == (400, 1000031)


def test_a_scope_that_was_not_consented_to_is_refused(visitor: Visitor) -> None:
    answer = visitor.get("invoices", visitor.access(scope="bookkeeping"))
    assert error(answer) == (400, NO_SCOPE)
    assert answer.json()["ErrorInformation"]["message"] == "Har inte behörighet för scope"


def test_a_licence_that_the_company_lost_is_told_by_scope(visitor: Visitor, world: World) -> None:
    token = visitor.access()
    company = world.companies[TENANT]
    vars(company)["licences"] = frozenset({"api", "bookkeeping"})
    assert error(visitor.get("invoices", token)) == (400, NO_LICENCE)
    assert visitor.get("things", token).status_code == 200
    vars(company)["licences"] = frozenset({"bookkeeping"})
    assert error(visitor.get("things", token)) == (400, NO_API)
    assert visitor.get("companyinformation", token).status_code == 200


def test_a_resource_may_need_a_licence_that_its_scope_does_not_tell(visitor: Visitor, world: World) -> None:
    token = visitor.access()
    vars(world.companies[TENANT])["licences"] = frozenset({"api", "invoice"})
    assert error(visitor.get("supplierinvoicepayments", token)) == (400, NO_LICENCE)


def test_a_user_without_the_right_is_refused_with_capitals(visitor: Visitor) -> None:
    answer = visitor.get("invoices", visitor.access(user=WITHOUT))
    assert answer.status_code == 403
    assert answer.json() == {
        "ErrorInformation": {"Error": 1, "Message": "Saknar behörighet för kundfakturor.", "Code": NO_RIGHT}
    }


def test_me_is_whom_the_app_acts_as(visitor: Visitor) -> None:
    me = visitor.get("me", visitor.access(user=WITHOUT)).json()["MeInformation"]
    assert me == {
        "Email": WITHOUT, "Id": "3", "Locale": "sv_SE", "Name": "Ulla Utan Behörighet", "SysAdmin": False
    }  # fmt: skip


def test_no_answer_of_the_api_names_the_apps_secret_or_another_token(visitor: Visitor, world: World) -> None:
    token = visitor.access()
    visitor.get("things?lastmodified=2026-01-01", token)
    kept = str(list(world.calls)) + visitor.http.get("/sandbox/faults").text
    assert token not in kept
    assert CALLBACK not in kept
    assert DEMO_CLIENT_ID not in kept
