"""VAT and fees by VAT period, with what the checks found of them."""

from dashboard.working import Working


def show(at: Working) -> None:
    """The VAT periods that end in the period."""
