"""What each thing that goes wrong is called by others: users, Fortnox in its own words, other programs.

A phrase may leave a gap for a value: `Konto {} är inte aktivt`.
"""

from collections.abc import Mapping
from typing import Final

from lib.core import errors
from lib.fortnox import failures as fortnox
from lib.fortnox.reasons import REASONS, LostReason
from lib.fortnox.vouchers import VoucherRefused
from lib.jobs import lines

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
FAILURE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    fortnox.LicenceMissing.text: ("Det finns ingen aktiv licens för önskat scope",),
    fortnox.RightMissing.text: ("error when listing invoices", "saknar rättigheter till fakturering"),
    fortnox.AccessDenied.text: ("Access denied", "Åtkomst nekad"),
    fortnox.WrongCompany.text: (
        "wrong or dead company linked", "wrong company authorised", "two Fortnox databases with the same org number",
        "consultant cannot activate", "Digital byrå",
    ),
    lines.NotConnected.text: ("works for one person, not another", "stops when someone leaves", "personal"),
    fortnox.TooManyRequests.text: ("Too Many Requests", "rate limit", "för många anrop"),
    fortnox.FortnoxFaulty.text: ("Internal Server Error", "Bad Gateway", "Service Unavailable", "Gateway Timeout"),
    fortnox.Unreachable.text: (
        "timed out", "ConnectTimeout", "ReadTimeout", "Connection refused", "Connection reset", "svarar inte",
    ),
    VoucherRefused.text: ("voucher without text refused", "verifikationen saknar text"),
    errors.StorageFailed.text: ("No space left on device", "disk full", "disken är full", "database is locked"),
}  # fmt: skip
"""What is said of each failure, by its text."""
STATUSES: Final[Mapping[str, frozenset[int]]] = {
    REASONS[LostReason.CLOSED]: frozenset({401}),
    fortnox.AccessDenied.text: frozenset({403}),
    fortnox.FortnoxRefused.text: frozenset({400, 404}),
    fortnox.TooManyRequests.text: frozenset({429}),
    fortnox.FortnoxFaulty.text: frozenset(range(500, 505)),
}
"""Fortnox's answers by HTTP's numbers where no code of its own says more, as `lib.fortnox.refusals` reads them."""
VOUCHER_WORDS: Final[Mapping[int, tuple[str, ...]]] = {
    2001304: ("Kunde inte hitta konto", "Ogiltigt konto", "Konto {} finns inte", "account not in plan"),
    2000550: ("Konto {} är inte aktivt", "account inactive in Fortnox"),
    2000401: ("Period{} är låst", "Räkenskapsår{} är låst", "cannot write to locked or closed year", "locked period"),
    2000946: ("Kostnadsställe är obligatoriskt",),
}
SERIES_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "inte manuell": ("Verifikationsserien {} är inte manuell", "manual posting not ticked"),
    "verifikationsserie": ("Verifikationsserien {} finns inte", "series missing in that year"),
    "räkenskapsår saknas": ("no financial year for the date", "Räkenskapsår saknas"),
}
CHECK_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "opening-differs": (
        "Ingående balans skiljer sig från föregående års utgående balans",
        "warning remains after correction",
    ),
    "opening-not-zero": ("opening balances do not sum to zero", "ingående balanser summerar inte till noll"),
    "unbalanced-voucher": (
        "Sum is not zero",
        "false unbalanced voucher",
        "verifikation{} balanserar inte",
        "obalans",
        "BTRANS",
    ),
    "date-outside-year": ("verifikationer har datum utanför räkenskapsåret", "overlapping financial years"),
    "damaged-characters": ("å ä ö mangled", "Felaktiga tecken", "ogiltiga tecken", "konstiga tecken"),
    "unreadable-date": ("Fail to format date",),
    "unreadable-line": ("text over 50 characters",),
    "missing-series": ("blank series and number refused", "series all B", "verifikationsserie saknas i filen"),
    "empty-voucher": ("line-less voucher", "voucher number shifted by one", "verifikation utan rader"),
    "other-company": (
        "org number different",
        "organisationsnumret {}stämmer inte",
        "organisationsnumret i filen {} men",
    ),
    "org-number-missing": ("org number missing", "organisationsnummer saknas"),
    "no-financial-year": ("wrong year", "räkenskapsår saknas i filen"),
    "not-sie": (".si refused", "filen är inte en SIE-fil"),
    "earlier-system": ("eEkonomi swaps accounts", "1510->1518", "2440->2448", "1518", "2448"),
    "closing-differs": ("overlapping years, part year over full year", "older or broken first year silently missing"),
}
"""What users and other programs say of what is in a file (`reference/product.md` §10b)."""
