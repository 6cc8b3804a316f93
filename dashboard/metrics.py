"""What is measured for a monitor: requests, open screens, jobs, and whether the worker is there."""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.core.errors import BryggaError
from lib.store import jobs
from lib.store.database import Store

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_GROUPS: Final = ("static", "media", "component", "_stcore", "export")


class Metrics:
    """The measures of this process; `worker_up` tells whether the supervised worker is running."""

    def __init__(self, store: Store, worker_up: Callable[[], bool] = lambda: True) -> None:
        """Begin at zero; the numbers of jobs are read from the store whenever they are asked for."""
        self.registry = CollectorRegistry()
        self.worker_up = worker_up
        self._store = store
        self.requests = Counter(
            "brygga_requests", "Requests answered.", ("method", "group", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "brygga_request_seconds", "Time to the end of an answer.", ("group",), registry=self.registry
        )
        self.screens = Gauge("brygga_screens_open", "Sockets open to a person's screen.", registry=self.registry)
        Gauge("brygga_worker_up", "1 while the worker runs.", registry=self.registry).set_function(
            lambda: float(self.worker_up())
        )
        self.registry.register(_Jobs(store))
        ProcessCollector(registry=self.registry)

    def text(self) -> bytes:
        """All measures in Prometheus' text form."""
        return generate_latest(self.registry)

    def store_answers(self) -> bool:
        """Whether the database can be read now."""
        try:
            jobs_by_state(self._store)
        except (BryggaError, OSError):
            return False
        return True


class Measured:
    """ASGI middleware that counts what passes."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Count what `app` answers in `metrics`."""
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; count it when its answer has ended, a socket while it is open."""
        match scope["type"]:
            case "http":
                await self._answer(scope, receive, send)
            case "websocket":
                await self._stream(scope, receive, send)
            case _:
                await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            group = path_group(scope["path"])
            self._metrics.requests.labels(scope["method"], group, status).inc()
            self._metrics.seconds.labels(group).observe(perf_counter() - began)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = False

        async def noting(message: Message) -> None:
            nonlocal is_open
            if message["type"] == "websocket.accept":
                is_open = True
                self._metrics.screens.inc()
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            if is_open:
                self._metrics.screens.dec()


class _Jobs(Collector):
    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("brygga_jobs", "Jobs by state.", labels=["state"])

    def collect(self) -> Iterator[Metric]:
        family = GaugeMetricFamily("brygga_jobs", "Jobs that wait or run.", labels=["state"])
        for state, count in jobs_by_state(self._store).items():
            family.add_metric([state], count)
        yield family


def jobs_by_state(store: Store) -> dict[str, int]:
    """How many jobs wait and how many run."""
    with store.reading() as session:
        under_way = [job.state.value for job in jobs.running(session)]
    return {state: under_way.count(state) for state in ("waiting", "running")}


def path_group(path: str) -> str:
    """The few groups that requests are counted in, so that no client's address becomes a label."""
    first = path.split("/")[1]
    return first.lstrip("_") if first in _GROUPS else "page"
