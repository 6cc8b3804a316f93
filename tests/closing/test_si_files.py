"""Closing entries as an SI file: read back unchanged, by the rules that Fortnox adds to the format."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.entries import Draft, EntryRow
from lib.closing.file_entries import Company, FileEntry, plain, voucher_text
from lib.closing.si_files import si_file
from lib.ledger import Extent, books_of
from lib.sie import SieFile, read
from tests.ledger.sie_texts import YEAR, books, half_year
from tests.sie.test_writer import told

COMPANY = Company("Måla & Snickra AB", "556036-0793", "AB")
MADE = date(2026, 1, 15)
BOOKS = books('#DIM 1 "Kostnadsställe"\n#DIM 6 "Projekt"\n#OBJEKT 1 "BUT" "Butiken"\n#OBJEKT 6 "1001" "Bygget"\n')
OBJECTS = st.lists(st.sampled_from([("1", "BUT"), ("6", "1001"), ("6", "x y")]), unique=True, max_size=2).map(tuple)
MARKERS = st.integers(0, 2**64 - 1).map(lambda number: f"brygga:{number:016x}")
HYRA = Draft("Hyra", date(2025, 12, 31), (EntryRow("4010", 5_00, "Lokal"), EntryRow("2440", -5_00)))


@st.composite
def entries(draw: st.DrawFn) -> list[FileEntry]:
    found = []
    for marker in draw(st.lists(MARKERS, min_size=1, max_size=5, unique=True)):
        rows = draw(
            st.lists(
                st.builds(
                    EntryRow,
                    st.sampled_from(["1510", "1930", "2440", "0351"]),
                    st.integers(-(10**13), 10**13).filter(bool),
                    st.text(max_size=60),
                    OBJECTS,
                ),
                min_size=1,
                max_size=4,
            )
        )
        rest = EntryRow("2010", -sum(row.amount for row in rows))
        draft = Draft(draw(st.text(max_size=80)), draw(st.dates(YEAR.start, YEAR.end)), (*rows, rest))
        found.append(FileEntry(draft, marker, draw(st.sampled_from(["", "V", "S", "Bokslut 1"]))))
    return found


def written(given_: list[FileEntry]) -> SieFile:
    made = si_file(COMPANY, BOOKS, given_, MADE)
    return read(made.content, name=made.name)


def lines(*drafts: Draft, company: Company = COMPANY) -> list[str]:
    listed = [FileEntry(draft, f"brygga:{place:016x}", "V") for place, draft in enumerate(drafts)]
    return si_file(company, BOOKS, listed, MADE).content.decode("cp437").split("\r\n")


def rows_told(file: SieFile) -> list[dict[str, Any]]:
    return [
        {name: row[name] for name in ("voucher", "account", "amount", "objects")} for row in told(file, "transactions")
    ]


@settings(max_examples=60, deadline=None)
@given(entries())
def test_our_reader_finds_what_the_entries_book(given_: list[FileEntry]) -> None:
    file = written(given_)
    assert (file.findings, file.sie_type) == ((), "4I")
    assert file.vouchers.select("series", "number", "date").rows() == [
        (one.series, "", one.draft.day) for one in given_
    ]
    assert [text.endswith(one.marker) for text, one in zip(file.vouchers["text"], given_, strict=True)] == [True] * len(
        given_
    )
    assert rows_told(file) == [
        {
            "voucher": place,
            "account": row.account,
            "amount": row.amount,
            "objects": [(int(dimension), code) for dimension, code in row.objects],
        }
        for place, one in enumerate(given_)
        for row in one.draft.rows
    ]


@settings(max_examples=60, deadline=None)
@given(entries())
def test_no_text_breaks_fortnoxs_rules(given_: list[FileEntry]) -> None:
    file = written(given_)
    texts = [*file.vouchers["text"], *file.transactions["text"]]
    assert [text for text in texts if len(text) > 50 or '"' in text or "\\" in text or "://" in text] == []
    assert [text for text in texts if re.search(r"[<>|~\[\]]", text)] == []


def test_the_file_becomes_loose_vouchers_of_the_year_that_balance() -> None:
    (found,), findings = books_of(written([FileEntry(HYRA, "brygga:00", "V")]))
    assert (found.year, found.extent, findings[0].check) == (YEAR, Extent.PART, "missing-series")
    assert found.vouchers.select("series", "number", "difference").rows() == [("V", "1", 0)]


def test_a_broken_year_is_named() -> None:
    year = books("", years="#RAR 0 20250701 20260630\n")
    made = si_file(COMPANY, year, [FileEntry(HYRA, "brygga:00")], MADE)
    assert made.name == "Måla & Snickra AB 2025-2026.si"
    assert books_of(read(made.content, name=made.name))[0][0].year == half_year(2025)


def test_type_flag_format_and_organisation_number_stand_without_quotes() -> None:
    assert {"#FLAGGA 0", "#SIETYP 4", "#FORMAT PC8", "#ORGNR 556036-0793"} <= set(lines(HYRA))


def test_every_date_is_eight_figures() -> None:
    dated = [line for line in lines(HYRA) if line.startswith(("#VER", "#TRANS", "#GEN", "#RAR"))]
    assert dated == [
        "#GEN 20260115",
        "#RAR 0 20250101 20251231",
        '#VER V "" 20251231 "Hyra brygga:0000000000000000"',
        '#TRANS 4010 {} 5.00 20251231 "Lokal"',
        "#TRANS 2440 {} -5.00 20251231",
    ]


def test_there_are_no_balances() -> None:
    assert [line for line in lines(HYRA) if line.startswith(("#IB", "#UB", "#RES", "#PSALDO"))] == []


def test_the_chart_has_the_accounts_that_are_booked_and_no_others() -> None:
    chart = [line for line in lines(HYRA) if line.startswith("#KONTO")]
    assert chart == ['#KONTO 2440 "Leverantörsskulder"', '#KONTO 4010 "Inköp"']


def test_a_long_name_is_told_whole_where_a_row_has_no_text() -> None:
    name = "Periodisering av försäkringspremien"
    found = written([FileEntry(Draft(name, HYRA.day, HYRA.rows), "brygga:0123456789abcdef")])
    assert found.vouchers["text"].to_list() == ["Periodisering av försäkrin brygga:0123456789abcdef"]
    assert found.transactions["text"].to_list() == ["Lokal", name]


def test_the_same_entries_give_the_same_bytes() -> None:
    assert lines(HYRA, HYRA) == lines(HYRA, HYRA)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('Avser "Kajen"', "Avser 'Kajen'"),
        ("Hyra \N{EN DASH} mars", "Hyra - mars"),
        ("rad\nbruten\ttext", "rad bruten text"),
        ("a<b>|c~d", "a b c d"),
        ("https://a.se", "https: //a.se"),
        ("A\\B", "A/B"),
        ("x" * 60, "x" * 50),
    ],
)
def test_letters_that_fortnox_does_not_take_are_replaced(text: str, taken: str) -> None:
    assert plain(text) == taken


def test_an_entry_without_a_name_is_known_by_its_marker_alone() -> None:
    assert voucher_text(Draft("", HYRA.day, ()), "brygga:00") == "brygga:00"


@pytest.mark.parametrize("name", ["A/B: C?", "Bryggan AB"])
def test_the_files_name_is_safe_on_every_computer(name: str) -> None:
    made = si_file(Company(name), BOOKS, [], MADE)
    assert re.fullmatch(r"[^/\\:*?<>|]+ 2025\.si", made.name)
