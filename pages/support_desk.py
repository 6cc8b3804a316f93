"""Support desk: what is wrong with a client, why, whose step is next, and a text to answer with."""

from dashboard import consent_panel, context, support_parts
from dashboard.language import _

view = context.header(_("Support desk"), "support.view")
consent_panel.show(view)
support_parts.choose().show(view)
