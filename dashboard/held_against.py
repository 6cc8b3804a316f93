"""What every account of a period is held against: the two ledgers, stated balances, and people's appendices."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from dashboard import closing_data, data
from dashboard.language import _, current
from dashboard.working import Working
from lib.closing.holdings import of_ledgers
from lib.core.languages import mark
from lib.reports.appendix_sheets import appendix_title
from lib.store import attachments, statements, sub_appendices
from lib.store.database import Session
from lib.store.words import FileOwner


class Kind(StrEnum):
    """What a paper is."""

    LEDGER = "ledger"
    STATEMENT = "statement"
    ROWS = "rows"
    EXTERNAL = "external"
    """Files alone: no amount to hold an account against."""


KINDS: Final = {
    Kind.LEDGER: mark("Automatic"),
    Kind.STATEMENT: mark("Stated balance"),
    Kind.ROWS: mark("Typed rows"),
    Kind.EXTERNAL: mark("External"),
}
"""What people call each."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper beside one account; `amount` is what it adds to what the account is held against, öre."""

    account: str
    kind: Kind
    name: str
    amount: int | None = None
    day: date | None = None
    files: int = 0


def of_period(at: Working) -> list[Paper]:
    """Every paper of a period, by account, those that come by themselves first; one for several accounts at each."""
    with data.house().store.reading() as session:
        made = [*_statements(session, at), *_appendices(session, at)]
    return sorted([*_ledgers(at), *made], key=lambda paper: paper.account)


def _ledgers(at: Working) -> list[Paper]:
    return [
        Paper(account, Kind.LEDGER, appendix_title(one.side, current()), held.amount, one.day)
        for one in closing_data.ledger_totals(at.view, at.at)
        for account, held in of_ledgers([one]).items()
    ]


def _statements(session: Session, at: Working) -> list[Paper]:
    found = statements.of_period(session, at.client.id, at.key)
    return [
        Paper(
            account,
            Kind.STATEMENT,
            _("Balance stated on {day:date}", day=one.day.isoformat()),
            one.balance,
            one.day,
        )
        for account, one in found.items()
    ]


def _appendices(session: Session, at: Working) -> list[Paper]:
    rows = sub_appendices.of_period(session, at.client.id, at.key)
    files = attachments.of_owners(session, at.client.id, FileOwner.APPENDIX, [row.id for row in rows])
    return [
        Paper(
            account,
            Kind.EXTERNAL if row.amount is None else Kind.ROWS,
            row.name,
            row.amount if len(row.accounts) == 1 else None,
            files=len(files.get(row.id, ())),
        )
        for row in rows
        for account in row.accounts
    ]
