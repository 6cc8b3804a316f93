"""Who is at the screen: asked anew in every script run, so that a revoked sign-in ends at once."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from dashboard import data
from dashboard.sessions import SESSION_COOKIE, find_person, full_name, remembered_language
from lib.actions.desk import Person
from lib.core.languages import Language
from lib.settings import Settings, load

SIGN_IN: Final = "/sign-in"
SIGN_OUT: Final = "/sign-out"


def browser_cookies() -> Mapping[str, str]:
    """The cookies of the browser as they were when its socket was opened."""
    return st.context.cookies


cookies: Callable[[], Mapping[str, str]] = browser_cookies
"""The port through which cookies are read; tests put their own here, because AppTest has none."""


def current_person() -> Person | None:
    """The person at the screen, None when the sign-in is unknown, over or revoked."""
    token = cookies().get(full_name(SESSION_COOKIE, secure=_settings().secure))
    return find_person(data.house().store, token) if token else None


def current_language() -> Language:
    """The language that the browser remembers, else the bureau's."""
    return remembered_language(cookies(), secure=_settings().secure) or _settings().language


def language_link(language: Language, back: str) -> str:
    """The address that changes the language and leads back to `back`, a path with its query."""
    return "/language?" + urlencode({"to": language, "back": back})


@cache
def _settings() -> Settings:
    return load()
