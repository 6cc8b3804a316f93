"""Whose books they are, and the flag and currency that the file states."""

from collections.abc import Callable

import pytest

from lib.checks.registry import ClientFacts
from lib.core.findings import Status
from tests.checks.conftest import Results, found

Run = Callable[..., Results]

REST = "#SIETYP 4\n#RAR 0 20260101 20261231\n#IB 0 1930 0\n"


def head(org_number: str) -> str:
    return f"#FLAGGA 0\n#ORGNR {org_number}\n{REST}"


@pytest.mark.parametrize("written", ["555555-5555", "5555555555", '"555555-5555"', "165555555555"])
def test_the_clients_number_is_known_in_every_form(written: str, results_of: Run) -> None:
    results = results_of("", head=head(written))
    for check in ("other-company", "org-number-missing", "org-number-invalid"):
        assert results[check].status is Status.CLEAN, check


@pytest.mark.parametrize("written", ["", '""', '"  "'])
def test_a_blank_number_is_missing_and_not_another_companys(written: str, results_of: Run) -> None:
    results = results_of("", head=head(written))
    assert results["org-number-missing"].status is Status.FOUND
    assert results["org-number-invalid"].status is Status.CLEAN
    assert results["other-company"].reason == "the file has no valid organisation number"


@pytest.mark.parametrize("written", ["555555-5554", "000000-0000", "12345", "abcdef-ghij"])
def test_a_number_that_is_no_companys_is_invalid_and_not_another_companys(written: str, results_of: Run) -> None:
    results = results_of("", head=head(written))
    (finding,) = found(results, "org-number-invalid")
    assert finding.facts["found"] == written
    assert results["other-company"].status is Status.NOT_RUN


def test_another_companys_file_is_refused_even_if_it_has_no_name(results_of: Run) -> None:
    (finding,) = found(results_of("", head=head("555555-1117")), "other-company")
    assert (finding.facts["found"], finding.facts["expected"]) == ("555555-1117", "555555-5555")


def test_a_client_without_a_number_takes_the_files_own(results_of: Run) -> None:
    result = results_of("", client=ClientFacts("Ny kund", None))["other-company"]
    assert (result.status, result.reason) == (Status.NOT_RUN, "the client has no organisation number yet")


def test_without_a_client_nobody_asks_whose_books_they_are(results_of: Run) -> None:
    result = results_of("", client=None)["other-company"]
    assert (result.status, result.reason) == (Status.NOT_RUN, "no client is chosen")


@pytest.mark.parametrize(
    ("currency", "status"), [("SEK", Status.CLEAN), ("sek", Status.CLEAN), ("", Status.CLEAN), ("NOK", Status.FOUND)]
)
def test_only_another_currency_than_kronor_is_told(currency: str, status: Status, results_of: Run) -> None:
    assert results_of(f"#VALUTA {currency}\n")["foreign-currency"].status is status
