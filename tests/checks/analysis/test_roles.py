"""What accounts are used as: by number, by name, by what the client says."""

import pytest

from lib.checks.analysis.roles import ROLES, Why, explained, roles_of
from lib.checks.analysis.thresholds import among
from lib.core.languages import translate
from tests.checks.analysis.ledgers import NAMES


def test_numbers_of_the_bas_chart_tell_the_roles() -> None:
    roles = roles_of(NAMES.items())
    assert roles["receivables"] == {"1510"}
    assert roles["vat-25"] == {"2611"}
    assert roles["wages"] == {"7210"}
    assert roles["sales-12"] == set()


def test_names_are_asked_where_no_number_tells() -> None:
    roles = roles_of([("1580", "Skattekontot"), ("3041", "Försäljning tjänster 25 % moms"), ("1930", "Företagskonto")])
    assert roles["tax-account"] == {"1580"}
    assert roles["sales-25"] == {"3041"}


def test_names_are_not_asked_where_a_number_tells() -> None:
    assert roles_of([("1630", "Skattekonto"), ("1631", "Skattekonto, gammalt")])["tax-account"] == {"1630"}
    assert roles_of([("3001", "Försäljning"), ("3041", "Försäljning 25 % moms")])["sales-25"] == {"3001"}


def test_the_client_has_the_last_word() -> None:
    roles = roles_of(NAMES.items(), {"3001": "sales-free", "1910": ""})
    assert roles["sales-25"] == set()
    assert roles["sales-free"] == {"3001"}
    assert roles["cash"] == set()


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(KeyError, match="no-such"):
        roles_of(NAMES.items(), {"3001": "no-such"})


def test_every_role_has_a_swedish_name() -> None:
    assert all(translate(role.title, "sv") != role.title or role.title == "Bank" for role in ROLES)


def test_no_number_has_two_roles() -> None:
    every = [str(number) for number in range(1000, 9000)]
    twice = {number for number in every if sum(among(number, role.numbers) for role in ROLES) > 1}
    assert twice == set()


def test_each_account_tells_its_role_and_what_told_it() -> None:
    chart = [("1630", "Avräkning"), ("1935", "Sparkonto bank"), ("3041", "Försäljning 25 %"), ("4010", "Inköp")]
    told = explained(chart, {"4010": "", "6999": "cash"})
    assert told == {
        "1630": ("tax-account", Why.NUMBER),
        "1935": ("bank", Why.NUMBER),
        "3041": ("sales-25", Why.NAME),
        "4010": ("", Why.STATED),
        "6999": ("cash", Why.STATED),
    }


def test_an_account_that_nothing_tells_of_has_no_role() -> None:
    assert explained([("5010", "Lokalhyra")]) == {"5010": ("", None)}
