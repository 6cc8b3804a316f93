"""The refusals of Fortnox: status, code and Swedish message, in the two casings of its envelope.

Codes 2999000 to 2999999 are ours: Fortnox has such a refusal, but its code is not known.
"""

from collections.abc import Mapping
from typing import Final

_CAPITAL: Final = frozenset({403, 404})


class Refused(Exception):
    """A request that Fortnox refuses; `code` and `message` are told in its envelope."""

    def __init__(self, status: int, code: int, message: str) -> None:
        """Refuse with an HTTP status, one of Fortnox's codes (or ours) and the Swedish message."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    @property
    def envelope(self) -> Mapping[str, Mapping[str, int | str]]:
        """The body: 403 and 404 are told with capitals, all others without."""
        if self.status in _CAPITAL:
            return {"ErrorInformation": {"Error": 1, "Message": self.message, "Code": self.code}}
        return {"ErrorInformation": {"error": 1, "message": self.message, "code": self.code}}


def invalid_filter() -> Refused:
    """The value of `filter` is not one that the resource has."""
    return Refused(400, 2000587, "Ett ogiltigt filter har använts.")


def invalid_parameter() -> Refused:
    """The value of a parameter cannot be read."""
    return Refused(400, 2000588, "Ogiltig parameter i anropet.")


def not_found(code: int, thing: str) -> Refused:
    """A thing that the path names does not exist; `thing` is Swedish, in the definite form: `fakturan`."""
    return Refused(404, code, f"Kan inte hitta {thing}.")
