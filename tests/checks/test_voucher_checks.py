"""Vouchers that balance, have rows, a number of their own, a day in the year, and accounts that are declared."""

from collections.abc import Callable

import pytest

from lib.checks.registry import LISTED_AT_MOST
from lib.core.findings import Status
from tests.checks.conftest import HEAD, Results, found

Run = Callable[..., Results]


def voucher(name: str, day: str = "20260131", *, credit: str = "-100") -> str:
    return f"#VER {name} {day}\n{{\n#TRANS 5010 {{}} 100\n#TRANS 1930 {{}} {credit}\n}}\n"


def test_a_voucher_one_ore_off_does_not_balance(results_of: Run) -> None:
    (finding,) = found(results_of(voucher("A 1", credit="-99.99")), "unbalanced-voucher")
    assert (finding.voucher, finding.facts["difference"]) == ("A 1", 1)


def test_all_findings_are_counted_though_only_the_first_are_kept(results_of: Run) -> None:
    many = LISTED_AT_MOST + 50
    result = results_of("".join(voucher(f"A {n}", credit="-1") for n in range(1, many + 1)))["unbalanced-voucher"]
    assert (result.total, len(result.findings)) == (many, LISTED_AT_MOST)
    assert [finding.voucher for finding in result.findings[:2]] == ["A 1", "A 2"]


def test_the_same_number_in_two_series_is_no_duplicate(results_of: Run) -> None:
    assert results_of(voucher("A 1") + voucher("B 1"))["duplicate-voucher-number"].status is Status.CLEAN


def test_a_number_used_three_times_is_one_finding(results_of: Run) -> None:
    (finding,) = found(results_of(voucher("A 1") * 3), "duplicate-voucher-number")
    assert (finding.voucher, finding.facts["vouchers"]) == ("A 1", 3)


def test_duplicates_are_told_in_the_order_of_the_file(results_of: Run) -> None:
    findings = found(results_of(voucher("B 1") * 2 + voucher("A 1") * 2), "duplicate-voucher-number")
    assert [finding.voucher for finding in findings] == ["B 1", "A 1"]


def test_a_series_may_be_interrupted_by_another_without_falling(results_of: Run) -> None:
    text = voucher("A 8") + voucher("B 1") + voucher("A 9") + voucher("B 2") + voucher("A 10")
    assert results_of(text)["falling-voucher-number"].status is Status.CLEAN


def test_a_number_that_falls_within_its_series_is_told_with_the_one_before(results_of: Run) -> None:
    (finding,) = found(results_of(voucher("A 2") + voucher("B 7") + voucher("A 1")), "falling-voucher-number")
    assert (finding.voucher, finding.facts["previous"]) == ("A 1", "A 2")


def test_numbers_that_are_no_figures_do_not_fall(results_of: Run) -> None:
    text = voucher("A 2") + voucher("A X1") + voucher("A 3")
    assert results_of(text)["falling-voucher-number"].status is Status.CLEAN


def test_numbers_given_here_are_not_said_to_fall(results_of: Run) -> None:
    text = voucher('"" ""', "20260301") + voucher('"" ""', "20260201")
    results = results_of(text, name="prov.si")
    assert results["missing-series"].total == 1
    assert results["falling-voucher-number"].status is Status.CLEAN


def test_a_voucher_with_nothing_between_its_braces_is_kept_and_told(results_of: Run) -> None:
    (finding,) = found(results_of(voucher("A 1") + "#VER A 2 20260131\n{\n}\n"), "empty-voucher")
    assert finding.voucher == "A 2"


@pytest.mark.parametrize("day", ["20260101", "20261231"])
def test_the_first_and_the_last_day_are_in_the_year(day: str, results_of: Run) -> None:
    assert results_of(voucher("A 1", day))["date-outside-year"].status is Status.CLEAN


@pytest.mark.parametrize("day", ["20251231", "20270101"])
def test_the_days_around_the_year_are_outside_it(day: str, results_of: Run) -> None:
    (finding,) = found(results_of(voucher("A 1", day) + voucher("A 2")), "date-outside-year")
    assert (finding.voucher, str(finding.facts["date"]).replace("-", "")) == ("A 1", day)


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        ("20250101", "20260630", Status.CLEAN),
        ("20250101", "20260701", Status.FOUND),
        ("20250115", "20260714", Status.CLEAN),
        ("20250115", "20260731", Status.FOUND),
        ("20240831", "20260227", Status.CLEAN),
        ("20240831", "20260228", Status.FOUND),
    ],
)
def test_a_year_may_be_18_months_to_the_day(start: str, end: str, status: Status, results_of: Run) -> None:
    head = f"#FLAGGA 0\n#SIETYP 4\n#ORGNR 555555-5555\n#RAR 0 {start} {end}\n#IB 0 1930 0\n"
    assert results_of(voucher("A 1"), head=head)["year-too-long"].status is status


@pytest.mark.parametrize("year", ["", "#RAR 0 20261231 20260101\n", "#RAR -1 20250101 20251231\n"])
def test_a_file_without_a_usable_year_of_its_own_is_refused(year: str, results_of: Run) -> None:
    results = results_of("#IB 0 1930 5\n" + voucher("A 1"), head="#FLAGGA 0\n#SIETYP 4\n" + year)
    assert results["no-financial-year"].status is Status.FOUND
    assert results["unbalanced-voucher"].reason == "the file names no financial year"


def test_an_account_without_a_name_is_told_with_its_rows_and_its_first_line(results_of: Run) -> None:
    chart = "#KONTO 1930 Bank\n"
    (finding,) = found(results_of(chart + voucher("A 1") + voucher("A 2")), "undeclared-account")
    first = HEAD.count("\n") + len(["#KONTO", "#VER", "{", "#TRANS 5010"])
    assert (finding.account, finding.facts["rows"]) == ("5010", 2)
    assert finding.location is not None
    assert finding.location.line == first


def test_an_account_that_only_a_balance_names_is_told_too(results_of: Run) -> None:
    text = "#KONTO 1930 Bank\n#KONTO 5010 Hyra\n#UB 0 2440 -5\n#UB 0 2441 0\n" + voucher("A 1")
    assert [finding.account for finding in found(results_of(text), "undeclared-account")] == ["2440"]


def test_many_undeclared_accounts_are_each_told_by_their_own_name(results_of: Run) -> None:
    rows = "".join(f"#TRANS {account} {{}} 1\n#TRANS 1930 {{}} -1\n" for account in range(4000, 4100))
    text = f"#KONTO 1930 Bank\n#VER A 1 20260131\n{{\n{rows}}}\n"
    accounts = [finding.account for finding in found(results_of(text), "undeclared-account")]
    assert accounts == [str(account) for account in range(4000, 4100)]


def test_a_file_without_a_chart_is_not_said_to_lack_accounts(results_of: Run) -> None:
    result = results_of(voucher("A 1"), name="prov.si")["undeclared-account"]
    assert (result.status, result.reason) == (Status.NOT_RUN, "the file has no chart of accounts")
