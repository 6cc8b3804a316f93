"""Marks: accounts that are done or reviewed in a period, and findings that somebody has dealt with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from lib.store import periods, rows
from lib.store.check_tables import FindingMark
from lib.store.closing_tables import AccountMark, Who
from lib.store.tables import Client
from lib.store.words import MarkKind


@dataclass(frozen=True, slots=True)
class Said:
    """The figures that a mark is said of, in öre: the account's balance and what it was held against, if anything."""

    balance: int
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of one account in one period."""

    done: AccountMark | None = None
    reviewed: AccountMark | None = None


NO_MARKS: Final = Marks()


def mark(  # noqa: PLR0913 - the columns of AccountMark
    session: Session,
    client_id: int,
    period: str,
    figures: Mapping[str, Said],
    *,
    kind: MarkKind = MarkKind.DONE,
    comment: str = "",
    who: Who,
) -> None:
    """Mark accounts, each with the figures that it is said of; said again, it takes the older mark's place.

    Raises PeriodClosed unless the period is active, NotFound.
    """
    periods.require(session, client_id, period)
    known = {row.account: row for row in _rows(session, client_id, period, kind, figures)}
    for account, said in figures.items():
        new = AccountMark(client_id=client_id, period=period, account=account, kind=kind, balance=said.balance)
        row = known.get(account, new)
        row.balance, row.amount, row.comment = said.balance, said.amount, comment
        row.sign(who)
        session.add(row)
    session.flush()


def unmark(
    session: Session, client_id: int, period: str, accounts: Collection[str], kind: MarkKind = MarkKind.DONE
) -> None:
    """Take marks back; a review goes with the mark that it is of. Raises PeriodClosed, NotFound."""
    periods.require(session, client_id, period)
    kinds = tuple(MarkKind) if kind is MarkKind.DONE else (kind,)
    for one in kinds:
        for row in _rows(session, client_id, period, one, accounts):
            session.delete(row)
    session.flush()


def of_period(session: Session, client_id: int, period: str) -> dict[str, Marks]:
    """What is said of each account in a period."""
    return of_periods(session, client_id, [period]).get(period, {})


def of_periods(session: Session, client_id: int, keys: Collection[str]) -> dict[str, dict[str, Marks]]:
    """What is said of each account, by period."""
    wanted = select(AccountMark).where(AccountMark.client_id == client_id, col(AccountMark.period).in_(keys))
    found: dict[str, dict[str, dict[str, AccountMark]]] = {}
    for row in session.exec(wanted):
        found.setdefault(row.period, {}).setdefault(row.account, {})[row.kind.value] = row
    return {
        period: {account: Marks(**kinds) for account, kinds in accounts.items()} for period, accounts in found.items()
    }


def mark_finding(  # noqa: PLR0913 - the columns of FindingMark
    session: Session, client_id: int, check: str, fingerprint: str, *, comment: str = "", who: Who
) -> FindingMark:
    """Say that a finding was dealt with; it holds for the same finding in every import, and for no other."""
    rows.lock(session, Client, client_id)
    same = _finding(client_id, check, fingerprint)
    new = FindingMark(client_id=client_id, check_id=check, fingerprint=fingerprint)
    row = session.exec(same).first() or new
    row.comment = comment
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def unmark_finding(session: Session, client_id: int, check: str, fingerprint: str) -> None:
    """Take the mark on a finding back; nothing happens where there is none."""
    rows.lock(session, Client, client_id)
    row = session.exec(_finding(client_id, check, fingerprint)).first()
    if row is not None:
        session.delete(row)
        session.flush()


def of_findings(session: Session, client_id: int) -> dict[tuple[str, str], FindingMark]:
    """The marks on a client's findings, by check and fingerprint."""
    found = session.exec(select(FindingMark).where(FindingMark.client_id == client_id))
    return {(row.check_id, row.fingerprint): row for row in found}


def _finding(client_id: int, check: str, fingerprint: str) -> SelectOfScalar[FindingMark]:
    return select(FindingMark).where(
        FindingMark.client_id == client_id, FindingMark.check_id == check, FindingMark.fingerprint == fingerprint
    )


def _rows(
    session: Session, client_id: int, period: str, kind: MarkKind, accounts: Collection[str]
) -> list[AccountMark]:
    wanted = select(AccountMark).where(
        AccountMark.client_id == client_id, AccountMark.period == period, AccountMark.kind == kind
    )
    return [row for row in session.exec(wanted) if row.account in accounts]
