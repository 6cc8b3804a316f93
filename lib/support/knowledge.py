"""All that can go wrong, by its codes and by its words: what it is, why, what to do, and whether connecting helps.

Gathered from where each is told: the checks, the failures with Fortnox's own codes, the errors of every station.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Final

import lib
from lib.checks.analysis.registry import TEXTS
from lib.core.catalogue import CATALOGUE
from lib.core.errors import BryggaError
from lib.core.explanations import EXPLANATIONS
from lib.core.languages import mark
from lib.fortnox import failures as fortnox
from lib.fortnox.failures import CONSENTS
from lib.fortnox.reasons import NEXT_STEPS, REASONS
from lib.fortnox.refusals import GRANTS, LOST, WITHHELD
from lib.fortnox.vouchers import BY_WORDS, REFUSALS
from lib.support import connections, failures
from lib.support.causes import CAUSES
from lib.support.diagnoses import Reconnect, Who
from lib.support.phrases import CHECK_WORDS, FAILURE_WORDS, LOST_WORDS, SERIES_WORDS, STATUSES, VOUCHER_WORDS

CHECK: Final = "check-"
NO_ERRORS: Final = ("lib.sandbox.", "lib.store.migrations.")
"""Modules that are no part of the program: its witness, and what Alembic alone may run."""
SEEN: Final = mark("It was found in the books, not in the way that they came here.")

NOTHING_CAME: Final = mark("A year is missing here, though the import told of no error.")
NOTHING_CAME_WHY: Final = mark("An import brings the years that it was asked for, and those of the file: no others.")
NOTHING_CAME_STEP: Final = mark("See under Import which years came and which were left out, then import the year.")
GROWN_OLD: Final = mark("Figures here are others than in the bookkeeping program.")
GROWN_OLD_WHY: Final = mark("The books here are those of the last import in use; what was booked since is not here.")
GROWN_OLD_STEP: Final = mark("Compare the time of the last import with what was booked since, and import again.")
UNKNOWN: Final = mark("Fortnox has answered with a code that Brygga does not know.")
UNKNOWN_WHY: Final = mark("Fortnox's message beside the code says what it refused.")
UNKNOWN_STEP: Final = mark("Read the message, and look the code up among the error codes on Fortnox's developer pages.")


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that can go wrong: its marked texts, who mends it, and what else it is known by.

    `what` says it with its values; `title` is what its check is called; `why` is blank where `what` says it all.
    `codes` are Fortnox's numbers and the names of checks; `statuses` HTTP's; `phrases` what others call it.
    """

    key: str
    what: str
    why: str
    step: str
    who: Who
    reconnect: Reconnect | None = None
    codes: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    statuses: frozenset[int] = frozenset()
    title: str = ""

    @property
    def checks(self) -> frozenset[str]:
        """The checks that find it; none where it is no finding."""
        return self.codes if self.key.startswith(CHECK) else frozenset()


@cache
def everything() -> tuple[Known, ...]:
    """All that is known; each text once, as it is told first, with every code of it."""
    _load_errors()
    found: dict[str, Known] = {}
    for known in (*_connections(), *_vouchers(), *_checks(), *_symptoms(), *_errors()):
        first = found.setdefault(known.what, known)
        phrases = tuple(dict.fromkeys((*first.phrases, *known.phrases)))
        codes, statuses = first.codes | known.codes, STATUSES.get(known.what, frozenset())
        found[known.what] = replace(first, codes=codes, phrases=phrases, statuses=statuses)
    return tuple(found.values())


