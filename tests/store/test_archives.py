"""A damaged backup is refused with file and remedy, a hostile one touches nothing, and nothing is half restored."""

import io
import json
import random
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from lib.core.errors import BryggaError
from lib.core.languages import LANGUAGES
from lib.store import archives, backups, restoring
from lib.store.archives import BackupDamaged, BackupRefused, BackupUnsafe
from lib.store.database import Store
from tests.store.busy_bureau import work
from tests.store.examples import Y2025, activated, add_client, booked

SIZES = (0, 1, 100, 512, 513, 5_000)


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small backup that is right."""
    folder = tmp_path_factory.mktemp("store")
    store = Store.open(folder / "data")
    client = add_client(store)
    activated(store, client, b"2025", booked(Y2025))
    work(store, client, 0)
    taken = backups.take(store, folder / "b.tar")
    store.close()
    return taken.path


def refused(archive: Path, folder: Path, kind: type[BryggaError] = BryggaError) -> BryggaError:
    """How it is refused; nothing stands in the folder then, or beside it."""
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(kind) as refusal:
        restoring.put_back(archive, folder)
    assert sorted(folder.parent.rglob("*")) == before
    for language in LANGUAGES:
        assert archive.name in refusal.value.sentence(language)
        assert refusal.value.remedy(language)
    return refusal.value


@pytest.mark.parametrize("size", SIZES)
def test_a_backup_that_is_cut_off_is_refused(backup: Path, tmp_path: Path, size: int) -> None:
    (tmp_path / "cut.tar").write_bytes(backup.read_bytes()[:size])
    refused(tmp_path / "cut.tar", tmp_path / "data", BackupRefused)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.98])
def test_a_backup_that_lacks_its_end_is_refused(backup: Path, tmp_path: Path, part: float) -> None:
    whole = backup.read_bytes().rstrip(b"\0")
    (tmp_path / "cut.tar").write_bytes(whole[: int(len(whole) * part)])
    refused(tmp_path / "cut.tar", tmp_path / "data")


def test_a_changed_byte_is_told_with_the_file_it_is_in(backup: Path, tmp_path: Path) -> None:
    with tarfile.open(backup) as tar:
        member = next(member for member in tar if member.name.startswith("snapshots/"))
    content = bytearray(backup.read_bytes())
    content[member.offset_data + member.size // 2] ^= 1
    (tmp_path / "changed.tar").write_bytes(content)

    refusal = refused(tmp_path / "changed.tar", tmp_path / "data", BackupDamaged)
    assert member.name in refusal.sentence("en")


def test_no_change_of_a_byte_anywhere_is_restored_as_if_it_were_right(backup: Path, tmp_path: Path) -> None:
    whole, chance = backup.read_bytes(), random.Random(6)
    with tarfile.open(backup) as tar:
        inside = [(m.offset_data, m.offset_data + m.size) for m in tar]
    for number in range(60):
        place = chance.randrange(len(whole))
        content = bytearray(whole)
        content[place] ^= 1 << chance.randrange(8)
        archive, folder = tmp_path / f"{number}.tar", tmp_path / str(number)
        archive.write_bytes(content)
        folder.mkdir()
        try:
            archives.unpack(archive, folder)
        except BryggaError:
            continue
        # what may change without a trace is padding and the head of a tar's file: nothing that is restored
        assert not any(start <= place < end for start, end in inside)


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.tar").write_bytes(random.Random(1).randbytes(10_000))
    refused(tmp_path / "photo.tar", tmp_path / "data", BackupRefused)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "none.tar", tmp_path / "data", BackupRefused)


def test_a_packed_archive_is_not_unpacked_on_the_way(backup: Path, tmp_path: Path) -> None:
    import gzip

    (tmp_path / "bomb.tar").write_bytes(gzip.compress(backup.read_bytes()))
    refused(tmp_path / "bomb.tar", tmp_path / "data", BackupRefused)


def test_a_backup_of_a_newer_program_is_refused(backup: Path, tmp_path: Path) -> None:
    made = rewritten(backup, tmp_path, contents=lambda told: told | {"shape": "9999_of_tomorrow"})
    refused(made, tmp_path / "data", BackupRefused)


def test_a_backup_without_a_file_that_its_database_names_is_refused(backup: Path, tmp_path: Path) -> None:
    made = rewritten(backup, tmp_path, keep=lambda name: not name.startswith("snapshots/"))
    refused(made, tmp_path / "data", BackupDamaged)


def test_a_list_of_contents_of_another_make_is_refused(backup: Path, tmp_path: Path) -> None:
    made = rewritten(backup, tmp_path, contents=lambda told: {"parts": told["parts"]})
    refused(made, tmp_path / "data", BackupRefused)


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/tmp/brygga-outside",
        "imports/../../outside",
        "imports/./x",
        "imports//x",
        "imports/.hidden",
        "imports",
        "encryption.key",
        "jobs.db",
        "workers/x.lock",
        "Imports/x",
        "imports/a\\b",
        "imports/a\nb",
        ".restoring/x",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    refused(with_member(backup, tmp_path, tarfile.TarInfo(name)), tmp_path / "data", BackupUnsafe)
    assert not Path("/tmp/brygga-outside").exists()


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE],
)
def test_links_and_devices_are_refused(backup: Path, tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("imports/x/source.zst")
    member.type, member.linkname = kind, "/etc/passwd"
    refused(with_member(backup, tmp_path, member), tmp_path / "data", BackupUnsafe)


def test_the_same_name_twice_is_refused(backup: Path, tmp_path: Path) -> None:
    refused(with_member(backup, tmp_path, tarfile.TarInfo("brygga.db")), tmp_path / "data", BackupUnsafe)


def test_a_file_that_the_list_does_not_name_is_refused(backup: Path, tmp_path: Path) -> None:
    refused(with_member(backup, tmp_path, tarfile.TarInfo("imports/x/planted")), tmp_path / "data", BackupDamaged)


def with_member(backup: Path, folder: Path, member: tarfile.TarInfo) -> Path:
    """The backup with one more member, before its list of contents."""
    made = folder / "hostile.tar"
    with tarfile.open(backup) as old, tarfile.open(made, "w") as new:
        for known in old:
            if known.name == archives.CONTENTS:
                new.addfile(member)
            new.addfile(known, old.extractfile(known))
    return made


def rewritten(
    backup: Path,
    folder: Path,
    *,
    contents: Callable[[dict[str, object]], dict[str, object]] = dict,
    keep: Callable[[str], bool] = lambda _name: True,
) -> Path:
    """The backup told otherwise, with checksums that agree: what somebody would make who knows how."""
    made = folder / "made.tar"
    with tarfile.open(backup) as old, tarfile.open(made, "w") as new:
        for member in old:
            file = old.extractfile(member)
            assert file
            content = file.read()
            if member.name == archives.CONTENTS:
                told = json.loads(content[:-64])
                told["parts"] = {name: part for name, part in told["parts"].items() if keep(name)}
                body = json.dumps(contents(told)).encode()
                content = body + sha256(body).hexdigest().encode()
                member.size = len(content)
            elif not keep(member.name):
                continue
            new.addfile(member, io.BytesIO(content))
    return made
