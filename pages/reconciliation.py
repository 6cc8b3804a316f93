"""Reconciliation: the accounts of a period beside what they are held against."""

from dashboard import working
from dashboard.language import _

at = working.header(_("Reconciliation"))
