"""Texts with facts set in, in both languages."""

from datetime import UTC, date, datetime

import pytest

from lib.core.languages import Language, iso_day, long_day, moment, month_name, tenths, translate

BLANK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "facts", "written"),
    [
        ("{x:kr}", {"x": -123_450}, f"−1{BLANK}234,50"),
        ("{x:count}", {"x": 1350853}, f"1{BLANK}350{BLANK}853"),
        ("{x:count|row|rows}", {"x": 0}, "0 rows"),
        ("{x:count|row|rows}", {"x": 1}, "1 row"),
        ("{x:count|row|rows}", {"x": 1000}, f"1{BLANK}000 rows"),
        ("{x:count|row of {y:kr}|rows}", {"x": 1, "y": 5_00}, "1 row of 5,00"),
        ("{x:noun|is {y:kr}|are}", {"x": 1, "y": 5_00}, "is 5,00"),
        ("{x:noun|is {y:kr}|are}", {"x": 2, "y": 5_00}, "are"),
        ("{x:MB}", {"x": 1_048_576}, f"1,0{BLANK}MB"),
        ("{x:date}", {"x": "2026-01-31"}, "2026-01-31"),
        ("{x}", {"x": "A 17"}, "A 17"),
        ("{x}", {"x": None}, ""),
        ("{x:text}", {"x": "no translation of this"}, "no translation of this"),
    ],
)
def test_a_facts_place_names_its_form(text: str, facts: dict[str, str | int | None], written: str) -> None:
    assert translate(text, "en", **facts) == written


def test_a_text_without_facts_keeps_its_braces() -> None:
    assert translate("a {brace}", "en") == "a {brace}"


def test_facts_may_be_called_what_the_arguments_are_called() -> None:
    assert translate("{text} {language}", "en", text="a", language="b") == "a b"


def test_swedish_has_its_own_words_and_nouns() -> None:
    text = "Account {account} is used on {rows:count|row|rows} but is not in the file's chart of accounts."
    assert translate(text, "sv", account="6570", rows=1).startswith("Konto 6570 används på 1 rad men")
    assert translate(text, "sv", account="6570", rows=2).startswith("Konto 6570 används på 2 rader men")


def test_a_fact_that_is_a_text_of_ours_is_translated_too() -> None:
    told = translate("The check “{crashed:text}” could not be completed.", "sv", crashed="Vouchers balance")
    assert told == "Kontrollen ”Verifikationerna balanserar” kunde inte slutföras."


def test_a_fact_with_braces_is_taken_as_it_stands() -> None:
    assert translate("“{text}”", "en", text="#TRANS 1930 {} {x!r}") == "“#TRANS 1930 {} {x!r}”"


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [("sv", "31 januari 2026", "januari 2026"), ("en", "31 January 2026", "January 2026")],
)
def test_days_and_months_are_named_in_the_readers_language(language: Language, day: str, month: str) -> None:
    last = date(2026, 1, 31)
    assert (long_day(last, language), month_name(last, language)) == (day, month)
    assert iso_day(last) == iso_day("2026-01-31") == "2026-01-31"


@pytest.mark.parametrize(("language", "told"), [("sv", "1,5"), ("en", "1.5")])
def test_a_number_with_a_decimal_has_the_point_of_the_readers_language(language: Language, told: str) -> None:
    assert tenths(1.49, language) == told


def test_several_texts_of_ours_in_one_fact_are_translated_each() -> None:
    told = translate("The check “{crashed:text}” could not be completed.", "sv", crashed="Vouchers balance\nUp to date")
    assert told == "Kontrollen ”Verifikationerna balanserar, Aktuell” kunde inte slutföras."


def test_a_moment_is_told_in_its_own_time_zone() -> None:
    assert moment(datetime(2026, 1, 31, 14, 5, tzinfo=UTC), "sv").endswith("14:05")
