"""What calling Fortnox needs from elsewhere: a vault for tokens, turns to call, a journal of the calls."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import SecretStr

from lib.fortnox.reasons import LostReason


@dataclass(frozen=True, slots=True)
class Tokens:
    """What lets us in: `access` until `expires_at`, then `refresh`, once; printed, they stay hidden.

    A service account has no `refresh`. `scopes` are set apart by blanks. `doubtful` says that a renewal
    was begun with this `refresh` and nobody knows how it ended.
    """

    access: SecretStr
    refresh: SecretStr | None
    expires_at: datetime
    scopes: str
    doubtful: bool = False


class Vault(Protocol):
    """Where the tokens of one connection are kept, for all processes and machines."""

    def read(self) -> Tokens:
        """The tokens as they stand now; raises ConnectionLost, also when 30 days have passed."""

    def lease(self) -> AbstractContextManager[None]:
        """Be the only one to renew, anywhere; waits for others, and no longer than a dead one's time."""

    def doubt(self, tokens: Tokens) -> None:
        """Note, before it is asked for, that a renewal of these tokens is under way."""

    def trust(self, tokens: Tokens) -> None:
        """Take the note back: the renewal surely never happened."""

    def replace(self, tokens: Tokens, by: Tokens) -> bool:
        """Keep the new tokens instead of those they came of; False leaves others alone that came there meanwhile."""

    def lose(self, tokens: Tokens, reason: LostReason) -> None:
        """Note that these tokens are good for nothing any more."""


class Bearer(Protocol):
    """Who knows the access token of the moment."""

    def token(self) -> SecretStr:
        """An access token that has not expired; raises ConnectionLost, Unreachable."""

    def renewed(self, refused: SecretStr) -> SecretStr:
        """Another one, after Fortnox refused this; raises ConnectionLost, Unreachable."""

    def lose(self, reason: LostReason) -> None:
        """Note that Fortnox lets the connection do nothing any more."""


class Pace(Protocol):
    """Turns to call Fortnox: at most 25 in any 5 seconds for a client id and tenant, over all processes."""

    def turn(self) -> AbstractContextManager[None]:
        """Wait for a turn, and hold it until the answer has come."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request and how it went: no token, no name, no amount.

    `path` goes without its query's values; `status` is None when no answer came; `request_id` is
    Fortnox's own mark of the call (X-Uid), `code` its error code.
    """

    method: str
    path: str
    status: int | None
    milliseconds: int
    request_id: str = ""
    code: int | None = None


class Journal(Protocol):
    """Where calls are written down."""

    def note(self, call: Call) -> None:
        """Write one down."""
