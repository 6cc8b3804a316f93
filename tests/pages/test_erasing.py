"""Erasing a client on screen: for administrators alone, after its name is typed, with the certificate afterwards."""

import pytest

from lib.store import clients, erasures
from lib.store.tables import Role
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
