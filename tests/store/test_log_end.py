"""A log whose end is cut off shows, because its end is remembered beside the database."""

import pytest
from sqlalchemy import text

from lib.store import activity, log_end
from lib.store.database import Store
from tests.store.test_activity import UNLOCK


@pytest.fixture
def log(store: Store) -> Store:
    """A store whose log has five rows."""
    for number in range(5):
        add(store, number)
    return store


def add(store: Store, number: int) -> None:
    with store.transaction() as session:
        activity.append(
            session, user=None, client_id=None, action="a", outcome="done", message="m", facts={"number": number}
        )


def tamper(store: Store, change: str) -> None:
    with store.transaction() as session:
        for statement in [*UNLOCK[store.engine.dialect.name].split(";"), change]:
            session.execute(text(statement))


def test_a_whole_log_is_counted_and_its_end_told(log: Store) -> None:
    verified = log_end.verify(log)

    assert verified.whole
    assert verified.rows == 5
    assert verified.end == log_end.remembered(log.folder)


def test_an_empty_log_is_whole(store: Store) -> None:
    assert log_end.verify(store) == log_end.Verified(0, None, None, None)


def test_an_end_that_is_cut_off_shows(log: Store) -> None:
    end = log_end.verify(log).end
    tamper(log, "DELETE FROM activity WHERE id > 3")

    verified = log_end.verify(log)
    assert (verified.broken, verified.cut) == (None, end)
    assert not verified.whole


def test_rows_that_come_after_do_not_hide_a_cut(log: Store) -> None:
    end = log_end.verify(log).end
    tamper(log, "DELETE FROM activity WHERE id > 3")
    for number in range(4):
        add(log, number)
    log_end.remember(log)

    assert log_end.verify(log).cut == end


def test_a_log_that_was_sealed_anew_from_a_row_on_shows(log: Store) -> None:
    end = log_end.verify(log).end
    tamper(log, "UPDATE activity SET hash = 'forged' WHERE id = 5")

    verified = log_end.verify(log)
    assert (verified.broken, verified.cut) == (5, end)


def test_a_cut_is_told_again_the_next_time(log: Store) -> None:
    log_end.verify(log)
    tamper(log, "DELETE FROM activity WHERE id > 3")

    assert log_end.verify(log) == log_end.verify(log)


def test_the_end_is_remembered_as_the_log_grows(log: Store) -> None:
    log_end.remember(log)
    before = log_end.remembered(log.folder)
    add(log, 6)
    log_end.remember(log)

    assert before is not None
    assert log_end.remembered(log.folder) not in {None, before}
    assert log_end.verify(log).whole


def test_what_was_remembered_and_cannot_be_read_stops_nothing(log: Store) -> None:
    (log.folder / log_end.FILE).write_text("{")

    assert log_end.verify(log).whole
