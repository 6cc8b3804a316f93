"""The server as a browser and a stranger meet it: gate, cookies, forms, headers, and its end."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from starlette.datastructures import Headers
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.dashboard.served import Served, form_mark, served, wait_until

STREAM = "/_stcore/stream"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server"), BRYGGA_METRICS_TOKEN="a-monitor's-own-words") as running:
        yield running


@pytest.fixture
def stranger(server: Served) -> Iterator[httpx.Client]:
    with server.browser() as browser:
        yield browser


@pytest.fixture
def accountant(server: Served) -> Iterator[httpx.Client]:
    with server.browser() as browser:
        assert server.sign_in(browser).status_code == 303
        yield browser


def test_a_stranger_is_led_to_the_sign_in_page_and_back_to_where_they_were_going(stranger: httpx.Client) -> None:
    response = stranger.get("/huvudbok", params={"klient": "7"})
    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?next=%2Fhuvudbok%3Fklient%3D7"
    assert 'value="/huvudbok?klient=7"' in stranger.get(response.headers["location"]).text


@pytest.mark.parametrize("path", ["/signed-out", "/sign-in/start", "/sign-in/return?code=a&state=b"])
def test_the_demo_leads_from_the_identity_providers_pages_to_its_own(stranger: httpx.Client, path: str) -> None:
    response = stranger.get(path)
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    "path",
    [
        "/media/0123456789abcdef.xlsx",
        "/static/js/index.js",
        "/component/x/index.html",
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "//sign-in",
        "/sign-in/",
        "/healthz/../media/x",
        "/metrics",
    ],
)
def test_a_stranger_gets_no_file_of_any_kind(stranger: httpx.Client, path: str) -> None:
    response = stranger.get(path, headers={"accept": "*/*"})
    assert response.status_code == 401


def test_a_stranger_cannot_upload(stranger: httpx.Client) -> None:
    response = stranger.put("/_stcore/upload_file/session/file", files={"file": b"#FLAGGA 0"})
    assert response.status_code == 401


def test_a_stranger_gets_no_socket(server: Served) -> None:
    with pytest.raises(InvalidStatus) as refusal, _socket(server):
        pass
    assert refusal.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["https://elsewhere.example", None])
def test_a_socket_from_another_site_is_refused_even_with_a_living_cookie(
    server: Served, accountant: httpx.Client, origin: str | None
) -> None:
    with pytest.raises(InvalidStatus) as refusal, _socket(server, accountant, origin=origin):
        pass
    assert refusal.value.response.status_code == 403


def test_whoever_has_signed_in_gets_the_screens_and_a_socket(server: Served, accountant: httpx.Client) -> None:
    assert "<title>Streamlit</title>" in accountant.get("/").text
    with _socket(server, accountant) as socket:
        socket.send(_run_of_the_app())
        assert b"/sign-out" in b"".join(_read_run(socket))


def test_the_clients_are_found_by_name_though_they_are_the_first_page(accountant: httpx.Client) -> None:
    answer = accountant.get("/klienter", params={"sok": "ön"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?sok=%C3%B6n")


def test_a_request_under_a_foreign_name_is_refused(stranger: httpx.Client) -> None:
    assert stranger.get("/sign-in", headers={"host": "brygga.elsewhere.example"}).status_code == 400


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(server: Served, stranger: httpx.Client) -> None:
    cookie = next(_cookies(server.sign_in(stranger), "brygga_session"))
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= attributes
    assert "secure" not in attributes


def test_an_unknown_token_is_nobody(stranger: httpx.Client) -> None:
    stranger.cookies.set("brygga_session", "made-up")
    assert stranger.get("/").status_code == 303


def test_a_copied_cookie_is_dead_once_its_owner_has_signed_out(server: Served, accountant: httpx.Client) -> None:
    with server.browser() as thief:
        thief.cookies.update(accountant.cookies)
        assert thief.get("/").status_code == 200
        accountant.get("/sign-out", headers={"sec-fetch-site": "same-origin"})
        assert thief.get("/").status_code == 303
        with pytest.raises(InvalidStatus), _socket(server, thief):
            pass


def test_an_open_socket_is_closed_when_its_sign_in_has_ended(server: Served, accountant: httpx.Client) -> None:
    with _socket(server, accountant) as socket:
        accountant.get("/sign-out", headers={"sec-fetch-site": "same-origin"})
        socket.send(BackMsg(clear_cache=True).SerializeToString())
        with pytest.raises(ConnectionClosed):
            _read_all(socket)


def test_the_app_itself_says_that_a_sign_in_has_ended(server: Served, accountant: httpx.Client) -> None:
    with _socket(server, accountant) as socket:
        accountant.get("/sign-out", headers={"sec-fetch-site": "same-origin"})
        socket.send(_run_of_the_app())
        assert b"/sign-in" in b"".join(_read_run(socket))


def test_signing_in_again_ends_the_sign_in_before(server: Served, accountant: httpx.Client) -> None:
    before = dict(accountant.cookies)
    server.sign_in(accountant, "viewer")
    with httpx.Client(base_url=server.address, cookies=before, headers={"accept": "text/html"}) as old:
        assert old.get("/").status_code == 303


def test_a_form_that_the_server_did_not_give_signs_nobody_in(stranger: httpx.Client) -> None:
    stranger.get("/sign-in")
    response = stranger.post("/sign-in", data={"form": "made-up", "role": "admin"})
    assert response.status_code == 403
    assert not list(_cookies(response, "brygga_session"))


def test_a_form_given_to_another_browser_signs_nobody_in(server: Served, stranger: httpx.Client) -> None:
    with server.browser() as other:
        mark = form_mark(other.get("/sign-in").text)
    stranger.get("/sign-in")
    assert stranger.post("/sign-in", data={"form": mark, "role": "admin"}).status_code == 403


def test_a_form_posted_by_another_site_signs_nobody_in(stranger: httpx.Client) -> None:
    mark = form_mark(stranger.get("/sign-in").text)
    foreign = {"origin": "https://elsewhere.example"}
    assert stranger.post("/sign-in", data={"form": mark, "role": "admin"}, headers=foreign).status_code == 403


def test_an_unknown_role_signs_nobody_in(server: Served, stranger: httpx.Client) -> None:
    assert server.sign_in(stranger, "owner").status_code == 403


def test_another_site_cannot_sign_a_person_out(accountant: httpx.Client) -> None:
    page = accountant.get("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert page.status_code == 200
    accountant.post("/sign-out", data={"form": "made-up"})
    assert accountant.get("/").status_code == 200
    accountant.post("/sign-out", data={"form": form_mark(page.text)})
    assert accountant.get("/").status_code == 303


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"])
def test_signing_in_leads_to_no_other_site(server: Served, stranger: httpx.Client, back: str) -> None:
    form = form_mark(stranger.get("/sign-in").text)
    response = stranger.post("/sign-in", data={"form": form, "role": "viewer", "next": back})
    assert response.headers["location"] == "/"


def test_the_language_is_remembered_by_the_browser(stranger: httpx.Client) -> None:
    assert '<html lang="sv">' in stranger.get("/sign-in").text
    assert stranger.get("/language", params={"to": "en", "back": "/sign-in"}).headers["location"] == "/sign-in"
    assert '<html lang="en">' in stranger.get("/sign-in").text


def test_no_answer_waits_for_the_browser_to_acknowledge_its_head(stranger: httpx.Client) -> None:
    # the wait would be 40 ms each time
    assert min(stranger.get("/healthz").elapsed.total_seconds() for _ in range(20)) < 0.03


@pytest.mark.parametrize("path", ["/", "/sign-in", "/healthz", "/media/x", "/nowhere"])
def test_every_answer_carries_the_security_headers(accountant: httpx.Client, path: str) -> None:
    headers = accountant.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in _directive(policy, "script-src")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_the_server_says_that_it_lives_and_is_ready(server: Served) -> None:
    assert httpx.get(f"{server.address}/healthz").text == "ok"
    wait_until(lambda: httpx.get(f"{server.address}/readyz").is_success, "the worker is up")
    assert httpx.get(f"{server.address}/readyz").json() == {"store": "ok", "worker": "ok"}


def test_a_monitor_reads_the_metrics_with_its_token(server: Served) -> None:
    def ask(token: str) -> httpx.Response:
        return httpx.get(f"{server.address}/metrics", headers={"authorization": f"Bearer {token}"})

    assert ask("guessed").status_code == 401
    text = ask("a-monitor's-own-words").text
    assert 'brygga_jobs{state="running"} 0.0' in text
    assert "brygga_requests_total" in text
    assert "brygga_screens_open" in text


def test_of_the_roles_only_administrators_see_the_metrics(server: Served, stranger: httpx.Client) -> None:
    server.sign_in(stranger, "accountant")
    assert stranger.get("/metrics").status_code == 403
    server.sign_in(stranger, "admin")
    assert stranger.get("/metrics").status_code == 200


def test_no_token_stands_in_the_log(server: Served, accountant: httpx.Client) -> None:
    accountant.get("/huvudbok")
    assert accountant.cookies["brygga_session"] not in server.log.read_text()


def test_a_worker_that_is_killed_is_started_again(server: Served) -> None:
    killed = _worker(server)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: _workers(server) - {killed}, "another worker runs")
    wait_until(lambda: httpx.get(f"{server.address}/readyz").is_success, "the server is ready again")


def test_the_server_stops_in_order_and_takes_its_worker_along(tmp_path: Path) -> None:
    with served(tmp_path) as running:
        worker = psutil.Process(_worker(running))
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(60) == 0
        assert not worker.is_running()
    log = running.log.read_text()
    assert "Traceback" not in log
    assert "Fatal" not in log


def test_a_worker_does_not_outlive_a_server_that_is_killed(tmp_path: Path) -> None:
    with served(tmp_path) as running:
        worker = psutil.Process(_worker(running))
        running.process.kill()
        wait_until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE, "the worker has gone")


def _socket(server: Served, browser: httpx.Client | None = None, *, origin: str | None = "own") -> ClientConnection:
    cookies = "; ".join(f"{name}={value}" for name, value in (browser.cookies.items() if browser else ()))
    return connect(
        server.address.replace("http:", "ws:") + STREAM,
        origin=server.address if origin == "own" else origin,  # type: ignore[arg-type]
        additional_headers={"cookie": cookies} if cookies else None,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
    )


def _run_of_the_app() -> bytes:
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    return bytes(asked.SerializeToString())


def _read_run(socket: ClientConnection) -> Iterator[bytes]:
    """What the app draws, until the run has ended."""
    message = ForwardMsg()
    while message.WhichOneof("type") != "script_finished":
        raw = socket.recv(timeout=30)
        assert isinstance(raw, bytes)
        yield raw
        message.ParseFromString(raw)


def _read_all(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=30)


def _cookies(response: httpx.Response, name: str) -> Iterator[str]:
    headers = Headers(raw=response.headers.raw)
    return (value for value in headers.getlist("set-cookie") if value.startswith(f"{name}="))


def _directive(policy: str, name: str) -> str:
    return next(part for part in policy.split("; ") if part.startswith(f"{name} "))


def _workers(server: Served) -> set[int]:
    children = psutil.Process(server.process.pid).children()
    return {child.pid for child in children if child.status() != psutil.STATUS_ZOMBIE}


def _worker(server: Served) -> int:
    wait_until(lambda: _workers(server), "a worker runs")
    return _workers(server).pop()
