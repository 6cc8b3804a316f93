"""What stops work on a period, told to the person who meets it; `period` and the like are names (`P3 2026`)."""

from lib.closing.entries import Problem
from lib.core.errors import BryggaError
from lib.core.languages import Fact, mark


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


class EntryNotReady(BryggaError):
    """Something is wrong with a closing entry; told in the words of the first thing that is."""

    next_step = mark("Mend it, and save the entry as ready again; until then it can be saved as a draft.")

    def __init__(self, problem: Problem) -> None:
        """Carry the problem."""
        super().__init__(**problem.facts)
        self.problem = problem

    @property
    def told(self) -> tuple[str, dict[str, Fact]]:
        """The problem's sentence and facts."""
        return self.problem.text, dict(self.problem.facts)


class EntrySent(BryggaError):
    """A closing entry that has gone out is never changed here: it stands in the bookkeeping program."""

    text = mark("{entry} cannot be changed: it is {state:text}.")
    next_step = mark("Make a correction instead: a new entry that takes it back, and one that is right.")


class OnlyInYearEnd(BryggaError):
    """Only entries of the year-end may stay here."""

    text = mark("{entry} lies in {period}, whose entries are all transferred.")
    next_step = mark("Move it to the year-end if it is to be kept here only, or delete it.")


class EntryNotSent(BryggaError):
    """Only what has gone out needs a correction."""

    text = mark("{entry} needs no correction: it is {state:text}.")
    next_step = mark("Change the entry itself, or delete it; while it is being transferred, wait for the result.")


class CorrectedAlready(BryggaError):
    """An entry is taken back once."""

    text = mark("{entry} is taken back already, by {by}.")
    next_step = mark("Change or correct that entry, or the one made in its stead.")
