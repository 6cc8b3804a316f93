"""Random misfortunes that befall an export, on a clock that stands still between them.

The store is real, and so is all between an entry and the wire; the local Fortnox's own registers answer, called
in process. A schedule draws for each voucher that is sent what becomes of it, and when the program is killed.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from json import loads
from pathlib import Path
from shutil import copyfile
from typing import Any, Final
from uuid import uuid4

import httpx
from pydantic import SecretStr
from sqlmodel import select

from lib.closing.entries import EntryRow, Family, Transfer
from lib.core.errors import BryggaError
from lib.fortnox.addresses import Address
from lib.fortnox.bearers import FreshBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.ports import Tokens
from lib.jobs.runner import EXPORT
from lib.jobs.sending import Sending
from lib.sandbox.fortnox.companies import FortnoxCompany, anew
from lib.sandbox.fortnox.lists import listed
from lib.sandbox.fortnox.live_books import LiveBooks
from lib.sandbox.fortnox.people import USERS
from lib.sandbox.fortnox.registers import RESOURCES
from lib.sandbox.fortnox.resources import Query
from lib.sandbox.fortnox.wire import php_json
from lib.store import clients, exports, jobs
from lib.store.database import SQLITE_FILE, Session, Store
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client
from tests.jobs.local_fortnox import SOUND, companies

COUNT: Final = 50
RUNS_AT_MOST: Final = 60
START: Final = datetime(2026, 11, 21, 9, tzinfo=UTC)
TIMEOUT: Final = 30.0
LATEST: Final = 600.0
"""Fortnox takes at most so many seconds to carry out what it was sent."""
FATES: Final = (
    "sound", "drop before", "drop after", "error before", "error after", "bad gateway", "gateway timeout",
    "too many", "no line", "slow", "killed before", "killed after", "killed later",
)  # fmt: skip
ANSWERS: Final = {"error before": 500, "error after": 500, "bad gateway": 502, "gateway timeout": 504, "too many": 429}
ERRORS: Final[dict[str, type[httpx.TransportError]]] = {
    "drop before": httpx.ReadError,
    "drop after": httpx.RemoteProtocolError,
    "no line": httpx.ConnectError,
    "slow": httpx.ReadTimeout,
}
LET_THROUGH: Final = 0.5
"""The share of requests on broken lines that are carried out all the same."""


class Killed(BaseException):
    """The process is no more: nothing of it runs on, nothing is tidied up."""


@dataclass(frozen=True, slots=True)
class MortalStore(Store):
    """A store whose process may be dead."""

    dead: list[bool] = field(default_factory=list)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction, unless the process is dead."""
        if self.dead:
            raise Killed
        with Store.transaction(self) as session:
            yield session


