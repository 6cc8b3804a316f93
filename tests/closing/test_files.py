"""Attached files are known by their content, and their names lead nowhere."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.closing.files import LIMIT_BYTES, NAME_AT_MOST, AttachmentRefused, FileKind, checked, needs_password, safe_name

PDF = b"%PDF-1.7\n1 0 obj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(parts: Sequence[str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for part in parts:
            out.writestr(part, "<x/>")
    return target.getvalue()


def workbook() -> bytes:
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    return target.getvalue()


def image(form: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (2, 2)).save(target, form)
    return target.getvalue()


def stream(name: str) -> bytes:
    return OLE + b"\0" * 504 + name.encode("utf-16-le") + b"\0\0"


WORD = archive(["[Content_Types].xml", "word/document.xml"])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, FileKind.PDF),
        (WORD, FileKind.DOCX),
        (workbook(), FileKind.XLSX),
        (stream("WordDocument"), FileKind.DOC),
        (stream("Workbook"), FileKind.XLS),
        *((image(form), kind) for form, kind in [("PNG", FileKind.PNG), ("JPEG", FileKind.JPEG)]),
        *((image(form), kind) for form, kind in [("GIF", FileKind.GIF), ("WEBP", FileKind.WEBP)]),
        (image("TIFF"), FileKind.TIFF),
    ],
)
def test_a_file_is_what_its_content_is(content: bytes, kind: FileKind) -> None:
    assert checked("bilaga", content) == (f"bilaga.{kind.value}", kind)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is empty"),
        (b"MZ\x90\x00", "none of PDF"),
        (b"<html><script>", "none of PDF"),
        (b"<html>" + PDF, "none of PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of PDF"),
        (archive(["hej.txt"]), "none of PDF"),
        (b"PK\x03\x04 broken", "none of PDF"),
        (archive(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]), "macros"),
        (stream("EncryptedPackage"), "password"),
        (OLE, "none of PDF"),
        (PDF + b"\0" * LIMIT_BYTES, "larger than 10 MB"),
    ],
)
def test_what_is_none_of_these_is_refused_with_its_reason(content: bytes, problem: str) -> None:
    with pytest.raises(AttachmentRefused, match=problem):
        checked("kvitto.pdf", content)


def test_ten_megabytes_are_taken() -> None:
    assert checked("stor.pdf", PDF.ljust(LIMIT_BYTES, b"\0"))[1] is FileKind.PDF


def test_the_ending_follows_the_content() -> None:
    assert checked("rapport.exe", PDF)[0] == "rapport.exe.pdf"
    assert checked("BILD.JPEG", image("JPEG"))[0] == "BILD.jpeg"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\rut\\Årsbesked 2026.pdf", "Årsbesked 2026.pdf"),
        ("..", "file"),
        ("a\x00b\u202egnp.pdf", "abgnp.pdf"),
        ("<b>.pdf", "_b_.pdf"),
    ],
)
def test_a_name_leads_nowhere(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    kept = safe_name(name, FileKind.PDF)
    assert PurePosixPath(kept).name == kept
    assert kept.endswith(".pdf")
    assert not set(kept) & set('/\\:*?"<>|\0')
    assert len(kept) <= NAME_AT_MOST


def test_a_pdf_behind_a_password_is_told_apart() -> None:
    assert needs_password(FileKind.PDF, PDF + b"trailer << /Encrypt 5 0 R >>")
    assert not needs_password(FileKind.PDF, PDF)
