"""Any page on a client of 1.35 million rows: a rerun on a real server, and the memory of one more session."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final
from urllib.parse import urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from lib.actions.analysis import run_checks
from lib.actions.desk import Desk, Person
from lib.actions.imports import activate, upload
from lib.actions.marks import mark_accounts
from lib.actions.periods import lock_period, start_period
from lib.actions.reconciliation import state_balance
from lib.closing.reconciliation import balances
from lib.core.money import MEBIBYTE
from lib.store import books, clients, people, periods, reconciling, snapshots
from lib.store.database import Store
from lib.store.marks import Said
from lib.store.tables import Role, Source
from tests.benchmarks.figures import MILLISECONDS, Figure, large_path
from tests.dashboard.served import Served, served
from tests.jobs.inline import InlineRunner

RERUN_BAR: Final = 300.0
SESSION_BAR: Final = 5.0
_RUNS: Final = 7
_WARM: Final = 10
_SESSIONS: Final = 30
SUBJECT: Final = "benchmark"

MARCH: Final = {"period": "3"}

VIEWS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "clients": ("", {}),
    "overview": ("oversikt", {}),
    "import": ("import", {}),
    "trial balance": ("huvudbok", {}),
    "trial balance, one month": ("huvudbok", {"period": "p3"}),
    "income statement": ("huvudbok", {"vy": "resultat"}),
    "balance sheet": ("huvudbok", {"vy": "balans"}),
    "vouchers": ("huvudbok", {"vy": "verifikationer"}),
    "journal": ("huvudbok", {"vy": "grundbok"}),
    "an account": ("huvudbok", {"konto": "1930"}),
    "an account, text search": ("huvudbok", {"konto": "1930", "sok": "faktura"}),
    "periods": ("periodavslut", {}),
    "reconciliation": ("avstamning", MARCH),
    "reconciliation, a locked period": ("avstamning", {"period": "2"}),
    "reconciliation, year at a glance": ("avstamning", MARCH | {"vy": "oversikt"}),
    "reconciliation, main appendices": ("avstamning", MARCH | {"vy": "bilagor"}),
    "reconciliation, income analysis": ("avstamning", MARCH | {"vy": "resultat"}),
    "reconciliation, VAT and fees": ("avstamning", MARCH | {"vy": "moms"}),
    "reconciliation, an account": ("avstamning", MARCH | {"konto": "1930"}),
    "check results": ("transaktionsanalys", {}),
    "check settings": ("transaktionsanalys", {"vy": "installningar"}),
    "activity log": ("aktivitetslogg", {}),
    "settings": ("installningar", {}),
}
"""Each view: the page's address, and what stands in the query beside the client."""


def run() -> list[Figure]:
    """Serve the client from a store of its own, and draw each view again and again."""
    with tempfile.TemporaryDirectory() as folder, served(_worked_on(prepared(Path(folder), large_path()))) as server:
        figures = [_rerun(server, name) for name in VIEWS]
        return [*figures, _memory(server)]


def prepared(folder: Path, file: Path) -> Path:
    """A folder with the store of one client whose books are this file."""
    store = Store.open(folder / "data")
    with store.transaction() as session:
        people.add_user(session, subject=SUBJECT, name="Benchmark", role=Role.ACCOUNTANT, all_clients=True)
        client = clients.add(session, name="Storbolaget AB", source=Source.SIE4)
    desk = _desk(store)
    (received,) = upload(desk, [("stor.se", file.read_bytes())], client_id=client.id)
    activate(desk, received.import_id or "", expected_version=0, reason="benchmark")
    store.close()
    return folder


def _worked_on(folder: Path) -> Path:
    """The same, with the checks run, January and February locked with every account marked, and March begun."""
    store = Store.open(folder / "data")
    with store.reading() as session:
        (client,) = clients.search(session)
        year = max(books.active(session, client.id).years)
        months = [one.key for one in periods.board(session, client.id).periods if one.year == year][:3]
    desk = _desk(store)
    run_checks(desk, client.id, year)
    for key in months:
        start_period(desk, client.id, key)
        if key == months[-1]:
            break
        mark_accounts(desk, client.id, key, _figures(store, client.id, key))
        lock_period(desk, client.id, key, expected_version=1)
    state_balance(desk, client.id, months[-1], "1930", balance=0, day=date.fromisoformat(months[-1]))
    store.close()
    return folder


def _figures(store: Store, client_id: int, key: str) -> dict[str, Said]:
    """What there is to say of every account of a period."""
    with store.reading() as session:
        view = reconciling.view(session, client_id, key)
    found = balances(snapshots.lazily(store, view.snapshot), view.period)
    return {account: Said(closing) for account, closing in found.select("account", "closing").iter_rows()}


def _desk(store: Store) -> Desk:
    with store.reading() as session:
        user = people.by_subject(session, SUBJECT)
    if user is None:
        raise LookupError(SUBJECT)
    return Desk(store, InlineRunner(store), Person(user.id, user.name, user.role))


def _rerun(server: Served, name: str) -> Figure:
    page, query = VIEWS[name]
    with browsing(server) as socket:
        draw(socket, page, query)
        taken = [draw(socket, page, query) for _ in range(_RUNS)]
    return Figure(f"rerun, {name}", median(taken) * 1000, RERUN_BAR, MILLISECONDS)


def _memory(server: Served) -> Figure:
    """What each open session adds once the server is warm: its caches filled, its threads' memory laid out."""
    process = psutil.Process(server.process.pid)
    with ExitStack() as sessions:
        _open(server, sessions, _WARM)
        before = process.memory_info().rss
        _open(server, sessions, _SESSIONS)
        added = (process.memory_info().rss - before) / _SESSIONS / MEBIBYTE
    return Figure("memory added by a session", added, SESSION_BAR, "MB", f"{_SESSIONS} sessions of three views")


def _open(server: Served, sessions: ExitStack, number: int) -> None:
    for _ in range(number):
        socket = sessions.enter_context(browsing(server))
        for name in ("trial balance", "an account", "journal"):
            draw(socket, *VIEWS[name])


@contextmanager
def browsing(server: Served) -> Iterator[ClientConnection]:
    """A signed-in browser's socket; what is sent beyond it is not measured."""
    with server.browser() as browser:
        server.sign_in(browser)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    address = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    headers = {"Cookie": cookies}
    with connect(address, origin=Origin(server.address), additional_headers=headers, max_size=None) as socket:
        yield socket


def draw(socket: ClientConnection, page: str, query: Mapping[str, str]) -> float:
    """Draw a view as a browser asks for it, until the script has ended; gives the seconds."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    ask.rerun_script.query_string = urlencode({"klient": 1, **query})
    start = perf_counter()
    socket.send(ask.SerializeToString())
    finished = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
    while True:
        told = ForwardMsg.FromString(socket.recv(timeout=60))
        if told.WhichOneof("type") == "script_finished" and told.script_finished == finished:
            return perf_counter() - start
