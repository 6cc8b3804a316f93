"""The way to the support desk from where something is wrong, for who may go there."""

from typing import Final

from dashboard import navigation
from dashboard.context import View
from dashboard.language import _

PART: Final = "del"
"""The parameter that names a part of the desk."""


def link(view: View, **address: str) -> None:
    """A link to the client's support desk; nothing for who may not see it."""
    if view.may("support.view"):
        navigation.link("support_desk", _("Troubleshoot"), **address)
