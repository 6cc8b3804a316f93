"""Every fault switch, as a client meets it."""

from time import perf_counter

import httpx
import pytest

from lib.sandbox.fortnox.application import application
from lib.sandbox.fortnox.faults import AT_ONCE, Fault
from lib.sandbox.fortnox.world import World
from tests.sandbox.small_fortnox import (
    BARE,
    SYSADMIN,
    TENANT,
    Clock,
    Visitor,
    error,
    small_world,
)

THING = '{"Thing":{"Name":"ny"}}'


def _statuses(visitor: Visitor, token: str, count: int, path: str = "echo") -> list[int]:
    return [visitor.get(path, token).status_code for _ in range(count)]


def _made(world: World) -> int:
    return len(vars(world.companies[TENANT])["made"])


def test_access_tokens_expire_at_once_and_a_refresh_helps(visitor: Visitor) -> None:
    tokens = visitor.tokens()
    visitor.fault("expire_access")
    assert visitor.get("companyinformation", tokens["access_token"]).status_code == 401
    newer = visitor.refresh(tokens["refresh_token"]).json()["access_token"]
    assert visitor.get("companyinformation", newer).status_code == 200


@pytest.mark.parametrize("fault", ["expire_refresh", "revoke", "close_account"])
def test_refresh_tokens_die_at_once(visitor: Visitor, fault: str) -> None:
    token = visitor.tokens()["refresh_token"]
    visitor.fault(fault)
    assert visitor.refresh(token).json()["error"] == "invalid_grant"


def test_a_consent_taken_back_ends_the_service_account_too(visitor: Visitor) -> None:
    visitor.approve(user=SYSADMIN, account_type="service")
    visitor.fault("revoke")
    fields = {"grant_type": "client_credentials"}
    answer = visitor.http.post(
        "/oauth-v1/token", data=fields, auth=("brygga-demo", "brygga-demo-secret"), headers={"TenantId": str(TENANT)}
    )
    assert answer.json()["error"] == "invalid_grant"


