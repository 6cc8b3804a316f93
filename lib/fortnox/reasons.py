"""Why a connection to Fortnox is over, and whether connecting again can help."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from lib.core.languages import mark


class LostReason(StrEnum):
    """Why a connection is over."""

    EXPIRED = "expired"
    """Nothing was imported or exported for 30 days."""
    REVOKED = "revoked"
    """Taken back in Fortnox."""
    ROTATED = "rotated"
    """The token had been exchanged already, and what came of it is not known."""
    LICENCE = "licence"
    SCOPE = "scope"
    RIGHTS = "rights"
    CLOSED = "closed"
    """Fortnox no longer knows the company's account."""
    DISCONNECTED = "disconnected"
    """Taken back here, by the person: nothing brings it back, and only revoking it is left to do."""


HELPED_BY_CONNECTING: Final = frozenset(
    {LostReason.EXPIRED, LostReason.REVOKED, LostReason.ROTATED, LostReason.SCOPE, LostReason.DISCONNECTED}
)
"""Where connecting again mends it; else something must first be mended in Fortnox."""

REASONS: Final[Mapping[LostReason, str]] = {
    LostReason.EXPIRED: mark("Nothing was imported or exported for 30 days."),
    LostReason.REVOKED: mark("The connection was taken back in Fortnox."),
    LostReason.ROTATED: mark("An answer from Fortnox was lost while the connection was renewed."),
    LostReason.LICENCE: mark("The company lacks the licence in Fortnox that the connection needs."),
    LostReason.SCOPE: mark("The connection does not cover all that Brygga needs."),
    LostReason.RIGHTS: mark("The person who connected lacks rights in Fortnox."),
    LostReason.CLOSED: mark("Fortnox no longer lets anybody into the company's account."),
    LostReason.DISCONNECTED: mark("The person who connected has disconnected from Fortnox."),
}
"""Each reason in words."""

NEXT_STEPS: Final[Mapping[LostReason, str]] = {
    LostReason.EXPIRED: mark("Connect again by importing."),
    LostReason.REVOKED: mark("Connect again by importing."),
    LostReason.ROTATED: mark("Connect again by importing."),
    LostReason.LICENCE: mark("Order the API licence for the company in Fortnox, then connect again."),
    LostReason.SCOPE: mark("Connect again and approve all that Fortnox lists."),
    LostReason.RIGHTS: mark("Have a system administrator in Fortnox give the rights, then connect again."),
    LostReason.CLOSED: mark("Sign in to Fortnox and see what it says of the account, then connect again."),
    LostReason.DISCONNECTED: mark("Connect again by importing."),
}
"""What to do about each."""


def helps(reason: LostReason) -> bool:
    """Whether connecting again mends it by itself."""
    return reason in HELPED_BY_CONNECTING
