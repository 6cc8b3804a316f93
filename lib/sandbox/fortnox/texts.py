"""Texts of a body that was sent: their length and letters, as Fortnox allows them."""

import re
from typing import Final

from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.resources import Record

_SIGNS: Final = re.escape("–:.`\N{ACUTE ACCENT}',;^¤#%§£$€¢¥©™°&/()=+-*!?²³®½@\\{}\"")
_ALLOWED: Final = re.compile(rf"[\w\s{_SIGNS}]*")
"""Letters, digits, blanks and some signs; braces are known to pass, quotation marks are not known to be refused."""


def wrong() -> Refused:
    """Something that is needed is missing, or of another type."""
    return Refused(400, 2001392, "Ingen eller felaktig typ av data.")


def text(body: Record, name: str, at_most: int, *, needed: bool = False) -> str:
    """A text of the body, blank when there is none.

    Raises Refused 2001392 when it is missing, no text or too long, and 2000359 for letters that are not allowed.
    """
    value = body.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or len(value) > at_most or (needed and not value.strip()):
        raise wrong()
    if not _ALLOWED.fullmatch(value) or "://" in value:
        raise Refused(400, 2000359, f"Värdet innehåller ej tillåtna tecken. ({name})")
    return value
