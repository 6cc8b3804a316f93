"""What's new: the quiet mark until it has been read, and what is read of it."""

import re
from functools import cache
from typing import Final

from dashboard.help_texts import FOLDER
from dashboard.language import _
from lib.actions import beginnings
from lib.actions.desk import Desk

PART: Final = "nytt"
_DAY: Final = re.compile(r"^#+ (\d{4}-\d{2}-\d{2})", re.MULTILINE)


@cache
def newest() -> str:
    """The day of the newest piece of news (ISO), read once a process."""
    return max(_DAY.findall((FOLDER / "news.sv.md").read_text(encoding="utf-8")), default="")


def unread(desk: Desk) -> bool:
    """Whether there is anything that the person has not read."""
    return beginnings.reader(desk).news < newest()


def help_label(desk: Desk) -> str | None:
    """What the help is called in the menu while something in it is new; None is its own title."""
    return _("Help · new") if unread(desk) else None


def read(desk: Desk) -> None:
    """Keep that the person has seen all of it."""
    beginnings.read_news(desk, newest())
