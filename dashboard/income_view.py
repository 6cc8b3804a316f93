"""Income analysis: the result accounts of a period beside the same period last year and an average one."""

from dashboard.working import Working


def show(at: Working) -> None:
    """The analysis of the period."""
