"""Findings are marked one or many at once: all of them or none, and the log says which."""

import pytest

from lib.actions import marks
from lib.actions.desk import Desk, Person
from lib.core.errors import Forbidden
from lib.store import activity, people
from lib.store import clients as client_rows
from lib.store import marks as mark_rows
from lib.store.activity import ActivityFilter
from lib.store.database import Store
from lib.store.tables import Client, Role
from tests.jobs.inline import InlineRunner

CHECK = "suspense-account"
TWO = ("first", "second")


@pytest.fixture
def client(store: Store) -> Client:
    with store.transaction() as session:
        return client_rows.add(session, name="Bryggan AB")


def desk_of(store: Store, role: Role) -> Desk:
    with store.transaction() as session:
        user = people.add_user(session, subject=role.value, name="Rut", role=role, all_clients=True)
    return Desk(store, InlineRunner(store), Person(user.id, "Rut", role))


def marked(store: Store, client: Client) -> dict[str, str]:
    with store.reading() as session:
        return {key: row.comment for (_, key), row in mark_rows.of_findings(session, client.id).items()}


def logged(store: Store, client: Client) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(row.outcome, row.message) for row in activity.entries(session, ActivityFilter(client_ids=[client.id]))]


def test_several_findings_are_marked_with_one_comment_and_one_line_in_the_log(store: Store, client: Client) -> None:
    marks.mark_findings(desk_of(store, Role.ACCOUNTANT), client.id, CHECK, TWO, comment=" Utredda ")
    assert marked(store, client) == dict.fromkeys(TWO, "Utredda")
    assert logged(store, client) == [("done", marks.FINDINGS_DONE)]


def test_marks_on_several_are_taken_back_at_once_and_the_others_stay(store: Store, client: Client) -> None:
    desk = desk_of(store, Role.ACCOUNTANT)
    marks.mark_findings(desk, client.id, CHECK, [*TWO, "third"])
    marks.unmark_findings(desk, client.id, CHECK, TWO)
    assert marked(store, client) == {"third": ""}
    assert logged(store, client)[0] == ("done", marks.FINDINGS_OPEN)


def test_of_one_finding_the_log_speaks_in_the_singular(store: Store, client: Client) -> None:
    desk = desk_of(store, Role.ACCOUNTANT)
    marks.mark_findings(desk, client.id, CHECK, ["first"])
    marks.unmark_findings(desk, client.id, CHECK, ["first"])
    (opened, done) = logged(store, client)
    assert opened == ("done", marks.FINDING_OPEN)
    assert "{findings" not in done[1]


def test_who_may_not_mark_marks_none(store: Store, client: Client) -> None:
    with pytest.raises(Forbidden):
        marks.mark_findings(desk_of(store, Role.SUPPORT), client.id, CHECK, TWO)
    assert marked(store, client) == {}
