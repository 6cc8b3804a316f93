"""What people type as a limit of a check: read safely, and written back the Swedish way."""

import re

import pytest

from lib.checks.analysis.registry import RULES
from lib.checks.analysis.thresholds import AT_MOST, Threshold, Unit, Value, among, fits, read, written

EVERY = [(name, threshold) for name, rule in RULES.items() for threshold in rule.thresholds]


def of(unit: Unit, default: Value = 0) -> Threshold:
    return Threshold("limit", default, unit, "")


@pytest.mark.parametrize(("name", "threshold"), EVERY, ids=[f"{name}-{one.name}" for name, one in EVERY])
def test_every_default_is_read_back_as_it_is_written(name: str, threshold: Threshold) -> None:
    assert fits(threshold, threshold.default), name
    again = read(threshold, written(threshold, threshold.default))
    assert written(threshold, again) == written(threshold, again)
    assert again == threshold.default


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        (Unit.ORE, "1 000,50", 1_000_50),
        (Unit.ORE, "1\N{NO-BREAK SPACE}000", 1_000_00),
        (Unit.HUNDREDTHS, "3,5", 350),
        (Unit.HUNDREDTHS, "3.50", 350),
        (Unit.COUNT, " 12 ", 12),
        (Unit.PERCENT, "80", 80),
        (Unit.ACCOUNTS, "2999,1790 \N{EN DASH} 1799;  0351", "2999, 1790-1799, 0351"),
        (Unit.ACCOUNTS, "1910..1999", "1910-1999"),
        (Unit.ACCOUNTS, "", ""),
        (Unit.WORDS, " obs ,, felkonto", "obs, felkonto"),
    ],
)
def test_a_limit_is_read_as_people_write_it(unit: Unit, text: str, value: Value) -> None:
    assert read(of(unit), text) == value


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        (Unit.ORE, "tusen"),
        (Unit.ORE, "-5"),
        (Unit.ORE, "9" * 20),
        (Unit.COUNT, "2,5"),
        (Unit.COUNT, ""),
        (Unit.DAYS, "\N{MINUS SIGN}1"),
        (Unit.ACCOUNTS, "1999-1910"),
        (Unit.ACCOUNTS, "19-1999"),
        (Unit.ACCOUNTS, "1910-"),
        (Unit.ACCOUNTS, "konto 1910!"),
    ],
)
def test_what_is_no_limit_is_refused(unit: Unit, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read(of(unit), text)


def test_amounts_are_written_as_kronor_and_shares_with_a_comma() -> None:
    assert written(of(Unit.ORE), 1_000_50) == "1\N{NO-BREAK SPACE}000,50"
    assert written(of(Unit.HUNDREDTHS), 350) == "3,50"


@pytest.mark.parametrize("value", ["12", 1.5, True, None, -1, AT_MOST + 1])
def test_a_figure_that_no_check_can_go_by_does_not_fit(value: object) -> None:
    assert not fits(of(Unit.DAYS), value)


@pytest.mark.parametrize("value", [12, None, "1999-1910", "1910, " * 1_000])
def test_accounts_that_no_check_can_go_by_do_not_fit(value: object) -> None:
    assert not fits(of(Unit.ACCOUNTS), value)


def test_accounts_as_they_are_read_are_found_again() -> None:
    spans = str(read(of(Unit.ACCOUNTS), "1790\N{EN DASH}1799")).split(", ")
    assert among("1795", spans)
    assert not among("1800", spans)
