"""What the checks found in the year: how each stands, and one check opened down to its vouchers."""

from dashboard.context import View


def show(view: View) -> None:
    """The results."""
