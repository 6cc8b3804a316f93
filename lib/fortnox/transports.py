"""What every request to Fortnox passes: tried again where that is safe, given its turn, written down."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
import stamina
import structlog

from lib.core.money import MEBIBYTE
from lib.fortnox.answers import error_of
from lib.fortnox.ports import Call, Journal, Pace
from lib.settings import LOOPBACK_HOSTS

LARGEST: Final = 100 * MEBIBYTE
"""No answer is read beyond this size: the most that a SIE file may have."""
NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""The request surely never reached Fortnox."""
TOO_MANY: Final = HTTPStatus.TOO_MANY_REQUESTS.value
SERVER_FAULTS: Final = HTTPStatus.INTERNAL_SERVER_ERROR.value
"""From this status on the fault is Fortnox's."""
ATTEMPTS: Final = 6
ONCE: Final = "brygga.once"
"""The extension of a request that is made in one attempt, whatever comes of it: its caller decides what follows."""
WINDOW: Final = 5.0
"""Seconds over which Fortnox counts requests, and so the pause when it takes no more and does not say how long."""
LONGEST_PAUSE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often Fortnox is asked, how long it may ask us to pause (seconds), and how long one answer may take."""

    attempts: int
    longest_pause: float
    timeout: httpx.Timeout


OF_A_JOB: Final = Patience(ATTEMPTS, LONGEST_PAUSE, httpx.Timeout(30, connect=10))
OF_A_PERSON: Final = Patience(2, WINDOW, httpx.Timeout(8, connect=4))
"""For what somebody waits for in front of a blank page."""
_REFUSED: Final = 400
_MARK_LENGTH: Final = 64
_BODY_HEADERS: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})

_log = structlog.get_logger()


def line_to(url: str) -> httpx.HTTPTransport:
    """A line to a host: through the proxy that the environment names, and never through one to this computer."""
    return httpx.HTTPTransport(proxy=proxy_to(url))


def proxy_to(url: str) -> str | None:
    """The proxy that the environment names for a host; None for this computer."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    direct = host in LOOPBACK_HOSTS or proxy_bypass(host)
    return None if direct else getproxies().get(parts.scheme)


class BodyTooLarge(Exception):
    """The answer goes on beyond `LARGEST`."""


class _Again(Exception):
    """An answer that is worth asking for once more, after `pause` seconds if Fortnox said so."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


class Retried(httpx.BaseTransport):
    """Asks again: reads freely, anything else only when Fortnox surely did nothing. Answers come read in full."""

    def __init__(self, inner: httpx.BaseTransport, largest: int = LARGEST, patience: Patience = OF_A_JOB) -> None:
        """Pass requests on to `inner`; answers above `largest` bytes raise BodyTooLarge."""
        self._inner = inner
        self._largest = largest
        self._patience = patience

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The last answer, whatever it is; raises httpx.RequestError when none came."""
        attempts = 1 if request.extensions.get(ONCE) else self._patience.attempts
        try:
            for attempt in stamina.retry_context(
                on=self._pause_of(request), attempts=attempts, timeout=None, wait_initial=0.5
            ):
                with attempt:
                    return self._answer(request)
        except _Again as last:
            return last.answer
        raise AssertionError  # pragma: no cover - the last attempt either returns or raises

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _pause_of(self, request: httpx.Request) -> Callable[[Exception], bool | float]:
        asked = _pause_of_reading if request.method == "GET" else _pause_of_writing

        def pause(error: Exception) -> bool | float:
            seconds = asked(error)
            return seconds if isinstance(seconds, bool) else min(seconds, self._patience.longest_pause)

        return pause

    def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = _whole(self._inner.handle_request(request), self._largest)
        if answer.status_code == TOO_MANY or answer.status_code >= SERVER_FAULTS:
            raise _Again(answer)
        return answer


class Paced(httpx.BaseTransport):
    """Sends each request in its turn."""

    def __init__(self, inner: httpx.BaseTransport, pace: Pace) -> None:
        """Pass requests on to `inner` when `pace` gives a turn."""
        self._inner = inner
        self._pace = pace

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, once it was our turn."""
        with self._pace.turn():
            return self._inner.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class Noted(httpx.BaseTransport):
    """Writes down each request and how it went, without anything secret."""

    def __init__(self, inner: httpx.BaseTransport, journal: Journal) -> None:
        """Pass requests on to `inner` and tell `journal`."""
        self._inner = inner
        self._journal = journal
        self._largest = MEBIBYTE

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer; a refusal's body has been read."""
        start = perf_counter()
        try:
            answer = self._inner.handle_request(request)
            if answer.status_code >= _REFUSED:
                answer = _whole(answer, self._largest)
        except (httpx.RequestError, BodyTooLarge):
            self._note(request, start, None)
            raise
        self._note(request, start, answer)
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _note(self, request: httpx.Request, start: float, answer: httpx.Response | None) -> None:
        call = Call(
            method=request.method,
            path=_path(request.url),
            status=answer.status_code if answer else None,
            milliseconds=round((perf_counter() - start) * 1000),
            request_id=answer.headers.get("X-Uid", "")[:_MARK_LENGTH] if answer else "",
            code=error_of(answer.content).code if answer and answer.status_code >= _REFUSED else None,
        )
        _log.info("fortnox-call", **asdict(call))
        self._journal.note(call)


def _path(url: httpx.URL) -> str:
    """The path and the names of its query, whose values may name people."""
    names = "&".join(sorted(url.params.keys()))
    return f"{url.path}?{names}" if names else url.path


def _pause_of_reading(error: Exception) -> bool | float:
    if isinstance(error, _Again):
        return _pause_asked_for(error.answer) if error.answer.status_code == TOO_MANY else True
    return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol)


def _pause_of_writing(error: Exception) -> bool | float:
    if isinstance(error, _Again):
        return error.answer.status_code == TOO_MANY and _pause_asked_for(error.answer)
    return isinstance(error, NOT_SENT) and not isinstance(error, httpx.UnsupportedProtocol)


def _pause_asked_for(answer: httpx.Response) -> float:
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_PAUSE) if asked.isascii() and asked.isdigit() else WINDOW


def _whole(answer: httpx.Response, largest: int) -> httpx.Response:
    """The same answer with its body read, unpacked; raises BodyTooLarge as soon as it is."""
    body = bytearray()
    try:
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > largest:
                raise BodyTooLarge
    finally:
        answer.close()
    headers = [(name, value) for name, value in answer.headers.multi_items() if name.lower() not in _BODY_HEADERS]
    return httpx.Response(answer.status_code, headers=headers, content=bytes(body))
