"""Changing a filter of the exploration on a million rows: each draw asks for something that nobody asked for before.

What the screen shows is measured from the browser's question until the script has ended: the search
itself, its sums, a page of rows with their texts, and for the charts their figures by month.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Final

from websockets.sync.client import ClientConnection

from tests.benchmarks.analysis import BYTES_A_ROW
from tests.benchmarks.figures import MILLISECONDS, Figure, large_path
from tests.benchmarks.pages import browsing, draw, prepared
from tests.dashboard.served import served

BAR: Final = 300.0
ROWS: Final = 1_000_000
PAGE: Final = "transaktionsanalys"
WORDS: Final = ("faktura", "lön", "hyra", "kabel", "bank", "frakt", "skruv")
ACCOUNTS: Final = ("1510", "24", "3000-3999", "26, 1930", "4-5", "7000-", "-1999")

CHANGES: Final[Mapping[str, tuple[Mapping[str, str], str, tuple[str, ...]]]] = {
    "text": ({}, "sok", WORDS),
    "accounts": ({}, "konton", ACCOUNTS),
    "counter account": ({}, "motkonto", ACCOUNTS),
    "series": ({}, "serie", ("A", "B", "C", "D", "E")),
    "row amount": ({}, "minst", ("10", "200", "500", "1000", "5000", "20000", "100000")),
    "voucher total": ({}, "vminst", ("10", "200", "500", "1000", "5000", "20000", "100000")),
    "from day": ({}, "fran", tuple(f"2025-{month:02}-15" for month in range(1, 8))),
    "period": ({}, "period", ("1", "5", "12", "1-3", "4-6", "1-6", "1-11")),
    "largest first": ({"ordning": "largest"}, "period", ("2", "6", "11", "7-9", "10-12", "1-9", "1-10")),
    "vouchers, text": ({"bild": "verifikationer"}, "sok", WORDS),
    "account and month, accounts": ({"bild": "manader"}, "konton", ACCOUNTS),
    "account and month, text": ({"bild": "manader"}, "sok", WORDS),
    "trend, accounts": ({"bild": "trend"}, "konton", ACCOUNTS),
    "booking lag, accounts": ({"bild": "eftersl"}, "konton", ACCOUNTS),
}
"""Each change: how the exploration is seen, which filter is changed, and to what, one after the other."""


def run() -> list[Figure]:
    """Serve the client from a store of its own, and change one filter after the other."""
    file = large_path(int(ROWS * BYTES_A_ROW))
    with (
        tempfile.TemporaryDirectory() as folder,
        served(prepared(Path(folder), file)) as server,
        browsing(server) as socket,
    ):
        return [_figure(socket, name) for name in CHANGES]


def _figure(socket: ClientConnection, name: str) -> Figure:
    seen, changed, values = CHANGES[name]
    _draw(socket, seen)
    taken = [_draw(socket, {**seen, changed: value}) * 1000 for value in values]
    return Figure(f"filter, {name}", median(taken), BAR, MILLISECONDS, f"longest {max(taken):.0f} ms")


def _draw(socket: ClientConnection, asked: Mapping[str, str]) -> float:
    return draw(socket, PAGE, {"vy": "utforska", **asked})
