"""What a call to Fortnox was about and how it went, in words: from its path, its status and Fortnox's code alone."""

from http import HTTPStatus
from typing import Final

from lib.core.languages import mark
from lib.fortnox import resources
from lib.fortnox.failures import AccessDenied, FortnoxFaulty, FortnoxRefused, TooManyRequests, Unreachable
from lib.fortnox.reasons import NEXT_STEPS, REASONS, LostReason
from lib.fortnox.refusals import LOST, WITHHELD
from lib.fortnox.resources import Resource
from lib.fortnox.transports import SERVER_FAULTS, TOO_MANY
from lib.fortnox.vouchers import REFUSALS
from lib.store.fortnox_tables import ApiCall
from lib.support.diagnoses import Told

RESOURCES: Final[tuple[Resource, ...]] = (
    resources.COMPANY,
    resources.YEARS,
    resources.ACCOUNTS,
    resources.COST_CENTRES,
    resources.PROJECTS,
    resources.SERIES,
    resources.LOCKED_PERIOD,
    resources.VOUCHERS,
    resources.SIE,
    *resources.LEDGERS.values(),
)
OTHER: Final = mark("something else")
_OF_THE_API: Final = "/3/"
NOT_THERE: Final = mark("Fortnox has nothing at this address.")
NOT_THERE_STEP: Final = mark("Look in Fortnox whether it was deleted, or the financial year with it.")


def about(path: str) -> str:
    """What a call was about, as a marked text."""
    asked = path.partition("?")[0].removeprefix(_OF_THE_API)
    found = [one for one in RESOURCES if asked == one.path or asked.startswith(f"{one.path}/")]
    return max(found, key=lambda one: len(one.path)).name if found else OTHER


def meaning(call: ApiCall) -> tuple[Told, Told] | None:
    """What an answer other than a good one means, and the next step; None for a good one."""
    if call.status is None:
        return Told(Unreachable.text), Told(Unreachable.next_step)
    if call.status < HTTPStatus.BAD_REQUEST:
        return None
    return _by_code(call) or _by_status(call.status, call)


def _by_code(call: ApiCall) -> tuple[Told, Told] | None:
    code = call.code or 0
    if code in LOST:
        return Told(REASONS[LOST[code]]), Told(NEXT_STEPS[LOST[code]])
    if code in WITHHELD:
        return Told(WITHHELD[code].text, {"what": about(call.path)}), Told(WITHHELD[code].next_step)
    if code in REFUSALS:
        text, step = REFUSALS[code]
        return Told(text), Told(step)
    return None


def _by_status(status: int, call: ApiCall) -> tuple[Told, Told]:
    what = {"what": about(call.path)}
    if status == TOO_MANY:
        return Told(TooManyRequests.text), Told(TooManyRequests.next_step)
    if status == HTTPStatus.UNAUTHORIZED:
        return Told(REASONS[LostReason.CLOSED]), Told(NEXT_STEPS[LostReason.CLOSED])
    if status == HTTPStatus.FORBIDDEN:
        return Told(AccessDenied.text, what), Told(AccessDenied.next_step)
    if status >= SERVER_FAULTS:
        return Told(FortnoxFaulty.text, {"status": status}), Told(FortnoxFaulty.next_step)
    if status == HTTPStatus.NOT_FOUND and not call.code:
        return Told(NOT_THERE), Told(NOT_THERE_STEP)
    return Told(FortnoxRefused.text, {**what, "code": call.code or 0}), Told(FortnoxRefused.next_step)
