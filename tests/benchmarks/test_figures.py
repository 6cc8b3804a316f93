"""The measuring itself: bars, scaling, memory of a fresh process."""

import pytest

from lib.core.money import MEBIBYTE
from tests.benchmarks.__main__ import line, main
from tests.benchmarks.figures import Figure, best, peak_memory

HELD = 200 * MEBIBYTE


def hold(size: int) -> int:
    return len(bytearray(size))


def test_a_figure_holds_up_to_its_bar_and_falls_short_above_it() -> None:
    assert Figure("read", 3.0, 3.0, "x floor").holds
    assert not Figure("read", 3.01, 3.0, "x floor").holds
    assert "FALLS SHORT" in line(Figure("read", 3.01, 3.0, "x floor"))


def test_only_bars_in_milliseconds_follow_the_machine() -> None:
    assert Figure("rerun", 400, 300, "ms").scaled(1.5).bar == 450
    assert Figure("read", 2, 3, "x floor").scaled(1.5).bar == 3


def test_peak_memory_is_that_of_the_work_in_a_process_of_its_own() -> None:
    ballast = bytearray(HELD)
    little = peak_memory("tests.benchmarks.test_figures:hold", 1)
    much = peak_memory("tests.benchmarks.test_figures:hold", len(ballast))
    assert 0.9 * HELD < much - little < 1.2 * HELD


def test_the_best_of_some_runs_is_a_time() -> None:
    assert 0 <= best(lambda: hold(1)) < 1


def test_an_unknown_name_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such"]) == 2
    assert "No benchmark no-such" in capsys.readouterr().out
