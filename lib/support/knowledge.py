"""All that can go wrong, by its codes and by its words: what it is, why, what to do, and whether connecting helps.

Gathered from where each is told: the checks, the failures with Fortnox's own codes, the errors of every station.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from lib.checks.analysis.registry import TEXTS
from lib.core.catalogue import CATALOGUE
from lib.core.errors import BryggaError
from lib.core.explanations import EXPLANATIONS
from lib.core.languages import mark
from lib.fortnox import failures as fortnox
from lib.fortnox.failures import CONSENTS
from lib.fortnox.reasons import NEXT_STEPS, REASONS, LostReason
from lib.fortnox.refusals import GRANTS, LOST, WITHHELD
from lib.fortnox.vouchers import BY_WORDS, REFUSALS
from lib.jobs import lines
from lib.support import connections, failures
from lib.support.causes import CAUSES
from lib.support.diagnoses import Reconnect, Who

SEEN: Final = mark("It was found in the books, not in the way that they came here.")
NAMED: Final = mark("The message names what stands in the way.")


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that can go wrong: its marked texts, who mends it, and what else it is known by.

    `codes` are Fortnox's numbers and the names of checks; `phrases` what others call it, in their own words.
    """

    key: str
    what: str
    why: str
    step: str
    who: Who
    reconnect: Reconnect | None = None
    codes: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = field(default=())


LOST_WORDS: Final[Mapping[LostReason, tuple[str, ...]]] = {
    LostReason.EXPIRED: ("You have lost your token, to proceed import again.",),
    LostReason.REVOKED: ("Invalid refresh token", "access-token eller client-secret saknas", "connection invalidated"),
    LostReason.LICENCE: ("Api-licens saknas", "API licence missing", "integrationslicens saknas"),
    LostReason.CLOSED: ("Ogiltig inloggning", "Kan inte logga in", "Invalid login"),
    LostReason.ROTATED: ("refresh token already used",),
    LostReason.RIGHTS: ("saknar behörighet", "lacks rights"),
    LostReason.SCOPE: ("re-connect again and again", "endless re-connect advice", "Har inte behörighet för scope"),
}
"""What Fortnox and other programs say of each (`reference/product.md` §10a)."""
WITHHELD_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    fortnox.LicenceMissing.text: ("Det finns ingen aktiv licens för önskat scope",),
    fortnox.RightMissing.text: ("error when listing invoices", "saknar rättigheter till fakturering"),
    fortnox.AccessDenied.text: ("Access denied", "Åtkomst nekad"),
    fortnox.WrongCompany.text: (
        "wrong or dead company linked", "wrong company authorised", "two Fortnox databases with the same org number",
        "consultant cannot activate", "Digital byrå",
    ),
    lines.NotConnected.text: ("works for one person, not another", "stops when someone leaves", "personal"),
}  # fmt: skip
VOUCHER_WORDS: Final[Mapping[int, tuple[str, ...]]] = {
    2001304: ("Kunde inte hitta konto", "Ogiltigt konto", "account not in plan"),
    2000550: ("Konto är inte aktivt", "account inactive in Fortnox"),
    2000401: ("Perioden är låst", "cannot write to locked or closed year", "locked period"),
    2000946: ("Kostnadsställe är obligatoriskt",),
}
SERIES_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "inte manuell": ("Verifikationsserien är inte manuell", "manual posting not ticked"),
    "verifikationsserie": ("Verifikationsserien finns inte", "series missing in that year"),
    "räkenskapsår saknas": ("no financial year for the date", "Räkenskapsår saknas"),
}
CHECK_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "opening-differs": (
        "Ingående balans skiljer sig från föregående års utgående balans",
        "warning remains after correction",
    ),
    "opening-not-zero": ("opening balances do not sum to zero", "ingående balanser summerar inte till noll"),
    "unbalanced-voucher": ("Sum is not zero", "false unbalanced voucher", "verifikationen balanserar inte", "BTRANS"),
    "date-outside-year": ("verifikationer har datum utanför räkenskapsåret", "overlapping financial years"),
    "damaged-characters": ("å ä ö mangled", "Felaktiga tecken", "ogiltiga tecken", "konstiga tecken"),
    "unreadable-date": ("Fail to format date",),
    "unreadable-line": ("text over 50 characters",),
    "missing-series": ("blank series and number refused", "series all B", "verifikationsserie saknas i filen"),
    "empty-voucher": ("line-less voucher", "voucher number shifted by one", "verifikation utan rader"),
    "other-company": ("org number different", "organisationsnumret stämmer inte"),
    "org-number-missing": ("org number missing", "organisationsnummer saknas"),
    "no-financial-year": ("wrong year", "räkenskapsår saknas i filen"),
    "not-sie": (".si refused", "filen är inte en SIE-fil"),
    "closing-differs": ("overlapping years, part year over full year", "older or broken first year silently missing"),
}
"""What users and other programs say of what is in a file (`reference/product.md` §10b)."""


