"""What is due in a period of the accruals that were begun: the next months of an amount, and entries to be taken back.

What was made once is not made again, also when somebody deleted it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import select

from lib.closing.accruals import Plan, following, reversal
from lib.closing.entries import Draft
from lib.closing.periods import Period
from lib.store import entries, periods
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry


@dataclass(frozen=True, slots=True)
class Due:
    """An entry that is to be made: what it books, and its further columns."""

    draft: Draft
    columns: dict[str, Any]


def begin(plan: Plan, template_id: int | None, period: Period) -> Due:
    """The first entry of a plan; one that is over with it keeps no plan."""
    goes_on = plan.months > 1 or plan.reversal
    return Due(plan.draft(period), {"template_id": template_id, "plan": plan.as_json() if goes_on else {}})


def due(session: Session, client_id: int, period: Period) -> list[Due]:
    """What a period is owed, months first; drafts are not taken back, for nothing is booked of them yet."""
    own = select(ClosingEntry).where(ClosingEntry.client_id == client_id)
    every = sorted(session.exec(own), key=lambda row: row.id)
    board = periods.board(session, client_id).periods
    return [*_months(every, period), *_reversals(every, board, period)]


def _months(every: Sequence[ClosingEntry], period: Period) -> Iterator[Due]:
    plans: dict[str, tuple[Plan, ClosingEntry, set[int]]] = {}
    for row in every:
        if row.plan:
            plan = Plan.from_json(row.plan)
            plans.setdefault(plan.id, (plan, row, set()))[2].update(plan.parts)
    for plan, row, made in plans.values():
        if parts := plan.until(period, made):
            now = replace(plan, parts=parts)
            yield Due(now.draft(period), {"template_id": row.template_id, "plan": now.as_json()})


def _reversals(every: Sequence[ClosingEntry], board: Sequence[Period], period: Period) -> Iterator[Due]:
    back = {row.reverses_id for row in every}
    by_key = {one.key: one for one in board}
    for row in every:
        of = by_key.get(row.period)
        if of is None or row.id in back or row.deleted_at is not None or not (row.ready and row.plan):
            continue
        when = following(board, of)
        if row.plan["reversal"] and when is not None and _reached(period, when):
            draft = reversal(entries.label(row), entries.draft_of(row), period)
            yield Due(draft, {"reverses_id": row.id})


def _reached(period: Period, when: Period) -> bool:
    """Whether an entry is taken back now: in its own period, or in a later month if that was passed over."""
    return period == when or (not period.year_end and period.span.start > when.span.start)
