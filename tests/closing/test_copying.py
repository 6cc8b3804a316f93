"""What goes on to the next period: appendices as chosen, everything of the last month to its year-end."""

import pytest

from lib.closing.copying import Carried, Copying, carried, carries_marks
from lib.closing.periods import periods
from lib.core.periods import calendar_year

*_, P11, P12, END = periods(calendar_year(2025), [])
NEXT_P1 = periods(calendar_year(2026), [])[0]
WHOLE, BARE, NOTHING = Carried.WHOLE, Carried.BARE, Carried.NOTHING


@pytest.mark.parametrize(
    ("copying", "month", "year_end", "next_year"),
    [
        (Copying.WITH_DATA, WHOLE, WHOLE, WHOLE),
        (Copying.WITH_DATA_UNTIL_YEAR_END, WHOLE, WHOLE, NOTHING),
        (Copying.WITH_DATA_TO_YEAR_END, NOTHING, WHOLE, NOTHING),
        (Copying.WITHOUT_DATA, BARE, BARE, BARE),
        (Copying.WITHOUT_DATA_UNTIL_YEAR_END, BARE, BARE, NOTHING),
        (Copying.NO, NOTHING, NOTHING, NOTHING),
    ],
)
def test_an_external_appendix_goes_where_it_was_said_to_go(
    copying: Copying, month: Carried, year_end: Carried, next_year: Carried
) -> None:
    assert carried(copying, P11, P12, external=True) is month
    assert carried(copying, P12, END, external=True) is year_end
    assert carried(copying, P12, NEXT_P1, external=True) is next_year


@pytest.mark.parametrize("copying", Copying)
def test_the_year_end_takes_over_every_appendix_with_lines(copying: Copying) -> None:
    assert carried(copying, P12, END, external=False) is WHOLE


def test_marks_go_from_the_last_month_to_its_year_end_alone() -> None:
    assert carries_marks(P12, END)
    assert not carries_marks(P11, P12)
    assert not carries_marks(P12, NEXT_P1)
    assert not carries_marks(END, periods(calendar_year(2026), [])[-1])
