"""Files that people attach: what they are by their content, never by their name, and names that lead nowhere."""

import io
import re
import zipfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from unicodedata import category, normalize

from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.core.money import MEBIBYTE

LIMIT_BYTES: Final = 10 * MEBIBYTE
FILES_AT_MOST: Final = 12
NAME_AT_MOST: Final = 120
"""Characters of a name, its ending included."""


class FileKind(StrEnum):
    """What a file is."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    XLSX = "xlsx"
    XLS = "xls"
    PNG = "png"
    JPEG = "jpg"
    GIF = "gif"
    WEBP = "webp"
    TIFF = "tif"


MEDIA_TYPES: Final[Mapping[FileKind, str]] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.DOC: "application/msword",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.GIF: "image/gif",
    FileKind.WEBP: "image/webp",
    FileKind.TIFF: "image/tiff",
}
"""What a browser is told of each when it is downloaded."""

_BEGINNINGS: Final[Mapping[bytes, FileKind]] = {
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"\xff\xd8\xff": FileKind.JPEG,
    b"GIF87a": FileKind.GIF,
    b"GIF89a": FileKind.GIF,
    b"II*\x00": FileKind.TIFF,
    b"MM\x00*": FileKind.TIFF,
}
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = {"WordDocument": FileKind.DOC, "Workbook": FileKind.XLS, "Book": FileKind.XLS}
_PARTS: Final = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}
_MACROS: Final = "vbaproject.bin"
_PDF_HEAD: Final = 1024
_UNSAFE: Final = re.compile(r"[^\w .,()+&@=\-]")
_SPELLINGS: Final[Mapping[FileKind, frozenset[str]]] = {
    FileKind.JPEG: frozenset({"jpg", "jpeg", "jfif"}),
    FileKind.TIFF: frozenset({"tif", "tiff"}),
}


class AttachmentRefused(BryggaError):
    """A file that cannot be attached."""

    text = mark("{file} cannot be attached: {problem:text}.")
    next_step = mark("Attach PDF, Word, Excel or images, at most 12 files of 10 MB each.")


TOO_LARGE: Final = mark("it is larger than 10 MB")
TOO_MANY: Final = mark("there are 12 files already")
EMPTY: Final = mark("it is empty")
OTHER_KIND: Final = mark("its content is none of PDF, Word, Excel or an image")
MACROS: Final = mark("it holds macros")
LOCKED: Final = mark("it is a Word or Excel file behind a password")


def checked(name: str, content: bytes) -> tuple[str, FileKind]:
    """The name that the file is kept under and what it is; raises AttachmentRefused.

    The name loses every folder and all but plain characters, and gets the ending of its content.
    """
    if not content:
        raise AttachmentRefused(file=safe_name(name), problem=EMPTY)
    if len(content) > LIMIT_BYTES:
        raise AttachmentRefused(file=safe_name(name), problem=TOO_LARGE)
    kind = _by_beginning(content) or _zipped(name, content) or _ole(name, content)
    if kind is None:
        raise AttachmentRefused(file=safe_name(name), problem=OTHER_KIND)
    return safe_name(name, kind), kind


def safe_name(name: str, kind: FileKind | None = None) -> str:
    """A file's name without folders, control characters and what a shell or a browser could take for more."""
    last = PureWindowsPath(PurePosixPath(normalize("NFC", name)).name).name
    plain = "".join(sign for sign in last if category(sign)[0] != "C")
    path = PurePosixPath(_UNSAFE.sub("_", plain).strip(" .") or "file")
    if kind is None:
        return path.name[:NAME_AT_MOST]
    known = path.suffix[1:].lower() in _SPELLINGS.get(kind, {kind.value})
    stem, ending = (path.stem, path.suffix.lower()) if known else (path.name, f".{kind.value}")
    return stem[: NAME_AT_MOST - len(ending)] + ending


def needs_password(kind: FileKind, content: bytes) -> bool:
    """Whether a PDF is encrypted: it can be kept and opened, but not printed together with the others."""
    return kind is FileKind.PDF and b"/Encrypt" in content


def _by_beginning(content: bytes) -> FileKind | None:
    before, head, _rest = content[:_PDF_HEAD].partition(b"%PDF-")
    if head and b"<" not in before:
        # some programs leave a line before it; markup there would make it a page to a browser
        return FileKind.PDF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), None)


def _zipped(name: str, content: bytes) -> FileKind | None:
    """Word or Excel by the parts that the archive names; nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    if any(part.lower().endswith(_MACROS) for part in names):
        raise AttachmentRefused(file=safe_name(name), problem=MACROS)
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def _ole(name: str, content: bytes) -> FileKind | None:
    """Word or Excel of before 2007 by the streams that the file names."""
    if not content.startswith(_OLE):
        return None
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise AttachmentRefused(file=safe_name(name), problem=LOCKED)
    streams = ((stream.encode("utf-16-le") + b"\0\0", kind) for stream, kind in _OLE_STREAMS.items())
    return next((kind for stream, kind in streams if stream in content), None)
