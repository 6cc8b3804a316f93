"""Excel workbooks and CSV texts as rows of cells, all of them texts, the first row being row 1."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from lib.core.catalogue import finding
from lib.core.errors import FileRefused
from lib.core.findings import Location
from lib.core.languages import mark
from lib.core.money import MEBIBYTE
from lib.ledger.workbook_reader import NO_WORKBOOK

LIMIT_BYTES: Final = 10 * MEBIBYTE
UNPACKED_LIMIT_BYTES: Final = 100 * MEBIBYTE
"""A workbook is a zip archive: what it unpacks to counts as well."""
NO_TABLE: Final = mark("it is neither an Excel workbook nor CSV text")
TOO_MUCH: Final = mark("it holds far more than a trial balance can")
_READER: Final = Path(__file__).with_name("workbook_reader.py")
_ENVIRONMENT: Final = {"POLARS_MAX_THREADS": "1"}
_PATIENCE: Final = 120

Rows = list[list[str]]
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NOT_TEXT: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
_DELIMITERS: Final = (";", "\t", ",")


def tables(source: bytes, name: str) -> Iterator[Rows]:
    """The tables that a file may be meant as: a workbook's sheets, or CSV read with each delimiter.

    CSV is UTF-8, UTF-16 with its mark, or Windows-1252. Raises FileRefused when the file is empty,
    larger than `LIMIT_BYTES`, or neither a workbook nor text.
    """
    place = Location(name)
    if not source:
        raise FileRefused(finding("empty-file", location=place))
    if len(source) > LIMIT_BYTES:
        raise FileRefused(finding("too-large", location=place, size=len(source), limit=LIMIT_BYTES))
    if source.startswith((_ZIP, _OLE)):
        yield from _workbook(source, place)
    elif source.startswith(_NOT_TEXT):
        raise no_table(place)
    else:
        yield from _texts(source, place)


def no_table(place: Location, cause: str = NO_TABLE) -> FileRefused:
    """The refusal of a file that is no trial balance; `cause` is a marked text."""
    return FileRefused(finding("not-a-trial-balance", location=place, cause=cause))


def _workbook(source: bytes, place: Location) -> Iterator[Rows]:
    if source.startswith(_ZIP):
        _refuse_bomb(source, place)
    read = [sys.executable, "-I", str(_READER)]
    try:
        done = subprocess.run(read, input=source, capture_output=True, env=_ENVIRONMENT, timeout=_PATIENCE, check=True)  # noqa: S603 - our own file by this very interpreter
    except subprocess.CalledProcessError as failure:
        raise no_table(place, NO_TABLE if failure.returncode == NO_WORKBOOK else TOO_MUCH) from failure
    except subprocess.TimeoutExpired as failure:
        raise no_table(place, TOO_MUCH) from failure
    yield from json.loads(done.stdout)


def _refuse_bomb(source: bytes, place: Location) -> None:
    try:
        size = sum(part.file_size for part in ZipFile(BytesIO(source)).infolist())
    except BadZipFile as failure:
        raise no_table(place) from failure
    if size > UNPACKED_LIMIT_BYTES:
        raise FileRefused(finding("too-large", location=place, size=size, limit=UNPACKED_LIMIT_BYTES))


def _texts(source: bytes, place: Location) -> Iterator[Rows]:
    text = _decoded(source)
    for delimiter in _DELIMITERS:
        try:
            yield list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as failure:
            raise no_table(place) from failure


def _decoded(source: bytes) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return source.decode("utf-16", errors="replace")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("cp1252", errors="replace")
