"""The limit below which nothing need be accrued is that of the year the cost belongs to."""

from datetime import date

import pytest

from lib.checks.analysis.registry import RULES
from lib.checks.analysis.thresholds import Limits
from lib.checks.registry import Found
from tests.checks.analysis.ledgers import sound

RULE = RULES["cut-off"]


def named_last_year(kronor: int) -> int:
    books = sound()
    books.book("A", date(2026, 1, 20), "Konsultarvode december 2025", ("6110", kronor), ("1930", -kronor))
    found = RULE.find(books.case(), Limits(RULE.thresholds, {}))
    assert isinstance(found, Found)
    return sum(one.check == "cut-off" for one in found.findings)


@pytest.mark.parametrize(("kronor", "findings"), [(4_999, 0), (5_000, 1), (6_500, 1)])
def test_a_cost_of_a_year_that_began_before_2026_counts_from_5_000_kronor(kronor: int, findings: int) -> None:
    assert named_last_year(kronor) == findings
