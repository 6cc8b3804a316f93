"""Bring books in, look at them, put them in use, take them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.core.catalogue import finding
from lib.core.errors import FileRefused, ReasonRequired, WrongState
from lib.core.findings import Finding, Location
from lib.core.languages import mark
from lib.core.organisations import org_number
from lib.jobs.workflows import COMPARE, IMPORT, KINDS
from lib.sie import LIMIT_BYTES, read
from lib.store import books, clients, imports, jobs
from lib.store.books import BookMap
from lib.store.tables import Client, Import, ImportState, Source

HEAD_BYTES: Final = 65_536
"""A file's beginning holds whose it is; no page ever reads further."""

UPLOADED: Final = mark("{file} was uploaded for import.")


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one uploaded file: an import under way, or the finding that kept it out."""

    file_name: str
    import_id: str | None = None
    client: Client | None = None
    finding: Finding | None = None


def upload(
    desk: Desk,
    files: Sequence[tuple[str, bytes]],
    *,
    client_id: int | None,
    source: Source = Source.SIE4,
    options: Mapping[str, str] | None = None,
) -> list[Upload]:
    """Take in files and start an import of each.

    Without `client_id` each file goes to the client whose organisation number it carries. The same
    bytes twice are one import. A file over the limit is refused before it is read.
    """
    return [_upload_one(desk, name, content, client_id, source, options or {}) for name, content in files]


def activate(desk: Desk, import_id: str, *, expected_version: int, reason: str = "") -> BookMap:
    """Put a staged import in use.

    Raises ReasonRequired when it holds errors and no reason is given, BooksChanged when the books
    are no longer those of `expected_version`, NothingToActivate, WrongState.
    """
    import_ = _get(desk, import_id)
    with desk.acting("import.activate", import_.client_id, file=import_.file_name, reason=reason.strip()):
        if import_.counts.get("error", 0) and not reason.strip():
            raise ReasonRequired(errors=import_.counts["error"])
        with desk.transaction() as session:
            return books.activate(
                session,
                import_id,
                expected_version=expected_version,
                user_id=desk.person.user_id,
                reason=reason.strip(),
            )


def discard(desk: Desk, import_id: str) -> None:
    """Put a staged import aside; its findings stay findable, and its file may be imported again."""
    import_ = _get(desk, import_id)
    with desk.acting("import.discard", import_.client_id, file=import_.file_name), desk.transaction() as session:
        if imports.get(session, import_id).state is not ImportState.STAGED:
            raise WrongState
        imports.set_state(session, import_id, ImportState.DISCARDED)


def undo(desk: Desk, client_id: int, *, expected_version: int) -> BookMap:
    """Take back the last activation: the books are again those before it."""
    with desk.acting("import.undo", client_id), desk.transaction() as session:
        return books.undo(session, client_id, expected_version=expected_version, user_id=desk.person.user_id)


def compare_again(desk: Desk, import_id: str) -> str:
    """Hold a staged import against the books in use now; gives the job's id."""
    import_ = _get(desk, import_id)
    desk.allow("import.preview", import_.client_id)
    return _start(desk, import_, COMPARE, str(uuid4()))


def retry(desk: Desk, import_id: str) -> str:
    """Start a failed import again from its stored source; gives the job's id."""
    import_ = _get(desk, import_id)
    with desk.acting("import.retry", import_.client_id, file=import_.file_name):
        if import_.state is not ImportState.FAILED:
            raise WrongState
        with desk.transaction() as session:
            imports.set_state(session, import_id, ImportState.RECEIVED)
        return _start(desk, import_, IMPORT, str(uuid4()))


def raw_line(desk: Desk, import_id: str, line: int) -> str:
    """A line of the source as it stands in the file."""
    import_ = _get(desk, import_id)
    desk.allow("raw-line.view", import_.client_id)
    return imports.raw_line(desk.store, import_id, line)


def _upload_one(
    desk: Desk, name: str, content: bytes, client_id: int | None, source: Source, options: Mapping[str, str]
) -> Upload:
    if len(content) > LIMIT_BYTES:
        refusal = finding("too-large", location=Location(name), size=len(content), limit=LIMIT_BYTES)
        return _kept_out(desk, name, client_id, refusal)
    owner = client_id if client_id is not None else owner_of(desk, name, content)
    if isinstance(owner, Finding):
        return _kept_out(desk, name, None, owner)
    with desk.acting("import.upload", owner, file=name):
        import_ = imports.receive(
            desk.store,
            client_id=owner,
            source=source,
            file_name=name,
            content=content,
            user_id=desk.person.user_id,
            options=dict(options),
        )
        if import_.state is ImportState.RECEIVED:
            _start(desk, import_, IMPORT, first_job(import_.id))
    with desk.transaction() as session:
        return Upload(name, import_.id, clients.get(session, owner))


def owner_of(desk: Desk, name: str, content: bytes) -> int | Finding:
    """The client whose organisation number the file carries, or the finding that there is none."""
    try:
        number = org_number(read(content[:HEAD_BYTES], name=name).head("org_number"))
    except FileRefused as refusal:
        return refusal.finding
    with desk.transaction() as session:
        client = clients.by_org_number(session, number) if number else None
    if client is None or client.id is None or not desk.person.may("import.upload", client.id):
        return finding("owner-unknown", location=Location(name), found=number or "–")
    return client.id


def _kept_out(desk: Desk, name: str, client_id: int | None, refusal: Finding) -> Upload:
    with desk.acting("import.upload", client_id, file=name, refused=refusal.check):
        return Upload(name, finding=refusal)


def first_job(import_id: str) -> str:
    """The id of an import's first job: the same for a second click, so that it starts no second job."""
    return f"{import_id}-1"


def _start(desk: Desk, import_: Import, kind: str, job_id: str) -> str:
    with desk.transaction() as session:
        jobs.add(
            session,
            job_id=job_id,
            kind=kind,
            client_id=import_.client_id,
            import_id=import_.id,
            steps=KINDS[kind],
            started_by=desk.person.user_id,
        )
    desk.jobs.start(kind, job_id, import_.id)
    return job_id


def _get(desk: Desk, import_id: str) -> Import:
    with desk.transaction() as session:
        import_ = imports.get(session, import_id)
    desk.allow("client.view", import_.client_id)
    return import_
