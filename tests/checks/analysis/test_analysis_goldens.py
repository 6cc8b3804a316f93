"""Each check on books made to trip it and on books made to come near, and the words that people read about it."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from lib.checks.analysis.case import Case
from lib.checks.analysis.registry import CRASHED, RULES, TEXTS, Choice, every, run_analysis, templates, text_of
from lib.core.findings import CheckResult, Finding, Status
from lib.core.languages import LANGUAGES, Language, translate
from tests.checks.analysis.ledgers import sound
from tests.checks.analysis.trips import LIMITS, NEAR, NEAR_LIMITS, TRIPS

GOLDEN = Path(__file__).parent / "golden"
HELP = Path(__file__).parents[3] / "dashboard" / "help"
SHOWN = 3
NOT_ON_SOUND_BOOKS = {"round-amounts", "sample"}
"""Off by default, and meant to find something in any books."""


def rule_of(kind: str) -> str:
    name = kind.partition(":")[0]
    return name if name in RULES else "books-hold"


@cache
def tripped_case(kind: str) -> Case:
    books = sound()
    TRIPS[kind](books)
    return books.case()


@cache
def tripped(kind: str) -> tuple[Finding, ...]:
    outcome, crashed = run_analysis(tripped_case(kind), [Choice(rule_of(kind), rule_of(kind), LIMITS.get(kind, {}))])
    assert crashed.result.status is Status.CLEAN
    return outcome.result.findings


def kinds_of(rule: str) -> list[str]:
    return [kind for kind in TRIPS if rule_of(kind) == rule]


def rendered(kind: str, findings: Sequence[Finding], language: Language) -> Iterator[str]:
    own = [one for one in findings if one.check == kind]
    for one in own[:SHOWN]:
        yield f"{kind}: {one.severity}"
        yield f"   {text_of(kind).say(one, language)}"
        yield f"   → {text_of(kind).advise(one, language)}"
    if len(own) > SHOWN:
        yield f"   ({len(own)})"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_each_check_says_of_its_examples_what_was_agreed(
    rule: str, language: Language, request: pytest.FixtureRequest
) -> None:
    lines = [line for kind in kinds_of(rule) for line in rendered(kind, tripped(kind), language)]
    said = "\n".join(lines) + "\n"
    golden = GOLDEN / f"{rule}.{language}.txt"
    if request.config.getoption("--golden"):
        golden.write_text(said, encoding="utf-8")
    assert golden.exists(), f"{golden.name} is not written: run pytest --golden and look at it"
    assert said == golden.read_text(encoding="utf-8")


def test_no_golden_text_is_left_of_a_check_that_is_gone() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{rule}.{own}.txt" for rule in RULES for own in LANGUAGES}


@pytest.mark.parametrize("kind", TRIPS)
def test_each_kind_of_finding_is_made_of_its_example(kind: str) -> None:
    assert kind in {one.check for one in tripped(kind)}


def test_every_kind_of_finding_has_an_example() -> None:
    assert set(TEXTS) - {CRASHED} <= set(TRIPS)


@pytest.mark.parametrize("rule", RULES)
def test_each_check_is_silent_on_books_that_come_near(rule: str) -> None:
    books = sound()
    NEAR[rule](books)
    outcome = run_analysis(books.case(), [Choice(rule, rule, NEAR_LIMITS.get(rule, {}))])[0]
    assert outcome.result == CheckResult(rule, Status.CLEAN)


@pytest.mark.parametrize("ledgers", [False, True])
def test_sound_books_are_found_nothing_of(ledgers: bool) -> None:
    books = sound()
    books.ledgers = ledgers
    found = {one.result.check for one in run_analysis(books.case(), every()) if one.result.status is Status.FOUND}
    assert found == NOT_ON_SOUND_BOOKS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_each_check_is_explained_in_the_help_under_its_title(rule: str, language: Language) -> None:
    help_text = (HELP / f"analysis.{language}.md").read_text(encoding="utf-8")
    assert f"## {translate(RULES[rule].text.title, language)}\n\n`{RULES[rule].code}` · `{rule}`" in help_text


def test_the_help_has_a_heading_for_each_check_and_no_other() -> None:
    for language in LANGUAGES:
        help_text = (HELP / f"analysis.{language}.md").read_text(encoding="utf-8")
        headings = [line[3:] for line in help_text.splitlines() if line.startswith("## ")]
        assert headings == [translate(RULES[one.rule].text.title, language) for one in (*every(), *templates())]
