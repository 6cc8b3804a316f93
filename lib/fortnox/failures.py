"""What goes wrong with Fortnox, told to the person who meets it.

FortnoxFailure           `helps`: whether connecting again can mend it
├── NotSetUp             no app is set for Brygga; AppUnknown: Fortnox does not accept it
├── ConnectionLost       the connection is over, for a LostReason
├── ConsentRefused       the trip to Fortnox's login portal ended without a connection
├── WrongCompany         another company was chosen there
├── Withheld             one register is closed to us, others may be open:
│                        LicenceMissing, ScopeMissing, RightMissing, AccessDenied
├── TooManyRequests      (retryable)
├── Unreachable          no answer came (retryable); Unanswered: not within the time that it may take
├── FortnoxFaulty        a fault within Fortnox (retryable)
├── AnswerUnreadable     the answer is not what was asked for; TooLarge
├── FortnoxRefused       any other refusal, by its code
└── YearMissing          no financial year holds the day
"""

import re
from collections.abc import Mapping
from typing import Final

from lib.core.errors import BryggaError
from lib.core.languages import Fact, mark
from lib.fortnox.reasons import NEXT_STEPS, REASONS, LostReason, helps


class FortnoxFailure(BryggaError):
    """Anything that goes wrong between us and Fortnox."""

    next_step = mark("Try again in a while; if it happens again, tell support when it happened.")

    @property
    def helps(self) -> bool:
        """Whether connecting again can mend it."""
        return False


class NotSetUp(FortnoxFailure):
    """No app of Fortnox's is set for Brygga."""

    text = mark("Brygga has not been set up for Fortnox.")
    next_step = mark("An administrator sets BRYGGA_FORTNOX_CLIENT_ID and BRYGGA_FORTNOX_CLIENT_SECRET.")


class AppUnknown(NotSetUp):
    """Fortnox does not accept our own id and secret, or not for this."""

    text = mark("Fortnox does not accept the app that Brygga is set up with ({error}).")
    next_step = mark("An administrator compares its settings with those in Fortnox's developer portal.")


class ConnectionLost(FortnoxFailure):
    """The connection is over; `reason` says why."""

    def __init__(self, reason: LostReason) -> None:
        """Carry the reason."""
        super().__init__(reason=reason.value)
        self.reason = reason

    @property
    def helps(self) -> bool:
        """Whether connecting again can mend it."""
        return helps(self.reason)

    @property
    def told(self) -> tuple[str, dict[str, Fact]]:
        """The reason in words."""
        return REASONS[self.reason], {}

    @property
    def advice(self) -> str:
        """What to do about it."""
        return NEXT_STEPS[self.reason]


_APPROVE: Final = mark("Connect again and approve when Fortnox asks.")
ENDED: Final = mark("Fortnox ended the sign-in without letting Brygga in ({error}).")
CONSENTS: Final[Mapping[str, tuple[str, str]]] = {
    "access_denied": (mark("The sign-in to Fortnox was cancelled."), _APPROVE),
    "invalid_grant": (mark("The sign-in to Fortnox took too long, or had been used already."), _APPROVE),
    "invalid_scope": (
        mark("Brygga's app in Fortnox may not ask for all that Brygga needs."),
        mark("An administrator adds what is missing to the app in Fortnox's developer portal."),
    ),
    "error_missing_license": (
        mark("The company lacks the licence in Fortnox for something that Brygga asks for."),
        mark("Order the licence in Fortnox, or have it assigned to whoever signs in, then connect again."),
    ),
    "error_missing_app_license": (
        mark("The company lacks the licence for integrations in Fortnox."),
        NEXT_STEPS[LostReason.LICENCE],
    ),
    "error_missing_system_admin_right": (
        mark("Only a system administrator of the company in Fortnox may approve a service account."),
        mark("Have a system administrator of the company sign in and approve."),
    ),
    "invalid_client": (AppUnknown.text, AppUnknown.next_step),
    "unauthorized_client": (AppUnknown.text, AppUnknown.next_step),
}
"""What Fortnox's login portal says when it sends somebody back empty-handed -> sentence and next step."""
_A_WORD: Final = re.compile(r"[a-z_]{1,50}")


def word_of(error: str) -> str:
    """Fortnox's own word for a refusal; a question mark for anything else that may stand there."""
    return error if _A_WORD.fullmatch(error) else "?"


