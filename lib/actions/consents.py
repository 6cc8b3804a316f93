"""The accountant lets support see a client for a time, or takes it back; support asks for it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from lib.actions.desk import Desk
from lib.core.errors import InvalidInput
from lib.core.languages import mark
from lib.store import consents
from lib.store.columns import now

WITHDRAWN: Final = mark("The consent for support was withdrawn.")
DECLINED: Final = mark("Support's request for consent was declined.")
_REASON: Final = mark("Reason")
_MISSING: Final = mark("say what it is for, so that it can be understood afterwards.")
REASON_AT_MOST: Final = 300


class Lasting(StrEnum):
    """How long a consent lasts."""

    HOUR = "hour"
    TODAY = "today"
    WEEK = "week"


LASTINGS: Final[Mapping[Lasting, str]] = {
    Lasting.HOUR: mark("1 hour"),
    Lasting.TODAY: mark("Today"),
    Lasting.WEEK: mark("7 days"),
}


def end_of(lasting: Lasting, moment: datetime, zone: tzinfo) -> datetime:
    """When a consent given at `moment` ends; today ends at midnight where the bureau is."""
    match lasting:
        case Lasting.HOUR:
            return moment + timedelta(hours=1)
        case Lasting.TODAY:
            return _midnight_after(moment.astimezone(zone).date(), zone)
        case Lasting.WEEK:
            return moment + timedelta(days=7)


def give_consent(desk: Desk, client_id: int, lasting: Lasting, reason: str, zone: tzinfo) -> datetime:
    """Let support see the client's names, amounts and raw lines; gives until when. Raises InvalidInput."""
    until = end_of(lasting, now(), zone)
    said = f"{until.astimezone(zone):%Y-%m-%d %H:%M}"
    with desk.acting("consent.give", client_id, until=said, reason=reason.strip()), desk.transaction() as session:
        consents.give(session, client_id, desk.person.who, until=until, reason=_stated(reason))
    return until


def withdraw_consent(desk: Desk, client_id: int) -> None:
    """Let support see nothing of the client from now on."""
    with desk.acting("consent.give", client_id, done=WITHDRAWN), desk.transaction() as session:
        consents.withdraw(session, client_id, desk.person.who)


def decline(desk: Desk, client_id: int) -> None:
    """Take support's request away without giving consent."""
    with desk.acting("consent.give", client_id, done=DECLINED), desk.transaction() as session:
        consents.answer(session, client_id)


def ask_for_consent(desk: Desk, client_id: int, reason: str) -> None:
    """Leave a request that the accountant meets on the client's overview. Raises InvalidInput."""
    with desk.acting("consent.ask", client_id, reason=reason.strip()), desk.transaction() as session:
        consents.ask(session, client_id, desk.person.who, reason=_stated(reason))


def _stated(reason: str) -> str:
    stated = reason.strip()[:REASON_AT_MOST]
    if not stated:
        raise InvalidInput(field=_REASON, problem=_MISSING)
    return stated


def _midnight_after(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
