"""Marks on findings: what is done is grey, what is new is red, and both survive being kept."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checks.analysis.registry import Choice, Outcome
from lib.closing.results import Counts, Outlook, as_json, by_account, counts, from_json, open_findings, outlook
from lib.core.findings import CheckResult, Finding, Severity, Status

CHOICE = Choice("gaps", "gaps", {"amount": 10**12})
ACCOUNTS = st.sampled_from([None, "1510", "1930"])


def finding(account: str | None = None) -> Finding:
    return Finding("gaps", Severity.WARNING, {"missing": 3, "text": "Å"}, None, account, "A 17")


def outcome(*accounts: str | None, total: int | None = None) -> Outcome:
    findings = tuple(finding(account) for account in accounts)
    count = len(findings) if total is None else total
    result = CheckResult("gaps", Status.FOUND if count else Status.CLEAN, findings, count)
    return Outcome(CHOICE, result, tuple(f"f{number}" for number in range(len(findings))))


def test_a_check_is_done_when_all_that_it_found_is_marked() -> None:
    found = outcome("1930", None)
    assert outlook(found) is Outlook.FOUND
    assert outlook(found, {("gaps", "f0")}) is Outlook.FOUND
    assert outlook(found, {("gaps", "f0"), ("gaps", "f1")}) is Outlook.DONE


def test_a_mark_on_another_checks_finding_is_not_this_ones() -> None:
    assert outlook(outcome("1930"), {("other", "f0")}) is Outlook.FOUND


def test_what_is_not_listed_waits_too() -> None:
    found = outcome("1930", total=700)
    assert outlook(found, {("gaps", "f0")}) is Outlook.FOUND
    assert counts(found, {("gaps", "f0")}) == Counts(0, 1, 699)


def test_a_clean_check_and_one_that_could_not_run_stay_so() -> None:
    assert outlook(outcome()) is Outlook.CLEAN
    not_run = Outcome(CHOICE, CheckResult("gaps", Status.NOT_RUN, reason="no previous year"))
    assert outlook(not_run, {("gaps", "f0")}) is Outlook.NOT_RUN


def test_open_findings_stand_beside_their_accounts() -> None:
    both = [outcome("1930", "1510", None), outcome("1930")]
    assert by_account(both) == {"1930": 2, "1510": 1}
    assert by_account(both, {("gaps", "f0")}) == {"1510": 1}


@settings(deadline=None)
@given(st.lists(ACCOUNTS, max_size=5), st.sets(st.integers(0, 5)))
def test_what_was_kept_says_the_same(accounts: list[str | None], marked: set[int]) -> None:
    found = outcome(*accounts)
    kept = from_json(json.loads(json.dumps(as_json([found]))))
    marks = {("gaps", f"f{number}") for number in marked}
    assert kept == (found,)
    assert outlook(kept[0], marks) is outlook(found, marks)
    assert len(list(open_findings(found, marks))) + counts(found, marks).marked == len(accounts)
