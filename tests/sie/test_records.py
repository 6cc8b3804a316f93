"""Every other record of SIE 4C."""

from datetime import date
from decimal import Decimal

import pytest

from lib.sie import read
from tests.sie.written import bytes_of, file_of, found


def test_the_header_holds_what_the_file_says_of_itself() -> None:
    file = read(
        bytes_of(
            "#FLAGGA 1",
            '#PROGRAM "Fortnox" 3.60.16',
            "#FORMAT PC8",
            "#GEN 20250131 Åsa",
            "#SIETYP 4",
            '#PROSA "Exporterad för bokslut"',
            "#FTYP AB",
            r'#FNR "C:\SPCS\Företag"',
            "#ORGNR 556677-8899",
            "#BKOD 62010",
            '#ADRESS "Åsa Öberg" "Ågatan 1" "582 22 Linköping" "013-00"',
            '#FNAMN "Storgrossisten AB"',
            "#TAXAR 2026",
            "#OMFATTN 20251231",
            "#KPTYP EUBAS97",
            "#VALUTA EUR",
        ),
        name="a.se",
    )
    assert file.header.row(0, named=True) == {
        "flag": "1",
        "program": "Fortnox",
        "program_version": "3.60.16",
        "format": "PC8",
        "generated": date(2025, 1, 31),
        "generated_by": "Åsa",
        "comment": "Exporterad för bokslut",
        "company_type": "AB",
        "company_id": r"C:\SPCS\Företag",
        "org_number": "556677-8899",
        "industry": "62010",
        "contact": "Åsa Öberg",
        "street": "Ågatan 1",
        "postal_address": "582 22 Linköping",
        "phone": "013-00",
        "company_name": "Storgrossisten AB",
        "tax_year": "2026",
        "balances_through": date(2025, 12, 31),
        "chart_type": "EUBAS97",
        "currency": "EUR",
    }


@pytest.mark.parametrize("line", ["#ORGNR ", '#ORGNR ""', "#FLAGGA 0"])
def test_what_the_header_does_not_state_is_null(line: str) -> None:
    assert file_of(line).head("org_number") is None


def test_years_are_broken_and_long() -> None:
    file = file_of("#RAR -1 20230701 20241231")
    assert file.years.rows() == [
        (0, date(2025, 1, 1), date(2025, 12, 31)),
        (-1, date(2023, 7, 1), date(2024, 12, 31)),
    ]


def test_an_account_holds_what_all_its_records_say() -> None:
    file = file_of(
        '#KONTO "0351" "Byggnad på ofri grund"', "#SRU 0351 7214", "#SRU 0351 7215", "#KTYP 0351 T", "#ENHET 0351 st"
    )
    assert file.accounts.rows()[-1] == ("0351", "Byggnad på ofri grund", "T", "st", ["7214", "7215"])
    assert file.accounts.rows()[0] == ("1930", "Bank", None, "", [])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('#KONTO 1288 "F"rskott till Lind" Park"', 'F"rskott till Lind" Park'),
        ('#KONTO 1288 "Fordringar hos leverant"r"', 'Fordringar hos leverant"r'),
        ("#KONTO 1288", ""),
        ("#KONTO\t1288\t'Bank'", "'Bank'"),
    ],
)
def test_names_with_quotes_that_are_not_escaped_are_whole(line: str, name: str) -> None:
    assert file_of(line).accounts["name"].to_list()[-1] == name


def test_dimensions_and_objects_are_read() -> None:
    file = file_of(
        '#DIM 6 "Projekt"', '#UNDERDIM 21 "Delprojekt" 6', '#OBJEKT 6 "P 1" "Hus \\"A\\""', '#OBJEKT 1 SÄLJ "Sälj"'
    )
    assert file.dimensions.rows() == [(6, "Projekt", None), (21, "Delprojekt", 6)]
    assert file.objects.rows() == [(6, "P 1", 'Hus "A"'), (1, "SÄLJ", "Sälj")]


def test_balances_are_read_with_and_without_objects() -> None:
    file = file_of("#IB 0 1930 100.00 0", '#OUB -1 1930 {6 "P1"} -5.5 2', "#UB 0 1930 7", "#RES 0 3010 -1.05")
    assert file.balances.drop("line").rows() == [
        ("IB", 0, "1930", None, 10000, Decimal(0)),
        ("OUB", -1, "1930", 0, -550, Decimal(2)),
        ("UB", 0, "1930", None, 700, None),
        ("RES", 0, "3010", None, -105, None),
    ]


def test_period_balances_and_budgets_are_read_by_month() -> None:
    file = file_of("#PSALDO 0 202501 3010 {} -5 0", '#PBUDGET 0 202512 3010 {1 "0"} -208000.00')
    assert file.period_balances.drop("line").rows() == [
        ("PSALDO", 0, date(2025, 1, 1), "3010", None, -500, Decimal(0)),
        ("PBUDGET", 0, date(2025, 12, 1), "3010", 0, -20800000, None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "#KONTO",
        "#IB 0 1930",
        "#IB noll 1930 5",
        "#PSALDO 0 202513 3010 {} 5",
        "#OBJEKT 6",
        "#RAR 0",
        "utan etikett",
        "#",
    ],
)
def test_a_line_that_lacks_what_it_must_have_is_told_and_left_out(line: str) -> None:
    file = file_of(line)
    (told,) = found(file, "unreadable-line")
    assert (told.facts["text"], told.location and told.location.line) == (line, 6)
    assert len(file.balances) + len(file.period_balances) + len(file.objects) == 0


def test_unknown_labels_are_told_once_each_with_their_number_of_lines() -> None:
    file = file_of("#MOMSKOD 10", "#MVAL x", "#MOMSKOD 11", "#momskod 12")
    told = [(finding.facts["label"], finding.facts["rows"]) for finding in found(file, "unknown-label")]
    assert told == [("#MOMSKOD", 3), ("#MVAL", 1)]


@pytest.mark.parametrize(
    ("lines", "name", "kind"),
    [
        (["#SIETYP 1", "#RAR 0 20250101 20251231"], "a.se", "1"),
        (["#RAR 0 20250101 20251231"], "a.se", "1"),
        (["#SIETYP 2"], "a.se", "2"),
        (['#SIETYP "3"'], "a.se", "3"),
        (["#SIETYP 4", "#RAR 0 20250101 20251231"], "a.se", "4E"),
        (["#SIETYP 4", "#IB 0 1930 5"], None, "4E"),
        (["#SIETYP 4", "#VER A 1 20250115"], "a.se", "4I"),
        (["#SIETYP 4", "#RAR 0 20250101 20251231"], "A.SI", "4I"),
        (["#VER A 1 20250115"], None, "4I"),
    ],
)
def test_the_type_is_stated_or_seen(lines: list[str], name: str | None, kind: str) -> None:
    assert read(bytes_of("#FLAGGA 0", *lines), name=name).sie_type == kind


def test_each_line_keeps_its_number() -> None:
    file = read(b"\r\n\r\n#FLAGGA 0\r\n\r\n#VER A 1 20250115\r\n\r\n{\r\n#TRANS 1930 {} 1\r\n}\r\n")
    assert (file.vouchers["line"].to_list(), file.transactions["line"].to_list()) == ([5], [8])