class ConsentRefused(FortnoxFailure):
    """The trip to Fortnox's login portal ended without a connection."""

    def __init__(self, error: str) -> None:
        """Carry Fortnox's own word for it, when it is one."""
        super().__init__(error=word_of(error))

    @property
    def helps(self) -> bool:
        """Whether going there once more may do."""
        return self._words[1] == _APPROVE

    @property
    def told(self) -> tuple[str, dict[str, Fact]]:
        """What Fortnox says, in our words."""
        return self._words[0], self.facts

    @property
    def advice(self) -> str:
        """What to do about it."""
        return self._words[1]

    @property
    def _words(self) -> tuple[str, str]:
        return CONSENTS.get(str(self.facts["error"]), (ENDED, _APPROVE))


class WrongCompany(FortnoxFailure):
    """Another company than the client was chosen at Fortnox: both are named, `found` and `expected`."""

    text = mark("The company chosen in Fortnox is {found} ({found_number}), but the client is {expected} ({number}).")
    next_step = mark("Connect again and choose {expected} in Fortnox; sign in through Digital byrå to see all clients.")

    @property
    def helps(self) -> bool:
        """Choosing the right one does."""
        return True


class Withheld(FortnoxFailure):
    """One register is closed to us; `what` names it."""


class LicenceMissing(Withheld):
    """The company has not bought what the register needs."""

    text = mark("The company has no active licence in Fortnox for {what:text}.")
    next_step = mark("Order or assign the licence in Fortnox, then import again.")


class ScopeMissing(Withheld):
    """The connection was approved for less."""

    text = mark("The connection does not cover {what:text}.")
    next_step = NEXT_STEPS[LostReason.SCOPE]

    @property
    def helps(self) -> bool:
        """Approving anew does."""
        return True


class RightMissing(Withheld):
    """Who connected has no right to the register."""

    text = mark("The person who connected has no right to {what:text} in Fortnox.")
    next_step = mark("Have a system administrator in Fortnox give the right, then import again.")


class AccessDenied(Withheld):
    """Fortnox closes the register and gives no reason."""

    text = mark("Fortnox does not let us read {what:text}, and does not say why.")
    next_step = mark("Look in Fortnox at the rights and licences of the person who connected, then import again.")


class TooManyRequests(FortnoxFailure):
    """More calls than Fortnox takes, and waiting did not help."""

    text = mark("Fortnox takes no more requests for the company at the moment.")
    next_step = mark("Wait some minutes and try again: another program may be reading from Fortnox too.")
    retryable = True


class Unreachable(FortnoxFailure):
    """No answer came; `sent` tells whether the request may have been carried out all the same."""

    text = mark("Fortnox did not answer.")
    next_step = mark("Try again in some minutes.")
    retryable = True

    def __init__(self, *, sent: bool) -> None:
        """Say whether Fortnox may have had the request."""
        super().__init__()
        self.sent = sent


class Unanswered(Unreachable):
    """Fortnox had the request and was still silent when its time was up: it may carry it out later."""


class FortnoxFaulty(FortnoxFailure):
    """Fortnox answers with a fault of its own (`status` 5xx)."""

    text = mark("Fortnox has a fault of its own at the moment ({status}).")
    next_step = mark("Try again in some minutes.")
    retryable = True


class AnswerUnreadable(FortnoxFailure):
    """The answer about `what` cannot be read."""

    text = mark("Fortnox's answer about {what:text} cannot be read.")


class TooLarge(AnswerUnreadable):
    """The answer about `what` is larger than `limit` bytes."""

    text = mark("Fortnox's answer about {what:text} is larger than {limit:MB}.")
    next_step = mark("Export the year as a SIE file in Fortnox and see what makes it that large.")


class FortnoxRefused(FortnoxFailure):
    """Fortnox refuses for another reason; `code` is its own, 0 when it gives none.

    Its Swedish `message` may name people and accounts: it is kept off the facts, and so off rows and logs.
    """

    text = mark("Fortnox refused to hand out {what:text} (error {code}).")

    def __init__(self, *, what: str, code: int, status: int, message: str = "") -> None:
        """Keep the code; the message stays beside."""
        super().__init__(what=what, code=code)
        self.code = code
        self.status = status
        self.message = message


class YearMissing(FortnoxFailure):
    """No financial year in Fortnox holds `day`."""

    text = mark("Fortnox has no financial year that holds {day:date}.")
    next_step = mark("Create the financial year in Fortnox, then try again.")
