"""What stops work on a period, told to the person who meets it; `period` and the like are names (`P3 2026`)."""

from lib.core.errors import BryggaError
from lib.core.languages import mark


class EarlierOpen(BryggaError):
    """A period before it has to be locked first."""

    text = mark("{period} has to wait: {earlier} before it is not locked.")
    next_step = mark("Reconcile and lock {earlier} first.")


class LaterLocked(BryggaError):
    """A period after it is locked, and stands on it."""

    text = mark("{period} cannot be opened: {later} after it is locked.")
    next_step = mark("Unlock {later} first; the periods between them are then paused, and their marks kept.")


class PeriodClosed(BryggaError):
    """Nothing may be changed in a period in this state."""

    text = mark("Nothing can be changed in {period}: it is {state:text}.")
    next_step = mark("Work on the active period, or lock, start or unlock periods under Period closing first.")


class NotDone(BryggaError):
    """Only what somebody says is done can be reviewed."""

    text = mark("Account {account} cannot be reviewed: it is not marked as done.")
    next_step = mark("Mark the account as done first; somebody else then reviews it.")


class OwnWork(BryggaError):
    """A review is a second pair of eyes."""

    text = mark("Account {account} cannot be reviewed by you: you marked it as done yourself.")
    next_step = mark("Ask a colleague to review it.")


class OwnLock(BryggaError):
    """A review is a second pair of eyes, of a period too."""

    text = mark("{period} cannot be reviewed by you: you locked it yourself.")
    next_step = mark("Ask a colleague to review it.")
