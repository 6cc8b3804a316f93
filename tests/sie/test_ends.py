"""Files whose end is missing, and checksums."""

import zlib

import pytest

from lib.core.findings import Severity
from lib.sie import checksum, read
from tests.sie.written import HEAD, bytes_of, file_of, found

VOUCHER = ("#VER A 1 20250115 Text", "{", "#TRANS 1930 {} 1.00", "}")


@pytest.mark.parametrize(
    "rest",
    [
        b"#VER A 2 20250115\r\n{\r\n#TRANS 1930 {} 1",
        b"#VER A 2 20250115\r\n{\r\n",
        b"#VER A 2 20250115 {\r\n",
        b"#TRA",
        b'#KONTO 1940 "Kas',
        b"#IB 0 1940",
        b"#OIB 0 1940 {6",
        b"#VER A 2 20250115\r\n{",
        b"1940",
    ],
)
def test_a_file_that_ends_within_a_line_or_voucher_is_told(rest: bytes) -> None:
    content = bytes_of(*HEAD, *VOUCHER) + rest
    (told,) = found(read(content), "cut-off")
    assert told.location is not None
    assert told.location.line == content.count(b"\n") + bool(content.rsplit(b"\n", 1)[1])


@pytest.mark.parametrize("rest", [b"", b"}", b"#RES 0 8999 594674", b"\x1a", b"#VER A 2 20250115\r\n#TRANS 1930 {} 1"])
def test_a_file_with_its_last_line_whole_is_not_cut_off(rest: bytes) -> None:
    assert not found(read(bytes_of(*HEAD, *VOUCHER) + rest), "cut-off")


SUMMED = (
    ('#KONTO 1930 "Bank konto"', "#KONTO1930Bank konto"),
    (r'#KONTO 1940 "Kassa \"A\""', '#KONTO1940Kassa "A"'),
    ("#VER\tA  1 20250115", "#VERA120250115"),
    ("{", ""),
    ('   #TRANS 1930 {1 "10" 6 "P 1"} -1.00 "" "å {x}"', "#TRANS19301106P 1-1.00å {x}"),
    ("}", ""),
    ("", ""),
)


def summed(stated: str | None, encoding: str = "cp437") -> bytes:
    closing = [] if stated is None else [f"#KSUMMA {stated}"]
    return bytes_of("#FLAGGA 0", "#KSUMMA", *(line for line, _ in SUMMED), *closing, encoding=encoding)


RIGHT = zlib.crc32("".join(bytes_ for _, bytes_ in SUMMED).encode("cp437"))


@pytest.mark.parametrize("stated", [str(RIGHT), f'"{RIGHT}"', str(RIGHT - 2**32)])
def test_a_checksum_over_the_fields_alone_agrees(stated: str) -> None:
    file = read(summed(stated))
    assert (file.checksum, file.findings) == ("ok", ())


@pytest.mark.parametrize("stated", [str(RIGHT + 1), "123456789", "abc", "9" * 5000])
def test_a_checksum_that_differs_is_an_error(stated: str) -> None:
    file = read(summed(stated))
    (told,) = found(file, "checksum-damaged")
    assert (file.checksum, told.severity, told.facts["computed"]) == ("bad", Severity.ERROR, str(RIGHT))


def test_a_checksum_that_is_never_closed_is_refused() -> None:
    file = read(summed(None))
    (told,) = found(file, "cut-off-checksum")
    assert told.severity is Severity.REFUSED
    assert told.location is not None
    assert (file.checksum, told.location.line) == ("absent", 2)


def test_a_checksum_is_not_checked_in_other_character_sets() -> None:
    assert read(summed("1", encoding="utf-8")).checksum == "absent"


def test_a_file_without_checksum_says_so() -> None:
    assert file_of().checksum == "absent"


def test_a_stretch_is_summed_as_its_lines_are() -> None:
    rows = (
        b'#TRANS 1930 {1 "10"} -1.00 "" "a {b}" 0\r\n',
        b'#TRANS 1930 {} 1 "" "5\\" r\x94r" 0\r\n',
        b'#KONTO 1 "a"r"\r\n',
    )
    content = b"".join(rows) * 3000
    crc = 0
    for line in content.split(b"\n"):
        crc = checksum.crc_of_line(line, crc)
    assert checksum.crc_of(content) == crc


def test_no_more_findings_of_a_kind_are_listed_than_anyone_reads() -> None:
    file = file_of("#VER A 1 20250115", *["#TRANS 1930 {} NaN"] * 1000)
    assert len(found(file, "unreadable-amount")) == 200
