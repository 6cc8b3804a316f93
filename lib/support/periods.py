"""What is wrong with the periods: those that the books have changed in since they were locked."""

from collections.abc import Iterator
from typing import Final

from lib.core.languages import mark
from lib.store import locked, periods
from lib.store.database import Session, Store
from lib.store.tables import Client
from lib.support.diagnoses import Diagnosis, Told, Weight, Who

LISTED: Final = 8
CHANGED: Final = mark("The books have changed in {period} since it was locked, on {accounts}.")
CHANGED_WHY: Final = mark(
    "Something was booked, changed or struck out in a period that was done, and a later import brought it in. What "
    "is locked is shown as it was locked."
)
CHANGED_STEP: Final = mark(
    "Look at what changed under Period closing; unlock the earliest period that has to be reconciled again, or have "
    "the change taken back."
)
MORE: Final = mark("The books have changed in {period} too, on {accounts}.")


def diagnoses(store: Store, session: Session, client: Client) -> Iterator[Diagnosis]:
    """The locked periods that the books in use say otherwise of, the earliest first."""
    changes = locked.changed(store, session, client.id)
    board = periods.board(session, client.id)
    told = [
        {"period": period.name, "accounts": _accounts(changes[period.key]["account"].to_list())}
        for period in board.periods
        if period.key in changes
    ]
    if told:
        yield Diagnosis(
            "period-changed",
            Weight.LOOK,
            Told(CHANGED, told[0]),
            Told(CHANGED_WHY),
            Told(CHANGED_STEP),
            Who.ACCOUNTANT,
            page="periods",
            also=tuple(Told(MORE, one) for one in told[1:]),
        )


def _accounts(found: list[str]) -> str:
    more = " …" if len(found) > LISTED else ""
    return ", ".join(found[:LISTED]) + more