@cache
def everything() -> tuple[Known, ...]:
    """All that is known; each text once, as it is told first, with every code of it."""
    found: dict[str, Known] = {}
    for known in (*_connections(), *_vouchers(), *_checks(), *_errors()):
        first = found.setdefault(known.what, known)
        phrases = tuple(dict.fromkeys((*first.phrases, *known.phrases)))
        found[known.what] = replace(first, codes=first.codes | known.codes, phrases=phrases)
    return tuple(found.values())


def _connections() -> Iterator[Known]:
    for reason, text in REASONS.items():
        act = failures.LOST[reason]
        codes = {str(code) for code, said in LOST.items() if said is reason}
        words = {word for word, said in GRANTS.items() if said is reason and word not in CONSENTS}
        yield Known(
            f"lost-{reason.value}", text, NAMED, NEXT_STEPS[reason], act.who, act.reconnect, frozenset(codes | words),
            LOST_WORDS.get(reason, ()),
        )  # fmt: skip
    yield Known(
        "never-back", connections.NEVER_BACK_WHY, connections.NEVER_BACK_WHY, connections.NEVER_BACK_STEP, Who.CLIENT,
        Reconnect.AFTER, phrases=("Missing code or state",),
    )  # fmt: skip
    for word, (text, step) in CONSENTS.items():
        act = failures.act(text)
        yield Known(f"consent-{word}", text, NAMED, step, act.who, act.reconnect, frozenset({word}))
    for kind in {*WITHHELD.values()}:
        act = failures.act(kind.text)
        codes = {str(code) for code, said in WITHHELD.items() if said is kind}
        words_ = WITHHELD_WORDS.get(kind.text, ())
        yield Known(kind.__name__, kind.text, NAMED, kind.next_step, act.who, act.reconnect, frozenset(codes), words_)


def _vouchers() -> Iterator[Known]:
    for code, (text, step) in REFUSALS.items():
        yield Known(
            f"voucher-{code}", text, NAMED, step, Who.CLIENT, Reconnect.USELESS, frozenset({str(code)}),
            VOUCHER_WORDS.get(code, ()),
        )  # fmt: skip
    for words, (text, step) in BY_WORDS.items():
        phrases = (*SERIES_WORDS.get(words, ()), words)
        yield Known(f"voucher-{words}", text, NAMED, step, Who.CLIENT, Reconnect.USELESS, phrases=phrases)


def _checks() -> Iterator[Known]:
    for name, check in CATALOGUE.items():
        cause = CAUSES.get(name)
        yield Known(
            f"check-{name}", check.sentence, cause.text if cause else NAMED, check.remedy,
            cause.who if cause else Who.ACCOUNTANT, codes=frozenset({name}),
            phrases=(check.title, *CHECK_WORDS.get(name, ())),
        )  # fmt: skip
    for name, check in (*EXPLANATIONS.items(), *TEXTS.items()):
        yield Known(
            f"check-{name}", check.sentence, SEEN, check.remedy, Who.ACCOUNTANT, codes=frozenset({name}),
            phrases=(check.title,),
        )  # fmt: skip


def _errors() -> Iterator[Known]:
    for kind in _kinds(BryggaError):
        if kind.text == BryggaError.text:
            continue
        act = failures.act(kind.text)
        is_fortnox = issubclass(kind, fortnox.FortnoxFailure)
        yield Known(
            kind.__name__, kind.text, NAMED, kind.next_step, act.who, act.reconnect if is_fortnox else None,
            phrases=WITHHELD_WORDS.get(kind.text, ()),
        )  # fmt: skip


def _kinds(kind: type[BryggaError]) -> Iterator[type[BryggaError]]:
    for under in kind.__subclasses__():
        yield under
        yield from _kinds(under)
