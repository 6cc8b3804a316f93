"""The main appendices of a period: the accounts of each group, what they hold and how far they have come."""

from dashboard.working import Working


def show(at: Working) -> None:
    """The period."""
