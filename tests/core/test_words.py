"""Findings, the catalogue, accounts, and the failures that people are told of."""

from inspect import getmembers, isclass
from string import Formatter

import pytest

from lib.core import errors
from lib.core.accounts import BAS_CLASSES, AccountType, bas_type
from lib.core.catalogue import CATALOGUE, finding
from lib.core.errors import BryggaError, FileRefused, InvalidInput
from lib.core.findings import Location, Severity
from lib.core.languages import LANGUAGES, Language, catalogue

FAILURES = [error for _, error in getmembers(errors, isclass) if issubclass(error, BryggaError)]


@pytest.mark.parametrize(
    ("account", "kind"),
    [
        ("1930", AccountType.ASSET),
        ("2081", AccountType.LIABILITY),
        ("3041", AccountType.INCOME),
        ("4010", AccountType.COST),
        ("8999", AccountType.COST),
        ("9010", None),
        ("0351", None),
        ("FEL", None),
        ("", None),
    ],
)
def test_the_bas_class_tells_the_type_or_says_nothing(account: str, kind: AccountType | None) -> None:
    assert bas_type(account) is kind


def test_every_bas_class_has_a_name_in_swedish() -> None:
    assert list(BAS_CLASSES) == list("123456789")
    assert all(name in catalogue("sv") for name in BAS_CLASSES.values())


def test_a_finding_weighs_what_the_table_says() -> None:
    assert finding("unbalanced-voucher").severity is Severity.ERROR


def test_a_finding_of_no_known_check_cannot_be_made() -> None:
    with pytest.raises(KeyError, match="no-such-check"):
        finding("no-such-check")


def test_a_place_is_written_as_editors_read_it() -> None:
    assert str(Location("bokslut.se", 14)) == "bokslut.se:14"
    assert str(Location("bokslut.se")) == "bokslut.se"


@pytest.mark.parametrize("check", CATALOGUE)
def test_what_a_check_says_is_one_sentence_and_a_next_step(check: str) -> None:
    text = CATALOGUE[check]
    assert text.title[0].isupper()
    assert not text.title.endswith(".")
    assert text.sentence.endswith(".")
    assert text.remedy.endswith(".")


@pytest.mark.parametrize("check", CATALOGUE)
def test_a_counted_noun_has_one_form_for_one_and_one_for_many(check: str) -> None:
    for english in (CATALOGUE[check].sentence, CATALOGUE[check].remedy):
        for text in (english, catalogue("sv")[english]):
            forms = [form for _, _, form, _ in Formatter().parse(text) if form and "|" in form]
            assert all(len(form.split("|")) == len(["count", "one", "many"]) for form in forms)


def test_titles_are_told_apart_in_both_languages() -> None:
    titles = [text.title for text in CATALOGUE.values()]
    assert len(set(titles)) == len(titles)
    assert len({catalogue("sv")[title] for title in titles}) == len(titles)


@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_has_a_sentence_and_a_next_step_in_swedish(failure: type[BryggaError]) -> None:
    assert failure.text in catalogue("sv")
    assert failure.next_step in catalogue("sv")


def test_a_refused_file_speaks_with_its_findings_words() -> None:
    refusal = FileRefused(finding("empty-file", location=Location("tom.se")))
    assert refusal.sentence("sv") == "tom.se är tom."
    assert refusal.remedy("en").startswith("Export the file again")
    assert str(refusal).startswith("tom.se is empty. Export")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_and_its_problem_are_both_translated(language: Language) -> None:
    error = InvalidInput(field="Vouchers balance", problem="the file has no vouchers")
    told = {
        "en": "Vouchers balance: the file has no vouchers",
        "sv": "Verifikationerna balanserar: filen saknar verifikationer",
    }
    assert error.sentence(language) == told[language]
    assert not error.retryable
