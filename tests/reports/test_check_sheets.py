"""The results of the checks taken out to Excel: every check, every finding, and what was said of each."""

from datetime import UTC, datetime

from lib.checks.analysis import targets
from lib.checks.analysis.registry import Choice, Outcome, run_analysis
from lib.closing import results
from lib.core.languages import LANGUAGES
from lib.reports.check_sheets import Line, Said, sheets
from tests.checks.analysis.test_analysis_goldens import tripped_case

CHECK = "suspense-account"
SAID = Said("Rut", datetime(2026, 3, 1, 12, 30, tzinfo=UTC), "Utredd")


def line(kind: str, *, said: Said | None = None, name: str = "") -> Line:
    outcome: Outcome = run_analysis(tripped_case(kind), [Choice(CHECK, CHECK)])[0]
    found = [(finding, said) for finding in outcome.result.findings]
    return Line("T6", name, outcome, results.outlook(outcome), results.counts(outcome), found)


def test_each_finding_stands_with_its_amount_and_sentence_in_the_readers_language() -> None:
    found = line(CHECK)
    (finding, _said), *_ = found.findings
    for language, words in zip(LANGUAGES, (("varning", "Öppen"), ("warning", "Open")), strict=True):
        (row, *_) = sheets([found], language)[1].frame.to_dicts()
        assert (row["account"], row["amount"]) == (finding.account, targets.amount(finding))
        assert (row["weight"], row["state"]) == words
        assert finding.account in row["sentence"]
        assert row["advice"]


def test_a_mark_stands_with_who_set_it_when_and_why() -> None:
    (row, *_) = sheets([line(CHECK, said=SAID)], "sv")[1].frame.to_dicts()
    assert (row["state"], row["who"], row["at"], row["comment"]) == (
        "Klarmarkerad",
        "Rut",
        "1 mars 2026 12:30",
        "Utredd",
    )


def test_a_check_that_found_nothing_has_a_line_too_and_no_finding() -> None:
    clean = line("voucher-numbers")
    checks, found = sheets([clean], "sv")
    assert (checks.frame["state"][0], checks.frame["open"][0], found.frame.height) == ("● Inget hittat", 0, 0)
    assert found.frame["amount"].dtype == checks.frame["open"].dtype


def test_a_check_of_the_clients_own_has_its_own_name() -> None:
    assert sheets([line(CHECK, name="Våra obs-konton")], "sv")[0].frame["title"].to_list() == ["Våra obs-konton"]
