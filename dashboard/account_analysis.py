"""One account in a period: every row with the balance after it, and the papers that stand beside it."""

import polars as pl

from dashboard import account_marks, closing_data
from dashboard.working import Working


def show(at: Working, account: str) -> None:
    """The account whole."""
    account_marks.mark_form(at, closing_data.accounts(at.view, at.at).filter(pl.col("account") == account))
