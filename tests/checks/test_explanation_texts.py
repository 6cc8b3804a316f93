"""What the difference explainer says: one example of each kind, compared with texts looked at by eye."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from string import Formatter

import pytest

from lib.checks.causes import Cause
from lib.checks.explainer import LISTED_AT_MOST, explain
from lib.checks.remarks import remarks
from lib.core.explanations import EXPLANATIONS
from lib.core.findings import Finding
from lib.core.languages import LANGUAGES, Language, catalogue
from lib.core.periods import calendar_year
from lib.fortnox.frames import Ledger
from lib.ledger import YearBooks
from lib.ledger.control_accounts import control
from lib.ledger.open_items import laid_against
from lib.ledger.sides import Side
from tests.ledger.ledgers_by_hand import DAY, invoice, ledger, payment, received, sold, year_of
from tests.ledger.sie_texts import voucher

FOLDER = Path(__file__).parent
END, APRIL, MAY = date(2025, 12, 31), date(2025, 4, 10), date(2025, 5, 10)
SALE = sold("B 1", DAY, 100_00)
SOLD = ledger([invoice("101", 100_00, ver="B 1")])
PAID = ledger([invoice("101", 100_00, ver="B 1")], [payment("1", "101", 100_00, APRIL)])
EMPTIED = '#VER C 1 20250410 ""\n{\n#BTRANS 1510 {} -100.00\n#TRANS 1930 {} 100.00\n#TRANS 3001 {} -100.00\n}\n'
MIGRATED = ledger([invoice("m1", 60_00, date(2024, 11, 2)), invoice("m2", 40_00, date(2024, 12, 2))])
UNBOOKED = ledger(
    [invoice("101", 100_00, ver="B 1", balance=25_00), invoice("102", 7_00, booked=False)],
    [payment("1", "101", 30_00, APRIL), payment("2", "101", 3_00, APRIL, booked=False)],
)
OPENED = {"1510": 70_00, "1518": 30_00, "2010": -100_00}
MANY = "".join(received(f"A {number}", APRIL, number * 100) for number in range(1, LISTED_AT_MOST + 4))

Example = tuple[Ledger, Iterable[YearBooks], date, bool]


def _examples() -> Iterator[Example]:
    yield SOLD, [year_of(SALE + received("A 9", APRIL, 40_00))], END, False
    yield SOLD, [year_of(SALE + received("A 9", APRIL, 40_00) + received("A 10", MAY, 5_00))], END, False
    yield PAID, [year_of(SALE + EMPTIED)], END, False
    yield SOLD, [year_of(SALE + received("C 9", APRIL, 40_00))], END, False
    yield ledger([invoice("101", 100_00, ver="B 1", cancelled=True)]), [year_of(SALE)], END, False
    yield SOLD, [year_of(sold("B 1", DAY, 120_00))], END, False
    yield SOLD, [year_of("")], END, False
    yield PAID, [year_of(sold("B 1", MAY, 100_00) + received("C 1", APRIL, 100_00))], APRIL, False
    unpaid = ledger([invoice("101", 100_00, booked=False)], [payment("1", "101", 100_00, APRIL)])
    yield unpaid, [year_of(received("C 1", APRIL, 100_00))], END, False
    yield PAID, [year_of(SALE + received("C 1", APRIL + timedelta(3), 100_00))], APRIL, False
    yield PAID, [year_of(SALE + voucher("A 5", APRIL, [("1930", 100_00), ("3001", -100_00)], "Insatt"))], END, False
    yield PAID, [year_of(SALE + received("C 1", APRIL, 90_00))], END, False
    later = year_of("", {"1510": 70_00, "2010": -70_00}, calendar_year(2026))
    yield SOLD, [year_of(SALE), later], date(2026, 1, 31), False
    yield MIGRATED, [year_of("", OPENED)], END, False
    yield MIGRATED, [year_of(received("A 9", APRIL, 40_00), OPENED)], END, False
    yield MIGRATED, [year_of("", {"1510": 70_00, "2010": -70_00})], END, False
    yield MIGRATED, [year_of("", {"1510": 100_00, "1518": 9_00, "2010": -109_00})], END, False
    yield ledger([]), [year_of("", {"1510": 5_00, "2010": -5_00})], END, False
    yield SOLD, [year_of("")], END, True
    yield SOLD, [year_of(SALE + MANY)], END, False
    yield SOLD, [year_of(sold("B 1", DAY, 100_00, share=30_00))], END, False
    yield UNBOOKED, [year_of(SALE + received("C 1", APRIL, 30_00))], END, False


def _found(example: Example) -> Iterator[tuple[Finding, int]]:
    of, books, day, cash = example
    accounts = control(books, Side.RECEIVABLES)
    laid = laid_against(of, accounts, cash=cash)
    explained = explain(laid, accounts, day)
    causes: tuple[Cause, ...] = (*explained.began, *explained.causes, *explained.hints)
    yield from ((cause.finding, cause.amount) for cause in causes)
    yield from ((finding, 0) for finding in remarks(laid, accounts, day, explained))


FOUND = [found for example in _examples() for found in _found(example)]


def rendered(language: Language) -> str:
    """The first example of each kind, in the order of the table."""
    lines = []
    for kind, text in EXPLANATIONS.items():
        finding, amount = next(found for found in FOUND if found[0].check == kind)
        lines += [
            f"{kind}: {finding.severity}: {amount}",
            f"   # {catalogue(language).get(text.title, text.title)}",
            f"   {text.say(finding, language)}",
            f"   → {text.advise(finding, language)}",
        ]
    return "\n".join(lines) + "\n"


def test_there_is_an_example_of_each_kind() -> None:
    assert {finding.check for finding, _ in FOUND} == EXPLANATIONS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_says_of_its_example_what_was_agreed(language: Language, request: pytest.FixtureRequest) -> None:
    golden = FOLDER / f"explanations.{language}.txt"
    if request.config.getoption("--golden"):
        golden.write_text(rendered(language), encoding="utf-8")
    assert golden.exists(), f"{golden.name} is not written: run pytest --golden and look at it"
    assert rendered(language) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", EXPLANATIONS)
def test_what_is_said_is_one_sentence_and_a_next_step(kind: str) -> None:
    text = EXPLANATIONS[kind]
    assert text.title[0].isupper()
    assert not text.title.endswith(".")
    assert text.sentence.endswith(".")
    assert text.remedy.endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_are_told_apart_by_their_titles(language: Language) -> None:
    titles = {catalogue(language).get(text.title, text.title) for text in EXPLANATIONS.values()}
    assert len(titles) == len(EXPLANATIONS)


@pytest.mark.parametrize("kind", EXPLANATIONS)
def test_every_fact_that_is_named_is_known(kind: str) -> None:
    finding = next(finding for finding, _ in FOUND if finding.check == kind)
    text = EXPLANATIONS[kind]
    named = {name for part in (text.sentence, text.remedy) for _, name, _, _ in Formatter().parse(part) if name}
    assert {name for name in named if finding.known.get(name) is None} == set()
