"""What Fortnox would say against a closing entry, worked out before it is sent: all of it, not only the first thing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lib.closing.entries import NO_AMOUNT, NO_NAME, NO_ROWS, UNBALANCED, Draft, EntryRow, Problem
from lib.core.languages import Fact, mark
from lib.core.periods import FinancialYear
from lib.fortnox.registers import Account, CostCentre, Project
from lib.fortnox.vouchers import DESCRIPTION_AT_MOST, ROW_TEXT_AT_MOST, strange_letters
from lib.jobs.posted import COST_CENTRE, DIMENSIONS, PROJECT

NOT_IN_YEAR: Final = mark("The date {day:date} lies outside the financial year in Fortnox.")
LOCKED: Final = mark("The date {day:date} is locked in Fortnox, which is locked until {locked:date}.")
ACCOUNT_MISSING: Final = mark("Account {account} is not in Fortnox's chart of accounts for the year.")
ACCOUNT_INACTIVE: Final = mark("Account {account} is not active in Fortnox.")
CENTRE_NEEDED: Final = mark("Row {row:count}: account {account} must have a cost centre in Fortnox.")
CENTRE_FORBIDDEN: Final = mark("Row {row:count}: account {account} takes no cost centre in Fortnox.")
CENTRE_MISSING: Final = mark("Cost centre {code} is not in Fortnox.")
CENTRE_INACTIVE: Final = mark("Cost centre {code} is not active in Fortnox.")
PROJECT_NEEDED: Final = mark("Row {row:count}: account {account} must have a project in Fortnox.")
PROJECT_FORBIDDEN: Final = mark("Row {row:count}: account {account} takes no project in Fortnox.")
PROJECT_MISSING: Final = mark("Project {code} is not in Fortnox.")
PROJECT_OVER: Final = mark("Project {code} is completed in Fortnox.")
DIMENSION_UNKNOWN: Final = mark(
    "Row {row:count}: Fortnox has no dimension {dimension}, only cost centres and projects."
)
TOO_LONG: Final = mark("The text “{words}” has {length:count} letters; Fortnox takes {most:count}.")
STRANGE: Final = mark("The text “{words}” holds letters that Fortnox does not take: {letters}")

STALE_ENTRY: Final = mark(
    "The system entry was worked out of other figures than there are now: recompute it among the system entries."
)

MANDATORY: Final = "MANDATORY"
NOT_ALLOWED: Final = "NOTALLOWED"
COMPLETED: Final = "COMPLETED"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that would go out; `again` says that it was sent before and is only looked for at first.

    A `stale` one was worked out of other figures than there are now, and is not sent.
    """

    entry_id: int
    label: str
    draft: Draft
    again: bool = False
    system: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Registers:
    """What a voucher is held against in Fortnox, for one financial year."""

    year: FinancialYear
    locked_until: date | None
    accounts: Mapping[str, Account]
    centres: Mapping[str, CostCentre]
    projects: Mapping[str, Project]


def obstacles(draft: Draft, registers: Registers) -> Iterator[Problem]:
    """All that keeps an entry from being taken by Fortnox, in the order that people read it; none when nothing does."""
    yield from _of_head(draft, registers)
    if not draft.rows:
        yield Problem(NO_ROWS)
    for account in dict.fromkeys(row.account for row in draft.rows):
        yield from _of_account(account, registers)
    for number, row in enumerate(draft.rows, 1):
        yield from _of_row(number, row, registers)
    if draft.difference:
        yield Problem(UNBALANCED, {"difference": draft.difference})


def _of_head(draft: Draft, registers: Registers) -> Iterator[Problem]:
    day, locked = draft.day, registers.locked_until
    if not draft.name.strip():
        yield Problem(NO_NAME)
    yield from _of_text(draft.name, DESCRIPTION_AT_MOST)
    if day not in registers.year:
        yield Problem(NOT_IN_YEAR, {"day": day.isoformat()})
    if locked is not None and day <= locked:
        yield Problem(LOCKED, {"day": day.isoformat(), "locked": locked.isoformat()})


def _of_account(account: str, registers: Registers) -> Iterator[Problem]:
    known = registers.accounts.get(account)
    if known is None:
        yield Problem(ACCOUNT_MISSING, {"account": account})
    elif not known.active:
        yield Problem(ACCOUNT_INACTIVE, {"account": account})


def _of_row(number: int, row: EntryRow, registers: Registers) -> Iterator[Problem]:
    if not row.amount:
        yield Problem(NO_AMOUNT, {"row": number})
    yield from _of_text(row.text, ROW_TEXT_AT_MOST)
    objects = dict(row.objects)
    for dimension in objects.keys() - DIMENSIONS:
        yield Problem(DIMENSION_UNKNOWN, {"row": number, "dimension": dimension})
    account = registers.accounts.get(row.account)
    yield from _of_centre(number, objects.get(COST_CENTRE, ""), account, registers)
    yield from _of_project(number, objects.get(PROJECT, ""), account, registers)


def _of_centre(number: int, code: str, account: Account | None, registers: Registers) -> Iterator[Problem]:
    if account is not None:
        rule = account.cost_centre_rule
        yield from _of_rule(number, code, account, rule, needed=CENTRE_NEEDED, forbidden=CENTRE_FORBIDDEN)
    if not code:
        return
    known = registers.centres.get(code)
    if known is None:
        yield Problem(CENTRE_MISSING, {"code": code})
    elif not known.active:
        yield Problem(CENTRE_INACTIVE, {"code": code})


def _of_project(number: int, code: str, account: Account | None, registers: Registers) -> Iterator[Problem]:
    if account is not None:
        rule = account.project_rule
        yield from _of_rule(number, code, account, rule, needed=PROJECT_NEEDED, forbidden=PROJECT_FORBIDDEN)
    if not code:
        return
    known = registers.projects.get(code)
    if known is None:
        yield Problem(PROJECT_MISSING, {"code": code})
    elif known.status == COMPLETED:
        yield Problem(PROJECT_OVER, {"code": code})


def _of_rule(  # noqa: PLR0913 - both texts beside the row
    number: int, code: str, account: Account, rule: str, *, needed: str, forbidden: str
) -> Iterator[Problem]:
    facts: dict[str, Fact] = {"row": number, "account": account.number}
    if rule == MANDATORY and not code:
        yield Problem(needed, facts)
    if rule == NOT_ALLOWED and code:
        yield Problem(forbidden, facts)


def _of_text(words: str, most: int) -> Iterator[Problem]:
    words = words.strip()
    if len(words) > most:
        yield Problem(TOO_LONG, {"words": f"{words[:40]}…", "length": len(words), "most": most})
    if letters := strange_letters(words):
        yield Problem(STRANGE, {"words": words[:80], "letters": letters})
