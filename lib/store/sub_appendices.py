"""Appendices that people make in a period: rows typed or pasted, or files alone, for one account or several."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from lib.closing.copying import Copying
from lib.store import appendices, periods, rows
from lib.store.closing_tables import SubAppendix, Who

Line = tuple[str, int]
"""A row's text and its amount in öre, debit positive."""
NO_LINES: Final[Sequence[Line]] = ()


def save(  # noqa: PLR0913 - the columns of SubAppendix
    session: Session,
    client_id: int,
    period: str,
    *,
    name: str,
    accounts: Sequence[str],
    lines: Sequence[Line] = NO_LINES,
    copying: Copying = Copying.WITH_DATA,
    appendix_id: int | None = None,
    who: Who,
) -> SubAppendix:
    """Make an appendix, or with `appendix_id` change one; with lines, their sum is what its account is held against.

    Lines ask for an active period; without them it may be put in place beforehand. Raises
    PeriodClosed, NotFound.
    """
    row = SubAppendix(client_id=client_id, period=period, name=name, copying=copying)
    if appendix_id is not None:
        row = get(session, client_id, appendix_id)
    told = [{"text": text, "amount": amount} for text, amount in lines]
    periods.require(session, client_id, row.period, *(periods.WORKED if told != row.lines else periods.PREPARED))
    row.name, row.copying, row.accounts, row.lines = name, copying, list(accounts), told
    row.amount = sum(amount for _, amount in lines) if lines else None
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def get(session: Session, client_id: int, appendix_id: int) -> SubAppendix:
    """The appendix; raises NotFound."""
    return rows.of_client(session, SubAppendix, appendix_id, client_id, appendices.THING)


def of_period(session: Session, client_id: int, period: str) -> list[SubAppendix]:
    """The appendices of a period, in the order they were made."""
    own = select(SubAppendix).where(SubAppendix.client_id == client_id, SubAppendix.period == period)
    return list(session.exec(own.order_by(col(SubAppendix.id))))


def delete(session: Session, client_id: int, appendix_id: int) -> SubAppendix:
    """Delete an appendix (its files: `lib.store.attachments.remove_all`); raises PeriodClosed, NotFound."""
    row = get(session, client_id, appendix_id)
    periods.require(session, client_id, row.period, *periods.PREPARED)
    session.delete(row)
    session.flush()
    return row


def amounts(session: Session, client_id: int, period: str) -> dict[str, int]:
    """What each account is held against by its own appendices with lines (öre); one for several accounts tells none."""
    told: defaultdict[str, int] = defaultdict(int)
    for row in of_period(session, client_id, period):
        if row.amount is not None and len(row.accounts) == 1:
            told[row.accounts[0]] += row.amount
    return dict(told)
