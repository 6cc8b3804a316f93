"""Erasing a client on screen: for administrators alone, after its name is typed, with the certificate afterwards."""

from datetime import timedelta

import pytest

from dashboard.erasing_view import GO_ON_AFTER
from lib.store import clients, erasures
from lib.store.columns import now
from lib.store.tables import Client, Role
from tests.pages.office import Office, button, shown


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ACCOUNTANT, Role.VIEWER])
def test_only_an_administrator_is_offered_to_erase_a_client(office: Office, role: Role) -> None:
    client = office.with_books()
    app = office.screen("settings", role, klient=client.id, visa="radera")
    assert "Radera klienten" not in [found.label for found in app.button]


def test_an_administrator_erases_a_client_by_its_name_and_takes_the_certificate(office: Office) -> None:
    client = office.with_books()
    app = office.screen("settings", Role.ADMIN, klient=client.id, visa="radera")
    assert "sju år" in shown(app)
    next(field for field in app.text_input if field.label.startswith("Skriv företagets")).input(client.name)
    button(app, "Radera för gott")
    later = office.screen("settings", Role.ADMIN)
    assert f"Klient nummer {client.id}: raderad" in shown(later)
    assert "Intyg" in [found.proto.label for found in later.get("download_button")]
    assert client.name not in shown(later)


def begun(office: Office, ago: timedelta) -> Client:
    """A client whose erasing was begun, and no worker has come to it."""
    client = office.with_books()
    with office.store.transaction() as session:
        erasures.begin(session, client.id, None).at = now() - ago
    return client


def test_an_erasing_that_has_just_begun_is_not_offered_to_be_begun_again(office: Office) -> None:
    client = begun(office, timedelta(seconds=2))
    app = office.screen("settings", Role.ADMIN)
    assert f"Klient nummer {client.id}: raderas sedan" in shown(app)
    assert "Fortsätt" not in [found.label for found in app.button]


def test_an_erasing_that_takes_long_can_be_gone_on_with(office: Office) -> None:
    client = begun(office, GO_ON_AFTER)
    app = office.screen("settings", Role.ADMIN)
    button(app, "Fortsätt")
    assert f"Klient nummer {client.id}: raderad" in shown(app)


def test_a_name_that_differs_erases_nothing(office: Office) -> None:
    client = office.with_books()
    app = office.screen("settings", Role.ADMIN, klient=client.id, visa="radera")
    next(field for field in app.text_input if field.label.startswith("Skriv företagets")).input("Något annat")
    button(app, "Radera för gott")
    assert "precis som klienten heter" in shown(app)
    with office.store.reading() as session:
        assert clients.get(session, client.id).name == client.name
        assert erasures.every(session) == []


def test_others_see_no_certificates(office: Office) -> None:
    client = office.with_books()
    from lib.actions.erasing import erase_client

    erase_client(office.desk(Role.ADMIN), client.id, client.name)
    app = office.screen("settings", Role.ACCOUNTANT)
    assert "Raderade klienter" not in shown(app)
