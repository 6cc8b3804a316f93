"""Which system entries a client has in a year, and the figures that people state for them."""

from datetime import date

from sqlmodel import col, select

from lib.closing.system.proposals import Kind
from lib.store.closing_tables import Who
from lib.store.database import Session
from lib.store.entry_tables import SystemChoice


def enabled(session: Session, client_id: int, year_start: date) -> set[Kind]:
    """The kinds that are switched on in a year: none until somebody does."""
    return {Kind(row.kind) for row in _of_year(session, client_id, year_start) if row.enabled}


def inputs(session: Session, client_id: int, year_start: date) -> dict[str, int]:
    """The figures that are stated for a year, by the key of their input."""
    return {key: value for row in _of_year(session, client_id, year_start) for key, value in row.inputs.items()}


def switch(  # noqa: PLR0913 - the columns of SystemChoice
    session: Session, client_id: int, year_start: date, kind: Kind, *, on: bool, who: Who
) -> None:
    """Switch a kind on or off; what was stated for it stays."""
    row = _row(session, client_id, year_start, kind)
    row.enabled = on
    _keep(session, row, who)


def state(  # noqa: PLR0913 - the columns of SystemChoice
    session: Session, client_id: int, year_start: date, kind: Kind, *, key: str, value: int | None, who: Who
) -> None:
    """State a figure for a kind, or (None) take it back; the kind stays switched on or off as it was."""
    row = _row(session, client_id, year_start, kind)
    # the column sees a new value only
    kept = {name: known for name, known in row.inputs.items() if name != key}
    row.inputs = kept if value is None else {**kept, key: value}
    _keep(session, row, who)


def _of_year(session: Session, client_id: int, year_start: date) -> list[SystemChoice]:
    own = select(SystemChoice).where(SystemChoice.client_id == client_id, SystemChoice.year_start == year_start)
    return list(session.exec(own.order_by(col(SystemChoice.kind))))


def _row(session: Session, client_id: int, year_start: date, kind: Kind) -> SystemChoice:
    known = session.get(SystemChoice, (client_id, year_start, kind.value))
    return known or SystemChoice(client_id=client_id, year_start=year_start, kind=kind.value, enabled=False)


def _keep(session: Session, row: SystemChoice, who: Who) -> None:
    row.sign(who)
    session.add(row)
    session.flush()
