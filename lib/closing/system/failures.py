"""What stops work on system entries, told to the person who meets it."""

from lib.core.errors import BryggaError
from lib.core.languages import mark


class OnlyAtYearEnd(BryggaError):
    """System entries are made of a whole year."""

    text = mark("There are no system entries in {period}: they belong to the year-end.")
    next_step = mark("Choose the year-end among the periods of the year.")