def test_a_closed_account_lets_nobody_in_until_all_is_well_again(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("close_account")
    assert error(visitor.get("echo", token)) == (403, 2000310)
    visitor.http.delete("/sandbox/faults", params={"tenant": TENANT})
    assert visitor.get("echo", token).status_code == 200


def test_a_fault_of_one_company_spares_the_others(visitor: Visitor) -> None:
    ours, theirs = visitor.tokens(), visitor.tokens(tenant=BARE)
    visitor.fault("expire_access")
    visitor.fault("expire_refresh")
    assert visitor.get("companyinformation", ours["access_token"]).status_code == 401
    assert visitor.get("companyinformation", theirs["access_token"]).status_code == 200
    assert visitor.refresh(theirs["refresh_token"]).status_code == 200


def test_a_fault_of_every_company_spares_none(visitor: Visitor) -> None:
    theirs = visitor.access(BARE, scope="bookkeeping")
    visitor.fault("storm", tenant=0, times=1)
    assert _statuses(visitor, theirs, 2) == [429, 200]


def test_a_fault_ends_after_as_many_requests_as_were_said(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("storm", times=3)
    assert _statuses(visitor, token, 5) == [429, 429, 429, 200, 200]


def test_a_fault_without_a_count_lasts_until_it_is_switched_off(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("unauthorized")
    assert _statuses(visitor, token, 4) == [401] * 4
    visitor.http.delete("/sandbox/faults")
    assert _statuses(visitor, token, 1) == [200]


def test_a_fault_may_wait_and_may_choose_its_path(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("error", times=1, skip=2, path="/3/things")
    assert _statuses(visitor, token, 4, "echo") == [200] * 4
    assert _statuses(visitor, token, 4, "things") == [200, 200, 500, 200]


@pytest.mark.parametrize("fault", ["drop_before", "error"])
def test_what_fails_before_the_commit_commits_nothing(visitor: Visitor, world: World, fault: str) -> None:
    token = visitor.access()
    visitor.fault(fault, times=1, method="POST")
    assert _outcome(visitor, token) in {0, 500}
    assert _made(world) == 0


@pytest.mark.parametrize(("fault", "status"), [("drop_after", 0), ("error_after", 500), ("drop_amid", 0)])
def test_what_fails_after_the_commit_has_committed(visitor: Visitor, world: World, fault: str, status: int) -> None:
    token = visitor.access()
    visitor.fault(fault, times=1)
    assert _outcome(visitor, token) == status
    assert _made(world) == 1


def test_a_500_is_the_system_exception(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("error", times=1)
    assert error(visitor.get("echo", token)) == (500, 1000003)


def test_what_comes_after_a_commit_waits_for_one(visitor: Visitor, world: World) -> None:
    token = visitor.access()
    visitor.fault("drop_after", times=1)
    assert _statuses(visitor, token, 3) == [200] * 3
    assert visitor.create("things", token, "{").status_code == 400
    assert _outcome(visitor, token) == 0


def _outcome(visitor: Visitor, token: str) -> int:
    """The status that creating a thing has; 0 when the connection is cut."""
    try:
        return visitor.create("things", token, THING).status_code
    except (httpx.RemoteProtocolError, httpx.ReadError):
        return 0


def test_a_connection_cut_before_anything_is_done_gives_no_answer_at_all(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("drop_before", times=1)
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        visitor.get("echo", token)
    assert visitor.get("echo", token).status_code == 200


def test_a_connection_cut_amid_the_answer_has_begun_to_answer(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("drop_amid", times=1)
    headers = {"authorization": f"Bearer {token}"}
    with visitor.http.stream("GET", "/3/things", headers=headers) as answer:
        assert answer.status_code == 200
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            answer.read()


def test_called_in_process_a_cut_is_a_reset_connection() -> None:
    import asyncio

    world = small_world()
    world.befall(TENANT, Fault.DROP_BEFORE)

    async def call() -> None:
        transport = httpx.ASGITransport(application(world))
        async with httpx.AsyncClient(transport=transport, base_url="http://fortnox.test") as client:
            headers = {"TenantId": str(TENANT)}
            await client.post("/oauth-v1/token", data={"grant_type": "client_credentials"}, headers=headers)

    with pytest.raises(ConnectionResetError):
        asyncio.run(call())


def test_called_in_process_it_answers_as_over_http() -> None:
    import asyncio

    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(application(small_world()))
        async with httpx.AsyncClient(transport=transport, base_url="http://fortnox.test") as client:
            return await client.get("/3/companyinformation")

    assert asyncio.run(call()).content == b'{"message":"unauthorized"}'


def test_a_refresh_whose_answer_is_cut_off_has_happened(visitor: Visitor) -> None:
    token = visitor.tokens()["refresh_token"]
    visitor.fault("drop_after", times=1, path="/oauth-v1/token")
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        visitor.refresh(token)
    assert visitor.refresh(token).json()["error"] == "invalid_grant"


def test_a_refresh_that_is_cut_off_before_it_happens_can_be_tried_again(visitor: Visitor) -> None:
    token = visitor.tokens()["refresh_token"]
    visitor.fault("drop_before", times=1)
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        visitor.refresh(token)
    assert visitor.refresh(token).status_code == 200


def test_slow_is_as_slow_as_said(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("slow", value="0.2", times=1)
    began = perf_counter()
    visitor.get("echo", token)
    assert perf_counter() - began >= 0.2


def test_a_slow_company_holds_up_no_other(visitor: Visitor) -> None:
    from concurrent.futures import ThreadPoolExecutor

    slow, quick = visitor.access(), visitor.access(BARE, scope="bookkeeping")
    visitor.fault("slow", value="1", times=1)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(visitor.get, "echo", slow)
        assert visitor.get("echo", quick).status_code == 200
        assert not waiting.done()


def test_the_api_licence_can_be_lost(visitor: Visitor) -> None:
    tokens = visitor.tokens()
    visitor.fault("no_api_licence")
    assert error(visitor.get("things", tokens["access_token"])) == (400, 2001103)
    refused = visitor.refresh(tokens["refresh_token"])
    assert (refused.status_code, refused.json()["error"]) == (400, "error_missing_license")
    visitor.http.delete("/sandbox/faults")
    assert visitor.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize(("value", "things"), [("invoice", 200), ("", 400)])
def test_one_licence_or_all_can_be_lost(visitor: Visitor, value: str, things: int) -> None:
    token = visitor.access()
    visitor.fault("no_licence", value=value)
    assert error(visitor.get("invoices", token)) == (400, 2001101)
    assert visitor.get("things", token).status_code == things


@pytest.mark.parametrize(("value", "things"), [("invoice", 200), ("", 400)])
def test_one_scope_or_all_can_be_lost(visitor: Visitor, value: str, things: int) -> None:
    token = visitor.access()
    visitor.fault("no_scope", value=value)
    assert error(visitor.get("invoices", token)) == (400, 2000663)
    assert visitor.get("things", token).status_code == things


def test_a_fault_with_a_value_counts_only_the_requests_that_it_meets(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("no_scope", value="invoice", times=1)
    assert _statuses(visitor, token, 3, "things") == [200] * 3
    assert _statuses(visitor, token, 2, "invoices") == [400, 200]


def test_the_users_right_can_be_lost(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("no_right")
    assert error(visitor.get("invoices", token)) == (403, 2003275)
    assert visitor.get("things", token).status_code == 200


@pytest.mark.parametrize(
    ("how", "ending"), [("", b"#TRANS 1"), ("cut", b"#TRANS 1"), ("page", b"</html>"), ("empty", b"")]
)
def test_sie_can_arrive_damaged(visitor: Visitor, how: str, ending: bytes) -> None:
    token = visitor.access()
    visitor.fault("damaged_sie", value=how, times=1)
    sent = visitor.get("sie/4", token)
    assert sent.status_code == 200
    assert sent.content.endswith(ending)
    assert len(sent.content) != len(visitor.get("sie/4", token).content)


def test_an_amount_can_arrive_wrong(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("damaged_sie", value="amount", times=1)
    assert b"#TRANS 1930 {} 910\r" in visitor.get("sie/4", token).content
    assert b"#TRANS 1930 {} 10\r" in visitor.get("sie/4", token).content


def test_a_storm_may_say_when_to_come_again(visitor: Visitor) -> None:
    token = visitor.access()
    visitor.fault("storm", value="7", times=1)
    assert visitor.get("echo", token).headers["retry-after"] == "7"


def test_a_virtual_clock_turns_45_days_in_no_time(visitor: Visitor, clock: Clock) -> None:
    token = visitor.tokens()["refresh_token"]
    clock.pass_by(days=46)
    assert visitor.refresh(token).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("fault", sorted(set(Fault) - AT_ONCE))
def test_every_fault_is_seen_while_it_is_on_and_gone_when_all_is_well(visitor: Visitor, fault: str) -> None:
    assert [one["fault"] for one in visitor.fault(fault, times=2).json()] == [fault]
    assert visitor.http.get("/sandbox/faults").json()[0]["times"] == 2
    assert visitor.http.delete("/sandbox/faults").json() == []


@pytest.mark.parametrize(
    "switch",
    [
        {"fault": "weather"},
        {"fault": "storm", "tenant": 1},
        {"fault": "storm", "times": 0},
        {"fault": "storm", "times": "often"},
        {"fault": "storm", "times": [1]},
        {"fault": "storm", "skip": -1},
        {"fault": "storm", "colour": "red"},
        {},
        [],
        "storm",
        None,
    ],
)
def test_a_switch_that_cannot_be_understood_is_refused(visitor: Visitor, switch: object) -> None:
    sent = [switch] if switch == [] else switch
    assert visitor.http.put("/sandbox/faults", json=sent).status_code == 400
    assert visitor.http.get("/sandbox/faults").json() == []


def test_several_switches_may_come_at_once(visitor: Visitor) -> None:
    switches = [{"tenant": TENANT, "fault": "storm"}, {"tenant": BARE, "fault": "slow", "value": "2"}]
    assert len(visitor.http.put("/sandbox/faults", json=switches).json()) == 2


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_another_web_sites_page_can_switch_nothing(visitor: Visitor, method: str) -> None:
    headers = {"origin": "https://evil.example"}
    answer = visitor.http.request(method, "/sandbox/faults", json={"fault": "storm"}, headers=headers)
    assert answer.status_code == 403
