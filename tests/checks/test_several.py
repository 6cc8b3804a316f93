"""The checks on several files of one import are told as one run, and nothing unchecked is called clean."""

from lib.checks.several import IN_PART, merged
from lib.core.findings import CheckResult, Finding, Location, Severity, Status


def found(check: str, file: str, total: int = 1) -> CheckResult:
    finding = Finding(check, Severity.WARNING, location=Location(file, 7))
    return CheckResult(check, Status.FOUND, (finding,), total)


def test_what_was_found_in_each_file_stands_under_one_check_with_its_file() -> None:
    (result,) = merged([[found("a", "2025.se", 3)], [found("a", "2024.se", 2)]])
    assert (result.status, result.total) == (Status.FOUND, 5)
    assert [str(one.location) for one in result.findings] == ["2025.se:7", "2024.se:7"]


def test_a_check_that_is_clean_in_every_file_is_clean() -> None:
    clean = CheckResult("a", Status.CLEAN)
    assert merged([[clean], [clean]]) == (clean,)


def test_a_check_that_could_not_be_run_on_one_file_is_not_clean() -> None:
    unrun = CheckResult("a", Status.NOT_RUN, reason="no vouchers")
    (result,) = merged([[CheckResult("a", Status.CLEAN)], [unrun]])
    assert (result.status, result.reason) == (Status.NOT_RUN, IN_PART)


def test_a_check_that_could_not_be_run_on_any_file_says_why() -> None:
    unrun = CheckResult("a", Status.NOT_RUN, reason="no vouchers")
    assert merged([[unrun], [unrun]]) == (unrun,)


def test_a_check_that_found_something_in_one_file_was_found() -> None:
    unrun = CheckResult("a", Status.NOT_RUN, reason="no vouchers")
    assert merged([[unrun], [found("a", "2024.se")]])[0].status is Status.FOUND


def test_the_results_of_one_file_are_left_as_they_are() -> None:
    results = (found("a", "x.se"), CheckResult("b", Status.CLEAN))
    assert merged([results]) == results
