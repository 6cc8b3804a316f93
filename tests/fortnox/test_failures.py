"""What people are told: each reason and refusal in both languages, with a next step, and whether connecting helps."""

import pytest

from lib.core.errors import BryggaError
from lib.core.languages import LANGUAGES
from lib.fortnox.failures import CONSENTS, AppUnknown, ConnectionLost, ConsentRefused, Withheld, WrongCompany
from lib.fortnox.oauth import TokenRefused
from lib.fortnox.reasons import LostReason, helps


def said(failure: BryggaError) -> list[str]:
    return [f"{failure.sentence(language)} {failure.remedy(language)}" for language in LANGUAGES]


@pytest.mark.parametrize("reason", list(LostReason))
def test_each_reason_of_a_loss_has_its_own_words(reason: LostReason) -> None:
    swedish, english = said(ConnectionLost(reason))
    assert swedish != english
    assert said(ConnectionLost(reason)) not in [said(ConnectionLost(other)) for other in LostReason if other != reason]
    assert ConnectionLost(reason).helps is helps(reason)


def test_connecting_again_helps_only_where_nothing_must_be_mended_first() -> None:
    assert {reason for reason in LostReason if helps(reason)} == {
        "expired",
        "revoked",
        "rotated",
        "scope",
        "disconnected",
    }


@pytest.mark.parametrize("error", [*CONSENTS, "server_error"])
def test_each_refusal_of_the_login_portal_has_its_words(error: str) -> None:
    swedish, english = said(ConsentRefused(error))
    assert swedish != english
    assert "{" not in swedish + english


@pytest.mark.parametrize(("error", "expected"), [("access_denied", True), ("error_missing_license", False)])
def test_going_there_again_helps_after_a_cancelled_sign_in_and_not_without_a_licence(
    error: str, expected: bool
) -> None:
    assert ConsentRefused(error).helps is expected


@pytest.mark.parametrize("junk", ["<script>", "a" * 60, "token=abc", "Invalid Client"])
def test_what_is_no_word_of_fortnox_is_not_repeated(junk: str) -> None:
    for failure in (ConsentRefused(junk), TokenRefused(junk), AppUnknown(error=TokenRefused(junk).error)):
        assert junk not in f"{failure} {failure!r}"


def test_a_wrong_company_is_refused_by_name() -> None:
    failure = WrongCompany(found="Fel AB", found_number="556000-0001", expected="Rätt AB", number="556000-0002")
    for text in said(failure):
        assert all(name in text for name in ("Fel AB", "556000-0001", "Rätt AB", "556000-0002"))
    assert failure.helps


@pytest.mark.parametrize("kind", Withheld.__subclasses__())
def test_each_closed_register_is_named_in_the_readers_language(kind: type[Withheld]) -> None:
    swedish, english = said(kind(what="the customer invoices"))
    assert "kundfakturorna" in swedish
    assert "the customer invoices" in english
