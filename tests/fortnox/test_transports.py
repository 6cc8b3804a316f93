"""What is asked again, and what must not be: reads freely, writes only when Fortnox surely did nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest
import structlog

from lib.fortnox.ports import Call
from lib.fortnox.transports import ATTEMPTS, OF_A_PERSON, BodyTooLarge, Noted, Paced, Retried, line_to
from tests.fortnox.test_client import Pages

URL = "http://fortnox.example/3/vouchers?financialyear=7&name=Anna"


class Line(httpx.BaseTransport):
    """A line to Fortnox on which each try goes as told: an answer or an exception; the last one goes on."""

    def __init__(self, *tries: httpx.Response | Exception) -> None:
        """Go as told."""
        self.tries = list(tries)
        self.count = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.count += 1
        happened = self.tries.pop(0) if len(self.tries) > 1 else self.tries[0]
        if isinstance(happened, Exception):
            raise happened
        request.read()
        return happened


def status(code: int, **headers: str) -> httpx.Response:
    return httpx.Response(code, content=b"{}", headers=headers)


def send(line: Line, method: str) -> httpx.Response:
    with httpx.Client(transport=Retried(line)) as client:
        return client.request(method, URL, json={} if method == "POST" else None)


@pytest.mark.usefixtures("no_pauses")
def test_while_a_person_waits_fortnox_is_asked_once_more_and_no_longer() -> None:
    line = Line(status(503))
    with httpx.Client(transport=Retried(line, patience=OF_A_PERSON)) as client:
        assert client.get(URL).status_code == 503
    assert line.count == OF_A_PERSON.attempts == 2


def test_a_pause_that_fortnox_asks_for_is_no_longer_than_the_patience() -> None:
    line, start = Line(status(429, **{"Retry-After": "60"}), status(200)), time.monotonic()
    with httpx.Client(transport=Retried(line, patience=replace(OF_A_PERSON, longest_pause=0.01))) as client:
        assert client.get(URL).status_code == 200
    assert time.monotonic() - start < OF_A_PERSON.longest_pause


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    "trouble",
    [
        status(429),
        status(500),
        status(503),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("late"),
        httpx.RemoteProtocolError("cut"),
    ],
)
def test_a_read_is_asked_again_whatever_came_between(trouble: httpx.Response | Exception) -> None:
    line = Line(trouble, trouble, status(200))
    assert send(line, "GET").status_code == 200
    assert line.count == 3


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("trouble", [status(429), httpx.ConnectError("refused"), httpx.ConnectTimeout("refused")])
def test_a_write_is_made_again_when_fortnox_surely_did_nothing(trouble: httpx.Response | Exception) -> None:
    line = Line(trouble, status(201))
    assert send(line, "POST").status_code == 201
    assert line.count == 2


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("trouble", [status(500), status(503), status(400)])
def test_a_write_that_may_have_been_carried_out_is_never_made_again(trouble: httpx.Response) -> None:
    line = Line(trouble, status(201))
    assert send(line, "POST").status_code == trouble.status_code
    assert line.count == 1


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    "trouble", [httpx.ReadTimeout("late"), httpx.RemoteProtocolError("cut"), httpx.WriteError("cut")]
)
def test_a_write_whose_answer_never_came_is_never_made_again(trouble: httpx.TransportError) -> None:
    line = Line(trouble, status(201))
    with pytest.raises(type(trouble)):
        send(line, "POST")
    assert line.count == 1


@pytest.mark.usefixtures("no_pauses")
def test_patience_has_an_end() -> None:
    line = Line(status(503))
    assert send(line, "GET").status_code == 503
    assert line.count == ATTEMPTS


@pytest.mark.parametrize(("headers", "pause"), [({"Retry-After": "7"}, 7), ({}, 5), ({"Retry-After": "9999"}, 60)])
def test_fortnox_is_left_alone_for_as_long_as_it_says(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], pause: int
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    send(Line(status(429, **headers), status(200)), "GET")
    assert slept == [pause]


def test_a_body_is_given_up_as_soon_as_it_is_too_large() -> None:
    line = Line(httpx.Response(200, content=(b"x" * 100 for _ in range(1_000_000))))
    with httpx.Client(transport=Retried(line, 1000)) as client, pytest.raises(BodyTooLarge):
        client.get(URL)


def test_a_packed_body_counts_unpacked() -> None:
    import gzip

    packed = gzip.compress(b"x" * 100_000)
    line = Line(httpx.Response(200, content=iter([packed]), headers={"Content-Encoding": "gzip"}))
    with httpx.Client(transport=Retried(line, 50_000)) as client, pytest.raises(BodyTooLarge):
        client.get(URL)


@pytest.mark.usefixtures("no_pauses")
def test_every_try_takes_a_turn() -> None:
    taken: list[str] = []

    class Turns:
        @contextmanager
        def turn(self) -> Iterator[None]:
            taken.append("begun")
            yield
            taken.append("ended")

    with httpx.Client(transport=Retried(Paced(Line(status(500), status(200)), Turns()))) as client:
        client.get(URL)
    assert taken == ["begun", "ended"] * 2


def test_a_proxy_of_the_environment_is_used_but_for_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def line(*, proxy: str | None) -> None:
        asked.append(proxy)

    monkeypatch.setattr(httpx, "HTTPTransport", line)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    for url in ("https://api.fortnox.se", "https://inside.example", "http://127.0.0.1:8600"):
        line_to(url)
    assert asked == ["http://proxy.example:3128", None, None]


def test_a_call_without_an_answer_is_written_down_too() -> None:
    journal = Pages()
    client = httpx.Client(transport=Noted(Line(httpx.ConnectError("refused")), journal))
    with client, pytest.raises(httpx.ConnectError), structlog.testing.capture_logs() as lines:
        client.get(URL)
    (call,) = journal.calls
    assert call == Call("GET", "/3/vouchers?financialyear&name", None, call.milliseconds)
    assert "Anna" not in str(lines)
    assert lines[0]["event"] == "fortnox-call"
