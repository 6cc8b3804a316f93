"""A code or a pasted error text finds its cause: every message of the field's own list, ours in both languages."""

import subprocess
import sys

import pytest

from lib.core.catalogue import CATALOGUE
from lib.core.errors import BryggaError
from lib.core.languages import translate
from lib.fortnox.failures import LicenceMissing, TooManyRequests, WrongCompany
from lib.fortnox.reasons import REASONS, LostReason
from lib.fortnox.vouchers import REFUSALS
from lib.support.knowledge import everything
from lib.support.search import search

CONNECTIONS = {
    "You have lost your token, to proceed import again.": "lost-expired",
    "Invalid refresh token": "lost-revoked",
    "2000310 Ogiltig inloggning": "lost-closed",
    "Kan inte logga in, access-token eller client-secret saknas": "lost-revoked",
    "2000311": "lost-revoked",
    "2001103": "lost-licence",
    "Api-licens saknas": "lost-licence",
    "2001101": "LicenceMissing",
    "Det finns ingen aktiv licens för önskat scope": "LicenceMissing",
    "2001304 Kunde inte hitta konto 3010": "voucher-2001304",
    "error 2001339 when listing invoices": "RightMissing",
    "Access denied": "AccessDenied",
    "Missing code or state": "never-back",
    "works for one person, not another": "NotConnected",
    "wrong or dead company linked": "WrongCompany",
    "consultant cannot activate": "WrongCompany",
}
CONTENT = {
    "opening balance differs from last year's closing balance": "check-opening-differs",
    "opening balances do not sum to zero": "check-opening-not-zero",
    "A.68 Sum is not zero": "check-unbalanced-voucher",
    "3 verifikationer har datum utanför räkenskapsåret": "check-date-outside-year",
    "å ä ö mangled": "check-damaged-characters",
    "Felaktiga tecken": "check-damaged-characters",
    "Fail to format date": "check-unreadable-date",
    "org number missing": "check-org-number-missing",
    "organisationsnummer saknas": "check-org-number-missing",
    ".si refused": "check-not-sie",
    "cannot write to locked or closed year": "voucher-2000401",
    "blank series and number refused": "check-missing-series",
    "one line-less voucher dated in the previous year": "check-empty-voucher",
}
HTTP = {
    "HTTP 429 Too Many Requests": "TooManyRequests",
    "429": "TooManyRequests",
    "Client error '403 Forbidden' for url": "AccessDenied",
    "status=401": "lost-closed",
    "HTTP/1.1 503 Service Unavailable": "FortnoxFaulty",
    "httpx.ConnectTimeout: timed out": "Unreachable",
    "HTTP 403, kod 2001101": "LicenceMissing",
    "Felkod 2999999: okänt": "unknown-2999999",
}
PASTED = {
    '{"ErrorInformation":{"error":1,"message":"Api-licens saknas","code":2001103}}': "lost-licence",
    "Åsas Bygg & Måleri AB 2025-03-04: Konto 3010 är inte aktivt (rad 17)": "voucher-2000550",
    "Exporten av V 12, 14 500,00 kr, stoppades: Perioden 2025-03 är låst.": "voucher-2000401",
    "Import 2025-11-20 14:02 Åsas AB: verifikation A 17 är i obalans med 234,50": "check-unbalanced-voucher",
    "Organisationsnumret i filen är 556036-0793 men klienten har 555555-5555": "check-other-company",
    "Ingående balans på konto 1930 skiljer sig från utgående balans på 12 345,00": "check-opening-differs",
    "Inget kommer in men inget fel visas": "nothing-came",
    "import failed although two of three years came in": "nothing-came",
    "figures wrong in reports": "grown-old",
    "1510->1518": "check-earlier-system",
    "OSError: [Errno 28] No space left on device": "StorageFailed",
    "text over 50 characters": "check-unreadable-line",
    "ogiltiga tecken": "check-damaged-characters",
    "Kostnadsställe är obligatoriskt": "voucher-2000946",
    "endless re-connect advice": "lost-scope",
    "connection invalidated by Fortnox": "lost-revoked",
    "org number different": "check-other-company",
    "older or broken first year silently missing": "check-closing-differs",
}
EXPORT = {
    "Verifikationsserien är inte manuell": "voucher-inte manuell",
    'Konto "3010" är inte aktivt': "voucher-2000550",
    'Verifikationsserien "X" finns inte': "voucher-verifikationsserie",
    "Ogiltigt konto": "voucher-2001304",
    "no financial year for the date": "voucher-räkenskapsår saknas",
}
OWN = {
    "unbalanced-voucher": {"voucher": "A 17", "debit": 123450, "credit": 100000, "difference": 23450},
    "opening-differs": {"account": "1930", "opening": 100, "closing": 200, "difference": -100},
    "date-outside-year": {"voucher": "A 1", "date": "2024-12-31", "start": "2025-01-01", "end": "2025-12-31"},
}


