"""The demo bureau is made once, made anew when asked, and mended when its making was broken off."""

from datetime import date

import pytest

from lib.actions.demo import reset_demo
from lib.actions.desk import Desk, Person
from lib.jobs import demo
from lib.sandbox.companies import DemoCompany, demo_companies
from lib.sandbox.fortnox.companies import sandbox_companies
from lib.store import books, clients, connections, imports, jobs, people
from lib.store.database import Store
from lib.store.tables import ImportState, JobState, Role, Source, User
from tests.jobs.inline import InlineRunner

TODAY = date(2026, 3, 16)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[DemoCompany]:
    """The demo without its large client, which takes its time to make."""
    companies = [company for company in demo_companies(TODAY) if company.contact and "Butikskedja" not in company.name]
    monkeypatch.setattr(demo, "demo_companies", lambda _today: companies)
    return companies


def admin(store: Store) -> User:
    with store.reading() as session:
        found = people.by_subject(session, "demo-admin")
    assert found
    return found


def states(store: Store) -> dict[str, list[ImportState]]:
    with store.reading() as session:
        return {c.name: [i.state for i in imports.of_client(session, c.id)] for c in clients.search(session)}


@pytest.mark.slow
def test_every_client_has_books_and_the_faulty_one_awaits_a_decision(store: Store, small: list[DemoCompany]) -> None:
    demo.seed(store, TODAY)
    found = states(store)
    in_fortnox = {company.name for company in sandbox_companies(TODAY)}
    assert found.keys() == {company.name for company in small} | in_fortnox
    for company in small:
        newest, *older = found[company.name]
        assert newest is (ImportState.STAGED if company.faulty else ImportState.ACTIVATED)
        assert set(older) == {ImportState.ACTIVATED}


@pytest.mark.slow
def test_the_companies_of_the_local_fortnox_are_clients_that_nobody_has_connected_to(
    store: Store, small: list[DemoCompany]
) -> None:
    demo.seed(store, TODAY)
    numbers = {company.org_number for company in sandbox_companies(TODAY)}
    with store.reading() as session:
        theirs = [client for client in clients.search(session) if client.org_number in numbers]
        assert {client.source for client in theirs} == {Source.FORTNOX}
        assert not any(imports.of_client(session, client.id) for client in theirs)
        assert not any(connections.of_client(session, client.id) for client in theirs)
    assert len(theirs) == len(numbers)


@pytest.mark.slow
def test_a_second_making_changes_nothing(store: Store, small: list[DemoCompany]) -> None:
    demo.seed(store, TODAY)
    before = states(store)
    demo.seed(store, TODAY)
    assert states(store) == before


@pytest.mark.slow
def test_a_making_that_was_broken_off_goes_on(
    store: Store, small: list[DemoCompany], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(DemoCompany, "files", lambda _: iter(()))
        demo.seed(store, TODAY)
    demo.seed(store, TODAY)
    assert all(states(store)[company.name] for company in small)


@pytest.mark.slow
def test_a_reset_makes_the_clients_anew_and_keeps_the_activity_log(store: Store, small: list[DemoCompany]) -> None:
    demo.seed(store, TODAY)
    with store.reading() as session:
        old = {client.id for client in clients.search(session)}
    user = admin(store)
    job_id = reset_demo(Desk(store, InlineRunner(store), Person(user.id, user.name, user.role)))
    with store.reading() as session:
        assert jobs.get(session, job_id).state is JobState.DONE
        new = clients.search(session)
        assert old.isdisjoint(client.id for client in new)
        from_files = [client for client in new if client.source is Source.SIE4]
        assert all(books.active(session, client.id).version for client in from_files)
        assert len(from_files) == len(small)


@pytest.mark.slow
def test_the_four_roles_have_a_person_each(store: Store, small: list[DemoCompany]) -> None:
    demo.seed(store, TODAY)
    with store.reading() as session:
        found = {role: people.by_subject(session, f"demo-{role.value}") for role in Role}
    assert {role: user.role for role, user in found.items() if user} == {role: role for role in Role}
