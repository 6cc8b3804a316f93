"""Period closing: the periods of the year, how far each has come; start, review and lock them."""

from dashboard import working
from dashboard.language import _

at = working.header(_("Period closing"))
