"""Which situation of the local Fortnox is like a client's: by what its diagnoses say, and none by guess."""

import pytest

from lib.core.catalogue import CATALOGUE
from lib.fortnox import failures
from lib.fortnox.reasons import REASONS, LostReason
from lib.jobs import expected
from lib.jobs.situations import SITUATIONS
from lib.support.diagnoses import Diagnosis, Told, Weight, Who
from lib.support.matching import BY_KEY, BY_TEXT, fitting


def diagnosis(what: str, why: str = "", key: str = "something") -> Diagnosis:
    return Diagnosis(key, Weight.STOPS, Told(what), Told(why), Told(""), Who.CLIENT)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (REASONS[LostReason.EXPIRED], "connection-over"),
        (REASONS[LostReason.CLOSED], "account-closed"),
        (REASONS[LostReason.LICENCE], "api-licence"),
        (failures.ScopeMissing.text, "ledger-scope"),
        (CATALOGUE["unbalanced-voucher"].sentence, "unbalanced"),
        (expected.LOCKED, "export-refused"),
    ],
)
def test_what_happened_or_why_names_the_situation(said: str, key: str) -> None:
    assert list(fitting([diagnosis(said)])) == [key]
    assert list(fitting([diagnosis("Something else.", said)])) == [key]


def test_a_ledger_that_differs_is_like_the_company_whose_ledger_differs() -> None:
    found = fitting(
        [diagnosis("1510", key="ledger-differs-receivables"), diagnosis("x", key="ledger-differs-payables")]
    )
    assert [situation.tenant for situation, _ in found.values()] == [990102, 990103]


def test_one_situation_is_named_once_with_the_worst_diagnosis_it_is_like() -> None:
    first, second = diagnosis(failures.Unreachable.text, key="a"), diagnosis(failures.Unreachable.text, key="b")
    assert fitting([first, second])["silent"][1] is first


def test_what_no_situation_is_like_matches_none() -> None:
    assert fitting([diagnosis(REASONS[LostReason.RIGHTS]), diagnosis("No data source is chosen.")]) == {}


def test_every_match_leads_to_a_situation_there_is() -> None:
    assert {*BY_TEXT.values(), *BY_KEY.values()} <= SITUATIONS.keys()
