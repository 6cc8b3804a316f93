"""Each check's example file, and the words that people read about it: compared with texts looked at by eye."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.core.catalogue import CATALOGUE
from lib.core.findings import Finding
from lib.core.languages import LANGUAGES, Language

GOLDEN = Path(__file__).parent / "golden"
CASES = [(check, language) for check in CATALOGUE for language in LANGUAGES]


def rendered(findings: tuple[Finding, ...], language: Language) -> str:
    return "\n".join(line for finding in findings for line in _lines(finding, language)) + "\n"


def _lines(finding: Finding, language: Language) -> Iterator[str]:
    text = CATALOGUE[finding.check]
    yield f"{finding.location}: {finding.severity}: {finding.check}"
    yield f"   {text.say(finding, language)}"
    yield f"   → {text.advise(finding, language)}"


@pytest.mark.parametrize(("check", "language"), CASES)
def test_each_check_says_of_its_example_what_was_agreed(
    check: str,
    language: Language,
    example: Callable[[str], Path],
    found_in: Callable[[Path], tuple[Finding, ...]],
    request: pytest.FixtureRequest,
) -> None:
    if check == "check-crashed":
        request.getfixturevalue("broken_check")
    findings = found_in(example(check))
    assert check in {finding.check for finding in findings}
    golden = GOLDEN / f"{check}.{language}.txt"
    if request.config.getoption("--golden"):
        golden.write_text(rendered(findings, language), encoding="utf-8")
    assert golden.exists(), f"{golden.name} is not written: run pytest --golden and look at it"
    assert rendered(findings, language) == golden.read_text(encoding="utf-8")


def test_no_golden_text_is_left_of_a_check_that_is_gone() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{check}.{language}.txt" for check, language in CASES}


def test_an_example_without_a_fault_is_silent(
    example: Callable[[str], Path], found_in: Callable[[Path], tuple[Finding, ...]]
) -> None:
    assert found_in(example("check-crashed")) == ()