def _connections() -> Iterator[Known]:
    for reason, text in REASONS.items():
        act = failures.LOST[reason]
        codes = {str(code) for code, said in LOST.items() if said is reason}
        words = {word for word, said in GRANTS.items() if said is reason and word not in CONSENTS}
        yield Known(
            f"lost-{reason.value}", text, "", NEXT_STEPS[reason], act.who, act.reconnect, frozenset(codes | words),
            LOST_WORDS.get(reason, ()),
        )  # fmt: skip
    yield Known(
        "never-back", connections.NEVER_BACK_WHY, connections.NEVER_BACK_WHY, connections.NEVER_BACK_STEP, Who.CLIENT,
        Reconnect.AFTER, phrases=("Missing code or state",),
    )  # fmt: skip
    for word, (text, step) in CONSENTS.items():
        act = failures.act(text)
        yield Known(f"consent-{word}", text, "", step, act.who, act.reconnect, frozenset({word}))
    for kind in {*WITHHELD.values()}:
        act = failures.act(kind.text)
        codes = {str(code) for code, said in WITHHELD.items() if said is kind}
        words_ = FAILURE_WORDS.get(kind.text, ())
        yield Known(kind.__name__, kind.text, "", kind.next_step, act.who, act.reconnect, frozenset(codes), words_)


def _vouchers() -> Iterator[Known]:
    for code, (text, step) in REFUSALS.items():
        yield Known(
            f"voucher-{code}", text, "", step, Who.CLIENT, Reconnect.USELESS, frozenset({str(code)}),
            VOUCHER_WORDS.get(code, ()),
        )  # fmt: skip
    for words, (text, step) in BY_WORDS.items():
        phrases = (*SERIES_WORDS.get(words, ()), words)
        yield Known(f"voucher-{words}", text, "", step, Who.CLIENT, Reconnect.USELESS, phrases=phrases)


def _checks() -> Iterator[Known]:
    for name, check in CATALOGUE.items():
        cause = CAUSES.get(name)
        yield Known(
            f"{CHECK}{name}", check.sentence, cause.text if cause else "", check.remedy,
            cause.who if cause else Who.ACCOUNTANT, codes=frozenset({name}),
            phrases=(check.title, *CHECK_WORDS.get(name, ())), title=check.title,
        )  # fmt: skip
    for name, check in (*EXPLANATIONS.items(), *TEXTS.items()):
        yield Known(
            f"{CHECK}{name}", check.sentence, SEEN, check.remedy, Who.ACCOUNTANT, codes=frozenset({name}),
            phrases=(check.title, *CHECK_WORDS.get(name, ())), title=check.title,
        )  # fmt: skip


def _symptoms() -> Iterator[Known]:
    yield Known(
        "nothing-came", NOTHING_CAME, NOTHING_CAME_WHY, NOTHING_CAME_STEP, Who.ACCOUNTANT, Reconnect.USELESS,
        phrases=("nothing comes in", "inget kommer in", "years came in", "the year of the chosen date", "år saknas"),
    )  # fmt: skip
    yield Known(
        "grown-old", GROWN_OLD, GROWN_OLD_WHY, GROWN_OLD_STEP, Who.ACCOUNTANT, Reconnect.USELESS,
        phrases=("figures wrong in reports", "stale import", "siffrorna stämmer inte", "fel siffror", "gamla siffror"),
    )  # fmt: skip


def unknown(code: str) -> Known:
    """What can be said of a code of Fortnox's that nothing here explains."""
    return Known(f"unknown-{code}", UNKNOWN, UNKNOWN_WHY, UNKNOWN_STEP, Who.ACCOUNTANT, codes=frozenset({code}))


def _load_errors() -> None:
    """Load every module that can hold an error: only then is its class known, whichever pages were opened before."""
    for module in walk_packages(lib.__path__, "lib."):
        if not module.name.startswith(NO_ERRORS):
            import_module(module.name)


def _errors() -> Iterator[Known]:
    for kind in _kinds(BryggaError):
        if kind.text == BryggaError.text:
            continue
        act = failures.act(kind.text)
        is_fortnox = issubclass(kind, fortnox.FortnoxFailure)
        yield Known(
            kind.__name__, kind.text, "", kind.next_step, act.who, act.reconnect if is_fortnox else None,
            phrases=FAILURE_WORDS.get(kind.text, ()),
        )  # fmt: skip


def _kinds(kind: type[BryggaError]) -> Iterator[type[BryggaError]]:
    for under in kind.__subclasses__():
        yield under
        yield from _kinds(under)
