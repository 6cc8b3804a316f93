"""What is let in: nothing empty, nothing too large, nothing that is plainly something else than SIE."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lib.core.catalogue import finding
from lib.core.errors import FileRefused
from lib.core.findings import Location
from lib.core.languages import mark
from lib.core.money import MEBIBYTE
from lib.sie.records import CHECKSUM, RECORDS

LIMIT_BYTES: Final = 100 * MEBIBYTE

_ROOT: Final = re.compile(rb"<(\w+:)?Sie(Entry)?[\s>]")
_HEAD: Final = 4096
_MOSTLY: Final = 0.3
_WORKBOOK: Final = mark("an Excel workbook")
_IMAGE: Final = mark("an image")
_ARCHIVE: Final = mark("a compressed archive")
_UTF_16: Final = mark("UTF-16 text")
_STARTS: Final[Mapping[bytes, str]] = MappingProxyType(
    {
        b"%PDF": mark("a PDF"),
        b"PK\x03\x04": mark("a zip archive"),
        b"PK\x05\x06": mark("a zip archive"),
        b"\xd0\xcf\x11\xe0": _WORKBOOK,
        b"\x89PNG": _IMAGE,
        b"\xff\xd8\xff": _IMAGE,
        b"GIF8": _IMAGE,
        b"II*\x00": _IMAGE,
        b"MM\x00*": _IMAGE,
        b"RIFF": _IMAGE,
        b"\x1f\x8b": _ARCHIVE,
        b"7z\xbc\xaf": _ARCHIVE,
        b"Rar!": _ARCHIVE,
        b"(\xb5/\xfd": _ARCHIVE,
        b"\xff\xfe": _UTF_16,
        b"\xfe\xff": _UTF_16,
    }
)
_RECORD: Final = re.compile(
    rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?[ \t]*+#(?:" + "|".join([*RECORDS, CHECKSUM]).encode() + rb")(?=[ \t\r\n]|\Z)",
    re.IGNORECASE,
)


def admit(source: Path | bytes, name: str) -> bytes:
    """The content of a file that may be SIE.

    Raises FileRefused with `empty-file`, `too-large` (told by its size, before anything is read)
    or `not-sie`; OSError when the file cannot be read.
    """
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size == 0:
        raise _refused("empty-file", name)
    if size > LIMIT_BYTES:
        raise _refused("too-large", name, size=size, limit=LIMIT_BYTES)
    data = source.read_bytes() if isinstance(source, Path) else source
    if not is_sie_5(data) and (kind := other_kind(data)):
        raise _refused("not-sie", name, kind=kind)
    return data


def _refused(check: str, name: str, **facts: str | int) -> FileRefused:
    return FileRefused(replace(finding(check, location=Location(name)), facts=facts))


def is_sie_5(data: bytes) -> bool:
    """Whether the file is the XML of SIE 5."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    return head.startswith(b"<") and (b"www.sie.se/sie5" in head or _ROOT.search(head) is not None)


def other_kind(data: bytes) -> str:
    """What the file is when it is not SIE, in words (English, marked for the catalogues); blank when it is SIE."""
    head = data[:_HEAD]
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return _WORKBOOK if b"[Content_Types].xml" in head or b"xl/" in head else kind
    if _RECORD.search(data):
        return ""
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    if head.count(0) > len(head) * _MOSTLY:
        return _UTF_16 if _every_other_is_nul(head) else mark("binary data")
    controls = len(head) - len(head.translate(None, bytes({*range(9), *range(14, 32)} - {0x1A})))
    if controls > len(head) * _MOSTLY / 10:
        return mark("binary data")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return mark("a web page or XML")
    return mark("text without SIE records")


def _every_other_is_nul(head: bytes) -> bool:
    """Whether the bytes are the two-byte characters of Western text."""
    odd, even = head[1::2], head[::2]
    return (odd.count(0) == len(odd)) != (even.count(0) == len(even))
