"""What an import keeps beside its row: the untouched source bytes, the results of its checks, small files."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import Any, Final

import zstandard

from lib.core.errors import NotFound
from lib.core.findings import CheckResult
from lib.core.languages import mark
from lib.store import rows
from lib.store.database import Store
from lib.store.tables import Import
from lib.store.writing import write_file

LINE_AT_MOST: Final = 2_000
"""A raw line is shown to this many characters; a damaged file may be one line of 50 MB."""
SOURCE_FILE: Final = "source.zst"
PIECES: Final = "fetched"
"""Where the files lie that an import was fetched as, each by its name."""
RESULTS_FILE: Final = "results.jsonl.zst"
_LEVEL: Final = 1
_THREADS: Final = 2
_CHUNK: Final = 1_048_576


def folder_of(store: Store, import_id: str) -> Path:
    """Where an import's files lie."""
    return store.folder / "imports" / import_id


def piece(store: Store, import_id: str, name: str) -> Path:
    """Where a file lies that the import was fetched as; the name leads nowhere else."""
    return pieces_of(store, import_id) / f"{Path(name).name}.zst"


def pieces_of(store: Store, import_id: str) -> Path:
    """Where all of them lie."""
    return folder_of(store, import_id) / PIECES


def packed(content: bytes) -> bytes:
    """The bytes as they are kept."""
    return zstandard.ZstdCompressor(level=_LEVEL, threads=_THREADS).compress(content)


def source(store: Store, import_id: str) -> bytes:
    """The source, byte for byte as it came; raises NotFound."""
    return unpacked(_path(store, import_id, SOURCE_FILE))


def raw_line(store: Store, import_id: str, line: int, name: str = "") -> str:
    """A line of the source, the first being 1, in the encoding that the reader found.

    `name` tells which file, of an import that was fetched as several. Longer lines than LINE_AT_MOST
    end with an ellipsis. Raises NotFound when there is no such line.
    """
    fetched = piece(store, import_id, name)
    path = fetched if name and fetched.exists() else _path(store, import_id, SOURCE_FILE)
    with store.reading() as session:
        known = rows.get(session, Import, import_id).summary
    encoding = str(known.get("encodings", {}).get(name) or known.get("encoding") or "")
    with path.open("rb") as file:
        content = BufferedReader(zstandard.ZstdDecompressor().stream_reader(file), _CHUNK)
        found = next(islice(_lines(content), line - 1, None), None) if line > 0 else None
    if found is None:
        raise NotFound(thing=mark("The line"))
    text = _text(found, encoding).rstrip("\r\n\x1a")
    return text if len(text) <= LINE_AT_MOST else f"{text[:LINE_AT_MOST]}…"


def save_results(store: Store, import_id: str, results: Sequence[CheckResult]) -> None:
    """Keep what the checks found; a second call replaces the first."""
    lines = "\n".join(json.dumps(asdict(result), ensure_ascii=False) for result in results)
    write_file(folder_of(store, import_id) / RESULTS_FILE, packed(lines.encode()))


def results(store: Store, import_id: str) -> tuple[CheckResult, ...]:
    """What the checks found, in their order; empty when they have not been run."""
    path = folder_of(store, import_id) / RESULTS_FILE
    if not path.exists():
        return ()
    return tuple(CheckResult.of_json(json.loads(line)) for line in unpacked(path).decode().splitlines())


def save_file(store: Store, import_id: str, name: str, content: bytes) -> None:
    """Keep a small file with the import, whole or not at all."""
    write_file(folder_of(store, import_id) / name, content)


def read_file(store: Store, import_id: str, name: str) -> bytes | None:
    """A file kept with the import, None when there is none."""
    path = folder_of(store, import_id) / name
    return path.read_bytes() if path.exists() else None


def _lines(content: "BufferedReader[Any]") -> Iterable[bytes]:
    """The lines as the SIE reader counts them: a lone CR ends a line only where there is no LF at all."""
    head = content.peek()
    if b"\n" in head or b"\r" not in head:
        return content
    whole = content.read()
    return (whole if b"\n" in whole else whole.replace(b"\r", b"\n")).split(b"\n")


def _text(line: bytes, encoding: str) -> str:
    """A line in the encoding that the reader found; of a source that it refused, in the one that fits."""
    if encoding:
        return line.decode(encoding, errors="replace")
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _path(store: Store, import_id: str, name: str) -> Path:
    path = folder_of(store, import_id) / name
    if not path.exists():
        raise NotFound(thing=rows.THINGS[Import])
    return path


def unpacked(path: Path) -> bytes:
    """A packed file as it came."""
    return zstandard.ZstdDecompressor().decompress(path.read_bytes())
