"""What Fortnox has that a client's books do not: one row a client, looked up by a job and read by the screens."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, select

from lib.core.periods import FinancialYear
from lib.store import rows
from lib.store.columns import now
from lib.store.fortnox_tables import FortnoxNews

PENDING: Final = "pending"
YEARS: Final = "years"
CHANGED: Final = "changed"
"""When the books or an import last changed what counts as news: a look begun before that says nothing any more."""
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
PATIENCE: Final = timedelta(minutes=1)
"""A look that has not told anything for so long was broken off."""


def get(session: Session, client_id: int) -> FortnoxNews | None:
    """What was last learnt; None when nobody has looked."""
    return session.get(FortnoxNews, client_id)


def claim(session: Session, client_id: int, *, older_than: timedelta) -> bool:
    """Whether it is time to look again: True for the one who is to do it, and False for all others."""
    moment = now()
    same = select(FortnoxNews).where(FortnoxNews.client_id == client_id)
    new = FortnoxNews(client_id=client_id, looked_at=moment, facts={PENDING: True})
    row = rows.find_or_add(session, same.with_for_update(), new)
    if row is new:
        return True
    if moment - row.looked_at < older_than:
        return False
    row.looked_at, row.facts = moment, {**row.facts, PENDING: True}
    session.add(row)
    session.flush()
    return True


def tell(  # noqa: PLR0913 - the columns of FortnoxNews, by name
    session: Session,
    client_id: int,
    *,
    vouchers: int | None,
    years: Sequence[FinancialYear] | None = None,
    begun: datetime | None = None,
    message: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Keep what was learnt: how many vouchers are newer, the years that Fortnox has (None: as known before).

    What stood in the way is a marked `message` with `facts`. `begun` is when a look began: what it learnt
    is let go of when an import or a decision has come since.
    """
    row = rows.find_or_add(
        session,
        select(FortnoxNews).where(FortnoxNews.client_id == client_id),
        FortnoxNews(client_id=client_id, looked_at=now()),
    )
    changed = row.facts.get(CHANGED, "")
    if begun is not None and changed > begun.isoformat():
        return
    kept = row.facts.get(YEARS, []) if years is None else [year.as_json() for year in years]
    row.looked_at, row.vouchers, row.message = now(), vouchers, message
    row.facts = {**(facts or {}), YEARS: kept, CHANGED: changed if begun is not None else now().isoformat()}
    row.newest_year_end = max((date.fromisoformat(year["end"]) for year in kept), default=None)
    session.add(row)
    session.flush()


def outdate(session: Session, client_id: int) -> None:
    """What was learnt no longer goes by the books in use: the next look is due at once. The years stay known."""
    row = session.get(FortnoxNews, client_id, with_for_update=True)
    if row is not None:
        row.vouchers, row.message, row.looked_at = None, "", _LONG_AGO
        row.facts = {YEARS: row.facts.get(YEARS, []), CHANGED: now().isoformat()}
        session.flush()


def release(session: Session, client_id: int) -> None:
    """A look ended that learnt nothing which others should know."""
    row = session.get(FortnoxNews, client_id, with_for_update=True)
    if row is not None:
        row.facts = {name: fact for name, fact in row.facts.items() if name != PENDING}
        session.flush()


def years(news: FortnoxNews | None) -> tuple[FinancialYear, ...]:
    """The financial years that Fortnox had when it was last asked."""
    known = news.facts.get(YEARS, []) if news else []
    return tuple(FinancialYear.of_json(one) for one in known)


def is_pending(news: FortnoxNews | None) -> bool:
    """Whether a look is under way."""
    return news is not None and bool(news.facts.get(PENDING)) and now() - news.looked_at < PATIENCE
