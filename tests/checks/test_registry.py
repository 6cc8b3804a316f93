"""The run of all checks: order, what was not run, and checks that crash."""

from collections.abc import Callable
from pathlib import Path

import pytest

import lib.checks  # the checks register themselves
from lib.checks.registry import CHECKS, CRASHED, Found, Intake, check, run_intake
from lib.core.catalogue import CATALOGUE, finding
from lib.core.findings import Status
from lib.core.languages import LANGUAGES, translate
from lib.ledger.intake import books_of
from lib.sie import read
from tests.checks.conftest import Results

Run = Callable[..., Results]


def test_every_check_of_the_catalogue_has_a_function() -> None:
    assert lib.checks.__doc__
    assert set(CHECKS) == set(CATALOGUE) - {CRASHED}


def test_results_come_in_the_catalogues_order_and_each_once(results_of: Run) -> None:
    order = [name for name in CATALOGUE if name == CRASHED or CHECKS[name].of != "balances"]
    assert list(results_of("#IB 0 1930 0\n")) == order


def test_a_check_outside_the_catalogue_cannot_be_registered() -> None:
    with pytest.raises(KeyError, match="no-such-check"):
        check("no-such-check")


def test_a_check_that_crashes_hides_nothing_of_what_the_others_found(broken_check: str, results_of: Run) -> None:
    results = results_of("#IB 0 1930 5\n#UB 0 1930 6\n#VER A 1 20260131\n{\n#TRANS 1930 {} 1\n}\n")
    (crashed,) = results[CRASHED].findings
    assert crashed.facts["crashed"] == CATALOGUE[broken_check].title
    assert results[broken_check].status is Status.NOT_RUN
    assert results[broken_check].reason == "the check could not be completed"
    assert results["unbalanced-voucher"].status is Status.FOUND
    assert results["opening-not-zero"].status is Status.FOUND


def test_a_crash_is_logged_without_the_words_of_the_books(
    results_of: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from dataclasses import replace

    def crash(_intake: Intake) -> Found:
        msg = "Åkessons hemliga verifikation"
        raise ValueError(msg)

    monkeypatch.setitem(CHECKS, "empty-voucher", replace(CHECKS["empty-voucher"], find=crash))
    results_of("#VER A 1 20260131\n{\n}\n")
    logged = "".join(capsys.readouterr())
    assert "empty-voucher" in logged
    assert "ValueError" in logged
    assert "Åkesson" not in logged


def test_every_reason_for_not_running_a_check_is_said_in_swedish() -> None:
    sie = read(b"#FLAGGA 0\r\n#SIETYP 4\r\n#VER A 1\r\n", name="prov.si")
    bare = Intake(sie, books_of(sie)[0])
    reasons = {result.reason for result in run_intake(bare) if result.status is Status.NOT_RUN}
    assert reasons
    assert all(translate(reason, "sv") != reason for reason in reasons)


def test_what_a_reader_found_is_told_under_the_checks_own_name() -> None:
    sie = read(b"#FLAGGA 0\r\n#SIETYP 4\r\n#IB 0 1930 0\r\n#RAR 0 20260101 20261231\r\n", name="prov.se")
    made = finding("cut-off", location=None)
    results = {result.check: result for result in run_intake(Intake(sie, books_of(sie)[0], (made,)))}
    assert results["cut-off"].findings == (made,)
    assert results["damaged-characters"].status is Status.CLEAN


def test_each_check_is_explained_in_the_help_under_its_title() -> None:
    folder = Path(__file__).parents[2] / "dashboard" / "help"
    for language in LANGUAGES:
        help_text = (folder / f"checks.{language}.md").read_text(encoding="utf-8")
        for name, text in CATALOGUE.items():
            assert f"## {translate(text.title, language)}\n\n`{name}` · " in help_text, (name, language)
