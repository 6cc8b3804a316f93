"""What is carried on from one period to the next: an appendix with what it holds, its frame alone, or nothing."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from lib.closing.periods import Period
from lib.core.languages import mark


class Copying(StrEnum):
    """How far an appendix follows the periods."""

    WITH_DATA = "with-data"
    WITH_DATA_UNTIL_YEAR_END = "data-until-year-end"
    WITH_DATA_TO_YEAR_END = "data-to-year-end"
    WITHOUT_DATA = "without-data"
    WITHOUT_DATA_UNTIL_YEAR_END = "bare-until-year-end"
    NO = "no"


COPYING_NAMES: Final[Mapping[Copying, str]] = {
    Copying.WITH_DATA: mark("Yes, with data (ongoing)"),
    Copying.WITH_DATA_UNTIL_YEAR_END: mark("Yes, with data until year-end"),
    Copying.WITH_DATA_TO_YEAR_END: mark("Yes, with data only to the year-end period"),
    Copying.WITHOUT_DATA: mark("Yes, without data (ongoing)"),
    Copying.WITHOUT_DATA_UNTIL_YEAR_END: mark("Yes, without data until year-end"),
    Copying.NO: mark("No"),
}
"""What people call each way."""
_BARE: Final = frozenset({Copying.WITHOUT_DATA, Copying.WITHOUT_DATA_UNTIL_YEAR_END})
_ONGOING: Final = frozenset({Copying.WITH_DATA, Copying.WITHOUT_DATA})


class Carried(StrEnum):
    """What of an appendix goes to the next period."""

    WHOLE = "whole"
    BARE = "bare"
    """Its name and accounts, without lines and files."""
    NOTHING = "nothing"


def carried(copying: Copying, before: Period, after: Period, *, external: bool) -> Carried:
    """What of an appendix in period `before` is carried on to `after`, the next one.

    The year-end takes over every appendix with lines, whatever was chosen for it; an `external` one
    (files alone) goes where it was said to go. Into another year goes only what is ongoing.
    """
    if after.year_end and after.year == before.year and not external:
        return Carried.WHOLE
    if copying is Copying.NO or (copying not in _ONGOING and after.year != before.year):
        return Carried.NOTHING
    if copying is Copying.WITH_DATA_TO_YEAR_END and not after.year_end:
        return Carried.NOTHING
    return Carried.BARE if copying in _BARE else Carried.WHOLE


def carries_marks(before: Period, after: Period) -> bool:
    """Whether marks, ticks and comments are carried on: from the last period to its year-end alone."""
    return after.year_end and not before.year_end and after.year == before.year
