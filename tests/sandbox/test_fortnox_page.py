"""The sandbox's own page, and the sandbox as it is started."""

import re
import signal
import socket
import subprocess
import sys
from html import unescape

import httpx
import pytest

from lib.core.languages import translate
from lib.sandbox.fortnox.companies import sandbox_companies
from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.guide import FAULT_WORDS
from lib.sandbox.fortnox.html import element, joined
from lib.sandbox.fortnox.invented import INVENTED
from lib.sandbox.fortnox.serving import PORT, open_port, running
from lib.sandbox.fortnox.world import World
from tests.dashboard.served import ROOT, environment, stop, wait_until
from tests.sandbox.small_fortnox import TENANT, Clock, Visitor, small_world

ENGLISH = {"accept-language": "en"}


def test_the_page_lists_everything_that_is_made_up_in_both_languages(visitor: Visitor) -> None:
    swedish = unescape(visitor.http.get("/sandbox").text)
    english = unescape(visitor.http.get("/sandbox", headers=ENGLISH).text)
    assert [text for text in INVENTED if text not in english] == []
    assert [text for text in INVENTED if translate(text, "sv") not in swedish] == []


def test_the_page_names_companies_people_and_what_a_client_needs(visitor: Visitor) -> None:
    page = unescape(visitor.http.get("/sandbox").text)
    for words in (visitor.base, "brygga-demo", "brygga-demo-secret", "990101", "rut@byran.example", "559998-0025"):
        assert words in page


def test_every_fault_can_be_chosen_on_the_page(visitor: Visitor) -> None:
    offered = re.findall(r'<option value="(\w+)">', visitor.http.get("/sandbox").text)
    assert set(Fault) <= set(offered)
    assert set(FAULT_WORDS) == set(Fault)


def test_a_fault_is_switched_on_and_off_on_the_page(visitor: Visitor) -> None:
    fields = {"tenant": str(TENANT), "fault": "storm", "times": "2", "value": "", "skip": "", "path": ""}
    assert visitor.http.post("/sandbox", data=fields).status_code == 303
    assert visitor.http.get("/sandbox/faults").json()[0]["times"] == 2
    assert 'id="recover"' in visitor.http.get("/sandbox").text
    visitor.http.post("/sandbox", data={"recover": "1"})
    assert 'id="no-faults"' in visitor.http.get("/sandbox").text


def test_what_cannot_be_switched_on_is_said(visitor: Visitor) -> None:
    assert visitor.http.post("/sandbox", data={"fault": "weather"}).status_code == 400
    headers = {"origin": "https://evil.example"}
    assert visitor.http.post("/sandbox", data={"fault": "storm"}, headers=headers).status_code == 403


def test_the_page_shows_the_latest_requests_without_secrets(visitor: Visitor, clock: Clock) -> None:
    tokens = visitor.tokens()
    clock.pass_by(seconds=1)
    visitor.get("things?limit=3", tokens["access_token"])
    page = visitor.http.get("/sandbox").text
    assert "GET /3/things?limit=3" in page
    assert "POST /oauth-v1/token" in page
    assert not any(str(secret) in page for secret in tokens.values() if secret not in {3600, "bearer"})


def test_what_somebody_sends_cannot_become_markup(visitor: Visitor) -> None:
    visitor.get("things?<script>alert(1)</script>=\"'><b>", visitor.access())
    assert "<script>" not in visitor.http.get("/sandbox").text
    assert element("a", "<&>", href='"><x') == '<a href="&quot;&gt;&lt;x">&lt;&amp;&gt;</a>'
    assert joined(element("br"), "<br>") == "<br>&lt;br&gt;"


def test_only_this_computers_own_names_are_answered(visitor: Visitor) -> None:
    assert visitor.http.get("/sandbox", headers={"host": "fortnox.evil.example"}).status_code == 400
    assert visitor.http.get("/sandbox", headers={"host": "localhost:1"}).status_code == 200


def test_two_local_fortnox_know_nothing_of_each_other() -> None:
    with running(small_world()) as one, running(small_world()) as other:
        assert one != other
        with httpx.Client(base_url=one) as http:
            token = Visitor(one, http).access()
        answer = httpx.get(f"{other}/3/companyinformation", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_a_local_fortnox_that_is_over_listens_no_more() -> None:
    with running(small_world()) as base:
        assert httpx.get(f"{base}/sandbox").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{base}/sandbox")


def test_no_answer_waits_for_the_client_to_acknowledge_its_head(visitor: Visitor) -> None:
    assert min(visitor.http.get("/sandbox/faults").elapsed.total_seconds() for _ in range(20)) < 0.03


def test_a_port_that_is_taken_is_not_chosen() -> None:
    with socket.create_server(("127.0.0.1", 0)):
        first = open_port()
    if first == PORT:
        with socket.create_server(("127.0.0.1", PORT)):
            assert open_port() not in {PORT, 0}
    else:
        assert first > 0


def test_brygga_sandbox_serves_until_it_is_told_to_stop() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", "sandbox", "--port", str(port), "--language", "en"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert f"The local Fortnox is at {base}; {base}/sandbox tells" in process.stdout.readline()
        wait_until(lambda: _answers(base), "the local Fortnox answers")
        assert "Segelviks Marin AB" in httpx.get(f"{base}/sandbox").text
        taken = _started_again(port)
    finally:
        ended = stop(process)
    assert taken.returncode == 1
    assert taken.stderr.strip() == f"Port {port} is taken. Choose another for the local Fortnox with --port."
    assert ended in {0, -signal.SIGTERM}


def _answers(base: str) -> bool:
    try:
        return httpx.get(f"{base}/sandbox").is_success
    except httpx.ConnectError:
        return False


def _started_again(port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "sandbox", "--port", str(port), "--language", "en"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_served_companies_are_told_of_over_http() -> None:
    from datetime import date

    with running(World(sandbox_companies(date(2026, 3, 2)))) as base, httpx.Client(base_url=base) as http:
        visitor = Visitor(base, http)
        token = visitor.access(scope="companyinformation bookkeeping")
        company = visitor.get("companyinformation", token).json()["CompanyInformation"]
        assert company["DatabaseNumber"] == TENANT
        assert len(visitor.get("financialyears", token).json()["FinancialYears"]) == 3
