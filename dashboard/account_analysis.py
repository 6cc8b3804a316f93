"""One account in a period: every row with the balance after it, and the papers that stand beside it."""

from dashboard.working import Working


def show(at: Working, account: str) -> None:
    """The account whole."""
