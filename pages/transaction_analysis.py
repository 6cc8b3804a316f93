"""Transaction analysis: what the checks found, how each goes, and vouchers to explore freely."""

from dashboard import context
from dashboard.language import _

view = context.header(_("Transaction analysis"), "books.view", context.pick_span)
