"""Say where an entry is whose fate nobody knows after an export: Fortnox is asked before that counts."""

from typing import Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.actions.fortnox import check_connected
from lib.closing.recognition import Label
from lib.core.languages import mark
from lib.jobs.fates import ACTION, FATE, Answer
from lib.store import exports, fates

NOT_THERE: Final = mark("It was said of {entry} that it is not in Fortnox: Fortnox is asked.")


def say_it_is_there(desk: Desk, client_id: int, item_id: int, voucher: Label) -> None:
    """Say that an entry stands in Fortnox as a voucher (series, number); it counts once Fortnox shows that.

    Raises NotConnected, ConnectionLost, ExportUnderWay, Settled, NotFound.
    """
    _ask(desk, client_id, item_id, voucher, None)


def say_it_is_not_there(desk: Desk, client_id: int, item_id: int) -> None:
    """Say that an entry is not in Fortnox.

    It may be sent again once no voucher of the year is found to carry its marker, and none can come any more.
    Raises NotConnected, ConnectionLost, ExportUnderWay, Settled, NotFound.
    """
    _ask(desk, client_id, item_id, ("", ""), NOT_THERE)


def _ask(desk: Desk, client_id: int, item_id: int, voucher: Label, done: str | None) -> None:
    answer = Answer(client_id, item_id, desk.person.user_id, *voucher)
    with desk.acting(ACTION, client_id, done=done, entry=str(item_id), voucher=answer.voucher) as facts:
        check_connected(desk, client_id)
        with desk.transaction() as session:
            _run, item = fates.doubtful(session, client_id, item_id)
            facts["entry"] = exports.label(item)
            fates.ask(session, item, desk.person.name)
        desk.jobs.start(FATE, str(uuid4()), *answer.ids)
