"""What Fortnox's codes mean, and which failure of ours an answer is."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import httpx

from lib.fortnox.answers import Error, error_of
from lib.fortnox.failures import (
    AccessDenied,
    AnswerUnreadable,
    ConnectionLost,
    FortnoxFailure,
    FortnoxFaulty,
    FortnoxRefused,
    LicenceMissing,
    RightMissing,
    ScopeMissing,
    TooManyRequests,
    Withheld,
)
from lib.fortnox.reasons import LostReason
from lib.fortnox.transports import SERVER_FAULTS, TOO_MANY

WITHHELD: Final[Mapping[int, type[Withheld]]] = {
    2000663: ScopeMissing,
    2001393: ScopeMissing,
    2002455: ScopeMissing,
    2001101: LicenceMissing,
    2001339: RightMissing,
    2003275: RightMissing,
}
"""Codes that close one register."""
LOST: Final[Mapping[int, LostReason]] = {
    2000310: LostReason.CLOSED,
    2000311: LostReason.REVOKED,
    2004054: LostReason.REVOKED,
    2001103: LostReason.LICENCE,
}
"""Codes that end the connection."""
GRANTS: Final[Mapping[str, LostReason]] = {
    "invalid_grant": LostReason.REVOKED,
    "error_missing_license": LostReason.LICENCE,
    "error_missing_app_license": LostReason.LICENCE,
    "error_missing_system_admin_right": LostReason.RIGHTS,
    "invalid_scope": LostReason.SCOPE,
    "access_denied": LostReason.REVOKED,
}
"""What the token endpoint says of a connection that is over; anything else is said of our app."""


def failure_of(answer: httpx.Response, what: str) -> FortnoxFailure | None:
    """The failure that an answer about `what` (a marked text) is; None when it is none.

    ConnectionLost here says what the answer means: that it is kept is the caller's to see to.
    """
    error = error_of(answer.content)
    if answer.is_success and not error.told:
        return None
    if answer.status_code == TOO_MANY:
        return TooManyRequests()
    if error.code is not None and error.code in LOST:
        return ConnectionLost(LOST[error.code])
    if error.code is not None and error.code in WITHHELD:
        return WITHHELD[error.code](what=what)
    return _by_status(answer.status_code, error, what)


def _by_status(status: int, error: Error, what: str) -> FortnoxFailure:
    if status == HTTPStatus.UNAUTHORIZED:
        return ConnectionLost(LostReason.CLOSED)
    if status == HTTPStatus.FORBIDDEN:
        return AccessDenied(what=what)
    if status >= SERVER_FAULTS:
        return FortnoxFaulty(status=status)
    if error.told:
        return FortnoxRefused(what=what, code=error.code or 0, status=status, message=error.message)
    return AnswerUnreadable(what=what)
