"""Browsers as people know them: `Firefox, Windows` out of what a browser says of itself."""

from collections.abc import Sequence
from typing import Final

_BROWSERS: Final = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
_LAST: Final = (("Safari/", "Safari"),)
"""Others name Safari too."""
_SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def described(agent: str) -> str:
    """Browser and system; blank when neither is known, for what it says may be anything."""
    return ", ".join(filter(None, (_named(agent, (*_BROWSERS, *_LAST)), _named(agent, _SYSTEMS))))


def _named(agent: str, names: Sequence[tuple[str, str]]) -> str:
    return next((name for sign, name in names if sign in agent), "")
