"""How the checks of the shown year stand, in one line."""

from dashboard.context import View


def line(view: View) -> None:
    """The line, with the way to the results."""