@pytest.mark.parametrize(("question", "key"), {**CONNECTIONS, **CONTENT, **EXPORT, **HTTP, **PASTED}.items())
def test_a_message_of_the_field_finds_its_cause(question: str, key: str) -> None:
    assert search(question)[0].known.key == key


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("check", OWN)
def test_a_finding_is_known_again_with_its_values_in_it(check: str, language: str) -> None:
    told = translate(CATALOGUE[check].sentence, language, **OWN[check])  # type: ignore[arg-type]
    assert search(f"Hej! Vi får detta:  {told} Vad gör vi?")[0].known.key == f"check-{check}"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("failure", "key"),
    [
        (LicenceMissing(what="the customer ledger"), "LicenceMissing"),
        (TooManyRequests(), "TooManyRequests"),
        (WrongCompany(found="A AB", found_number="1", expected="B AB", number="2"), "WrongCompany"),
    ],
    ids=["licence", "too many", "company"],
)
def test_a_failure_is_known_again_with_its_values_in_it(failure: BryggaError, key: str, language: str) -> None:
    assert search(failure.sentence(language))[0].known.key == key  # type: ignore[arg-type]


@pytest.mark.parametrize("code", REFUSALS)
def test_every_code_of_a_refused_voucher_is_known(code: int) -> None:
    assert search(f"Fel {code}")[0].known.what == REFUSALS[code][0]


@pytest.mark.parametrize("check", CATALOGUE)
def test_every_check_is_found_by_its_name(check: str) -> None:
    assert search(check)[0].known.key == f"check-{check}"


@pytest.mark.parametrize("reason", LostReason)
def test_whether_connecting_helps_is_said_of_every_lost_connection(reason: LostReason) -> None:
    known = next(one for one in everything() if one.what == REASONS[reason])
    assert known.reconnect is not None


@pytest.mark.parametrize(
    "question", ["", "   ", "xyzzy plugh", "0", "Något gick fel", "500 kr", "väder och vind i morgon"]
)
def test_what_nothing_is_like_finds_nothing(question: str) -> None:
    assert search(question) == []


def test_of_a_whole_log_the_beginning_is_read() -> None:
    rest = "väder " * 800  # 4 800 characters
    assert search(f"Api-licens saknas {rest}")[0].known.key == "lost-licence"
    assert search(f"{rest} Api-licens saknas") == []


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("Rut is the only administrator who can sign in.", "LastAdministrator"),
        ("No voucher series that is open for manual posting was chosen for V.", "SeriesNotOpen"),
    ],
    ids=["administrator", "series"],
)
def test_every_failure_is_known_to_a_process_that_has_opened_no_page(told: str, key: str) -> None:
    fresh = "import sys; from lib.support.search import search; print(search(sys.argv[1])[0].known.key)"
    run = subprocess.run([sys.executable, "-c", fresh, told], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == key
