"""What banks and the tax agency say that an account holds, to be reconciled against."""

from datetime import date

from sqlmodel import Session, col, select

from lib.store import periods
from lib.store.closing_tables import StatementBalance, Who


def state(  # noqa: PLR0913 - the columns of StatementBalance
    session: Session, client_id: int, period: str, account: str, *, balance: int, day: date, who: Who
) -> StatementBalance:
    """State an account's balance at the end of a day (öre, signed as the account is); a second one replaces it.

    Raises PeriodClosed unless the period is active, NotFound.
    """
    periods.require(session, client_id, period)
    row = session.get(StatementBalance, (client_id, period, account))
    row = row or StatementBalance(client_id=client_id, period=period, account=account, balance=balance, day=day)
    row.balance, row.day = balance, day
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def remove(session: Session, client_id: int, period: str, account: str) -> None:
    """Take a statement back; nothing happens where there is none. Raises PeriodClosed, NotFound."""
    periods.require(session, client_id, period)
    row = session.get(StatementBalance, (client_id, period, account))
    if row is not None:
        session.delete(row)
        session.flush()


def of_period(session: Session, client_id: int, period: str) -> dict[str, StatementBalance]:
    """The statements of a period by account."""
    own = select(StatementBalance).where(StatementBalance.client_id == client_id, StatementBalance.period == period)
    return {row.account: row for row in session.exec(own.order_by(col(StatementBalance.account)))}
