"""The doctor: looks at all that Brygga needs, and says of each whether it stands, what is wrong, and what to do."""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lib.core.errors import BryggaError, StorageFailed
from lib.core.languages import Fact, mark
from lib.fortnox.addresses import Address
from lib.fortnox.failures import NotSetUp, Unreachable
from lib.fortnox.reachability import clock_of
from lib.settings import PREFIX, SETTINGS, SettingRefused, Settings, load
from lib.store import health
from lib.store.columns import now
from lib.store.database import Store
from lib.store.health import DatabaseState
from lib.store.sealing import KeysMissing, Seal

LEAST_FREE: Final = 1_000_000_000
"""Bytes: a large bureau's imports of some weeks."""
CLOCK_AT_MOST: Final = timedelta(seconds=60)
"""A token's last minute is the closest that anything here is timed to."""

SETTINGS_PART: Final = mark("Settings")
DATABASE_PART: Final = mark("Database")
STORAGE_PART: Final = mark("Storage")
KEYS_PART: Final = mark("Encryption keys")
FORTNOX_PART: Final = mark("Fortnox")
CLOCK_PART: Final = mark("Clock")
WORKER_PART: Final = mark("Worker")
_REST: Final = (DATABASE_PART, STORAGE_PART, KEYS_PART, FORTNOX_PART, CLOCK_PART, WORKER_PART)
_NO_DATABASE: Final = mark("There is no database yet; `brygga serve` makes it.")


class Standing(StrEnum):
    """How something stands; the words are those of the whole program."""

    AGREES = "agrees"
    WRONG = "wrong"
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at: marked texts with their facts; the next step is blank when all is well."""

    part: str
    standing: Standing
    text: str
    next_step: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


def examine() -> Iterator[Diagnosis]:
    """Look at everything that the environment sets, in turn; nothing is made or changed, no secret told."""
    try:
        settings = load()
        settings.check_start()
    except SettingRefused as refusal:
        yield _failed(SETTINGS_PART, refusal)
        yield from (_not_run(part, mark("It cannot be looked at before the settings are right.")) for part in _REST)
        return
    except BryggaError as refusal:
        yield _failed(SETTINGS_PART, refusal)
        settings = load()
    else:
        yield _unknown_settings(os.environ)
    store = Store.at(settings.data, settings.database_url)
    state = health.database(store)
    yield _database(state)
    ready = store if state is DatabaseState.READY else None
    yield _storage(settings.data, ready)
    yield _keys(settings, ready)
    clock, told = _fortnox(settings)
    yield told
    yield _clock(clock, ready)
    yield _worker(settings.data / "workers")
    store.close()


def _unknown_settings(environment: Iterable[str]) -> Diagnosis:
    known = {setting.name for setting in SETTINGS}
    unknown = sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        text, step = mark("No setting has this name: {names}."), mark("Look for a slip of the pen in the environment.")
        return Diagnosis(SETTINGS_PART, Standing.WRONG, text, step, {"names": ", ".join(unknown)})
    return _agrees(SETTINGS_PART, mark("All can be used."))


_DATABASE: Final[Mapping[DatabaseState, tuple[str, str]]] = {
    DatabaseState.SILENT: (
        mark("It does not answer."),
        mark("Look whether the database server runs, and whether BRYGGA_DATABASE_URL leads there."),
    ),
    DatabaseState.OLDER: (
        mark("Its tables are those of an older Brygga."),
        mark("Take a backup, then start Brygga: it brings them up to date."),
    ),
    DatabaseState.NEWER: (
        mark("Its tables are those of a newer Brygga."),
        mark("Start the newer program, or restore a backup that this one made."),
    ),
    DatabaseState.DAMAGED: (
        mark("It is damaged."),
        mark("Stop Brygga, keep the data directory as it is, and restore the latest backup to an empty one."),
    ),
}


def _database(state: DatabaseState) -> Diagnosis:
    if state is DatabaseState.NONE:
        return _not_run(DATABASE_PART, _NO_DATABASE)
    if state is DatabaseState.READY:
        return _agrees(DATABASE_PART, mark("It answers and is up to date."))
    text, step = _DATABASE[state]
    return Diagnosis(DATABASE_PART, Standing.WRONG, text, step)


def _storage(folder: Path, ready: Store | None) -> Diagnosis:
    if not folder.is_dir():
        return _not_run(STORAGE_PART, mark("There is no data directory yet; `brygga serve` makes it."))
    try:
        health.try_writing(folder)
    except StorageFailed as failure:
        text = mark("The data directory cannot be written: {cause:text}.")
        step = mark("Let the user that runs Brygga write there, or free space.")
        return Diagnosis(STORAGE_PART, Standing.WRONG, text, step, failure.facts)
    free = health.free_bytes(folder)
    if free < LEAST_FREE:
        text, step = mark("Only {free:MB} are free."), mark("Free space where the data directory lies.")
        return Diagnosis(STORAGE_PART, Standing.WRONG, text, step, {"free": free})
    if ready and (lost := health.lost_snapshots(ready)):
        text = mark("{lost:count|snapshot|snapshots} named by the database cannot be found.")
        step = mark("Look whether the whole data directory is in place; if not, restore the latest backup.")
        return Diagnosis(STORAGE_PART, Standing.WRONG, text, step, {"lost": lost})
    return _agrees(STORAGE_PART, mark("The data directory can be written, and {free:MB} are free."), free=free)


def _keys(settings: Settings, ready: Store | None) -> Diagnosis:
    if ready is None:
        return _not_run(KEYS_PART, mark("What they open stands in the database."))
    try:
        seal: Seal | None = Seal.of(settings)
    except KeysMissing:
        seal = None
    found = health.sealed(ready, seal)
    if seal is None:
        standing = Standing.WRONG if found.number else Standing.NOT_RUN
        return Diagnosis(KEYS_PART, standing, KeysMissing.text, KeysMissing.next_step)
    if found.broken:
        text = mark("{broken:count|connection|connections} to Fortnox cannot be opened with the keys that are set.")
        step = mark("Add the old key last in BRYGGA_ENCRYPTION_KEYS; or those concerned connect to Fortnox again.")
        return Diagnosis(KEYS_PART, Standing.WRONG, text, step, {"broken": found.broken})
    return _agrees(KEYS_PART, mark("They open {number:count|connection|connections}."), number=found.number)


def _fortnox(settings: Settings) -> tuple[datetime | None, Diagnosis]:
    """The time by Fortnox's clock, and whether its hosts answer."""
    try:
        address = Address.of(settings)
    except NotSetUp as missing:
        return None, Diagnosis(FORTNOX_PART, Standing.NOT_RUN, type(missing).text, type(missing).next_step)
    clock = None
    for url in dict.fromkeys((address.auth, address.api)):
        host = urlsplit(url).hostname or ""
        try:
            clock = clock_of(url) or clock
        except Unreachable:
            text = mark("{host} does not answer.")
            step = mark(
                "Look at the network, the proxy (HTTPS_PROXY) and the firewall, then Fortnox's own status page."
            )
            return None, Diagnosis(FORTNOX_PART, Standing.WRONG, text, step, {"host": host})
    return clock, _agrees(FORTNOX_PART, mark("It answers."))


