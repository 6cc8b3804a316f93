"""What an own check is made of looks for nothing until its limits are set, and says so."""

import pytest

from lib.checks.analysis.registry import Choice, run_analysis
from lib.core.findings import Status
from tests.checks.analysis.ledgers import sound


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({}, "no accounts are chosen"),
        ({"accounts": "6110"}, "neither an upper nor a lower limit is set"),
    ],
)
def test_amounts_without_limits_are_not_called_sound(limits: dict[str, int | str], reason: str) -> None:
    outcome, _crashed = run_analysis(sound().case(), [Choice("own", "amount-limits", limits)])
    assert (outcome.result.status, outcome.result.reason) == (Status.NOT_RUN, reason)
