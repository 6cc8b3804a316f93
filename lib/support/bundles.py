"""The support bundle: all that tells how a client stands in Brygga, as a ZIP file to hand on.

Names and amounts are in it only while the accountant's consent stands, and then the file's name and its README
say so; secrets and personal numbers never are.
"""

import json
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
from pydantic import SecretStr

from lib.core.catalogue import CATALOGUE
from lib.core.errors import NotFound
from lib.core.findings import Finding
from lib.core.languages import LANGUAGES, Fact, mark, translate
from lib.core.masking import (
    TEXT,
    column_without_personal_numbers,
    masked_facts,
    masked_finding,
    masked_line,
    without_personal_numbers,
)
from lib.settings import SETTINGS, Settings
from lib.store import books, calls, clients, connections, consents, health, imports, jobs, snapshots
from lib.store.books import BookMap
from lib.store.calls import CallFilter
from lib.store.columns import now
from lib.store.consents import Consent
from lib.store.database import Session, Store
from lib.store.fortnox_tables import Connection
from lib.store.tables import Client, Import, Job, Snapshot

CALLS_AT_MOST: Final = 500
IMPORTS_AT_MOST: Final = 20
JOBS_AT_MOST: Final = 50
NAME_LEAST: Final = 4
"""Letters of a name that is looked for everywhere: a shorter one is in words of our own."""
LINES_AT_MOST: Final = 40
"""Raw lines of the newest import: its heading and some of what follows."""
PACKAGES: Final = ("brygga", "streamlit", "starlette", "polars", "sqlmodel", "dbos", "authlib", "httpx")
PLAIN: Final = frozenset(
    {"address", "port", "demo", "language", "time_zone", "session_idle_minutes", "session_hours", "log_format"}
    | {"log_level", "fortnox_auth_url", "fortnox_api_url", "fortnox_service_accounts", "oidc_scopes"}
)
"""Settings whose value is told; of the others only whether they are set."""

