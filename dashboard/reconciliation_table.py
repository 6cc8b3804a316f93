"""The balance accounts of a period beside what they are held against; mark them as done."""

from dashboard.working import Working


def show(at: Working) -> None:
    """The period."""
