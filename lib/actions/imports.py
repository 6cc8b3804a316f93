"""Bring books in, look at them, put them in use, take them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.core.catalogue import finding
from lib.core.errors import BryggaError, FileRefused, OwnerUnknown, ReasonRequired, WrongState
from lib.core.findings import Location
from lib.core.languages import mark
from lib.core.masking import masked_line, without_personal_numbers
from lib.core.organisations import org_number
from lib.core.periods import FinancialYear
from lib.jobs.workflows import ACTIVATE, COMPARE, FORTNOX, IMPORT, KINDS
from lib.sie import HEAD_BYTES, LIMIT_BYTES, read_header
from lib.store import books, clients, imports, jobs, news, returns
from lib.store.books import BookMap
from lib.store.tables import Client, Import, ImportState, Role, Source

WITH_REASON: Final = mark(
    "The import of {file} was put in use in spite of {errors:count|error|errors}. Reason: {reason}"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one uploaded file: an import under way, or what kept it out."""

    file_name: str
    import_id: str | None = None
    client: Client | None = None
    refusal: BryggaError | None = None


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
    way = _Way(desk, source, options or {})
    return [way.take_in(name, content, client_id) for name, content in files]


def activate(desk: Desk, import_id: str, *, expected_version: int, reason: str = "") -> BookMap:
    """Put a staged import in use.

    Raises ReasonRequired when it holds errors and no reason is given, BooksChanged when the books
    are no longer those of `expected_version`, NothingToActivate, WrongState.
    """
    import_ = _get(desk, import_id)
    errors, stated = import_.counts.get("error", 0), reason.strip()
    said = WITH_REASON if stated else None
    with desk.acting(
        "import.activate", import_.client_id, done=said, file=import_.file_name, errors=errors, reason=stated
    ):
        if errors and not stated:
            raise ReasonRequired(errors=errors)
        with desk.transaction() as session:
            used = books.activate(
                session,
                import_id,
                expected_version=expected_version,
                user_id=desk.person.user_id,
                reason=stated,
            )
            returns.follow(desk.store, session, import_.client_id)
            return used


def discard(desk: Desk, import_id: str) -> None:
    """Put a staged import aside; its findings stay findable, and its file may be imported again."""
    import_ = _get(desk, import_id)
    with desk.acting("import.discard", import_.client_id, file=import_.file_name), desk.transaction() as session:
        if imports.get(session, import_id).state is not ImportState.STAGED:
            raise WrongState
        imports.set_state(session, import_id, ImportState.DISCARDED)
        news.outdate(session, import_.client_id)


def undo(desk: Desk, client_id: int, *, expected_version: int) -> BookMap:
    """Take back the last activation, or the last reset: the books are again those before it."""
    with desk.acting("import.undo", client_id), desk.transaction() as session:
        undone = books.undo(session, client_id, expected_version=expected_version, user_id=desk.person.user_id)
        returns.follow(desk.store, session, client_id)
        return undone


def compare_again(desk: Desk, import_id: str) -> str:
    """Hold a staged import against the books in use now; gives the job's id. Raises WrongState."""
    import_ = _get(desk, import_id)
    desk.allow("import.retry", import_.client_id)
    if import_.state is not ImportState.STAGED:
        raise WrongState
    return start(desk, import_, COMPARE, str(uuid4()))


def retry(desk: Desk, import_id: str) -> str:
    """Start a failed import again from its stored source; gives the job's id."""
    import_ = _get(desk, import_id)
    with desk.acting("import.retry", import_.client_id, file=import_.file_name):
        if import_.state is not ImportState.FAILED:
            raise WrongState
        with desk.transaction() as session:
            imports.take_up(session, import_id)
        kind = FORTNOX if import_.source is Source.FORTNOX else IMPORT
        return start(desk, import_, kind, str(uuid4()))


def raw_line(desk: Desk, import_id: str, line: int, file: str = "") -> str:
    """A line of the source as it stands in the file; `file` tells which, of an import of several.

    For support personal numbers are hidden in it, and without the accountant's consent all but its shape.
    """
    import_ = _get(desk, import_id)
    desk.allow("raw-line.view", import_.client_id)
    text = imports.raw_line(desk.store, import_id, line, file)
    if not desk.person.sees(import_.client_id):
        return masked_line(text)
    return without_personal_numbers(text) if desk.person.role is Role.SUPPORT else text


def voucher_line(desk: Desk, import_id: str, year: FinancialYear, line: int) -> str:
    """A line of the file that an import has this year from."""
    files = _get(desk, import_id).summary.get("year_files", {})
    return raw_line(desk, import_id, line, files.get(year.start.isoformat(), ""))


@dataclass(frozen=True, slots=True)
class _Way:
    """How the files come in: by whom, from which source, with what the person stated."""

    desk: Desk
    source: Source
    options: Mapping[str, str]

    def take_in(self, name: str, content: bytes, client_id: int | None) -> Upload:
        desk = self.desk
        try:
            with desk.acting("import.upload", client_id, file=name):
                refuse_too_large(name, len(content))
                owner = _owner(desk, name, content) if client_id is None else client_id
                import_ = self._receive(name, content, owner)
        except (FileRefused, OwnerUnknown) as refusal:
            return Upload(name, refusal=refusal)
        with desk.transaction() as session:
            return Upload(name, import_.id, clients.get(session, owner))

    def _receive(self, name: str, content: bytes, client_id: int) -> Import:
        import_ = imports.receive(
            self.desk.store,
            client_id=client_id,
            source=self.source,
            file_name=name,
            content=content,
            user_id=self.desk.person.user_id,
            options=self.options,
        )
        if import_.state is ImportState.RECEIVED:
            start(self.desk, import_, IMPORT, first_job(import_.id))
        return import_


def _owner(desk: Desk, name: str, content: bytes) -> int:
    """The person's client whose organisation number the file carries; raises OwnerUnknown, FileRefused."""
    number = org_number(read_header(content[:HEAD_BYTES], name=name)["org_number"][0])
    with desk.transaction() as session:
        client = clients.by_org_number(session, number)
    if client is None or not desk.person.may("import.upload", client.id):
        raise OwnerUnknown(file=name, found=number or "–")
    return client.id


def refuse_too_large(name: str, size: int) -> None:
    """Raise FileRefused for more bytes than a file may have."""
    if size > LIMIT_BYTES:
        raise FileRefused(finding("too-large", location=Location(name), size=size, limit=LIMIT_BYTES))


def first_job(import_id: str) -> str:
    """The id of an import's first job: the same for a second click, so that it starts no second job."""
    return f"{import_id}-1"


def start(desk: Desk, import_: Import, kind: str, job_id: str) -> str:
    """Start a job of `kind` that carries the import on; the same `job_id` twice is one job."""
    with desk.transaction() as session:
        itself = clients.get(session, import_.client_id).self_activating
        jobs.add(
            session,
            job_id=job_id,
            kind=kind,
            client_id=import_.client_id,
            import_id=import_.id,
            steps=[step for step in KINDS[kind] if itself or step != ACTIVATE],
            started_by=desk.person.user_id,
        )
    desk.jobs.start(kind, job_id, import_.id)
    return job_id


def _get(desk: Desk, import_id: str) -> Import:
    with desk.transaction() as session:
        import_ = imports.get(session, import_id)
    desk.allow("client.view", import_.client_id)
    return import_
