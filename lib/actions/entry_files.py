"""Files of closing entries; `lib.actions.reconciliation` removes and reads a file whatever it is attached to."""

from lib.actions.desk import Desk
from lib.closing.files import safe_name
from lib.store import attachments
from lib.store.words import FileOwner


def attach_entry_file(desk: Desk, client_id: int, entry_id: int, name: str, content: bytes) -> int:
    """Attach a file to an entry, also to one that has gone out: files stay here. Gives the file's id.

    Raises AttachmentRefused, PeriodClosed when the entry's period is locked, NotFound (deleted too), StorageFailed.
    """
    with desk.acting("attachment.add", client_id, file=safe_name(name)):
        row = attachments.add(
            desk.store, client_id, FileOwner.CLOSING_ENTRY, entry_id, name=name, content=content, who=desk.person.who
        )
        return row.id
