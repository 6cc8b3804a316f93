"""How far a fetch from Fortnox has come, by what it tells: it moves with every page and never back."""

from itertools import pairwise

from dashboard.progress import part
from lib.core.languages import Fact
from lib.fortnox.resources import LEDGERS, Kind
from lib.jobs.fortnox import BOOKS, CONNECTS, LISTS
from lib.jobs.ledgers import PAGE
from lib.store.tables import Job


def told(message: str, **facts: Fact) -> float:
    return part(Job(id="one", kind="fortnox", message=message, facts=facts), "fetch")


def test_a_fetch_moves_on_with_every_year_and_every_page() -> None:
    pages = [told(PAGE, what=LEDGERS[kind].name, page=page, pages=3) for kind in Kind for page in (1, 2, 3)]
    years = [told(BOOKS, year="2026", number=number, total=3) for number in (1, 2, 3)]
    reached = [told(CONNECTS), *years, told(LISTS), *pages]
    assert all(before <= after for before, after in pairwise(reached))
    assert len(set(reached)) > len(pages)
    assert max(reached) <= 1


def test_another_step_tells_nothing_of_a_fetch() -> None:
    assert part(Job(id="one", kind="fortnox", message=BOOKS, facts={"number": 1, "total": 2}), "read") == 0
