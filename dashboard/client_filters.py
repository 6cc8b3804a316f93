"""What narrows and orders the list of clients, kept in the address: a text, what needs attention, how things stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import streamlit as st

from dashboard import address, client_needs
from dashboard.client_needs import CONNECTED, PROGRESS, Connected, Need, Progress
from dashboard.language import _
from dashboard.panels import State
from dashboard.words import NOT_SET, word
from lib.core.languages import mark
from lib.store import clients
from lib.store.bureau import Line
from lib.store.tables import Source

NO_SOURCE: Final = "ingen"
WIDTH: Final = 360
SORTED: Final = {
    "namn": mark("Company name"),
    "behov": mark("What is worst first"),
    "dagar": mark("Fewest days left"),
    "import": mark("Longest since the last import"),
    "fel": mark("Most errors and warnings"),
    "differens": mark("Largest ledger difference"),
    "inaktuella": mark("Most stale marks"),
    "ej-overforda": mark("Most entries to transfer"),
}
WORST: Final = (State.FAILED, State.DIFFERS, State.STALE, State.NOT_RUN, State.AGREES)
_NEVER: Final = 10**6
"""More days than any connection lasts: those without one come last."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices made; blank ones narrow nothing."""

    text: str = ""
    attention: bool = False
    connected: str = ""
    progress: str = ""
    source: str = ""
    order: str = "namn"
    every_column: bool = False

    @property
    def narrow(self) -> bool:
        """Whether any choice leaves clients out."""
        return bool(self.text or self.attention or self.connected or self.progress or self.source)

    @property
    def told(self) -> dict[str, str]:
        """The same for the sheet that says where a report comes from."""
        said = {
            _("Search"): self.text,
            _("Only what needs attention"): _("yes") if self.attention else "",
            _("Connection"): _(CONNECTED[Connected(self.connected)]) if self.connected else "",
            _("Period"): _(PROGRESS[Progress(self.progress)]) if self.progress else "",
            _("Data source"): source_word(self.source) if self.source else "",
        }
        return {heading: value for heading, value in said.items() if value}

    def takes(self, line: Line, need: Need, now: datetime) -> bool:
        """Whether a client is asked for."""
        client, figures = line.row.client, line.figures
        progress = client_needs.progress(figures) if figures and figures.year else None
        return (
            (need.calls or not self.attention)
            and clients.holds(client, self.text)
            and self.connected in {"", client_needs.connected(line, now)}
            and (not self.progress or self.progress == progress)
            and self.source in {"", client.source or NO_SOURCE}
        )

    def rank(self, line: Line, need: Need, now: datetime) -> tuple[Any, ...]:
        """What the client is ordered by; those that are alike keep the order of the alphabet."""
        return _RANKS[self.order](line, need, now)


def source_word(code: str) -> str:
    """What people call a source of the address."""
    return _(NOT_SET) if code == NO_SOURCE else word(Source(code))


def choose() -> tuple[str, bool]:
    """The search and the switch that are always at hand."""
    text = st.text_input(
        _("Search"),
        type="search",
        placeholder=_("Name or organisation number"),
        label_visibility="collapsed",
        width=260,
        **address.tie("sok"),
    )
    return text or "", st.toggle(_("Only what needs attention"), **address.tie_switch("atgard"))


def choose_more(text: str, *, attention: bool) -> Asked:
    """The other choices, put away until somebody wants them."""
    chosen = [name for name in ("anslutning", "periodlage", "kalla") if address.read(name)]
    label = _("More choices ({number})", number=len(chosen)) if chosen else _("More choices")
    with st.popover(label, icon=":material/tune:", key="client-choices"):
        every = {"": _("All")}
        connections = every | {one.value: _(CONNECTED[one]) for one in Connected}
        progresses = every | {one.value: _(PROGRESS[one]) for one in Progress}
        sources = every | {one.value: word(one) for one in Source} | {NO_SOURCE: _(NOT_SET)}
        connected = _select(_("Connection"), "anslutning", connections)
        progress = _select(_("Period"), "periodlage", progresses)
        source = _select(_("Data source"), "kalla", sources)
        order = _select(_("Order"), "ordning", {code: _(text) for code, text in SORTED.items()}, "namn")
        all_columns = st.toggle(_("All columns"), **address.tie_switch("alla"))
    return Asked(text, attention, connected, progress, source, order, all_columns)


def _select(label: str, name: str, words: Mapping[str, str], default: str = "") -> str:
    tie = address.tie(name, default, among=words)
    return st.selectbox(label, list(words), format_func=words.__getitem__, width=WIDTH, **tie) or default


def _difference(line: Line) -> int:
    found = line.figures
    return abs(found.receivables or 0) + abs(found.payables or 0) if found else 0


def _imported(line: Line) -> float:
    """When the last import came: who never had one comes first."""
    last = line.row.last_import
    return last.created_at.timestamp() if last else 0.0


def _left(line: Line, now: datetime) -> int:
    left = line.days_left(now)
    return (-1 if line.lost else _NEVER) if left is None else left


_RANKS: Final[Mapping[str, Callable[[Line, Need, datetime], tuple[Any, ...]]]] = {
    "namn": lambda _line, _need, _now: (),
    "behov": lambda _line, need, _now: (not need.calls, WORST.index(need.state)),
    "dagar": lambda line, _need, now: (_left(line, now),),
    "import": lambda line, _need, _now: (_imported(line),),
    "fel": lambda line, _need, _now: (-line.errors, -line.warnings),
    "differens": lambda line, _need, _now: (-_difference(line), -len(line.differing)),
    "inaktuella": lambda line, _need, _now: (-(line.figures.stale_marks if line.figures else 0),),
    "ej-overforda": lambda line, _need, _now: (-line.unknown, -line.unsent),
}
