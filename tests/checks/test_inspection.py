"""A file looked at by itself: the facts and findings that `brygga inspect` and `brygga check` print."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.checks.inspection import SHOWN_AT_MOST, inspect

FIELDS = [
    "file",
    "encoding",
    "sie_type",
    "program",
    "program_version",
    "org_number",
    "company_name",
    "financial_years",
    "accounts",
    "vouchers",
    "transactions",
    "debit_ore",
    "credit_ore",
    "added_rows",
    "struck_rows",
    "checksum",
    "findings",
]
Example = Callable[[str], Path]


def test_a_sound_file_is_told_by_its_facts(example: Example) -> None:
    path = example("check-crashed")
    told = inspect(path, language="en").as_json()
    assert list(told) == FIELDS
    assert told == {
        "file": str(path),
        "encoding": "cp437",
        "sie_type": "4E",
        "program": "Fortnox",
        "program_version": "3.60.16",
        "org_number": "555555-5555",
        "company_name": "Bryggstugan på Ön AB",
        "financial_years": [
            {"index": 0, "start": "2026-01-01", "end": "2026-12-31"},
            {"index": -1, "start": "2025-01-01", "end": "2025-12-31"},
        ],
        "accounts": 8,
        "vouchers": 3,
        "transactions": 8,
        "debit_ore": 12_500_00 + 4_000_00 + 1_000_00 + 12_500_00,
        "credit_ore": 10_000_00 + 2_500_00 + 5_000_00 + 12_500_00,
        "added_rows": 0,
        "struck_rows": 0,
        "checksum": "absent",
        "findings": [],
    }


def test_struck_rows_are_counted_but_are_no_transactions(example: Example) -> None:
    told = inspect(example("empty-voucher")).as_json()
    assert (told["transactions"], told["struck_rows"], told["vouchers"]) == (8, 2, 4)


def test_a_finding_has_its_place_its_words_and_the_next_step(example: Example) -> None:
    told = inspect(example("unbalanced-voucher"), language="en").as_json()
    assert told["findings"] == [
        {
            "check": "unbalanced-voucher",
            "severity": "error",
            "message": (
                "Voucher A 2 does not balance: debit 5\N{NO-BREAK SPACE}000,00 "
                "and credit 4\N{NO-BREAK SPACE}990,00 differ by 10,00."
            ),
            "line": 37,
            "account": None,
            "voucher": "A 2",
            "remedy": "Open the voucher in the bookkeeping program, correct it and export again.",
        }
    ]


@pytest.mark.parametrize("check", ["not-sie", "empty-file", "broken-sie-5", "too-large"])
def test_a_refused_file_has_no_facts_but_its_finding(check: str, example: Example) -> None:
    inspection = inspect(example(check))
    told = inspection.as_json()
    assert list(told) == FIELDS
    assert all(told[field] is None for field in FIELDS[1:-1])
    assert [finding.check for finding in inspection.findings] == [check]
    assert inspection.has_errors


@pytest.mark.parametrize(
    ("check", "wrong"), [("unbalanced-voucher", True), ("opening-differs", False), ("empty-voucher", False)]
)
def test_only_errors_and_refusals_count_as_errors(check: str, wrong: bool, example: Example) -> None:
    assert inspect(example(check)).has_errors is wrong


def test_the_facts_are_plain_json(example: Example) -> None:
    told = inspect(example("undeclared-account")).as_json()
    assert json.loads(json.dumps(told)) == told


def test_people_read_the_place_the_line_itself_and_the_next_step(example: Example) -> None:
    path = example("closing-differs")
    text = inspect(path, language="en").as_text()
    assert f"{path}:23: error: Account 1930:" in text
    assert "\n   | #UB 0 1930 57250.00\n" in text
    assert "\n   → Export the whole financial year" in text
    assert text.endswith("0 refused, 1 error, 0 warnings, 0 notes")


def test_people_read_swedish_by_default_and_what_was_not_run(example: Example) -> None:
    text = inspect(example("closing-differs")).as_text()
    assert "fel: Konto 1930: ingående balans" in text
    assert "ej körda (filen saknar kontrollsumma): Kontrollsumman stämmer" in text
    assert text.endswith("0 avvisningar, 1 fel, 0 varningar, 0 noteringar")


def test_a_refused_file_is_told_to_people_in_one_sentence(example: Example) -> None:
    text = inspect(example("empty-file"), language="en").as_text()
    assert "empty-file.se is empty." in text
    assert text.endswith("1 refused, 0 errors, 0 warnings, 0 notes")


def test_of_many_findings_of_one_kind_the_first_are_printed_and_the_rest_counted(tmp_path: Path) -> None:
    path = tmp_path / "many.se"
    rows = "".join(f"#VER A {n} 20260131\r\n{{\r\n#TRANS 1930 {{}} 1\r\n}}\r\n" for n in range(1, SHOWN_AT_MOST + 6))
    path.write_text(f"#FLAGGA 0\r\n#SIETYP 4\r\n#RAR 0 20260101 20261231\r\n#IB 0 1930 0\r\n{rows}", newline="")
    text = inspect(path, language="en").as_text()
    assert text.count("does not balance") == SHOWN_AT_MOST
    assert "and 5 more of the same kind" in text


def test_the_vendors_sie_files_balance_and_agree(vendor_folder: Path) -> None:
    for path in sorted(vendor_folder.iterdir()):
        if path.suffix.lower() not in {".se", ".si"}:
            continue
        told = inspect(path).as_json()
        found = {finding.check for finding in inspect(path).findings}
        assert told["debit_ore"] == told["credit_ore"], path.name
        assert not found & {"unbalanced-voucher", "closing-differs", "result-differs", "date-outside-year"}, path.name
