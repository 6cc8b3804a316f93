"""Where each example has its fault, told by what stands in the file and not by what the check answers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lib.core.findings import Finding, Severity
from lib.core.money import MEBIBYTE
from tests.checks.conftest import line_of

AT_LINE = {
    "broken-sie-5": "Hyra febr",
    "checksum-damaged": "#KSUMMA 1234567890",
    "closing-differs": "#UB 0 1930",
    "corrected-voucher": "<CorrectedBy ",
    "damaged-characters": "#KONTO 1930",
    "date-outside-year": '#VER "A" "3"',
    "empty-voucher": '#VER "A" "4"',
    "falling-voucher-number": '#VER "A" "2"',
    "mixed-encoding": "#KONTO 1930",
    "odd-amount": "-5000,00",
    "parts-skipped": '<CustomerInvoice id="1"',
    "signature-unverified": "<Signature ",
    "result-differs": "#RES 0 5010",
    "row-outside-voucher": "#TRANS 1930 {} 250.00",
    "unbalanced-voucher": '#VER "A" "2"',
    "undeclared-account": "#TRANS 6570",
    "unknown-label": "#MOMSKOD 2611",
    "unreadable-amount": "{} NaN",
    "unreadable-date": "20260230",
}
FACTS: dict[str, dict[str, object]] = {
    "closing-differs": {"opening": 50_000_00, "movement": 7_500_00, "closing": 57_250_00, "difference": 250_00},
    "result-differs": {"movement": 4_000_00, "closing": 4_100_00, "difference": 100_00},
    "unbalanced-voucher": {"debit": 5_000_00, "credit": 4_990_00, "difference": 10_00},
    "opening-not-zero": {"difference": 5_000_00},
    "year-too-long": {"start": "2025-06-01", "end": "2026-12-31", "months": 19},
    "date-outside-year": {"date": "2027-01-05", "start": "2026-01-01", "end": "2026-12-31"},
    "duplicate-voucher-number": {"vouchers": 2},
    "falling-voucher-number": {"previous": "A 3"},
    "undeclared-account": {"rows": 1},
    "missing-series": {"vouchers": 2, "series": "A", "first": "1", "last": "2"},
    "year-assumed": {"start": "2026-01-01", "end": "2026-12-31"},
    "objects-skipped": {"objects": 501, "limit": 500},
    "too-large": {"size": 101 * MEBIBYTE, "limit": 100 * MEBIBYTE},
    "foreign-currency": {"currency": "EUR"},
    "odd-amount": {"amount": -5_000_00},
    "damaged-characters": {"rows": 5},
    "mixed-encoding": {"rows": 1, "encoding": "cp437", "repaired": "cp1252"},
    "org-number-invalid": {"found": "555555-5556"},
    "own-year-unmarked": {"start": "2026-01-01", "end": "2026-12-31"},
    "stated-encoding": {"stated": "utf-8", "encoding": "cp1252"},
    "parts-skipped": {"part": "customer invoices", "rows": 2},
    "corrected-voucher": {"correction": "A 2"},
}
NAMED = {
    "closing-differs": "1930",
    "result-differs": "5010",
    "undeclared-account": "6570",
    "row-outside-voucher": "1930",
    "unbalanced-voucher": "A 2",
    "duplicate-voucher-number": "A 2",
    "falling-voucher-number": "A 2",
    "date-outside-year": "A 3",
    "empty-voucher": "A 4",
    "corrected-voucher": "A 1",
}
REFUSED = {
    "not-sie",
    "empty-file",
    "broken-sie-5",
    "nothing-to-import",
    "too-large",
    "cut-off-checksum",
    "no-financial-year",
    "other-company",
}
ERRORS = {"org-number-missing", "org-number-invalid", "unbalanced-voucher", "closing-differs", "checksum-damaged"}

OneFound = Callable[[str], Finding]


@pytest.fixture
def one(example: Callable[[str], Path], found_in: Callable[[Path], tuple[Finding, ...]]) -> OneFound:
    """The one finding of a check in its own example."""

    def find(check: str) -> Finding:
        (finding,) = [finding for finding in found_in(example(check)) if finding.check == check]
        return finding

    return find


@pytest.mark.parametrize("check", AT_LINE)
def test_the_fault_is_told_at_its_line(check: str, example: Callable[[str], Path], one: OneFound) -> None:
    location = one(check).location
    assert location is not None
    assert location.line == line_of(example(check), AT_LINE[check])


@pytest.mark.parametrize("check", FACTS)
def test_the_figures_are_those_of_the_file(check: str, one: OneFound) -> None:
    facts = one(check).facts
    assert {name: facts[name] for name in FACTS[check]} == FACTS[check]


@pytest.mark.parametrize("check", NAMED)
def test_the_account_or_the_voucher_is_named(check: str, one: OneFound) -> None:
    finding = one(check)
    assert NAMED[check] in {finding.account, finding.voucher}


def test_the_second_voucher_with_a_number_is_told(example: Callable[[str], Path], one: OneFound) -> None:
    location = one("duplicate-voucher-number").location
    assert location is not None
    assert location.line == line_of(example("duplicate-voucher-number"), "Inbetalning")


@pytest.mark.parametrize("check", sorted(REFUSED | ERRORS))
def test_the_levels_are_those_that_were_agreed(check: str, one: OneFound) -> None:
    assert one(check).severity is (Severity.REFUSED if check in REFUSED else Severity.ERROR)
