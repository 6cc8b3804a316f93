"""Erasing a client for good, and the certificate of what was removed."""

from typing import Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.core.errors import InvalidInput, WrongState
from lib.core.languages import Language, mark, moment, translate
from lib.core.money import count, megabytes
from lib.jobs.runner import ERASE
from lib.settings import load
from lib.store import clients, erasures
from lib.store.support_tables import Erasure
from lib.store.words import ErasureState

RIGHT: Final = "client.erase"
_NAME: Final = mark("The company's name")
_DIFFERS: Final = mark("it is not written exactly as the client is called.")
GONE_ON: Final = mark("The erasing of client number {number} was begun again.")
KINDS: Final = {
    "snapshots": mark("financial years of books"),
    "imports": mark("sources of imports, their findings and comparisons"),
    "attachments": mark("attached files"),
    "analyses": mark("results of the transaction analysis"),
    "comparisons": mark("comparisons with the client's own files"),
}
ROWS: Final = {
    "client": mark("client"),
    "import": mark("imports"),
    "snapshot": mark("financial years as they were imported"),
    "books": mark("versions of the books"),
    "period": mark("periods"),
    "account_mark": mark("marks on accounts"),
    "closing_entry": mark("closing entries"),
    "export_run": mark("exports"),
    "attachment": mark("attached files"),
    "connection": mark("connections to Fortnox"),
    "api_call": mark("calls to Fortnox"),
    "job": mark("jobs"),
    "support_consent": mark("consents for support"),
}
OTHER: Final = mark("other rows")
TITLE: Final = mark("Certificate of erasing: client number {number}")
BY: Final = mark("Erased by {who}, begun {begun}, ended {ended}. Certificate {fingerprint}.")
IN_DATABASE: Final = mark("Removed from the database:")
ON_DISK: Final = mark("Removed from the data directory:")
LOG: Final = mark(
    "{entries:count} entries of the activity log were emptied of the client's texts; who did what and when is left, "
    "and the log's chain of hashes still holds."
)
LEFT: Final = mark(
    "Not removed: backups made before, which the bureau erases by its own routine; what another client's files say of "
    "this company; and what stands in Fortnox. Connections were taken back at Fortnox where it answered."
)
RETENTION: Final = mark(
    "Accounting records are kept for seven years after the calendar year in which the financial year ended "
    "(bokföringslagen 7 kap. 2 §). That the records are kept elsewhere is for the client and the bureau to see to: "
    "this program does not do it."
)
NAMELESS: Final = mark("The certificate names the client by number alone: the name was removed with the rest.")


def erase_client(desk: Desk, client_id: int, typed: str) -> Erasure:
    """Begin to erase a client for good; a job carries it out. `typed` must be the company's name.

    Raises InvalidInput, ClientBusy, EntriesInDoubt, NotFound.
    """
    with desk.acting(RIGHT, client_id, number=client_id), desk.transaction() as session:
        if typed.strip() != clients.get(session, client_id).name.strip():
            raise InvalidInput(field=_NAME, problem=_DIFFERS)
        erasure = erasures.begin(session, client_id, desk.person.who)
    _start(desk, client_id)
    return erasure


def go_on(desk: Desk, client_id: int) -> None:
    """Go on with an erasing that was cut off, or could not be carried out when it was begun.

    Raises WrongState unless one is under way.
    """
    with desk.acting(RIGHT, client_id, done=GONE_ON, number=client_id):
        with desk.store.reading() as session:
            begun = erasures.of_client(session, client_id)
        if begun is None or begun.state is not ErasureState.BEGUN:
            raise WrongState
        _start(desk, client_id)


def _start(desk: Desk, client_id: int) -> None:
    desk.jobs.start(ERASE, str(uuid4()), str(client_id))


def certificates(desk: Desk) -> list[Erasure]:
    """Every client that was erased or is being, the newest first."""
    desk.allow(RIGHT)
    with desk.store.reading() as session:
        return erasures.every(session)


def certificate(erasure: Erasure, language: Language) -> str:
    """What was removed, as a text to keep."""
    zone = load().zone
    ended = moment(erasure.ended_at.astimezone(zone), language) if erasure.ended_at else "–"
    rows: dict[str, int] = erasure.removed.get("rows", {})
    files: dict[str, dict[str, int]] = erasure.removed.get("files", {})
    other = sum(number for name, number in rows.items() if name not in ROWS)
    told = [(ROWS[name], number) for name, number in rows.items() if name in ROWS] + [(OTHER, other)]
    lines = [
        translate(TITLE, language, number=erasure.client_id),
        translate(
            BY,
            language,
            who=erasure.user_name or "Brygga",
            begun=moment(erasure.at.astimezone(zone), language),
            ended=ended,
            fingerprint=erasures.fingerprint(erasure),
        ),
        translate(NAMELESS, language),
        "",
        translate(IN_DATABASE, language),
        *(f"  {count(number):>9}  {translate(name, language)}" for name, number in told if number),
        "",
        translate(ON_DISK, language),
        *(
            f"  {count(part['files']):>9}  {translate(KINDS[kind], language)} ({megabytes(part['bytes'])})"
            for kind, part in files.items()
        ),
        "",
        translate(LOG, language, entries=erasure.removed.get("log", 0)),
        "",
        translate(LEFT, language),
        "",
        translate(RETENTION, language),
    ]
    return "\r\n".join(lines) + "\r\n"
