"""Which years of an import may stand in place of which years in use: nothing is replaced by less than itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from lib.core.languages import Fact, Language, mark, translate
from lib.core.periods import FinancialYear
from lib.ledger.books import Extent
from lib.store.tables import Snapshot

Action = Literal["new", "replace", "same", "keep"]

KNOWS_MORE: Final = mark("The books hold more of this year than the file does.")
IS_PART: Final = mark(
    "The file holds only a part of the financial year {start:date} – {end:date}, which is in the books."
)
CUT_OTHERWISE: Final = mark("The books have a financial year that is cut differently: {start:date} – {end:date}.")
COMES_TWICE: Final = mark("The file holds another year with the same days: {start:date} – {end:date}.")
_NO_FACTS: Final[Mapping[str, Fact]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What putting an import in use would do to one of its years.

    `action` is `new`, `replace` (the years in `replaced`: the year itself, or shorter ones that it
    covers), `same` (the content is in use already) or `keep` (the books stay as they are, and
    `reason`, a marked text with `facts`, says why).
    """

    year: FinancialYear
    snapshot: Snapshot
    action: Action
    replaced: tuple[FinancialYear, ...] = ()
    reason: str = ""
    facts: Mapping[str, Fact] = field(default_factory=lambda: _NO_FACTS)

    def explain(self, language: Language) -> str:
        """Why the books stay as they are; empty when they do not."""
        return translate(self.reason, language, **self.facts) if self.reason else ""


def plan_years(snapshots: Sequence[Snapshot], active: Mapping[FinancialYear, Snapshot]) -> list[YearPlan]:
    """The plan for each snapshot of an import against the years in use, by year.

    Two years of one import that share days never both go in: the one that tells more does.
    """
    plans: list[YearPlan] = []
    for snapshot in sorted(snapshots, key=_fullest_first):
        twin = next((p.year for p in plans if p.action != "keep" and p.year.overlaps(snapshot.year)), None)
        plans.append(_kept(snapshot, COMES_TWICE, twin) if twin else _plan(snapshot, active))
    return sorted(plans, key=lambda plan: plan.year)


def _plan(snapshot: Snapshot, active: Mapping[FinancialYear, Snapshot]) -> YearPlan:
    overlapping = sorted(year for year in active if year.overlaps(snapshot.year))
    if not overlapping:
        return YearPlan(snapshot.year, snapshot, "new")
    for year in overlapping:
        reason = _obstacle(snapshot, active[year])
        if reason:
            return _kept(snapshot, reason, year)
    same = overlapping == [snapshot.year] and active[snapshot.year].id == snapshot.id
    return YearPlan(snapshot.year, snapshot, "same" if same else "replace", tuple(overlapping))


def _obstacle(snapshot: Snapshot, active: Snapshot) -> str:
    """Why `snapshot` may not take the place of `active`; empty when it may."""
    if not snapshot.year.covers(active.year):
        return IS_PART if active.year.covers(snapshot.year) else CUT_OTHERWISE
    return "" if snapshot.extent.may_replace(active.extent) else KNOWS_MORE


def _kept(snapshot: Snapshot, reason: str, year: FinancialYear) -> YearPlan:
    return YearPlan(snapshot.year, snapshot, "keep", (), reason, year.as_json())


def _fullest_first(snapshot: Snapshot) -> tuple[int, FinancialYear]:
    return -list(Extent).index(snapshot.extent), snapshot.year
