"""The activity log is only added to, and whatever is changed in it shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lib.store import activity
from lib.store.activity import ActivityFilter
from lib.store.database import Store
from lib.store.tables import Activity

RUT = (7, "Rut Redovall")
UNLOCK = {
    "sqlite": "DROP TRIGGER activity_no_update; DROP TRIGGER activity_no_delete",
    "postgresql": "DROP TRIGGER activity_no_change ON activity; DROP TRIGGER activity_no_removal ON activity",
}
"""What somebody would do who owns the database and wants to change the log."""


def test_rows_are_kept_with_all_they_tell(store: Store) -> None:
    row = _log(store, action="import.activate", facts={"file": "bok é.se", "errors": 2, "ok": True, "none": None})

    with store.reading() as session:
        (kept,) = activity.entries(session)
    assert kept.model_dump() == row.model_dump()
    assert (kept.user_id, kept.user_name) == RUT
    assert kept.facts == {"file": "bok é.se", "errors": 2, "ok": True, "none": None}


def test_an_untouched_log_agrees(store: Store) -> None:
    for number in range(5):
        _log(store, facts={"number": number})

    assert _broken(store) is None


def test_the_program_itself_leaves_rows_too(store: Store) -> None:
    with store.transaction() as session:
        row = activity.append(session, user=None, client_id=None, action="a", outcome="done", message="m")

    assert (row.user_id, row.user_name) == (None, "")


@pytest.mark.parametrize(
    "change",
    ["UPDATE activity SET message = 'nothing happened'", "DELETE FROM activity"],
)
def test_the_database_itself_refuses_changes(store: Store, change: str) -> None:
    _log(store)

    with pytest.raises(DBAPIError, match="append-only"), store.transaction() as session:
        session.execute(text(change))

    assert _broken(store) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE activity SET message = 'nothing happened' WHERE id = 3",
        "UPDATE activity SET facts = '{}' WHERE id = 3",
        "UPDATE activity SET user_name = 'Någon Annan' WHERE id = 3",
        "UPDATE activity SET client_id = NULL WHERE id = 3",
        "UPDATE activity SET previous_hash = '' WHERE id = 3",
    ],
)
def test_a_changed_row_is_found(store: Store, change: str) -> None:
    _tamper(store, change)

    assert _broken(store) == 3


def test_a_changed_time_is_found(store: Store) -> None:
    _tamper(store, "UPDATE activity SET at = '2020-01-01 00:00:00.000000' WHERE id = 3")

    assert _broken(store) == 3


def test_a_removed_row_is_found_at_the_one_after_it(store: Store) -> None:
    _tamper(store, "DELETE FROM activity WHERE id = 3")

    assert _broken(store) == 4


def test_the_chain_never_forks_however_many_write(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        rows = list(threads.map(lambda number: _log(store, facts={"number": number}), range(64)))

    assert len({row.previous_hash for row in rows}) == 64
    assert _broken(store) is None


def test_rows_are_read_newest_first_a_page_at_a_time(store: Store) -> None:
    ids = [_log(store).id for _ in range(5)]

    with store.reading() as session:
        assert [row.id for row in activity.entries(session, limit=2, offset=1)] == ids[3:1:-1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (ActivityFilter(), 3),
        (ActivityFilter(client_ids=[1]), 1),
        (ActivityFilter(client_ids=[]), 0),
        (ActivityFilter(user_id=8), 1),
        (ActivityFilter(action="client.create"), 1),
        (ActivityFilter(outcome="refused"), 1),
        (ActivityFilter(client_ids=[1, 2], outcome="done"), 1),
    ],
)
def test_filters_narrow_the_log(store: Store, asked: ActivityFilter, found: int) -> None:
    with store.transaction() as session:
        for user, client_id, action, outcome in (
            (RUT, 1, "import.activate", "done"),
            (RUT, 2, "import.undo", "refused"),
            ((8, "Sara"), None, "client.create", "done"),
        ):
            activity.append(session, user=user, client_id=client_id, action=action, outcome=outcome, message="m")

    with store.reading() as session:
        assert len(activity.entries(session, asked)) == found
        assert activity.total(session, asked) == found


def test_a_span_of_time_has_its_first_moment_and_not_its_last(store: Store) -> None:
    row = _log(store)

    with store.reading() as session:
        assert activity.total(session, ActivityFilter(since=row.at, until=row.at + timedelta(seconds=1))) == 1
        assert activity.total(session, ActivityFilter(until=row.at)) == 0


def _log(
    store: Store, action: str = "import.upload", facts: dict[str, str | int | bool | None] | None = None
) -> Activity:
    with store.transaction() as session:
        return activity.append(
            session, user=RUT, client_id=1, action=action, outcome="done", message="{file} came.", facts=facts
        )


def _broken(store: Store) -> int | None:
    with store.reading() as session:
        return activity.verify(session)


def _tamper(store: Store, change: str) -> None:
    for number in range(5):
        _log(store, facts={"number": number})
    with store.transaction() as session:
        for statement in UNLOCK[store.engine.dialect.name].split(";"):
            session.execute(text(statement))
        session.execute(text(change))
