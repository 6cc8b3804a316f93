"""What is no SIE file is refused, quickly and by name; what is one is never refused."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.core.errors import FileRefused
from lib.core.findings import Finding, Severity
from lib.sie import LIMIT_BYTES, SieFile, read
from tests.sie.written import HEAD, bytes_of, found

SIE_5 = '<?xml version="1.0"?>\n<Sie xmlns="http://www.sie.se/sie5"><FileInfo/></Sie>'
PLAIN = bytes_of(*HEAD, "#VER A 1 20250115 Över", "{", '#TRANS 1930 {1 "5"} 1.50 "" "å" 0', "}")


def refused(content: bytes | Path) -> Finding:
    with pytest.raises(FileRefused) as caught:
        read(content, name="a.se")
    assert caught.value.finding.severity is Severity.REFUSED
    return caught.value.finding


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.se", PLAIN)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, "#FLAGGA 0")
    return file.getvalue()


def image() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n#FLAGGA 0\n", "a PDF"),
        (zipped, "a zip archive"),
        (workbook, "an Excel workbook"),
        (image, "an image"),
        (lambda: "#FLAGGA 0\r\n".encode("utf-16"), "UTF-16 text"),
        (lambda: "#FLAGGA 0\r\n#FORMAT PC8\r\n".encode("utf-16-le"), "UTF-16 text"),
        (lambda: bytes(10_000), "binary data"),
        (lambda: bytes(range(256)) * 40, "binary data"),
        (lambda: b"Hej!\r\nKonto;Saldo\r\n1930;100\r\n", "text without SIE records"),
        (lambda: b" \r\n\r\n", "text without SIE records"),
        (lambda: b"<!doctype html><html></html>", "a web page or XML"),
    ],
)
def test_what_is_no_sie_file_is_called_what_it_is(make: Callable[[], bytes], kind: str) -> None:
    told = refused(make())
    assert (told.check, told.facts["kind"]) == ("not-sie", kind)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_sie_5_comes_in_by_the_same_door(encoding: str) -> None:
    assert read(SIE_5.encode(encoding)).sie_type == "5"


def test_an_empty_file_is_called_so() -> None:
    assert refused(b"").check == "empty-file"


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.se"
    with path.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    path.chmod(0)
    told = refused(path)
    assert (told.check, told.facts) == ("too-large", {"size": LIMIT_BYTES + 1, "limit": LIMIT_BYTES})


def test_a_file_of_one_line_is_read() -> None:
    assert read(b"#FLAGGA 0").head("flag") == "0"


def test_a_file_may_begin_with_blank_lines_and_a_mark() -> None:
    assert read(b"\xef\xbb\xbf\r\n \r\n#FLAGGA 0\r\n").head("flag") == "0"


def test_a_path_gives_the_name(tmp_path: Path) -> None:
    (tmp_path / "bolag.SI").write_bytes(PLAIN)
    file = read(tmp_path / "bolag.SI")
    assert (file.name, file.size, file.sie_type) == ("bolag.SI", len(PLAIN), "4I")


def quickly(content: bytes, seconds: float = 20) -> SieFile:
    start = time.perf_counter()
    file = read(content, name="a.se")
    assert time.perf_counter() - start < seconds
    return file


@pytest.mark.slow
def test_three_million_objects_end_quickly() -> None:
    lines = b"".join(b'#OBJEKT 6 "P%d" "Projekt"\r\n' % number for number in range(3_000_000))
    assert quickly(b"#FLAGGA 0\r\n" + lines).objects.height == 3_000_000


@pytest.mark.slow
@pytest.mark.parametrize("byte", [b"x", b'"', b"{", b" ", b"\x00", b"\xe5", b'\\"', b'" ', b'{"'])
def test_a_line_of_fifty_megabytes_ends_quickly(byte: bytes) -> None:
    file = quickly(b"#FLAGGA 0\r\n#VER A 1 20250115 " + byte * (50_000_000 // len(byte)) + b"\r\n}\r\n#FNAMN AB\r\n")
    assert file.head("company_name") == "AB"


@pytest.mark.slow
@pytest.mark.parametrize("line", [b"#XYZ 1\r\n", b"\r\n", b"{\r\n", b"text\r\n", b'#TRANS "\r\n', b"#KONTO 1 x\r\n"])
def test_a_million_lines_of_any_kind_end_quickly(line: bytes) -> None:
    assert quickly(b"#FLAGGA 0\r\n" + line * 1_000_000).head("flag") == "0"


@settings(deadline=None, max_examples=300)
@given(content=st.binary(max_size=300))
def test_nothing_but_a_refusal_is_raised_on_any_bytes(content: bytes) -> None:
    for start in (b"", b"#FLAGGA 0\r\n"):
        try:
            read(start + content)
        except FileRefused as refusal:
            assert refusal.finding.check in {"empty-file", "not-sie", "broken-sie-5"}  # noqa: PT017


@settings(deadline=None, max_examples=200)
@given(changes=st.lists(st.tuples(st.integers(0), st.integers(0, 40), st.binary(max_size=8)), max_size=8))
def test_a_changed_file_is_read_or_refused(changes: list[tuple[int, int, bytes]]) -> None:
    content = PLAIN
    for place, length, some in changes:
        start = place % (len(content) + 1)
        content = content[:start] + some + content[start + length :]
    try:
        read(b"#FLAGGA 0\r\n" + content)
    except FileRefused as refusal:
        assert refusal.finding.check == "not-sie"  # noqa: PT017


@given(length=st.integers(len(b"#FLAGGA 0"), len(PLAIN)))
def test_a_file_cut_anywhere_is_read(length: int) -> None:
    file = read(PLAIN[:length])
    inside = b"{\r" in PLAIN[:length] and b"\r\n}" not in PLAIN[:length]
    assert bool(found(file, "cut-off")) >= inside
