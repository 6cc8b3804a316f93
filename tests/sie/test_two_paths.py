"""The lines that are read side by side are read as the exact tokenizer would read them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.sie import read, reader, slices
from tests.sie.written import bytes_of, written_out

WORDS = st.sampled_from(
    [
        *('""', '"A"', "A", "1930", '"1930"', "0351", "FEL", "#", "LB", "0", "-1", "20250115", '"20250115"', "202501"),
        *("20250230", "00000000", "2025-01-15", "100", "-100.5", "1234.56", "12345678.90", "123456789012.34", "1,5"),
        *("+5", "1e9", "NaN", ".5", "5.", "1.234", "-", "--5", '"512.00"', '"1 234,50"', "1", "234,50", "1\xa0000"),
        *(
            "{}",
            "{ }",
            '{1 "100"}',
            '{1 "100" 6 "P1"}',
            "{6 1}",
            '{"6" "SÄLJ"}',
            '{1 "a}b"}',
            '{1 5"}',
            '{1 5" 6 "}b"}',
        ),
        *("{1}", "{x y}", "{", "}", '"{"', '"text"', '"längre text än tolv"', '"å"', "Överföring", '"C:\\Data\\"'),
        *(
            '"a \\"b\\" c"',
            '"a \\" b"',
            'a\\"b',
            'a"b',
            '"Leverant"r"',
            '"F"rskott till Lind" Park"',
            '"öppen',
            "\\",
            "a\x00b",
            "\x1a",
        ),
        *("årsta", "\u2502", "£", '"' + "x" * 200 + '"', "y" * 150, "999999999999999999999", "9" * 17),
    ]
)
LABELS = st.sampled_from(
    [
        *("#TRANS", "#TRANS", "#TRANS", "#RTRANS", "#BTRANS", "#VER", "#VER", "#IB", "#UB", "#RES", "#OIB", "#OUB"),
        *(
            "#PSALDO",
            "#PBUDGET",
            "#OBJEKT",
            "#KONTO",
            "#DIM",
            "#trans",
            "#Ver",
            "#MOMSKOD",
            "#SRU",
            "{",
            "}",
            "text",
            "#",
        ),
        *("#UNDERDIM", "#KTYP", "#TRANSX", "#VER{"),
    ]
)
BLANKS = st.sampled_from([" ", " ", " ", "\t", "  ", " \t ", " " * 40])
INDENTS = st.sampled_from(["", "", "", "  ", "\t", " " * 30])
TAILS = st.sampled_from(["", "", "", " ", "\t ", " {", "\x1a", "\r", "\x0b", " " * 40])
USUAL = {
    "#TRANS": ("1930", '{1 "100"}', "-100.50", '""', '"Text å"', "0", '"Åsa"'),
    "#RTRANS": ('"2440"', "{}", "100", "20250131", "Text", "2.5"),
    "#BTRANS": ("1930", '{1 "100" 6 "P1"}', "0.05", '""', '""', "0"),
    "#VER": ("A", '"17"', "20250115", '"Kontorsmaterial"', "20250116", "sign"),
    "#IB": ("0", "1930", "100.00", "0"),
    "#OUB": ("-1", "1930", '{1 "100"}', "100.00"),
    "#PSALDO": ("0", "202501", "3010", "{}", "-5", "1"),
    "#OBJEKT": ("6", '"P1"', '"Projekt"'),
}


@st.composite
def nasty_lines(draw: st.DrawFn) -> str:
    fields = draw(st.lists(st.tuples(BLANKS, WORDS), max_size=9))
    joined = "".join(blank + word for blank, word in fields)
    return draw(INDENTS) + draw(LABELS) + joined + draw(TAILS)


@st.composite
def nearly_plain_lines(draw: st.DrawFn) -> str:
    """A line that is right but for at most one field, and perhaps cut short."""
    label = draw(st.sampled_from(sorted(USUAL)))
    fields = list(USUAL[label])
    place = draw(st.integers(0, len(fields)))
    fields[place : place + 1] = [draw(WORDS)] if place < len(fields) else []
    return " ".join([label, *fields[: draw(st.integers(2, len(fields)))]])


LINES = st.lists(st.one_of(nasty_lines(), nearly_plain_lines()), min_size=1, max_size=30)


def both(content: bytes, monkeypatch: pytest.MonkeyPatch, slice_bytes: int) -> tuple[object, object]:
    monkeypatch.setattr(slices, "SLICE_BYTES", slice_bytes)
    monkeypatch.setattr(reader, "SMALL_BYTES", len(content) + 1)
    exact = written_out(read(content, name="a.se"))
    monkeypatch.setattr(reader, "SMALL_BYTES", 0)
    return exact, written_out(read(content, name="a.se"))


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "utf-8"])
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, slice_bytes=st.sampled_from([50, 300, 100_000]), end=st.sampled_from(["\r\n", "\n"]))
def test_nasty_lines_are_read_alike(
    lines: list[str], slice_bytes: int, end: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(line + end for line in ("#FLAGGA 0", "#FNAMN ÅÄÖåäö", *lines))
    exact, side_by_side = both(text.encode(encoding, "replace"), monkeypatch, slice_bytes)
    assert side_by_side == exact


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, foreign=st.lists(st.tuples(st.integers(0), st.binary(min_size=1, max_size=3)), max_size=6))
def test_bytes_of_other_character_sets_are_read_alike(
    lines: list[str], foreign: list[tuple[int, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bytes_of("#FLAGGA 0", "#FNAMN ÅÄÖåäö", *lines, encoding="cp437", errors="replace")
    for place, some in foreign:
        cut = place % len(content)
        content = content[:cut] + some + content[cut:]
    exact, side_by_side = both(b"#FLAGGA 0\r\n" + content, monkeypatch, 300)
    assert side_by_side == exact


def test_vendor_files_are_read_alike(vendor_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(vendor_folder.glob("*.[sS][eEiI]")):
        exact, side_by_side = both(path.read_bytes(), monkeypatch, 20_000)
        assert side_by_side == exact, path.name
