"""The character set is decided from the bytes, and single foreign fields are mended."""

import pytest

from lib.sie import read
from tests.sie.written import HEAD, bytes_of, file_of, found

LETTERS = "#FNAMN Åkeri Ängö"


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "utf-8", "utf-8-sig"])
def test_swedish_letters_are_read_in_any_character_set(encoding: str) -> None:
    file = read(bytes_of(*HEAD, LETTERS, '#OBJEKT 6 "SÄLJ" "Försäljning"', encoding=encoding))
    assert (file.encoding, file.head("company_name")) == (encoding, "Åkeri")
    assert file.objects.rows() == [(6, "SÄLJ", "Försäljning")]


def test_a_file_without_other_letters_is_ascii() -> None:
    assert file_of().encoding == "ascii"


@pytest.mark.parametrize(("own", "other"), [("cp437", "cp1252"), ("cp437", "utf-8"), ("cp1252", "cp437")])
def test_a_single_foreign_field_is_mended_and_told(own: str, other: str) -> None:
    content = bytes_of(*HEAD, '#FNAMN "Åkeri Ängö i Örebro"', encoding=own) + (
        b'#OBJEKT 6 "1" ' + '"årsta"\r\n'.encode(other) + '#OBJEKT 6 "2" "år"\r\n'.encode(own)
    )
    file = read(content, name="a.se")
    assert (file.encoding, file.objects["name"].to_list()) == (own, ["årsta", "år"])
    (told,) = found(file, "mixed-encoding")
    assert told.facts == {"rows": 1, "encoding": own, "repaired": other}
    assert told.location is not None
    assert told.location.line == 7


def test_two_character_sets_in_one_line_are_told_apart_by_field() -> None:
    content = bytes_of(*HEAD, '#FNAMN "Åkeri Ängö"') + b'#OBJEKT 6 "\xc51" "\x86rsta"\r\n'
    assert read(content).objects.rows() == [(6, "Å1", "årsta")]


def test_a_utf8_file_with_a_broken_line_is_still_utf8() -> None:
    content = bytes_of(*HEAD, "#FNAMN Åkeriägarna", "#PROSA Över", encoding="utf-8") + "#KONTO 1 Kö\r\n".encode("cp437")
    file = read(content)
    assert (file.encoding, file.accounts["name"].to_list()) == ("utf-8", ["Bank", "Kö"])


def test_letters_of_cp437_that_are_no_swedish_letters_stay() -> None:
    file = file_of('#FNAMN "Åkeri é ½ £"')
    assert (file.head("company_name"), file.findings) == ("Åkeri é ½ £", ())


@pytest.mark.parametrize(
    "text", ["F\ufffdretag", "tj„nster", "Ink”p", "p†", "fÑr", "pÜ", "fîr", "FÃ¶retag", "F├╢retag", "tj\u0084nster"]
)
def test_letters_that_were_damaged_before_are_told_of(text: str) -> None:
    file = file_of(f'#PROSA "helt {text} sagt"', f'#KONTO 1 "{text}"', encoding="utf-8")
    (told,) = found(file, "damaged-characters")
    assert (told.facts["rows"], told.facts["text"]) == (
        2,
        text.replace("\u0084", "\ufffd") if "\u0084" in text else text,
    )


def test_undamaged_letters_of_other_languages_are_not_told_of() -> None:
    assert not file_of('#PROSA "Señor Müller, Île-de-France, Överlåtelse, 100 € – ”citat”"', encoding="utf-8").findings


def test_lines_that_end_in_lf_or_bare_cr_are_lines() -> None:
    for end in ("\n", "\r"):
        assert read(bytes_of(*HEAD, end=end)).accounts["account"].to_list() == ["1930"]


def test_the_end_mark_of_old_programs_is_no_text() -> None:
    file = read(bytes_of(*HEAD, "#KONTO 1940 Kassa") + b"\x1a")
    assert (file.accounts["name"].to_list(), file.findings) == (["Bank", "Kassa"], ())