@dataclass
class Weather(httpx.BaseTransport):
    """Fortnox, and what befalls what is sent there."""

    company: FortnoxCompany
    draw: random.Random
    share: float
    now: datetime = START
    coming: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)
    dead: list[bool] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    script: list[str] = field(default_factory=list)
    """What befalls the first vouchers that are sent; the others' fates are drawn."""

    def sleep(self, seconds: float) -> None:
        """Let time pass; what was on its way arrives."""
        self.now += timedelta(seconds=seconds)
        due = [one for one in self.coming if one[0] <= self.now]
        self.coming = [one for one in self.coming if one[0] > self.now]
        for _, commit in sorted(due, key=lambda one: one[0]):
            commit()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, or what befell it."""
        self.sleep(0.2)
        if request.method == "GET":
            return httpx.Response(500) if self.draw.random() < self.share / 8 else self._read(request)
        fate = self.script.pop(0) if self.script else self._drawn()
        self.met.append(fate)
        return self._befallen(fate, request)

    def _drawn(self) -> str:
        return self.draw.choice(FATES[1:]) if self.draw.random() < self.share else FATES[0]

    def _befallen(self, fate: str, request: httpx.Request) -> httpx.Response:
        if fate.endswith(" after"):
            self._write(request)
        elif fate in {"drop before", "bad gateway"} and self.draw.random() < LET_THROUGH:
            self._let_through(request, within=60)
        elif fate in {"slow", "gateway timeout", "killed later"}:
            self._let_through(request, within=LATEST)
        if fate in {"slow", "gateway timeout"}:
            self.sleep(TIMEOUT)
        if fate in ANSWERS:
            return httpx.Response(ANSWERS[fate])
        if fate in ERRORS:
            raise ERRORS[fate]("")
        if fate.startswith("killed"):
            self.dead.append(True)
            raise Killed
        return self._write(request)

    def _let_through(self, request: httpx.Request, within: float) -> None:
        """Fortnox carries the request out at some moment within so many seconds, though nobody hears of it."""
        arrives = self.now + timedelta(seconds=self.draw.uniform(1, within))
        self.coming.append((arrives, lambda: self._write(request)))

    def _query(self, request: httpx.Request) -> Query:
        return Query(
            request.url.params.multi_items(), now=self.now.replace(tzinfo=None), person=USERS["rut@byran.example"]
        )

    def _read(self, request: httpx.Request) -> httpx.Response:
        path, _, code = request.url.path.removeprefix("/3/").partition("/sublist/")
        name, key = (f"{path}/sublist", (code,)) if code else (path, ())
        if path.startswith("vouchers/") and not code:
            name, *parts = path.split("/")
            shown = RESOURCES[name].item
            assert shown
            body: Any = {RESOURCES[name].item_key: shown(self.company, tuple(parts), self._query(request))}
        else:
            body = listed(RESOURCES[name], self.company, key, self._query(request))
        return httpx.Response(200, content=php_json(body, "http://127.0.0.1"))

    def _write(self, request: httpx.Request) -> httpx.Response:
        create = RESOURCES["vouchers"].create
        assert create
        body = loads(request.content, parse_float=Decimal)["Voucher"]
        made = create(self.company, self._query(request), body)
        return httpx.Response(201, content=php_json({"Voucher": made}, "http://127.0.0.1"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a schedule ended: what befell it, how often the program stopped or was killed, and what is wrong if it is."""

    met: tuple[str, ...]
    stops: int
    kills: int
    wrong: str


def prepared(folder: Path, count: int = COUNT) -> Path:
    """A database with a client whose entries are all to go out; to be copied for each schedule."""
    store = Store.open(folder)
    first = year_start()
    with store.transaction() as session:
        client = clients.add(session, name="Provbolaget AB")
        for number in range(1, count + 1):
            rows = [EntryRow("6990", number * 100).as_json(), EntryRow("1930", -number * 100).as_json()]
            session.add(
                ClosingEntry(
                    client_id=client.id, year_start=first, period="p", family=Family.MANUAL, number=number,
                    name=f"Post {number}", day=first + timedelta(days=number % 360), rows=rows, ready=True,
                )
            )  # fmt: skip
    store.engine.raw_connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return folder / SQLITE_FILE


def schedule(seed: int, database: Path, folder: Path) -> Outcome:
    """Carry an export through the misfortunes of one seed until all is sent."""
    folder.mkdir(parents=True)
    copyfile(database, folder / SQLITE_FILE)
    draw = random.Random(seed)
    weather = Weather(fresh_company(), draw, share=draw.choice((0.05, 0.15, 0.4)))
    store = Store.open(folder)
    stops = kills = 0
    wrong = ""
    for _ in range(RUNS_AT_MOST):
        ended, killed = run(store, weather)
        kills += killed
        wrong = wrong or amiss(store, weather)
        if ended or wrong:
            break
        stops += 1
        weather.sleep(draw.choice((1.0, 60.0, 1_200.0)))
    else:
        wrong = "never ended"
    weather.sleep(2 * LATEST)
    wrong = wrong or amiss(store, weather) or _incomplete(store, weather)
    store.close()
    return Outcome(tuple(weather.met), stops, kills, wrong)


