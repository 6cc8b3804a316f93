"""When it is certain that Fortnox saved nothing of a voucher, when it will be, and what is said where it is not."""

from datetime import datetime, timedelta
from typing import Final

from lib.core.languages import mark
from lib.fortnox.failures import (
    ConnectionLost,
    FortnoxFailure,
    FortnoxFaulty,
    FortnoxRefused,
    TooManyRequests,
    Unanswered,
    Unreachable,
    Withheld,
)
from lib.settings import clock
from lib.store.entry_tables import ExportItem

ANSWERED: Final = timedelta(seconds=5)
"""Fortnox has answered, if only with a fault: what it saved shows at once."""
BROKEN: Final = timedelta(minutes=2)
"""The line broke: the request may have been let through, and is carried out soon."""
SILENT: Final = timedelta(minutes=15)
"""Fortnox was silent for as long as an answer may take, or who sent it was killed: it may still be at work on it."""
_GATEWAY_TIMEOUT: Final = 504
_REFUSALS: Final = range(400, 500)
_SERVER_FAULTS: Final = frozenset({500, 501})
"""Said by Fortnox itself; other faults may be said by what stands before it, while it works on."""


class FateUnknown(FortnoxFailure):
    """A voucher was sent, is not to be found, and may come still; `until` is when that will be over."""

    text = mark("It is not known whether {entry} was saved in Fortnox: no answer came, and it is not there so far.")
    next_step = mark(
        "Export again after {until}: {entry} is looked for first, and sent again only if it is not there then."
    )


class NotSaved(FortnoxFailure):
    """Fortnox had a voucher time and again, and never saved it."""

    text = mark("{entry} was sent {times:count|time|times} and is not in Fortnox, which gave no reason.")
    next_step = mark("Wait some minutes, then export again.")


class SeriesBusy(FortnoxFailure):
    """Somebody else writes to the series."""

    text = mark("Another export to the same voucher series is under way.")
    next_step = mark("Wait until it has ended, then export again.")
    retryable = True


class ExportOver(FortnoxFailure):
    """The export was ended while it was carried: what it has not sent is not its own any more."""

    text = mark("The export was stopped before it was done, and sends nothing more.")
    next_step = mark("Export again: what is not known to have landed is looked for in Fortnox first.")


def certain(failure: FortnoxFailure) -> bool:
    """Whether Fortnox surely saved nothing when a voucher ended like this."""
    match failure:
        case Unreachable():
            return not failure.sent
        case FortnoxRefused():
            return failure.status in _REFUSALS
        case TooManyRequests() | Withheld() | ConnectionLost():
            return True
        case _:
            return False


def settles_after(failure: FortnoxFailure) -> timedelta:
    """How long a voucher that ended like this may still be on its way."""
    match failure:
        case Unanswered():
            return SILENT
        case FortnoxFaulty():
            status = failure.facts["status"]
            if status == _GATEWAY_TIMEOUT:
                return SILENT
            return ANSWERED if status in _SERVER_FAULTS else BROKEN
        case FortnoxRefused():
            return ANSWERED
        case _:
            return BROKEN


def settles(item: ExportItem) -> datetime:
    """When it will be certain that an entry that was sent has not landed, if it is not found by then."""
    return item.settles_at or item.at + SILENT


def clock_time(moment: datetime) -> str:
    """A moment to the minute above, as the bureau's clocks show it."""
    return clock(moment + timedelta(minutes=1))
