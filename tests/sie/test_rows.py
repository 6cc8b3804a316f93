"""Vouchers and their rows as real programs write them."""

from datetime import date
from decimal import Decimal

import pytest

from tests.sie.written import file_of, found, row_of, voucher_of


def test_a_row_holds_every_field() -> None:
    row = row_of('#TRANS 1930 {1 "100"} -1234.50 20250131 "Text" 2.5 "Åsa"')
    del row["objects"]
    assert row == {
        "voucher": 0,
        "kind": "TRANS",
        "added": False,
        "account": "1930",
        "amount": -123450,
        "date": date(2025, 1, 31),
        "text": "Text",
        "quantity": Decimal("2.5"),
        "signature": "Åsa",
        "line": 8,
    }


def test_a_voucher_holds_every_field() -> None:
    file = file_of('#VER LEV1 17 20250115 "Text" 20250116 "Åsa"')
    assert file.vouchers.row(0) == (0, "LEV1", "17", date(2025, 1, 15), "Text", date(2025, 1, 16), "Åsa", 6)


def test_what_a_row_leaves_out_is_empty_or_null() -> None:
    row = row_of("#TRANS 1930 {} 1")
    assert (row["date"], row["text"], row["quantity"], row["signature"], row["objects"]) == (None, "", None, "", None)


@pytest.mark.parametrize(
    "row",
    [
        '#TRANS "1510" {} "512.00" "20250115" "Text" "0"',
        "#TRANS\t1510\t{}\t512.00\t20250115\tText\t0",
        "   #TRANS     1510 {}    512.00 20250115   Text  0  ",
        "#TRANS 1510 { } 512 20250115 Text 0",
        "#trans 1510 {} 512.0 20250115 Text 0",
        "#TRANS 1510 512.00 20250115 Text 0",
        "#TRANS 1510 {} 512.00 20250115 Text 0 sign extra fields",
    ],
    ids=["quoted", "tabs", "indented", "blank in list", "small letters", "no list", "extra fields"],
)
def test_a_row_is_read_however_it_is_spaced_and_quoted(row: str) -> None:
    read = row_of(row)
    assert (read["account"], read["amount"], read["date"], read["text"], read["quantity"], read["objects"]) == (
        "1510",
        51200,
        date(2025, 1, 15),
        "Text",
        0,
        None,
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r'"Firma \"Två\" AB"', 'Firma "Två" AB'),
        (r'"C:\ProgramData\SPCS"', r"C:\ProgramData\SPCS"),
        (r'"C:\\Documents"', r"C:\\Documents"),
        (r'"1110\1002 Hus 1:1"', r"1110\1002 Hus 1:1"),
        (r'"C:\Data\"', "C:\\Data\\"),
        ('"Fordringar hos leverant"r"', 'Fordringar hos leverant"r'),
        ('"a } b { c"', "a } b { c"),
        ('"aldrig stängd', "aldrig stängd"),
        ("Överföring", "Överföring"),
        ('"a\x00b"', "a\x00b"),
    ],
)
def test_only_an_escaped_quote_is_an_escape(written: str, text: str) -> None:
    assert row_of(f'#TRANS 1930 {{}} 1 "" {written}')["text"] == text


@pytest.mark.parametrize(
    ("written", "pairs"),
    [
        ('{1 "100" 6 "P1"}', [(1, "100"), (6, "P1")]),
        ("{6 1}", [(6, "1")]),
        ('{"6" "SÄLJ"}', [(6, "SÄLJ")]),
        ('{1\t"2"\t10\t"12"}', [(1, "2"), (10, "12")]),
        ('{6 "a}b {c"}', [(6, "a}b {c")]),
        ('{6 "två ord"}', [(6, "två ord")]),
        ("{6}", []),
    ],
)
def test_objects_are_pairs_of_a_dimension_and_a_text(written: str, pairs: list[tuple[int, str]]) -> None:
    file = voucher_of(f"#TRANS 1930 {written} 1")
    assert file.object_lists.select("dimension", "object").rows() == pairs
    assert file.transactions["amount"].to_list() == [100]


def test_equal_object_lists_are_kept_once() -> None:
    file = voucher_of('#TRANS 1930 {1 "100"} 1', "#TRANS 1930 {} 1", '#TRANS 1940 {"1" 100} -1')
    assert file.transactions["objects"].to_list() == [0, None, 0]
    assert file.object_lists.rows() == [(0, 1, "100")]


