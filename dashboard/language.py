"""The words of the screens: English in code, shown in the language of the person at the screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from typing import Final, cast
from zoneinfo import ZoneInfo

import streamlit as st
from babel.dates import format_timedelta

from lib.core.languages import LANGUAGES, Fact, Language, long_day, moment, month_name, translate
from lib.settings import load

KEY: Final = "language"
_TOLD: Final = ContextVar[Language | None]("told", default=None)
NAMES: Final[dict[Language, str]] = {"sv": "Svenska", "en": "English"}


def current() -> Language:
    """The language of the session, or what is told meanwhile; Swedish until somebody has chosen."""
    if told := _TOLD.get():
        return told
    chosen = st.session_state.get(KEY)
    return cast("Language", chosen) if chosen in LANGUAGES else "sv"


@contextmanager
def told_in(language: Language) -> Iterator[None]:
    """Tell all in `language` within the block: for what is made outside a session, as a file to download."""
    before = _TOLD.set(language)
    try:
        yield
    finally:
        _TOLD.reset(before)


def choose(language: Language) -> None:
    """Show this session in `language` from now on."""
    st.session_state[KEY] = language


def _(text: str, /, **facts: Fact) -> str:
    """An English text of ours in the session's language, with its facts set in."""
    return translate(text, current(), **facts)


def when(time: datetime | None) -> str:
    """A point in time in the bureau's time zone; blank when there is none."""
    return moment(time.astimezone(zone()), current()) if time else ""


def age(time: datetime, *, short: bool = False) -> str:
    """How long ago a point in time was, in words; `short` for a narrow column."""
    ago = time - datetime.now(UTC)
    return format_timedelta(ago, add_direction=True, locale=current(), format="short" if short else "long")


def day(value: date | None) -> str:
    """A day in words; blank when there is none."""
    return long_day(value, current()) if value else ""


def month(value: date) -> str:
    """A month in words."""
    return month_name(value, current())


@cache
def zone() -> ZoneInfo:
    """The bureau's time zone; settings are read once a process, for reading them takes longer than most pages."""
    return load().zone
