"""Closing entries: those of a period in a list, and one of them whole."""

from dashboard import address, entry_list, entry_proposal, entry_view, working
from dashboard.language import _

at = working.header(_("Closing entries"))
if address.read(entry_proposal.ENTRY):
    entry_view.show(at)
else:
    entry_list.show(at)
