"""What a client needs next, in words, with the page where it is done; and how its connection and periods stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from dashboard.language import _
from dashboard.panels import PERIOD_SIGNS, SIGNS, Sign, State
from lib.closing import states
from lib.core.languages import mark
from lib.core.money import sek
from lib.store.bureau import Line
from lib.store.summaries import Figures
from lib.store.tables import ImportState, Source

ENDING_DAYS: Final = 7
"""A connection with fewer days left is told of."""
UNDER_WAY: Final = frozenset({ImportState.RECEIVED, ImportState.RUNNING})


class Connected(StrEnum):
    """How a client's connection to Fortnox stands, as the address names it."""

    LIVE = "ansluten"
    ENDING = "snart-slut"
    LOST = "forlorad"
    NONE = "ej-ansluten"
    ELSEWHERE = "ej-fortnox"
    """The books come from elsewhere."""


class Progress(StrEnum):
    """How far the periods of a client have come, as the address names it."""

    ACTIVE = "pagar"
    LOCKED = "last"
    NONE = "ej-paborjad"
    CHANGED = "andrad"


CONNECTED: Final = {
    Connected.LIVE: mark("Connected"),
    Connected.ENDING: mark("Ends within a week"),
    Connected.LOST: mark("Connection lost"),
    Connected.NONE: mark("Not connected"),
    Connected.ELSEWHERE: mark("Not from Fortnox"),
}
PROGRESS: Final = {
    Progress.ACTIVE: mark("Worked on"),
    Progress.LOCKED: mark("Locked, next one not started"),
    Progress.NONE: mark("No period started"),
    Progress.CHANGED: mark("Changed after its lock"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """What a client needs: words, the page where it is done, and whether it calls for somebody."""

    state: State
    words: str
    place: str = "overview"
    view: Mapping[str, str] = field(default_factory=dict)
    calls: bool = True


def need(line: Line, now: datetime) -> Need:
    """The first thing to do for a client, the worst first."""
    return _of_import(line) or _of_books(line) or _of_figures(line, line.figures, now) or _rest(line)


def connected(line: Line, now: datetime) -> Connected:
    """How the connection stands."""
    left = line.days_left(now)
    if left is not None:
        return Connected.ENDING if left < ENDING_DAYS else Connected.LIVE
    if line.row.client.source is not Source.FORTNOX:
        return Connected.ELSEWHERE
    return Connected.LOST if line.lost else Connected.NONE


def connection(line: Line, now: datetime) -> tuple[State, str]:
    """The same as a sign with its words; blank words where the books come from elsewhere."""
    match connected(line, now):
        case Connected.ELSEWHERE:
            return State.NOT_RUN, ""
        case Connected.NONE:
            return State.NOT_RUN, _("not connected")
        case Connected.LOST:
            return State.FAILED, _("connection lost")
        case Connected.ENDING:
            days = line.days_left(now)
            return State.STALE, _("{days:count|day|days} left", days=days) if days else _("last day")
        case _:
            return State.AGREES, _("{days:count|day|days} left", days=line.days_left(now) or 0)


def progress(figures: Figures) -> Progress:
    """How far the periods have come."""
    if figures.changed_periods:
        return Progress.CHANGED
    if figures.active:
        return Progress.ACTIVE
    return Progress.LOCKED if figures.locked else Progress.NONE


def period(figures: Figures | None) -> tuple[Sign, str]:
    """The period that is worked on, locked last or to be started next; blank without books."""
    if figures is None:
        return SIGNS[State.STALE], _("being reckoned")
    if figures.unknown or not figures.year:
        return SIGNS[State.NOT_RUN], ""
    names = {"period": figures.locked, "next": figures.upcoming, "active": figures.active}
    match progress(figures):
        case Progress.CHANGED:
            changed = _("{number:count|locked period|locked periods} changed", number=figures.changed_periods)
            return SIGNS[State.STALE], changed
        case Progress.ACTIVE:
            words = _("{active} active, {period} locked", **names) if figures.locked else _("{active} active", **names)
            return PERIOD_SIGNS[states.State.ACTIVE], words
        case Progress.LOCKED:
            words = _("{period} locked, {next} next", **names) if figures.upcoming else _("{period} locked", **names)
            return PERIOD_SIGNS[states.State.LOCKED], words
        case _:
            words = _("{next} to start", **names) if figures.upcoming else ""
            return PERIOD_SIGNS[states.State.NOT_STARTED], words


def _of_import(line: Line) -> Need | None:
    """What stands in the way before all else: entries nobody knows the fate of, and an import that is not over."""
    if line.unknown:
        words = _("{number:count|entry|entries} with unknown fate", number=line.unknown)
        return Need(State.FAILED, words, "export", {"ar": line.unknown_year})
    last = line.row.last_import
    if last is None:
        return None
    view = {"imp": last.id}
    if last.state in UNDER_WAY:
        return Need(State.STALE, _("import under way"), "import_data", view)
    if last.state is ImportState.STAGED:
        return Need(State.DIFFERS, _("import awaits a decision"), "import_data", view)
    if last.state in {ImportState.REFUSED, ImportState.FAILED}:
        return Need(State.FAILED, _("last import did not come in"), "import_data", view)
    return None


def _of_books(line: Line) -> Need | None:
    """What keeps books from coming in, or from being read."""
    if line.row.client.source is None:
        return Need(State.NOT_RUN, _("data source to choose"), "start_guide")
    if line.lost and line.row.client.source is Source.FORTNOX:
        return Need(State.FAILED, _("connection lost"), "import_data")
    if line.row.active_since is None or not line.row.years:
        return Need(State.NOT_RUN, _("nothing imported yet"), "import_data")
    if line.figures and line.figures.unknown:
        return Need(State.FAILED, _("the books cannot be read"))
    return None


def _of_figures(line: Line, figures: Figures | None, now: datetime) -> Need | None:
    """What the books and the work on them call for."""
    if figures and figures.changed_periods:
        words = _("{number:count|locked period|locked periods} changed", number=figures.changed_periods)
        return Need(State.STALE, words, "periods", {"ar": figures.year})
    if line.withheld:
        return Need(State.DIFFERS, _("the ledger is missing"), "appendices")
    if figures and line.differing:
        return _of_ledger(line.differing[0], figures)
    if figures and figures.stale_marks:
        words = _("{number:count|stale mark|stale marks}", number=figures.stale_marks)
        return Need(State.STALE, words, "reconciliation", {"ar": figures.year})
    if connected(line, now) is Connected.ENDING:
        return Need(State.STALE, _("the connection is about to end"), "import_data")
    return None


def _of_ledger(account: str, figures: Figures) -> Need:
    """A ledger that differs, by how much unless the amount is hidden."""
    amount, day = {
        "1510": (figures.receivables, figures.receivables_day),
        "2440": (figures.payables, figures.payables_day),
    }[account]
    words = (
        _("{account} differs", account=account)
        if amount is None
        else _("{account} differs by {amount}", account=account, amount=sek(amount))
    )
    return Need(State.DIFFERS, words, "appendices", {"bilaga": account, "dag": day})


def _rest(line: Line) -> Need:
    """What nobody need be called for."""
    if line.figures is None:
        return Need(State.STALE, _("being reckoned"), calls=False)
    if line.unsent:
        words = _("{number:count|entry|entries} to transfer", number=line.unsent)
        return Need(State.NOT_RUN, words, "export", {"ar": line.unsent_year}, calls=False)
    return Need(State.AGREES, _("nothing to do"), calls=False)
