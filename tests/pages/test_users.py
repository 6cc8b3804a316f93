"""The users' page: who may sign in, and what an administrator changes there."""

from datetime import UTC, datetime, timedelta

import pytest

from lib.store import people
from lib.store.tables import Role, User
from tests.pages.office import Office, button, click, shown


@pytest.fixture
def sara(office: Office) -> User:
    with office.store.transaction() as session:
        return people.add_user(session, subject="https://i.example sara", name="Sara *Support*", role=Role.VIEWER)


def found(office: Office, user: User) -> User:
    with office.store.reading() as session:
        return people.get_user(session, user.id)


def test_everybody_is_listed_and_who_waits_comes_first(office: Office, sara: User) -> None:
    with office.store.transaction() as session:
        waiting = people.get_user(session, sara.id)
        waiting.waiting, waiting.active = True, False
    app = office.screen("users", Role.ADMIN)
    names = app.dataframe[0].value["name"].to_list()
    assert names == ["Sara *Support*", "Person admin"]
    assert "1 person väntar på åtkomst" in shown(app)


def test_a_click_shows_the_user_and_saving_changes_the_role(office: Office, sara: User) -> None:
    app = office.screen("users", Role.ADMIN)
    click(app, "users-0", 1)
    assert "Sara *Support*" in [header.value.replace("\\", "") for header in app.subheader]
    app.selectbox(key=f"user-{sara.id}-1-role").select(Role.ACCOUNTANT).run()
    button(app, "Spara")
    assert found(office, sara).role is Role.ACCOUNTANT


def test_chosen_clients_are_kept(office: Office, sara: User) -> None:
    client = office.client()
    app = office.screen("users", Role.ADMIN, anvandare=sara.id)
    app.multiselect(key=f"user-{sara.id}-1-clients").select(client.id).run()
    button(app, "Spara")
    with office.store.reading() as session:
        assert people.client_ids(session, people.get_user(session, sara.id)) == {client.id}


def test_who_waits_is_given_access(office: Office, sara: User) -> None:
    with office.store.transaction() as session:
        waiting = people.get_user(session, sara.id)
        waiting.waiting, waiting.active = True, False
    app = office.screen("users", Role.ADMIN, anvandare=sara.id)
    button(app, "Ge åtkomst")
    assert "Sara *Support* kan logga in." in shown(app)
    assert found(office, sara).active


def test_signing_out_everywhere_ends_what_is_listed(office: Office, sara: User) -> None:
    with office.store.transaction() as session:
        hour = timedelta(hours=1)
        people.open_session(session, sara, now=datetime.now(UTC), idle=hour, absolute=hour, agent="Firefox, Windows")
    app = office.screen("users", Role.ADMIN, anvandare=sara.id)
    assert "Firefox, Windows" in shown(app)
    button(app, "Logga ut överallt")
    assert "Inte inloggad någonstans." in shown(app)


def test_the_last_administrator_is_told_and_stays(office: Office) -> None:
    admin = office.person(Role.ADMIN)
    app = office.screen("users", Role.ADMIN, anvandare=admin.user_id)
    app.toggle(key=f"user-{admin.user_id}-1-active").set_value(False).run()
    button(app, "Spara")
    assert "är den enda administratören" in shown(app)


def test_a_user_who_is_not_there_is_said_to_be_gone(office: Office) -> None:
    app = office.screen("users", Role.ADMIN, anvandare=4711)
    assert "Personen kunde inte hittas." in shown(app)
    assert not app.exception


def test_a_user_is_added_in_the_dialog(office: Office) -> None:
    app = office.screen("users", Role.ADMIN, visa="ny")
    app.text_input(key="user-email").set_value("bo@byran.example")
    app.text_input(key="user-name").set_value("Bo")
    app.button(key="user-add").click().run()
    with office.store.reading() as session:
        bo = people.by_email(session, "bo@byran.example")
    assert bo
    assert bo.name == "Bo"
