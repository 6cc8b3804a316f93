"""What `brygga check --analysis` prints, and its exit code."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from lib.checks.analysis.printed import Analysed, analyse
from lib.checks.analysis.registry import run_analysis
from tests.checks.analysis.ledgers import LAST, THIS, TODAY, Written, sound
from tests.checks.analysis.trips import TRIPS


def written(folder: Path, books: Written) -> list[Path]:
    paths = [folder / f"kajen-{year}.se" for year in (LAST, THIS)]
    for path, year in zip(paths, (LAST, THIS), strict=True):
        path.write_bytes(books.text(year).encode("cp437"))
    return paths


def test_the_files_of_one_company_are_each_others_years(tmp_path: Path) -> None:
    books = sound()
    TRIPS["recurring-missing"](books)
    this = next(one for one in analyse(written(tmp_path, books)[::-1], TODAY) if str(THIS) in one.source.name)
    assert isinstance(this, Analysed)
    by_hand = run_analysis(books.case(client=type(books.client)()))
    assert [one.result for one in this.outcomes] == [one.result for one in by_hand]
    assert [one.fingerprints for one in this.outcomes] == [one.fingerprints for one in by_hand]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_found_clean_and_not_run_are_told_apart(language: str, tmp_path: Path) -> None:
    books = sound()
    TRIPS["suspense-account"](books)
    printed = CliRunner().invoke(
        main, ["check", "--analysis", "--language", language, *map(str, written(tmp_path, books))]
    )
    assert printed.exit_code == 0
    said = {
        "sv": ["Konto 2999 OBS-konto står på −700,00", "utan anmärkning: ", "ej körda (", "1 kontroll hittade något"],
        "en": ["Account 2999 OBS-konto stands at −700,00", "clean: ", "not run (", "1 check found something"],
    }
    assert all(text in printed.output for text in said[language])


def test_an_error_gives_exit_code_1(tmp_path: Path) -> None:
    books = sound()
    TRIPS["unbalanced-voucher"](books)
    assert CliRunner().invoke(main, ["check", "--analysis", *map(str, written(tmp_path, books))]).exit_code == 1


def test_a_file_that_is_no_sie_is_refused_as_by_check(tmp_path: Path) -> None:
    path = tmp_path / "brev.txt"
    path.write_text("Hej")
    plain, analysis = (CliRunner().invoke(main, ["check", *flag, str(path)]) for flag in ([], ["--analysis"]))
    assert analysis.output == plain.output
    assert analysis.exit_code == plain.exit_code == 1


def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["check", "--analysis", str(tmp_path / "borta.se")])
    assert told.exit_code == 1
    assert "borta.se" in told.output
