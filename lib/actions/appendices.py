"""Take an appendix away from a client; the automatic ones come back with the next import."""

from lib.actions.desk import Desk
from lib.store import appendices


def delete_appendix(desk: Desk, client_id: int, account: str) -> None:
    """Delete the appendix to an account; raises NotFound when it is not there."""
    with desk.acting("appendix.delete", client_id, account=account), desk.transaction() as session:
        appendices.delete(session, client_id, account, user_id=desk.person.user_id)
