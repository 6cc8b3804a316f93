"""The balance accounts of a year, month by month, at one glance."""

from dashboard.working import Working


def show(at: Working) -> None:
    """The period."""
