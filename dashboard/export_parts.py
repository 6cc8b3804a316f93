"""What an export's screens say alike: its steps in the address, its states and fates, and texts that were kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from dashboard import panels
from dashboard.connection_view import told
from dashboard.context import View
from dashboard.language import _
from lib.core.errors import REMEDY
from lib.core.languages import Fact, mark
from lib.store.words import ItemFate, RunState

ASK: Final = "fraga"
MODAL: Final = "export"
RUN: Final = "korning"
"""The parameter that names one of the client's exports."""
EXPORT: Final = mark("Export closing entries to Fortnox (without attachments)")
FATES: Final = {
    ItemFate.WAITING: (panels.State.NOT_RUN, mark("waits")),
    ItemFate.INTENDED: (panels.State.STALE, mark("is being sent")),
    ItemFate.SENT: (panels.State.DONE, mark("sent")),
    ItemFate.FOUND: (panels.State.DONE, mark("stood there already")),
    ItemFate.REFUSED: (panels.State.FAILED, mark("refused")),
    ItemFate.UNKNOWN: (panels.State.DIFFERS, mark("fate unknown")),
}
RUNS: Final = {
    RunState.RUNNING: (panels.State.STALE, mark("under way")),
    RunState.DONE: (panels.State.DONE, mark("complete")),
    RunState.STOPPED: (panels.State.FAILED, mark("stopped")),
}


def year_label(view: View, start: date) -> str:
    """What people call the financial year that starts on a day."""
    return next((year.label for year in view.books.years if year.start == start), start.isoformat())


def sentences(text: str, facts: Mapping[str, Fact]) -> str:
    """A text that was kept, and after it what to do about it, where that was kept too."""
    remedy = str(facts.get(REMEDY) or "")
    return " ".join(said for said in (told(facts, text), told(facts, remedy)) if said)


def bullets(lines: Iterable[tuple[str, str]]) -> str:
    """Sentences about entries as a list, each after the entry's label, where it is about one."""
    return "\n".join(f"- **{panels.plain(label)}** {said}" if label else f"- {said}" for label, said in lines)


def fate(one: ItemFate) -> str:
    """How far an entry has come, in words."""
    return _(FATES[one][1])
