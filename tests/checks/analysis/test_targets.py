"""What a finding is opened down to is there in the books."""

from datetime import date

import pytest

from lib.checks.analysis.targets import amount, target
from lib.ledger.extracts import vouchers_named
from tests.checks.analysis.ledgers import THIS
from tests.checks.analysis.test_analysis_goldens import tripped, tripped_case
from tests.checks.analysis.trips import TRIPS


@pytest.mark.parametrize("kind", TRIPS)
def test_every_voucher_and_account_that_a_finding_names_is_in_the_books(kind: str) -> None:
    case = tripped_case(kind)
    for finding in tripped(kind):
        opened = target(finding)
        assert all(vouchers_named(case.books, label).height for label in opened.vouchers), finding
        assert opened.account is None or opened.account in case.names


def test_all_vouchers_of_a_pair_are_opened() -> None:
    (twice,) = tripped("booked-twice")
    assert target(twice).vouchers == ("A 23", "A 24")
    (back,) = tripped("taken-back")
    assert target(back).vouchers == ("A 24", "A 23")


def test_a_month_is_opened_from_its_first_to_its_last_day() -> None:
    (missing,) = tripped("recurring-missing")
    opened = target(missing)
    assert (opened.account, opened.first, opened.last) == ("5010", date(THIS, 8, 1), date(THIS, 8, 31))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("voucher-vat", "difference"),
        ("unusual-amount", "amount"),
        ("suspense-account", "balance"),
        ("voucher-numbers", None),
    ],
)
def test_a_finding_comes_to_its_difference_its_amount_or_what_is_told_first(kind: str, told: str | None) -> None:
    finding, *_ = tripped(kind)
    assert amount(finding) == (finding.facts[told] if told else None)
