"""Who mends each failure, and whether connecting to Fortnox again can: found by its text.

What stopped a job, a trip to Fortnox or a ledger is kept as a marked text with its facts and the next step
(`REMEDY`), not as an exception: the text is what it is known by.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from lib.core import errors
from lib.core.errors import REMEDY
from lib.core.languages import mark
from lib.fortnox import failures
from lib.fortnox.failures import CONSENTS
from lib.fortnox.reasons import REASONS, LostReason
from lib.fortnox.vouchers import BY_WORDS, REFUSALS, VoucherRefused
from lib.jobs import (
    analysis,
    comparisons,
    doubts,
    expected,
    export,
    fates,
    identity,
    lines,
    preflight,
    received,
    stranded,
    workflows,
)
from lib.store.sealing import KeysMissing, SealBroken
from lib.support.diagnoses import Reconnect, Told, Who


class Act(NamedTuple):
    """Who takes the next step, and whether connecting again can help at all."""

    who: Who
    reconnect: Reconnect = Reconnect.USELESS


_CLIENT_FIRST: Final = Act(Who.CLIENT, Reconnect.AFTER)
_CLIENT: Final = Act(Who.CLIENT)
_ACCOUNTANT: Final = Act(Who.ACCOUNTANT)
_CONNECTS: Final = Act(Who.ACCOUNTANT, Reconnect.MENDS)
_ADMINISTRATOR: Final = Act(Who.ADMINISTRATOR)
_ADMINISTRATOR_FIRST: Final = Act(Who.ADMINISTRATOR, Reconnect.AFTER)
_FORTNOX: Final = Act(Who.FORTNOX)

LOST: Final[Mapping[LostReason, Act]] = {
    LostReason.EXPIRED: _CONNECTS,
    LostReason.REVOKED: _CONNECTS,
    LostReason.ROTATED: _CONNECTS,
    LostReason.LICENCE: _CLIENT_FIRST,
    LostReason.SCOPE: _CONNECTS,
    LostReason.RIGHTS: _CLIENT_FIRST,
    LostReason.CLOSED: _CLIENT_FIRST,
    LostReason.DISCONNECTED: _CONNECTS,
}
"""A connection that is over, by its reason."""

_CONSENTS: Final[Mapping[str, Act]] = {
    "access_denied": _CONNECTS,
    "invalid_grant": _CONNECTS,
    "invalid_scope": _ADMINISTRATOR_FIRST,
    "error_missing_license": _CLIENT_FIRST,
    "error_missing_app_license": _CLIENT_FIRST,
    "error_missing_system_admin_right": _CLIENT_FIRST,
    "invalid_client": _ADMINISTRATOR_FIRST,
    "unauthorized_client": _ADMINISTRATOR_FIRST,
}

ACTS: Final[Mapping[str, Act]] = {
    **{REASONS[reason]: act for reason, act in LOST.items()},
    **{CONSENTS[word][0]: act for word, act in _CONSENTS.items()},
    failures.NotSetUp.text: _ADMINISTRATOR_FIRST,
    failures.AppUnknown.text: _ADMINISTRATOR_FIRST,
    failures.ENDED: _CONNECTS,
    failures.WrongCompany.text: _CONNECTS,
    identity.CompanyTaken.text: _CONNECTS,
    identity.OtherDatabase.text: _CONNECTS,
    failures.LicenceMissing.text: _CLIENT,
    failures.ScopeMissing.text: _CONNECTS,
    failures.RightMissing.text: _CLIENT,
    failures.AccessDenied.text: _CLIENT,
    lines.BooksOnly.text: _CLIENT_FIRST,
    lines.NotConnected.text: _CONNECTS,
    failures.TooManyRequests.text: Act(Who.NOBODY),
    failures.Unreachable.text: _FORTNOX,
    failures.FortnoxFaulty.text: _FORTNOX,
    failures.AnswerUnreadable.text: _FORTNOX,
    failures.TooLarge.text: _CLIENT,
    failures.FortnoxRefused.text: _FORTNOX,
    failures.YearMissing.text: _CLIENT,
    received.OtherBooks.text: _FORTNOX,
    received.BooksMissing.text: _FORTNOX,
    **{text: _CLIENT for text, _step in (*REFUSALS.values(), *BY_WORDS.values())},
    VoucherRefused.text: _ACCOUNTANT,
    doubts.FateUnknown.text: _ACCOUNTANT,
    doubts.NotSaved.text: _FORTNOX,
    doubts.SeriesBusy.text: Act(Who.NOBODY),
    export.BROKEN_OFF: _ACCOUNTANT,
    preflight.NO_SERIES: _CLIENT,
    expected.LOCKED: _CLIENT,
    expected.ACCOUNT_MISSING: _CLIENT,
    expected.ACCOUNT_INACTIVE: _CLIENT,
    expected.CENTRE_MISSING: _CLIENT,
    expected.CENTRE_INACTIVE: _CLIENT,
    expected.PROJECT_MISSING: _CLIENT,
    expected.PROJECT_OVER: _CLIENT,
    KeysMissing.text: _ADMINISTRATOR_FIRST,
    SealBroken.text: Act(Who.ADMINISTRATOR, Reconnect.MENDS),
    errors.StorageFailed.text: _ADMINISTRATOR,
    stranded.Stranded.text: _ADMINISTRATOR,
    workflows.CRASHED: _ADMINISTRATOR,
    analysis.CHECKS_CRASHED: _ADMINISTRATOR,
    workflows.EXPORT_CRASHED: _ADMINISTRATOR,
    preflight.CRASHED: _ADMINISTRATOR,
    comparisons.CRASHED: _ADMINISTRATOR,
    fates.CRASHED: _ADMINISTRATOR,
}
"""Each failure's act by its text; what is not listed is the accountant's to look at."""

GIVE_REFERENCE: Final = mark(
    "Try again; if it happens again, an administrator finds it in Brygga's log by reference {reference}."
)
ASK_SUPPORT: Final = mark("Try again; if it happens again, an administrator looks in Brygga's log at that moment.")


def act(text: str) -> Act:
    """Who mends the failure of this text."""
    return ACTS.get(text, _ACCOUNTANT)


def step(facts: Mapping[str, Any]) -> Told:
    """The next step that was kept beside a failure; a fault of our own is found by its reference."""
    advice = facts.get(REMEDY)
    if advice:
        return Told(str(advice), facts)
    return Told(GIVE_REFERENCE if "reference" in facts else ASK_SUPPORT, facts)
