"""What is to be done in a period, who ticked it, and what people say about the period or an account in it."""

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from lib.core.languages import mark
from lib.store import periods, rows
from lib.store.closing_tables import ChecklistItem, PeriodComment, Who
from lib.store.words import ItemState

ITEM: Final = mark("The item of the checklist")
COMMENT: Final = mark("The comment")
DEFAULTS: Final = (
    mark("All vouchers of the period are booked"),
    mark("Bank accounts agree with the bank's statements"),
    mark("The tax account agrees with the tax agency's"),
    mark("Customers' and suppliers' ledgers agree with the books"),
    mark("VAT is reconciled"),
    mark("Personnel taxes and charges are reconciled"),
    mark("Accruals and prepayments are booked"),
    mark("The results of the checks are gone through"),
)
"""What the first period of a client begins with; each later one begins with what the one before it had."""


def items(session: Session, client_id: int, period: str) -> list[ChecklistItem]:
    """The checklist of a period, in its order."""
    own = select(ChecklistItem).where(ChecklistItem.client_id == client_id, ChecklistItem.period == period)
    return list(session.exec(own.order_by(col(ChecklistItem.position), col(ChecklistItem.id))))


def begin(session: Session, client_id: int, period: str, texts: Sequence[str] = DEFAULTS) -> None:
    """Give a period its checklist, every item open; what was added to it beforehand stays and comes last."""
    there = {item.text for item in items(session, client_id, period)}
    missing = [text for text in texts if text not in there]
    make_room(session, client_id, period, len(missing))
    session.add_all(
        ChecklistItem(client_id=client_id, period=period, position=position, text=text)
        for position, text in enumerate(missing, 1)
    )
    session.flush()


def make_room(session: Session, client_id: int, period: str, places: int) -> None:
    """Move the items of a period so many places down, for others that come before them."""
    for item in items(session, client_id, period):
        item.position += places
        session.add(item)
    session.flush()


def add(session: Session, client_id: int, period: str, text: str, who: Who) -> ChecklistItem:
    """Add an item last; raises PeriodClosed when the period is locked, NotFound."""
    periods.require(session, client_id, period, *periods.PREPARED)
    last = max((item.position for item in items(session, client_id, period)), default=0)
    row = ChecklistItem(client_id=client_id, period=period, position=last + 1, text=text)
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def tick(  # noqa: PLR0913 - the columns of ChecklistItem
    session: Session, client_id: int, item_id: int, state: ItemState, *, comment: str = "", who: Who
) -> ChecklistItem:
    """Say how an item stands; raises PeriodClosed unless its period is active, NotFound."""
    row = rows.of_client(session, ChecklistItem, item_id, client_id, ITEM)
    periods.require(session, client_id, row.period)
    row.state, row.comment = state, comment
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def remove(session: Session, client_id: int, item_id: int) -> ChecklistItem:
    """Take an item off the list; raises PeriodClosed when the period is locked, NotFound."""
    row = rows.of_client(session, ChecklistItem, item_id, client_id, ITEM)
    periods.require(session, client_id, row.period, *periods.PREPARED)
    session.delete(row)
    session.flush()
    return row


def comment(  # noqa: PLR0913 - the columns of PeriodComment
    session: Session, client_id: int, period: str, text: str, *, account: str = "", who: Who
) -> PeriodComment:
    """Say something about a period, or about an account in it; raises PeriodClosed when it is locked, NotFound."""
    periods.require(session, client_id, period, *periods.PREPARED)
    row = PeriodComment(client_id=client_id, period=period, account=account, text=text)
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def comments(session: Session, client_id: int, period: str) -> list[PeriodComment]:
    """What was said about a period and its accounts, oldest first."""
    own = select(PeriodComment).where(PeriodComment.client_id == client_id, PeriodComment.period == period)
    return list(session.exec(own.order_by(col(PeriodComment.id))))


def uncomment(session: Session, client_id: int, comment_id: int) -> PeriodComment:
    """Take a comment back; raises PeriodClosed when its period is locked, NotFound."""
    row = rows.of_client(session, PeriodComment, comment_id, client_id, COMMENT)
    periods.require(session, client_id, row.period, *periods.PREPARED)
    session.delete(row)
    session.flush()
    return row