@pytest.mark.parametrize("account", ["0351", "0027", "FEL", "12345678", "1"])
def test_accounts_are_kept_as_texts(account: str) -> None:
    assert row_of(f"#TRANS {account} {{}} 1")["account"] == account


@pytest.mark.parametrize("series", ["#", "A", "LEV1", "1", "Å", ""])
def test_series_are_kept_as_texts(series: str) -> None:
    file = file_of(f'#VER "{series}" 1 20250115', f'#VER {series or chr(34) * 2} "2" 20250115')
    assert file.vouchers["series"].to_list() == [series, series]


@pytest.mark.parametrize(
    "lines",
    [
        ["#VER A 1 20250115 Text", "{", "#TRANS 1930 {} 1", "}"],
        ["#VER A 1 20250115 Text", "#TRANS 1930 {} 1", "}"],
        ["#VER A 1 20250115 Text", "#TRANS 1930 {} 1"],
        ["#VER A 1 20250115 Text {", "#TRANS 1930 {} 1", "}"],
        ['#VER A 1 20250115 "Text"{', "", "#TRANS 1930 {} 1", "", "}"],
        ["#VER A 1 20250115 Text", "  {  ", "#MOMSKOD 10", "#TRANS 1930 {} 1", "\t}"],
    ],
    ids=["as prescribed", "no {", "no braces", "{ at the end", "{ glued, blank lines", "blanks, unknown label"],
)
def test_rows_belong_to_the_voucher_before_them(lines: list[str]) -> None:
    file = file_of(*lines, "#VER A 2 20250115 Annan", "{", "#TRANS 1940 {} 2", "}")
    assert file.transactions.select("voucher", "account").rows() == [(0, "1930"), (1, "1940")]
    assert file.vouchers["text"].to_list() == ["Text", "Annan"]
    assert not found(file, "cut-off")


def test_vouchers_of_equal_number_stay_apart() -> None:
    file = file_of("#VER A 1 20250115", "#TRANS 1930 {} 1", "#VER A 1 20250115", "#TRANS 1930 {} 2")
    assert file.transactions["voucher"].to_list() == [0, 1]


def test_struck_and_announced_rows_are_history() -> None:
    file = voucher_of(
        '#RTRANS 1930 {1 "5"} 100 "" "" 0 "Åsa"',
        '#TRANS 1930 {1 "5"} 100 "" "" 0',
        '#BTRANS 1940 {} 7 "" "" 0 "Bo"',
        "#TRANS 2440 {} -100",
    )
    assert file.transactions.select("kind", "added", "signature").rows() == [
        ("RTRANS", False, "Åsa"),
        ("TRANS", True, "Åsa"),
        ("BTRANS", False, "Bo"),
        ("TRANS", False, ""),
    ]
    assert file.booked["amount"].sum() == 0


def test_a_twin_with_its_own_signature_keeps_it() -> None:
    file = voucher_of('#RTRANS 1930 {} 1 "" "" 0 Åsa', '#TRANS 1930 {} 1 "" "" 0 Bo')
    assert file.booked["signature"].to_list() == ["Bo"]


@pytest.mark.parametrize(
    "twin", ["#TRANS 1940 {} 1", "#TRANS 1930 {} 2", '#TRANS 1930 {1 "5"} 1', "#VER A 2 20250115\r\n#TRANS 1930 {} 1"]
)
def test_a_row_that_differs_from_what_was_announced_is_not_added(twin: str) -> None:
    file = voucher_of("#RTRANS 1930 {} 1 20250115 T 0 Åsa", twin)
    assert file.booked.select("added", "signature").rows() == [(False, "")]


def test_a_voucher_with_no_booked_row_left_is_kept() -> None:
    file = file_of("#VER A 1 20250115", "{", "#BTRANS 1930 {} 1", "}", "#VER A 2 20250115", "{", "}")
    assert file.vouchers["number"].to_list() == ["1", "2"]
    assert file.booked.is_empty()


def test_a_row_before_any_voucher_is_told_and_left_out() -> None:
    file = file_of("#TRANS 1930 {} 1", "#VER A 1 20250115", "#TRANS 1940 {} 2")
    assert file.transactions["account"].to_list() == ["1940"]
    (told,) = found(file, "row-outside-voucher")
    assert (told.account, told.location and told.location.line) == ("1930", 6)
