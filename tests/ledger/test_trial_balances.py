"""Trial balances from spreadsheets, and balances typed by hand."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.catalogue import CATALOGUE
from lib.core.errors import FileRefused
from lib.core.findings import Finding, Severity
from lib.core.money import sek
from lib.ledger import Extent
from lib.ledger.balances import trial_balance
from lib.ledger.sheets import LIMIT_BYTES
from lib.ledger.trial_balances import read_trial_balance, read_typed_balances, typed_balances
from tests.ledger.sie_texts import YEAR

FORTNOX = """Balansrapport
Bolaget AB;556677-8899

Konto;Benämning;Ing balans;Ing saldo;Period;Utg balans
;Tillgångar;;;;
1930;Företagskonto;1 000,50;1 200,00;800,00;2\N{NO-BREAK SPACE}000,50
;Summa tillgångar;1 000,50;1 200,00;800,00;2 000,50
2010;Eget kapital;-1 000,50;-1 000,50;0,00;\N{MINUS SIGN}1 000,50
3001;Försäljning;0,00;-200,00;-800,00;-1 000,00
"""
READ = [("1930", 100_050, 200_050), ("2010", -100_050, -100_050), ("3001", 0, -100_000)]


def _read(text: str, encoding: str = "utf-8") -> tuple[list[tuple[str, int, int]], list[Finding]]:
    books, findings = read_trial_balance(text.encode(encoding), "saldo.csv", YEAR)
    return books.balances.rows(), findings


def _refused(source: bytes) -> Finding:
    with pytest.raises(FileRefused) as refused:
        read_trial_balance(source, "saldo.csv", YEAR)
    assert refused.value.finding.severity is Severity.REFUSED
    return refused.value.finding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_report_with_titles_above_and_sums_within_is_read(encoding: str) -> None:
    assert _read(FORTNOX, encoding)[0] == READ


def test_windows_characters_are_read() -> None:
    source = FORTNOX.replace("\N{MINUS SIGN}", "-").encode("cp1252")
    books, _ = read_trial_balance(source, "saldo.csv", YEAR)
    assert books.balances.rows() == READ
    assert books.accounts.select("account", "name", "type").rows()[2] == ("3001", "Försäljning", "I")


def test_the_books_hold_balances_of_the_year_that_was_asked_for() -> None:
    books, _ = read_trial_balance(FORTNOX.encode(), "saldo.csv", YEAR)
    assert (books.year, books.extent, books.vouchers.height) == (YEAR, Extent.BALANCES, 0)
    assert trial_balance(books).select("account", "opening", "closing").rows() == READ


def test_what_was_read_and_passed_over_is_said() -> None:
    _, (said,) = _read(FORTNOX)
    assert said.check == "balances-read"
    assert said.facts == {"accounts": 3, "opening": 0, "closing": 0, "passed": 2}
    assert "3 konton" in CATALOGUE["balances-read"].say(said, "sv")


def test_balances_that_do_not_sum_to_nought_are_a_warning() -> None:
    _, findings = _read("Konto;Saldo\n1930;100,00\n3001;-40,00\n")
    assert [(said.check, said.severity) for said in findings] == [
        ("closing-not-zero", Severity.WARNING),
        ("balances-read", Severity.NOTE),
    ]
    assert findings[0].facts == {"difference": 6_000}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Konto;Namn;IB;UB\n1930;B;1;2\n", (100, 200)),
        ("Account,Name,Opening balance,Closing balance\n1930,B,1.00,2.50\n", (100, 250)),
        ("Kontonr\tBenämning\tIng. balans\tUtg. balans\n1930\tB\t1\t2\n", (100, 200)),
        ("Konto;Benämning;Debet;Kredit\n1930;B;;7,5\n", (0, -750)),
        ("Konto;Benämning;Debet;Kredit\n1930;B;;-7,5\n", (0, -750)),
        ("Konto;Ing balans;Debet;Kredit\n1930;10;5;2\n", (1_000, 1_300)),
        ("Konto;Ing balans;Debet;Kredit;Utg balans\n1930;10;5;2;99\n", (1_000, 9_900)),
        ("Konto;Ing saldo;Period\n1930;10;-4\n", (1_000, 600)),
        ("KONTO ; BENÄMNING ; SALDO\n 1930 ; B ; 4,00 kr\n", (0, 400)),
        ("Konto;Saldo\n1930;5,00-\n", (0, -500)),
        ("Konto;Saldo\n1930 Bank;5\n", (0, 500)),
        ("Konto;Saldo\n1930;\n", (0, 0)),
    ],
)
def test_columns_are_found_by_their_headings(text: str, expected: tuple[int, int]) -> None:
    assert _read(text)[0] == [("1930", *expected)]


def test_a_number_and_name_in_one_cell_are_parted() -> None:
    books, _ = read_trial_balance(b"Konto;Saldo\n1930 Bank och Giro;5\n", "saldo.csv", YEAR)
    assert books.accounts["name"].to_list() == ["Bank och Giro"]


def _workbook(rows: list[list[object]], *, other_first: bool = False, top: int = 0) -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    if other_first:
        book.add_worksheet("Om").write_string(0, 0, "Utskrift")
    page = book.add_worksheet("Saldo")
    for number, row in enumerate(rows, top):
        page.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def test_an_excel_workbook_is_read_with_numbers_as_numbers() -> None:
    rows: list[list[object]] = [
        ["Saldobalans 2025"],
        [],
        ["Konto", "Benämning", "Ing balans", "Utg balans"],
        [1930, "Bank", 0.1 + 0.2, 1234567.89],
        ["", "Summa", 0.3, 1234567.89],
        ["2010", "Eget kapital", -0.3, -1234567.89],
    ]
    books, findings = read_trial_balance(_workbook(rows), "saldo.xlsx", YEAR)
    assert books.balances.rows() == [("1930", 30, 123_456_789), ("2010", -30, -123_456_789)]
    assert [said.check for said in findings] == ["balances-read"]


def test_the_table_may_stand_on_another_sheet() -> None:
    books, _ = read_trial_balance(_workbook([["Konto", "Saldo"], [1930, 5]], other_first=True), "s.xlsx", YEAR)
    assert books.balances.rows() == [("1930", 0, 500)]


def test_a_bad_row_in_a_workbook_is_named_as_excel_numbers_it() -> None:
    source = _workbook([["Konto", "Saldo"], [1930, 5], [1940, "fem"]], top=4)
    found = _refused(source)
    assert (found.check, found.location and found.location.line, found.facts["text"]) == (
        "unreadable-balance",
        7,
        "fem",
    )


def test_a_bad_amount_refuses_the_file_and_names_its_row() -> None:
    found = _refused(b"Titel\nKonto;Saldo\n1930;5\n1940;x5\n1950;y\n")
    assert found.location is not None
    assert (found.location.source, found.location.line) == ("saldo.csv", 4)
    assert found.facts == {"text": "x5", "wanted": "an amount", "rows": 2}
    assert CATALOGUE[found.check].say(found, "sv") == (
        "2 rader i saldo.csv kan inte läsas. Den första är rad 4, där ”x5” inte är ett belopp."
    )


@pytest.mark.parametrize("amount", ["1.234", "1,234", "1.234,50", "1,234.50", "1e9", "NaN", "=1+1", "--5"])
def test_an_amount_that_can_be_read_in_two_ways_is_not_guessed(amount: str) -> None:
    assert _refused(f'Konto;Saldo\n1930;"{amount}"\n'.encode()).facts["text"] == amount


def test_an_account_on_two_rows_is_refused() -> None:
    found = _refused(b"Konto;Saldo\n1930;5\n1940;5\n1930;6\n")
    assert (found.check, found.account, found.location and found.location.line) == ("account-twice", "1930", 4)


@pytest.mark.parametrize(
    ("source", "check"),
    [
        (b"", "empty-file"),
        (b"%PDF-1.7 Konto;Saldo\n1930;5\n", "not-a-trial-balance"),
        (b"PK\x03\x04 cut off", "not-a-trial-balance"),
        (b"\xd0\xcf\x11\xe0 cut off", "not-a-trial-balance"),
        (b"hello\nworld\n", "not-a-trial-balance"),
        (b"Konto;Saldo\n;5\nSumma;5\n", "not-a-trial-balance"),
        (b'Konto;Saldo\n1930;"5' + b"0" * 200_000, "not-a-trial-balance"),
        (b"x" * (LIMIT_BYTES + 1), "too-large"),
    ],
)
def test_what_is_no_trial_balance_is_refused_with_its_cause(source: bytes, check: str) -> None:
    found = _refused(source)
    assert found.check == check
    for language in ("sv", "en"):
        assert "{" not in CATALOGUE[check].say(found, language) + CATALOGUE[check].advise(found, language)


def test_a_workbook_that_unpacks_to_far_more_is_refused_before_it_is_unpacked() -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w") as part:
        for _ in range(101):
            part.write(bytes(1_048_576))
    assert _refused(content.getvalue()).check == "too-large"


def test_typed_rows_are_books() -> None:
    books, findings = typed_balances([("1930", "Bank", 5, 7), ("2010", "EK", -5, -7)], YEAR)
    assert books.balances.rows() == [("1930", 5, 7), ("2010", -5, -7)]
    assert (books.extent, [said.check for said in findings]) == (Extent.BALANCES, ["balances-read"])


def test_typed_rows_kept_as_json_are_the_same_books() -> None:
    rows = [{"account": "1930", "name": "Bank", "opening": 5, "closing": 7}]
    kept, _ = read_typed_balances(json.dumps(rows).encode(), YEAR)
    assert kept.balances.equals(typed_balances([("1930", "Bank", 5, 7)], YEAR)[0].balances)


@pytest.mark.parametrize(
    ("rows", "check"),
    [
        ([("19x0", "", 0, 1)], "unreadable-balance"),
        ([("", "", 0, 1)], "unreadable-balance"),
        ([("1930", "", 0, 1), ("1930 ", "", 0, 1)], "account-twice"),
        ([], "not-a-trial-balance"),
    ],
)
def test_typed_rows_that_cannot_be_books_are_refused(rows: list[tuple[str, str, int, int]], check: str) -> None:
    with pytest.raises(FileRefused) as refused:
        typed_balances(rows, YEAR)
    assert refused.value.finding.check == check
    assert "Inmatade saldon" in refused.value.sentence("sv")


BALANCES = st.dictionaries(
    st.integers(100, 99_999_999).map(str),
    st.tuples(st.integers(-(10**13), 10**13), st.integers(-(10**13), 10**13)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(BALANCES)
def test_amounts_written_the_swedish_way_come_back_to_the_ore(balances: dict[str, tuple[int, int]]) -> None:
    lines = [f"{account};{sek(opening)};{sek(closing)}\n" for account, (opening, closing) in balances.items()]
    read, _ = _read("Konto;IB;UB\n" + "".join(lines))
    assert {account: (opening, closing) for account, opening, closing in read} == balances
