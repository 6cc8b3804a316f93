"""Everything that is wrong with a client now, read from all that is kept of it, worst first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from lib.closing.appendices import AppendixView
from lib.core.languages import mark
from lib.store import books, imports
from lib.store.database import Session, Store
from lib.store.tables import Client, Source
from lib.support import connections, exports, fortnox, jobs, ledgers, periods
from lib.support import imports as of_imports
from lib.support.diagnoses import Diagnosis, Told, Weight, Who, ranked, together

NO_SOURCE: Final = mark("No data source is chosen for the client, so nothing can come in.")
NO_SOURCE_WHY: Final = mark("The start guide has not been gone through.")
NO_SOURCE_STEP: Final = mark("Choose where the client's books come from in the start guide.")
EMPTIED: Final = mark("The client has no books in use: it was reset.")
EMPTIED_WHY: Final = mark("A reset takes all books out of use; nothing is deleted.")
EMPTIED_STEP: Final = mark("Import anew, or undo the reset on the overview.")
NOTHING_YET: Final = mark("Nothing has been imported yet.")
NOTHING_YET_WHY: Final = mark("No import has been made since the data source was chosen.")
NOTHING_YET_STEP: Final = mark("Import under Import.")


def diagnoses(
    store: Store, session: Session, client: Client, appendices: Iterable[AppendixView], now: datetime
) -> list[Diagnosis]:
    """What is wrong, worst first, each cause once.

    `appendices` are those of the newest balance date, worked out by the caller.
    """
    found = ranked(
        [
            *connections.diagnoses(session, client, now),
            *of_imports.diagnoses(store, session, client, now),
            *exports.diagnoses(session, client),
            *jobs.diagnoses(session, client, now),
            *ledgers.diagnoses(appendices),
            *fortnox.diagnoses(store, session, client, now),
            *periods.diagnoses(store, session, client),
            *_beginnings(session, client),
        ]
    )
    return together(found)


def _beginnings(session: Session, client: Client) -> Iterable[Diagnosis]:
    """That there is nothing to be wrong yet."""
    active = books.active(session, client.id)
    if client.source is None:
        told, page = (NO_SOURCE, NO_SOURCE_WHY, NO_SOURCE_STEP), "start_guide"
    elif active.emptied:
        told, page = (EMPTIED, EMPTIED_WHY, EMPTIED_STEP), "overview"
    elif not imports.of_client(session, client.id, 1):
        manual = client.source is Source.MANUAL
        told, page = (NOTHING_YET, NOTHING_YET_WHY, NOTHING_YET_STEP), "manual_entry" if manual else "import_data"
    else:
        return
    what, why, step = (Told(text) for text in told)
    yield Diagnosis("nothing-in", Weight.LOOK, what, why, step, Who.ACCOUNTANT, page=page)
