"""A period as it is worked on: the books that it goes by, and the papers that stand beside its accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlmodel import Session

from lib.closing.holdings import Day, Held, of_amounts, of_statements, together
from lib.closing.periods import Period
from lib.closing.standings import Papers
from lib.closing.states import Board, State
from lib.core.errors import NotFound
from lib.store import books, marks, periods, statements, sub_appendices
from lib.store.books import BookMap
from lib.store.closing_tables import PeriodRow
from lib.store.tables import Snapshot

_NO_LEDGERS: Final[Mapping[str, Held]] = MappingProxyType({})
_NO_FINDINGS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A period among all of its client's; `row` is None until it is started, `books` those that it goes by."""

    board: Board
    period: Period
    row: PeriodRow | None
    books: BookMap

    @property
    def state(self) -> State:
        """How the period stands."""
        return self.board.state(self.period)

    @property
    def snapshot(self) -> Snapshot:
        """The year that the period lies in, as the period sees it; raises NotFound when its books lack it."""
        found = next((one for year, one in self.books.years.items() if self.period.span.end in year), None)
        if found is None:
            raise NotFound(thing=periods.THING)
        return found

    @property
    def previous(self) -> Snapshot | None:
        """The year before it, where the books hold it."""
        earlier = [item for item in self.books.years.items() if item[0].end < self.period.year.start]
        return max(earlier, key=lambda item: item[0])[1] if earlier else None


def view(session: Session, client_id: int, key: str) -> PeriodView:
    """A period as it is worked on; raises NotFound when the books hold no such period."""
    board = periods.board(session, client_id)
    period = board.get(key)
    if period is None:
        raise NotFound(thing=periods.THING)
    row = periods.standing(session, client_id, key)
    return PeriodView(board, period, row, periods.books_of(session, client_id, key))


def views(session: Session, client_id: int, board: Board, wanted: Sequence[Period]) -> list[PeriodView]:
    """Several periods of a board as `view` sees each; what is frozen in those that are locked is not read."""
    active = books.active(session, client_id)
    rows = {row.period: row for row in periods.unfrozen(session, client_id)}
    known = {
        row.books_version: books.at_version(session, client_id, row.books_version)
        for row in rows.values()
        if row.books_version is not None
    }
    found = [(one, rows.get(one.key)) for one in wanted]
    return [
        PeriodView(board, one, row, known.get(row.books_version or 0, active) if row else active) for one, row in found
    ]


def papers(  # noqa: PLR0913 - what may stand beside the accounts
    session: Session,
    client_id: int,
    key: str,
    told: Day,
    *,
    ledgers: Mapping[str, Held] = _NO_LEDGERS,
    findings: Mapping[str, int] = _NO_FINDINGS,
) -> Papers:
    """What stands beside a period's accounts: statements, people's appendices, marks.

    `told` tells what the period's books hold on a statement's day. `ledgers` come from
    `lib.closing.holdings.of_ledgers`, `findings` from `lib.closing.results.by_account`.
    """
    held = together(
        of_statements(told, statements.of_period(session, client_id, key)),
        ledgers,
        of_amounts(sub_appendices.amounts(session, client_id, key)),
    )
    said = {account: one.done for account, one in marks.of_period(session, client_id, key).items() if one.done}
    return Papers(held, said, findings)