def _clock(fortnox: datetime | None, ready: Store | None) -> Diagnosis:
    moment = now()
    last = health.newest_activity(ready) if ready else None
    off = moment - fortnox if fortnox else max(last - moment, timedelta()) if last else None
    if off is None:
        return _not_run(CLOCK_PART, mark("There is nothing to hold it against."))
    if abs(off) > CLOCK_AT_MOST:
        seconds = round(abs(off).total_seconds())
        text = mark("It is {seconds:count|second|seconds} off.")
        step = mark("Set the computer's clock by the network (NTP): tokens and sign-ins are timed by it.")
        return Diagnosis(CLOCK_PART, Standing.WRONG, text, step, {"seconds": seconds})
    against = mark("It goes with Fortnox's.") if fortnox else mark("It has not gone back since anything was last done.")
    return _agrees(CLOCK_PART, against)


def _worker(seats: Path) -> Diagnosis:
    number = sum(_is_held(seat) for seat in seats.glob("*.lock"))
    if number:
        return _agrees(WORKER_PART, mark("{number:count|worker|workers} at work."), number=number)
    text = mark("No worker is at work in this data directory, so what is started waits.")
    step = mark("Start `brygga serve`, which has one, or `brygga worker`.")
    return Diagnosis(WORKER_PART, Standing.WRONG, text, step)


def _is_held(seat: Path) -> bool:
    """Whether a living worker sits there: its lock is taken."""
    with seat.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _agrees(part: str, text: str, **facts: Fact) -> Diagnosis:
    return Diagnosis(part, Standing.AGREES, text, facts=facts)


def _not_run(part: str, text: str) -> Diagnosis:
    return Diagnosis(part, Standing.NOT_RUN, text)


def _failed(part: str, failure: BryggaError) -> Diagnosis:
    text, facts = failure.told
    return Diagnosis(part, Standing.WRONG, text, failure.advice, facts)