MASKED: Final = mark("Names, texts and amounts are hidden in this bundle: no consent of the accountant's stands.")
OPEN: Final = mark(
    "THIS BUNDLE CONTAINS NAMES AND AMOUNTS of the client, by the consent of {who} until {until}. Reason: {reason}"
)
ABOUT: Final = mark(
    "Support bundle of Brygga for client number {number}, made {made} by {by}. It holds settings without secrets, "
    "versions, connections, calls to Fortnox, jobs, imports with their findings, and how the books are made up. "
    "Personal numbers and secrets are never in it."
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The file, its name, and whether it holds names and amounts."""

    name: str
    content: bytes
    consent: Consent | None


def bundle(store: Store, settings: Settings, client_id: int, by: str) -> Bundle:
    """Gather a client's bundle as things stand at this moment."""
    made = now()
    with store.reading() as session:
        consent = consents.standing(session, client_id)
        client = clients.get(session, client_id)
        parts = {
            name: _written(part)
            for name, part in _parts(store, settings, session, client_id, opened=consent is not None)
        }
    if consent is None:
        parts = {name: _nameless(part, client) for name, part in parts.items()}
    parts["README.txt"] = _readme(client_id, by, made, consent)
    suffix = "-CONTAINS-NAMES-AND-AMOUNTS" if consent else ""
    name = f"brygga-support-{client_id}-{made:%Y%m%d-%H%M}{suffix}.zip"
    return Bundle(name, _packed(parts), consent)


def _parts(
    store: Store, settings: Settings, session: Session, client_id: int, *, opened: bool
) -> Iterator[tuple[str, Any]]:
    used = books.active(session, client_id)
    found = imports.of_client(session, client_id, IMPORTS_AT_MOST)
    yield "settings.json", _settings(settings)
    yield "versions.json", _versions(store)
    yield "connections.json", [_connection(one) for one in connections.of_client(session, client_id)]
    yield (
        "calls.json",
        [
            one.model_dump(exclude={"client_id"})
            for one in calls.entries(session, CallFilter(client_id), limit=CALLS_AT_MOST)
        ],
    )
    yield "jobs.json", [_job(one, opened=opened) for one in jobs.of_client(session, client_id, JOBS_AT_MOST)]
    yield "imports.json", [_import(store, one, opened=opened) for one in found]
    yield "books.json", _books(store, used, opened=opened)
    if found:
        yield "raw-lines.txt", "\n".join(_lines(store, found[0], opened=opened))


def _readme(client_id: int, by: str, made: datetime, consent: Consent | None) -> str:
    facts: dict[str, Fact] = {"number": client_id, "made": f"{made:%Y-%m-%d %H:%M} UTC", "by": by}
    if consent:
        facts |= {"who": consent.given_by, "until": f"{consent.until:%Y-%m-%d %H:%M} UTC", "reason": consent.reason}
    texts = (ABOUT, OPEN if consent else MASKED)
    return without_personal_numbers(
        "\n\n".join(translate(text, language, **facts) for language in LANGUAGES for text in texts) + "\n"
    )


def _settings(settings: Settings) -> dict[str, object]:
    names = {row.name.removeprefix("BRYGGA_").lower(): row.name for row in SETTINGS}
    return {name: _setting(field, getattr(settings, field)) for field, name in names.items()}


def _setting(field: str, value: object) -> object:
    if field in PLAIN and not isinstance(value, SecretStr):
        return str(value)
    return "set" if value not in {None, ""} else "not set"


def _versions(store: Store) -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "database": store.engine.dialect.name,
        "database-state": health.database(store).value,
        **{name: _version(name) for name in PACKAGES},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _connection(one: Connection) -> dict[str, object]:
    """A connection without its tokens and without the company's name."""
    kept = {"id", "user_id", "service", "scopes", "connected_at", "renewed_at", "valid_until", "lost", "lost_at"}
    return {**one.model_dump(include=kept), "state": connections.state(one, now())}


def _job(job: Job, *, opened: bool) -> dict[str, object]:
    told = job.facts if opened else _unnamed(masked_facts(job.message, job.facts))
    kept = {"id", "kind", "import_id", "state", "created_at", "started_at", "ended_at", "steps", "reference"}
    said = translate(job.message, "sv", **told) if job.message else ""
    return job.model_dump(include=kept) | {"message": without_personal_numbers(said)}


def _import(store: Store, one: Import, *, opened: bool) -> dict[str, object]:
    kept = {"id", "source", "size", "sha256", "state", "created_at", "ended_at", "counts", "compared_with"}
    known = ("sie_type", "program", "program_version", "encoding")
    return {
        **one.model_dump(include=kept),
        "file": without_personal_numbers(one.file_name) if opened else f"{TEXT}.{one.file_name.rpartition('.')[2][:4]}",
        **{name: one.summary[name] for name in known if name in one.summary},
        "checks": [
            {
                "check": result.check,
                "status": result.status,
                "total": result.total,
                "reason": result.reason,
                "findings": [_finding(finding, opened=opened) for finding in result.findings],
            }
            for result in imports.results(store, one.id)
        ],
    }


def _finding(finding: Finding, *, opened: bool) -> dict[str, object]:
    text = CATALOGUE[finding.check]
    shown = finding if opened else masked_finding(finding, text)
    place = finding.location
    return {
        "severity": finding.severity,
        "line": place.line if place else None,
        "account": finding.account,
        "voucher": finding.voucher,
        "facts": _impersonal(shown.facts) if opened else _unnamed(shown.facts),
        "sentence": without_personal_numbers(text.say(_named(shown, opened=opened), "sv")),
    }


def _named(finding: Finding, *, opened: bool) -> Finding:
    """A finding that does not name its file where that is hidden."""
    return finding if opened else replace(finding, facts=_unnamed({"file": None, **finding.facts}))


def _impersonal(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    return {name: without_personal_numbers(one) if isinstance(one, str) else one for name, one in facts.items()}


def _unnamed(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Facts without the file's name, which is often the company's."""
    return {name: TEXT if name == "file" else value for name, value in facts.items()}


def _books(store: Store, used: BookMap, *, opened: bool) -> dict[str, object]:
    return {
        "version": used.version,
        "since": used.since,
        "years": [_year(store, one, opened=opened) for _, one in sorted(used.years.items())],
    }


def _year(store: Store, one: Snapshot, *, opened: bool) -> dict[str, object]:
    year = snapshots.lazily(store, one)
    series = year.frame("vouchers").group_by("series").len().sort("series").collect()
    told: dict[str, object] = {
        "start": one.start,
        "end": one.end,
        "extent": one.extent,
        "fingerprint": one.fingerprint,
        "counts": {name: count for name, count in one.totals.items() if name in {"accounts", "vouchers", "rows"}},
        "series": dict(series.iter_rows()),
    }
    if opened:
        balances = year.frame("balances").join(
            year.frame("accounts").select("account", "name"), on="account", how="left"
        )
        hidden = column_without_personal_numbers(pl.col("name"))
        told["balances-in-ore"] = balances.with_columns(hidden).sort("account").collect().to_dicts()
    return told


def _lines(store: Store, one: Import, *, opened: bool) -> Iterator[str]:
    for number in range(1, LINES_AT_MOST + 1):
        try:
            line = imports.raw_line(store, one.id, number)
        except NotFound:
            return
        yield without_personal_numbers(line) if opened else masked_line(line)


def _written(part: object) -> str:
    return part if isinstance(part, str) else json.dumps(_plain(part), ensure_ascii=False, indent=1, default=str)


def _nameless(part: str, client: Client) -> str:
    """A part without the company's name and number, wherever else they may have got in."""
    number = client.org_number
    for word in {client.name.strip(), number, number.replace("-", "")}:
        part = part if len(word) < NAME_LEAST else re.sub(re.escape(word), TEXT, part, flags=re.IGNORECASE)
    return part


def _packed(parts: Mapping[str, str]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


def _plain(part: object) -> object:
    """JSON has no other keys than texts."""
    if isinstance(part, Mapping):
        return {str(key): _plain(value) for key, value in part.items()}
    if isinstance(part, Sequence) and not isinstance(part, str):
        return [_plain(value) for value in part]
    return asdict(part) if hasattr(part, "__dataclass_fields__") else part  # type: ignore[call-overload]
