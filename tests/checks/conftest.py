"""What the tests of checks share: books from a few written lines, and the example file of each check."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lib.checks.registry import ClientFacts, Intake, run_intake
from lib.core.catalogue import CATALOGUE
from lib.core.errors import FileRefused
from lib.core.findings import CheckResult, Finding, Status
from lib.core.money import MEBIBYTE
from lib.core.periods import FinancialYear, calendar_year
from lib.ledger.intake import books_of
from lib.ledger.trial_balances import read_trial_balance
from lib.sie import read

EXAMPLES = Path(__file__).parent.parent / "data"
OWNER = ClientFacts("Bryggstugan på Ön AB", "555555-5555")
YEAR = FinancialYear(date(2026, 1, 1), date(2026, 12, 31))
SPREADSHEETS = {".csv", ".xlsx"}

Findings = tuple[Finding, ...]
Results = dict[str, CheckResult]
HEAD = """\
#FLAGGA 0
#SIETYP 4
#ORGNR 555555-5555
#RAR 0 20260101 20261231
#RAR -1 20250101 20251231
"""


@pytest.fixture
def results_of() -> Callable[..., Results]:
    """All results, by check, of a SIE file given as text below a usual head."""

    def run(
        text: str,
        *,
        head: str = HEAD,
        name: str = "prov.se",
        client: ClientFacts | None = OWNER,
        previous: pl.DataFrame | None = None,
    ) -> Results:
        sie = read((head + text).encode("cp437"), name=name)
        books, findings = books_of(sie)
        intake = Intake(sie, books, (*sie.findings, *findings), client, previous)
        return {result.check: result for result in run_intake(intake)}

    return run


@pytest.fixture
def example(tmp_path: Path) -> Callable[[str], Path]:
    """The example file of a check; those of hostile size are made when asked for."""

    def path_of(check: str) -> Path:
        if check == "too-large":
            return _made(tmp_path / "too-large.se", _too_large)
        if check == "objects-skipped":
            return _made(tmp_path / "objects-skipped.se", _many_objects)
        found = [path for path in EXAMPLES.iterdir() if path.stem == check]
        assert len(found) == 1, f"tests/data holds {len(found)} examples of {check}"
        return found[0]

    return path_of


@pytest.fixture
def found_in() -> Callable[[Path], Findings]:
    """All findings of a file that is brought to its owner, a refusal being one too."""

    def findings(path: Path) -> Findings:
        try:
            results = run_intake(_intake(path))
        except FileRefused as refusal:
            return (refusal.finding,)
        assert {result.check for result in results} <= set(CATALOGUE)
        return tuple(finding for result in results for finding in result.findings)

    return findings


@pytest.fixture
def broken_check(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a check that crashes."""
    from lib.checks import registry

    def crash(_intake: Intake) -> registry.Found:
        raise ZeroDivisionError

    name = "closing-differs"
    monkeypatch.setitem(registry.CHECKS, name, replace(registry.CHECKS[name], find=crash))
    return name


def found(results: Results, check: str) -> Findings:
    """The findings of one check that was run."""
    assert results[check].status is not Status.NOT_RUN, results[check].reason
    return results[check].findings


def line_of(path: Path, text: str) -> int:
    """The number of the one line in a file that holds `text`."""
    lines = path.read_bytes().decode("cp437").split("\r\n")
    numbers = [number for number, line in enumerate(lines, 1) if text in line]
    assert len(numbers) == 1, f"{text} stands on lines {numbers} of {path.name}"
    return numbers[0]


def _intake(path: Path) -> Intake:
    if path.suffix in SPREADSHEETS:
        books, findings = read_trial_balance(path.read_bytes(), path.name, calendar_year(2026))
        return Intake(None, [books], findings, OWNER)
    sie = read(path)
    years, made = books_of(sie)
    return Intake(sie, years, (*sie.findings, *made), OWNER)


def _made(path: Path, make: Callable[[Path], None]) -> Path:
    make(path)
    return path


def _too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(101 * MEBIBYTE)


def _many_objects(path: Path) -> None:
    plain = (EXAMPLES / "check-crashed.se").read_bytes()
    objects = b'#DIM 6 "Projekt"\r\n' + b"".join(b'#OBJEKT 6 "%d" "Projekt %d"\r\n' % (n, n) for n in range(501))
    path.write_bytes(plain.replace(b"#IB 0 1930", objects + b"#IB 0 1930"))
