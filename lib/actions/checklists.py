"""Work on a period's checklist, and comment on the period and its accounts."""

from typing import Final

from lib.actions.desk import Desk
from lib.actions.periods import name_of
from lib.core.errors import Forbidden, InvalidInput
from lib.core.languages import mark
from lib.store import checklists
from lib.store.words import ItemState

FIELD_TEXT: Final = mark("Text")
NO_TEXT: Final = mark("write something first")
COMMENT_GONE: Final = mark("A comment was removed.")
OTHERS_WORDS: Final = mark("take back what somebody else has said")


def add_item(desk: Desk, client_id: int, key: str, text: str) -> None:
    """Add an item to a period's checklist; raises InvalidInput, PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key)}
    with desk.acting("checklist.change", client_id, **facts), desk.transaction() as session:
        checklists.add(session, client_id, key, _said(text), desk.person.who)


def tick_item(  # noqa: PLR0913 - the form's fields
    desk: Desk, client_id: int, key: str, item_id: int, state: ItemState, *, comment: str = ""
) -> None:
    """Say how an item of a period's checklist stands; raises PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key)}
    with desk.acting("checklist.change", client_id, **facts), desk.transaction() as session:
        checklists.tick(session, client_id, item_id, state, comment=comment.strip(), who=desk.person.who)


def remove_item(desk: Desk, client_id: int, key: str, item_id: int) -> None:
    """Take an item off a period's checklist; raises PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key)}
    with desk.acting("checklist.change", client_id, **facts), desk.transaction() as session:
        checklists.remove(session, client_id, item_id)


def add_comment(desk: Desk, client_id: int, key: str, text: str, *, account: str = "") -> None:
    """Comment on a period, or on an account in it; raises InvalidInput, PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key)}
    with desk.acting("comment.add", client_id, **facts), desk.transaction() as session:
        checklists.comment(session, client_id, key, _said(text), account=account, who=desk.person.who)


def remove_comment(desk: Desk, client_id: int, comment_id: int) -> None:
    """Take one's own comment back; raises Forbidden for another's, PeriodClosed, NotFound."""
    with desk.acting("comment.add", client_id, done=COMMENT_GONE), desk.transaction() as session:
        if checklists.uncomment(session, client_id, comment_id).user_id != desk.person.user_id:
            raise Forbidden(action=OTHERS_WORDS)


def _said(text: str) -> str:
    if not text.strip():
        raise InvalidInput(field=FIELD_TEXT, problem=NO_TEXT)
    return text.strip()
