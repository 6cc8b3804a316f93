"""What every page says in the same way: status, empty places, outcomes, failures."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn
from uuid import uuid4

import streamlit as st
import structlog

from dashboard import navigation, reader
from dashboard.inert import JOINER
from dashboard.language import _, current
from lib.closing import states
from lib.core.errors import BryggaError, ConsentNeeded, Forbidden, NotFound
from lib.core.findings import Severity
from lib.core.languages import mark, translate_into

NOTICE: Final = "notice"
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|:$~<>&])")
_LINK: Final = re.compile(r"(https?://|\bwww|@)(?=[\w.])", re.IGNORECASE)
"""What Streamlit makes a link of, escaped or not: an address or an e-mail."""

_log = structlog.get_logger()


class State(StrEnum):
    """How a thing stands; the one mapping of the program gives each a shape, a word and a colour."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_RUN = "not-run"
    STALE = "stale"
    DONE = "done"
    LOCKED = "locked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sign:
    """A shape, a word and a colour: each alone is enough to tell."""

    shape: str
    word: str
    colour: str


SIGNS: Final = {
    State.AGREES: Sign("●", mark("agrees"), "green"),
    State.DIFFERS: Sign("▲", mark("differs"), "orange"),
    State.NOT_RUN: Sign("◌", mark("not run"), "gray"),
    State.STALE: Sign("↻", mark("out of date"), "orange"),
    State.DONE: Sign("✓", mark("marked done"), "green"),
    State.LOCKED: Sign("■", mark("locked"), "gray"),
    State.FAILED: Sign("✕", mark("failed"), "red"),
}
PERIOD_SIGNS: Final = {
    states.State.NOT_STARTED: Sign("○", states.STATE_NAMES[states.State.NOT_STARTED], "gray"),
    states.State.ACTIVE: Sign("▸", states.STATE_NAMES[states.State.ACTIVE], "green"),
    states.State.PAUSED: Sign("‖", states.STATE_NAMES[states.State.PAUSED], "orange"),
    states.State.LOCKED: Sign("■", states.STATE_NAMES[states.State.LOCKED], "gray"),
}
"""How a reconciliation period stands."""
WEIGHTS: Final = {
    Severity.REFUSED: Sign("✕", mark("refused"), "red"),
    Severity.ERROR: Sign("▲", mark("error"), "red"),
    Severity.WARNING: Sign("▲", mark("warning"), "orange"),
    Severity.NOTE: Sign("○", mark("note"), "gray"),
}


def status(state: State, text: str | None = None) -> str:
    """How a thing stands, as Markdown: shape, word and colour; `text` says more than the plain word."""
    return _coloured(SIGNS[state], text)


def weight(severity: Severity, text: str | None = None) -> str:
    """How much a finding weighs, as Markdown."""
    return _coloured(WEIGHTS[severity], text)


def cell(name: str, state: State, text: str) -> dict[str, str]:
    """How a thing stands, as a cell of a grid: shape and word, and the colour beside it."""
    return signed(name, SIGNS[state], text)


def signed(name: str, sign: Sign, text: str) -> dict[str, str]:
    """The same for any sign; blank where there is nothing to say."""
    return {name: f"{sign.shape} {text}" if text else "", f"{name}_colour": sign.colour}


def plain(text: str) -> str:
    """A text of somebody else's, so that nothing in it is read as Markdown."""
    return _MARKDOWN.sub(r"\\\1", _LINK.sub(rf"\1{JOINER}", reader.shown(text)))


def empty(text: str, next_step: str = "") -> None:
    """Say that there is nothing here, and what to do about it; the way on follows as a link or button."""
    st.markdown(f":gray[◌] &nbsp; {text}")
    if next_step:
        st.caption(next_step)


def no_client() -> NoReturn:
    """The page is about a client, and none is chosen: say so and stop."""
    empty(_("No client is chosen."), _("Choose one under Clients; every page then shows that client."))
    navigation.link("clients")
    st.stop()


def say(text: str) -> None:
    """Keep an outcome to be shown when the page is next drawn: a plain text, which may name what people have named."""
    st.session_state[NOTICE] = text


def notice() -> None:
    """Show the outcome that was kept, once."""
    text = st.session_state.pop(NOTICE, "")
    if text:
        st.success(plain(text), icon=":material/check:")


def done(action: Callable[[], object]) -> bool:
    """Carry out an action and tell whether it was done; what stood in the way is said."""
    try:
        action()
    except BryggaError as error:
        problem(error)
        return False
    return True


def attempt(action: Callable[[], object], outcome: str) -> None:
    """Carry out an action: draw the page anew with the outcome, or say what stood in the way."""
    if done(action):
        say(outcome)
        st.rerun()


def problem(error: BryggaError) -> None:
    """A failure that a person can be told of: the sentence, then the next step."""
    sentence, remedy = in_words(error)
    if isinstance(error, Forbidden):
        st.warning(remedy, title=sentence, icon=":material/lock:")
        return
    st.error(remedy, title=sentence, icon=":material/error:")


def in_words(error: BryggaError) -> tuple[str, str]:
    """A failure's sentence and its next step as Markdown; what they quote (names, files) is no part of it."""
    text, facts = error.told
    language = current()
    return translate_into(plain, text, language, **facts), translate_into(plain, error.advice, language, **facts)


@contextmanager
def last_resort() -> Iterator[None]:
    """One of the two places where exceptions are caught: nobody is ever shown a raw one.

    The other is the job runner. Around every page, dialog and fragment.
    """
    try:
        yield
    except NotFound as error:
        problem(error)
        navigation.link("clients", klient=None, ar=None, period=None)
    except ConsentNeeded as error:
        problem(error)
        navigation.link("support_desk")
    except BryggaError as error:
        problem(error)
    except Exception:  # noqa: BLE001 - the last resort
        reference = uuid4().hex[:8]
        _log.exception("page-crashed", reference=reference)
        st.error(
            _("Load the page again; if it happens again, give support the reference {reference}.", reference=reference),
            title=_("The page could not be shown because of a fault in Brygga. Nothing was changed."),
            icon=":material/error:",
        )


def _coloured(sign: Sign, text: str | None) -> str:
    return f":{sign.colour}[{sign.shape} {text or _(sign.word)}]"
