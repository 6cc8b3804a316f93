"""The year's vouchers explored freely: filters, charts with their tables, and views that are kept."""

from dashboard.context import View


def show(view: View) -> None:
    """The exploration."""
