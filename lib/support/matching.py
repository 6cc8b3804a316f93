"""Which situations of the local Fortnox are like a client's own: matched by what its diagnoses say, and not guessed."""

from collections.abc import Iterable, Mapping
from typing import Final

from lib.core.catalogue import CATALOGUE
from lib.fortnox import failures
from lib.fortnox.failures import CONSENTS
from lib.fortnox.reasons import REASONS, LostReason
from lib.fortnox.vouchers import BY_WORDS, REFUSALS
from lib.jobs import expected, lines, preflight, received
from lib.jobs.situations import SITUATIONS, Situation
from lib.support.diagnoses import Diagnosis

OVER: Final = (LostReason.EXPIRED, LostReason.REVOKED, LostReason.ROTATED, LostReason.DISCONNECTED)
BY_TEXT: Final[Mapping[str, str]] = {
    **{REASONS[reason]: "connection-over" for reason in OVER},
    REASONS[LostReason.CLOSED]: "account-closed",
    REASONS[LostReason.LICENCE]: "api-licence",
    CONSENTS["error_missing_app_license"][0]: "api-licence",
    failures.LicenceMissing.text: "ledger-licence",
    lines.BooksOnly.text: "ledger-licence",
    failures.ScopeMissing.text: "ledger-scope",
    failures.RightMissing.text: "ledger-right",
    failures.AccessDenied.text: "ledger-right",
    failures.TooManyRequests.text: "too-many",
    failures.Unreachable.text: "silent",
    failures.FortnoxFaulty.text: "faulty",
    received.BooksMissing.text: "cut-off",
    CATALOGUE["cut-off"].sentence: "cut-off",
    CATALOGUE["unbalanced-voucher"].sentence: "unbalanced",
    **{text: "export-refused" for text, _step in (*REFUSALS.values(), *BY_WORDS.values())},
    expected.LOCKED: "export-refused",
    expected.ACCOUNT_MISSING: "export-refused",
    expected.ACCOUNT_INACTIVE: "export-refused",
    preflight.NO_SERIES: "export-refused",
}
"""What a diagnosis says, in what happened or why, and the situation that is like it."""
BY_KEY: Final[Mapping[str, str]] = {
    "ledger-differs-receivables": "receivables",
    "ledger-differs-payables": "payables",
}
"""The same by the diagnosis's key."""


def fitting(found: Iterable[Diagnosis]) -> dict[str, tuple[Situation, Diagnosis]]:
    """The situations that are like the client's, by their keys, each with the first diagnosis that it is like."""
    fits: dict[str, tuple[Situation, Diagnosis]] = {}
    for one in found:
        named = BY_KEY.get(one.key) or BY_TEXT.get(one.what.text) or BY_TEXT.get(one.why.text)
        if named:
            fits.setdefault(named, (SITUATIONS[named], one))
    return fits
