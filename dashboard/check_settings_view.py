"""How each check goes for the client: on or off, with which limits, and what its accounts are used for."""

from dashboard.context import View


def show(view: View) -> None:
    """The settings."""