def run(store: Store, weather: Weather) -> tuple[bool, int]:
    """One export and all the processes that carry it; whether it came to its end, and how many were killed."""
    run_id = uuid4().hex
    with store.transaction() as session:
        client = session.exec(select(Client)).one()
        run = exports.begin(session, client.id, year_start(), run_id=run_id, series={Family.MANUAL: "A"}, who=None)
        if run is None:
            return True, 0
        jobs.add(
            session, job_id=run_id, kind=EXPORT, client_id=client.id, import_id=None, steps=[EXPORT], started_by=None
        )
    kills = 0
    while True:
        try:
            _carry(store, run_id, weather)
        except Killed:
            kills += 1
            weather.dead.clear()
            weather.sleep(weather.draw.uniform(1, 60))
        except BryggaError as failure:
            with store.transaction() as session:
                exports.stop(session, run_id, *failure.told)
            return False, kills
        else:
            with store.transaction() as session:
                exports.finish(session, run_id)
            return True, kills


def _carry(store: Store, run_id: str, weather: Weather) -> None:
    """One process."""
    mortal = MortalStore(store.engine, store.folder, weather.dead)
    where = Address("http://127.0.0.1:1", "http://127.0.0.1:1", "id", SecretStr("s"))
    bearer = FreshBearer(Tokens(SecretStr("a"), None, datetime(2100, 1, 1, tzinfo=UTC), ""))
    with store.reading() as session:
        run = exports.find(session, run_id)
    assert run
    with Fortnox(where, bearer, transport=weather) as fortnox:
        Sending(mortal, run, fortnox, SOUND, lambda: weather.now, weather.sleep).everything()


def amiss(store: Store, weather: Weather) -> str:
    """What is untrue of the entries as they stand: sent twice, said to be there and is not, or free and may come."""
    there = _there(weather)
    with store.reading() as session:
        rows = list(session.exec(select(ClosingEntry)))
    for row in rows:
        found = [number for number, marker in there if marker == row.marker]
        if len(found) > 1:
            return f"V {row.number} stands there {len(found)} times"
        if row.transfer is Transfer.TRANSFERRED and [row.sent_number] != [str(number) for number in found]:
            return f"V {row.number} is not where it is said to be"
        if row.transfer is Transfer.NOT_TRANSFERRED and found:
            return f"V {row.number} stands there and is said not to"
    return ""


def _incomplete(store: Store, weather: Weather) -> str:
    with store.reading() as session:
        rows = list(session.exec(select(ClosingEntry).order_by(ClosingEntry.number)))  # type: ignore[arg-type]
    if {row.transfer for row in rows} != {Transfer.TRANSFERRED}:
        return "not all are transferred"
    if [marker for _, marker in sorted(_there(weather))] != [row.marker for row in rows]:
        return "not in order"
    return ""


def _there(weather: Weather) -> list[tuple[int, str]]:
    """Number and marker of each of our vouchers in Fortnox."""
    live = weather.company.live
    year = live.years[0]
    found = [one for one in live.of(year).vouchers if "brygga:" in one.comments]
    return [(one.number, one.comments.rpartition("(")[2].rstrip(")")) for one in found]


def _company() -> FortnoxCompany:
    return next(one for one in companies() if one.tenant == SOUND)


def year_start() -> date:
    """The first day of the year that the entries are of."""
    return _company().live.years[0].span.start


def fresh_company() -> FortnoxCompany:
    """The company with books that nothing was added to, cut short so that reading them takes little time."""
    new = anew(_company())
    books = new.untouched
    short = replace(books, years=tuple(replace(year, vouchers=year.vouchers[-20:]) for year in books.years))
    new.__dict__["_live"] = LiveBooks(short, new.setup)
    return new
