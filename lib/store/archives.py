"""Archives: files packed into one tar, its list of checksums last; taken out again only as they were put in."""

import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.store.folders import IMPORTS, LASTING

DATABASE: Final = "brygga.db"
FOLDERS: Final = (IMPORTS, *LASTING)
"""All that may stand in an archive beside the database: nothing that the program runs or opens with."""
CONTENTS: Final = "contents.json"
FORMAT: Final = 1
_CHUNK: Final = 1_048_576
_CONTENTS_AT_MOST: Final = 512 * _CHUNK
_SUM_LENGTH: Final = 64
_PLAIN: Final = (tarfile.REGTYPE, tarfile.AREGTYPE)

NOT_OURS: Final = mark("it is not a backup that `brygga backup` made")
CUT_OFF: Final = mark("it is cut off or damaged, for its list of contents is missing")


class BackupRefused(BryggaError):
    """The file is no backup, or not the whole of one."""

    text = mark("The file {file} cannot be restored: {problem:text}.")
    next_step = mark("Nothing was restored. Copy the backup once more from where it is kept, or take an earlier one.")


class BackupDamaged(BryggaError):
    """Something in the backup is not what was put there."""

    text = mark("The backup {file} is damaged: {part} in it is not as it was written.")
    next_step = mark("Nothing was restored. Copy the backup once more from where it is kept, or take an earlier one.")


class BackupUnsafe(BryggaError):
    """The archive holds what Brygga never writes: a path that leads elsewhere, a link, a device."""

    text = mark("The file {file} holds {part}, which no backup of Brygga's does.")
    next_step = mark("Nothing was restored. Find out where the file comes from, and restore only Brygga's own backups.")


@dataclass(frozen=True, slots=True)
class Part:
    """A file in an archive: its bytes and the SHA-256 of them."""

    size: int
    sha256: str


@dataclass(slots=True)
class Packing:
    """An archive that is being written; `parts` are those that stand in it so far."""

    tar: tarfile.TarFile
    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, name: str, path: Path) -> None:
        """Put a file in under a name; raises FileNotFoundError when it is gone, and then nothing was put in."""
        with path.open("rb") as file:
            info = self.tar.gettarinfo(arcname=name, fileobj=file)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mode, info.mtime = 0o600, int(info.mtime)
            read = _Summed(file)
            self.tar.addfile(info, read)
        self.parts[name] = Part(info.size, read.sum.hexdigest())


@contextmanager
def packing(path: Path, contents: dict[str, Any]) -> Iterator[Packing]:
    """Write an archive to `path`; `contents` (JSON values, which may be filled meanwhile) and all checksums end it."""
    with tarfile.open(path, "x:") as tar:
        made = Packing(tar)
        yield made
        parts = {name: [part.size, part.sha256] for name, part in made.parts.items()}
        body = json.dumps({**contents, "parts": parts}, ensure_ascii=False).encode()
        _add_bytes(tar, CONTENTS, body + sha256(body).hexdigest().encode())


def unpack(archive: Path, folder: Path) -> Mapping[str, Any]:
    """Take everything out into an empty folder and hold it against the checksums; gives the contents.

    Raises BackupRefused, BackupDamaged, BackupUnsafe, with the folder half filled: it is the caller's to remove.
    """
    found: dict[str, Part] = {}
    contents: Mapping[str, Any] | None = None
    with _reading(archive) as tar:
        for member in tar:
            if contents is not None or member.name in found or not _is_safe(member):
                raise BackupUnsafe(file=archive.name, part=_shown(member.name))
            if member.name == CONTENTS:
                contents = _contents(archive, tar, member)
            else:
                found[member.name] = _take_out(tar, member, folder / member.name)
    if contents is None:
        raise BackupRefused(file=archive.name, problem=CUT_OFF if found else NOT_OURS)
    written = {name: Part(size, told) for name, (size, told) in contents["parts"].items()}
    for name in sorted({*found, *written}):
        if found.get(name) != written.get(name):
            raise BackupDamaged(file=archive.name, part=_shown(name))
    return contents


class _Summed:
    """A file that is summed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.sum.update(content)
        return content


@contextmanager
def _reading(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        # never unpacked on the way: a small file cannot become a large one
        with tarfile.open(archive, "r:") as tar:
            yield tar
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise BackupRefused(file=archive.name, problem=mark("it cannot be opened")) from None
    except (tarfile.TarError, EOFError, UnicodeError, ValueError, OverflowError):
        whole = tarfile.is_tarfile(archive)
        raise BackupRefused(file=archive.name, problem=CUT_OFF if whole else NOT_OURS) from None


def _is_safe(member: tarfile.TarInfo) -> bool:
    if member.type not in _PLAIN or member.sparse is not None:
        return False
    if member.name in {DATABASE, CONTENTS}:
        return True
    first, *rest = member.name.split("/")
    plain = all(part and not part.startswith(".") and part.isprintable() and "\\" not in part for part in rest)
    return first in FOLDERS and bool(rest) and plain


def _contents(archive: Path, tar: tarfile.TarFile, member: tarfile.TarInfo) -> Mapping[str, Any]:
    file = tar.extractfile(member)
    told = file.read() if file and member.size <= _CONTENTS_AT_MOST else b""
    body, summed = told[:-_SUM_LENGTH], told[-_SUM_LENGTH:]
    if sha256(body).hexdigest().encode() != summed:
        raise BackupDamaged(file=archive.name, part=CONTENTS)
    contents: Mapping[str, Any] = json.loads(body)
    if not isinstance(contents, dict) or not contents.keys() >= {"format", "made_at", "shape", "missing", "parts"}:
        raise BackupRefused(file=archive.name, problem=NOT_OURS)
    return contents


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> Part:
    place.parent.mkdir(parents=True, exist_ok=True)
    file = tar.extractfile(member)
    if file is None:  # pragma: no cover - only plain files come here
        raise tarfile.ReadError(member.name)
    read, size = _Summed(file), 0
    with place.open("xb") as target:
        while content := read.read(_CHUNK):
            size += target.write(content)
    return Part(size, read.sum.hexdigest())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, BytesIO(content))


def _shown(name: str) -> str:
    """A name from a file that may be anybody's: one line of bounded length."""
    plain = "".join(c if c.isprintable() else "?" for c in name)
    return plain if len(plain) <= 100 else f"{plain[:100]}…"  # noqa: PLR2004 - a screen's width
