"""Letting people in and out: what an administrator decides, also when two decide at once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from lib.actions.desk import Desk, Person
from lib.actions.users import LastAdministrator, PersonChanged, add_person, change_person, sign_out
from lib.core.errors import BryggaError, InvalidInput, NotFound
from lib.store import activity, clients, people
from lib.store.database import Store
from lib.store.tables import Role, User
from tests.jobs.inline import InlineRunner


@pytest.fixture
def anna(store: Store) -> User:
    return person(store, "anna", Role.ADMIN)


@pytest.fixture
def desk(store: Store, anna: User) -> Desk:
    return Desk(store, InlineRunner(store), Person(anna.id, anna.name, anna.role))


def person(store: Store, name: str, role: Role, subject: str = "") -> User:
    with store.transaction() as session:
        return people.add_user(
            session,
            subject=subject or f"https://identity.example {name}",
            name=name.title(),
            email=f"{name}@byran.example",
            role=role,
            all_clients=role is Role.ADMIN,
        )


def token(store: Store, user: User) -> str:
    with store.transaction() as session:
        hour = timedelta(hours=1)
        return people.open_session(session, user, now=datetime.now(UTC), idle=hour, absolute=hour, agent="Firefox")


def signed_in(store: Store, known: str) -> bool:
    with store.reading() as session:
        return people.know_session(session, known, now=datetime.now(UTC)) is not None


def test_somebody_added_in_advance_is_known_by_the_address_alone(store: Store, desk: Desk) -> None:
    ours = clients_of(store)
    added = add_person(desk, email=" Bo@Byran.example ", name="Bo", role=Role.SUPPORT, clients=ours[:1])
    with store.reading() as session:
        bo = people.by_email(session, "bo@byran.example")
        assert bo == added
        assert (bo.role, bo.active, people.client_ids(session, bo)) == (Role.SUPPORT, True, {ours[0]})


def test_an_address_is_added_once(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        add_person(desk, email="ANNA@byran.example", name="", role=Role.VIEWER, clients=None)


@pytest.mark.parametrize(
    "email", ["", "bo", "bo@", "@byran.example", "bo@byran", "bo bo@byran.example", "b\n@a.example"]
)
def test_what_is_no_address_is_refused(desk: Desk, email: str) -> None:
    with pytest.raises(InvalidInput):
        add_person(desk, email=email, name="Bo", role=Role.VIEWER, clients=None)


def test_a_change_gives_role_and_clients(store: Store, desk: Desk) -> None:
    sara, ours = person(store, "sara", Role.VIEWER), clients_of(store)
    change_person(desk, sara.id, expected_version=1, role=Role.ACCOUNTANT, clients=ours[1:], active=True)
    with store.reading() as session:
        found = people.get_user(session, sara.id)
        assert (found.role, people.client_ids(session, found), found.version) == (Role.ACCOUNTANT, {ours[1]}, 2)


def test_administrators_see_every_client(store: Store, desk: Desk) -> None:
    sara = person(store, "sara", Role.VIEWER)
    change_person(desk, sara.id, expected_version=1, role=Role.ADMIN, clients=[], active=True)
    with store.reading() as session:
        assert people.client_ids(session, people.get_user(session, sara.id)) is None


def test_somebody_shut_out_is_signed_out_at_once(store: Store, desk: Desk) -> None:
    sara = person(store, "sara", Role.VIEWER)
    hers = token(store, sara)
    change_person(desk, sara.id, expected_version=1, role=Role.VIEWER, clients=None, active=False)
    assert not signed_in(store, hers)
    change_person(desk, sara.id, expected_version=2, role=Role.VIEWER, clients=None, active=True)
    assert not signed_in(store, hers), "let in again, she signs in anew"


def test_somebody_who_waits_is_given_access(store: Store, desk: Desk) -> None:
    sara = person(store, "sara", Role.VIEWER)
    with store.transaction() as session:
        waiting = people.get_user(session, sara.id)
        waiting.waiting, waiting.active = True, False
    change_person(desk, sara.id, expected_version=1, role=Role.SUPPORT, clients=None, active=True)
    with store.reading() as session:
        found = people.get_user(session, sara.id)
    assert (found.waiting, found.active, found.role) == (False, True, Role.SUPPORT)


def test_a_role_that_the_identity_provider_gives_is_not_changed_here(store: Store, desk: Desk) -> None:
    sara = person(store, "sara", Role.VIEWER)
    with store.transaction() as session:
        people.get_user(session, sara.id).role_by_claim = True
    with pytest.raises(InvalidInput):
        change_person(desk, sara.id, expected_version=1, role=Role.ADMIN, clients=None, active=True)


@pytest.mark.parametrize(("role", "active"), [(Role.ACCOUNTANT, True), (Role.ADMIN, False)])
def test_the_last_administrator_stays_one(store: Store, desk: Desk, anna: User, role: Role, active: bool) -> None:
    person(store, "erik", Role.ADMIN, subject="e-mail:erik@byran.example")  # has never signed in
    person(store, "demo", Role.ADMIN, subject="demo-admin")  # nobody can, outside the demo
    with pytest.raises(LastAdministrator):
        change_person(desk, anna.id, expected_version=1, role=role, clients=None, active=active)


def test_with_another_administrator_one_may_go(store: Store, desk: Desk, anna: User) -> None:
    person(store, "erik", Role.ADMIN)
    changed = change_person(desk, anna.id, expected_version=1, role=Role.VIEWER, clients=None, active=True)
    assert changed.role is Role.VIEWER


def test_of_two_who_change_a_person_the_second_is_told(store: Store, desk: Desk) -> None:
    sara = person(store, "sara", Role.VIEWER)
    change_person(desk, sara.id, expected_version=1, role=Role.SUPPORT, clients=None, active=True)
    with pytest.raises(PersonChanged) as told:
        change_person(desk, sara.id, expected_version=1, role=Role.ADMIN, clients=None, active=True)
    assert "Sara" in told.value.sentence("sv")


def test_two_administrators_cannot_shut_each_other_out_at_once(store: Store, desk: Desk, anna: User) -> None:
    erik = person(store, "erik", Role.ADMIN)
    his = Desk(store, InlineRunner(store), Person(erik.id, erik.name, erik.role))
    ready, ended = threading.Barrier(2), []

    def shut_out(by: Desk, whom: User) -> None:
        ready.wait()
        try:
            change_person(by, whom.id, expected_version=1, role=Role.ADMIN, clients=None, active=False)
            ended.append("done")
        except BryggaError as error:
            ended.append(type(error).__name__)

    threads = [threading.Thread(target=shut_out, args=pair) for pair in ((desk, erik), (his, anna))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["LastAdministrator", "done"]


def test_signing_out_ends_one_browser_or_every_one(store: Store, desk: Desk) -> None:
    sara = person(store, "sara", Role.VIEWER)
    first, second, third = (token(store, sara) for _ in range(3))
    with store.reading() as session:
        known = people.know_session(session, first, now=datetime.now(UTC))
    assert known
    sign_out(desk, sara.id, known[0].id)
    assert [signed_in(store, one) for one in (first, second, third)] == [False, True, True]
    sign_out(desk, sara.id)
    assert not any(signed_in(store, one) for one in (second, third))


def test_a_browser_of_somebody_else_is_not_signed_out(store: Store, desk: Desk, anna: User) -> None:
    sara, hers = person(store, "sara", Role.VIEWER), token(store, anna)
    with store.reading() as session:
        known = people.know_session(session, hers, now=datetime.now(UTC))
    assert known
    sign_out(desk, sara.id, known[0].id)
    assert signed_in(store, hers)


def test_somebody_who_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        change_person(desk, 4711, expected_version=1, role=Role.VIEWER, clients=None, active=True)


def test_every_change_is_in_the_activity_log(store: Store, desk: Desk) -> None:
    sara = person(store, "sara", Role.VIEWER)
    change_person(desk, sara.id, expected_version=1, role=Role.SUPPORT, clients=[], active=True)
    sign_out(desk, sara.id)
    with store.reading() as session:
        rows = activity.entries(session)
    assert [(row.action, row.outcome, row.user_name, row.facts["name"]) for row in rows] == [
        ("person.sign-out", "done", "Anna", "Sara"),
        ("person.change", "done", "Anna", "Sara"),
    ]


def clients_of(store: Store) -> list[int]:
    with store.transaction() as session:
        return [clients.add(session, name=name).id for name in ("Kajen AB", "Bryggan AB")]
