"""Rates hold on their days, and each tells where it was read."""

from datetime import date, timedelta

import pytest

from lib.core.languages import translate
from lib.core.rates import RATE_NAMES, RATES, RateKind, rate


@pytest.mark.parametrize(
    ("kind", "day", "value"),
    [
        (RateKind.VAT, date(2026, 1, 1), 2500),
        (RateKind.VAT_FOOD, date(2026, 3, 31), 1200),
        (RateKind.VAT_FOOD, date(2026, 4, 1), 600),
        (RateKind.VAT_FOOD, date(2027, 12, 31), 600),
        (RateKind.VAT_FOOD, date(2028, 1, 1), 1200),
        (RateKind.YOUNG_FEES, date(2026, 4, 1), 2081),
        (RateKind.YOUNG_FEES, date(2026, 3, 31), None),
        (RateKind.ACCRUAL_LIMIT, date(2025, 12, 31), 5_000_00),
        (RateKind.ACCRUAL_LIMIT, date(2026, 1, 1), 7_000_00),
        (RateKind.BASE_AMOUNT, date(2025, 6, 1), 58_800_00),
        (RateKind.BASE_AMOUNT, date(2031, 6, 1), None),
    ],
)
def test_a_rate_holds_on_its_days(kind: RateKind, day: date, value: int | None) -> None:
    assert rate(kind, day) == value


@pytest.mark.parametrize("kind", RateKind)
def test_no_two_values_of_a_kind_hold_on_one_day(kind: RateKind) -> None:
    entries = [entry for entry in RATES if entry.kind is kind]
    assert entries
    for day in {edge for entry in entries for edge in (entry.start, entry.end) if edge}:
        for near in (day - timedelta(days=1), day, day + timedelta(days=1)):
            assert sum(entry.holds(near) for entry in entries) <= 1


def test_every_rate_tells_its_source() -> None:
    assert all(entry.source for entry in RATES)


def test_what_nobody_has_read_tells_how_it_is_reckoned() -> None:
    unread = [entry for entry in RATES if not entry.read]
    assert [entry.kind for entry in unread] == [RateKind.YOUNG_FEES]
    assert all("½" in entry.source for entry in unread)


@pytest.mark.parametrize("kind", RateKind)
def test_every_kind_has_a_swedish_name(kind: RateKind) -> None:
    assert translate(RATE_NAMES[kind], "sv") != RATE_NAMES[kind]


def test_the_young_pay_the_pension_fee_and_half_of_the_rest() -> None:
    day = date(2026, 6, 1)
    full, pension = rate(RateKind.EMPLOYER_FEES, day), rate(RateKind.PENSION_FEE, day)
    assert full is not None
    assert pension is not None
    assert rate(RateKind.YOUNG_FEES, day) == pension + (full - pension) // 2
