"""Which checks are run for a client, with which limits, and what they look at beside its books."""

from sqlmodel import Session

from lib.checks.analysis import registry
from lib.checks.analysis.client import Client as Told
from lib.checks.analysis.client import Statement
from lib.checks.analysis.registry import RULES, Choice
from lib.checks.analysis.roles import ROLE_NAMES
from lib.closing.states import State
from lib.core.periods import FinancialYear
from lib.fortnox.frames import Ledger
from lib.ledger.sides import Side
from lib.store import check_settings, clients, periods, statements, supplements
from lib.store.check_tables import CheckSetting
from lib.store.database import Store
from lib.store.words import SupplementKind, SupplementState


def chosen(session: Session, client_id: int) -> tuple[Choice, ...]:
    """The checks of a client: those that are on, with the client's own limits, then the client's own checks.

    Settings of checks that the program no longer has, and limits that a check no longer has, are passed over.
    """
    own = check_settings.of_client(session, client_id)
    listed = [
        _with_limits(choice, own.get(choice.key))
        for choice in registry.every()
        if (own[choice.key].enabled if choice.key in own else RULES[choice.rule].on)
    ]
    copies = [
        _with_limits(Choice(row.key, row.based_on), row)
        for row in own.values()
        if row.based_on in RULES and row.enabled
    ]
    return (*listed, *copies)


def roles(session: Session, client_id: int) -> dict[str, str]:
    """What people have said of the use of the client's accounts, but for uses that the program no longer has."""
    own = check_settings.roles(session, client_id)
    return {account: role for account, role in own.items() if not role or role in ROLE_NAMES}


def told(session: Session, client_id: int, year: FinancialYear) -> Told:
    """What the checks of a year are told of a client: its form and method, its locked months, the year's statements.

    Of several statements on one account, that of the latest period counts.
    """
    client = clients.get(session, client_id)
    board = periods.board(session, client_id)
    locked = [period for period in board.periods if board.state(period) is State.LOCKED and not period.year_end]
    row = periods.standing(session, client_id, locked[-1].key) if locked else None
    stated: dict[str, Statement] = {}
    for period in board.periods:
        if period.span.end in year:
            found = statements.of_period(session, client_id, period.key)
            stated |= {account: Statement(one.day, one.balance) for account, one in found.items()}
    return Told(
        legal_form=client.legal_form or "",
        accounting_method=client.accounting_method or "",
        vat_period=client.vat_period or "",
        locked=locked[-1].span.end if locked else None,
        locked_on=row.locked_at.date() if row and row.locked_at else None,
        statements=stated,
    )


def ledgers(store: Store, session: Session, client_id: int) -> dict[Side, Ledger]:
    """The customers' and suppliers' ledgers that the books in use came with; none where Fortnox refused it."""
    found = {side: supplements.active(session, client_id, SupplementKind(side.value)) for side in Side}
    return {
        side: supplements.ledger(store, row)
        for side, row in found.items()
        if row is not None and row.state is SupplementState.FETCHED
    }


def _with_limits(choice: Choice, row: CheckSetting | None) -> Choice:
    known = {threshold.name for threshold in RULES[choice.rule].thresholds}
    own = row.thresholds if row else {}
    return Choice(choice.key, choice.rule, {name: value for name, value in own.items() if name in known})
