"""Every page, for every role, in both languages, with books and without."""

import pytest

from dashboard.places import PLACES, Place
from lib.actions.rights import RIGHTS
from lib.core.languages import LANGUAGES, Language, translate
from lib.store import imports
from lib.store.tables import Role, Source
from tests.pages.office import FAULTY, FILES, Office, shown

FAULT = {"sv": "ett fel i Brygga", "en": "a fault in Brygga"}
ALLOWED = [(place, role) for place in PLACES for role in Role if role in RIGHTS[place.action]]
REFUSED = [(place, role) for place in PLACES for role in Role if role not in RIGHTS[place.action]]


def _name(value: object) -> str:
    return value.name if isinstance(value, Place) else str(value)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=_name)
def test_a_page_shows_a_client_with_books(office: Office, place: Place, language: Language) -> None:
    client = office.with_books()
    app = office.screen(place.name, Role.ADMIN, language, klient=client.id)
    assert not app.exception
    assert FAULT[language] not in shown(app)
    assert translate(place.title, language) in [header.value for header in app.header]
    if place.of_client:
        assert "555555-5555" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=_name)
@pytest.mark.slow
def test_a_page_says_what_to_do_while_there_is_nothing(office: Office, place: Place, language: Language) -> None:
    client = office.client(source=None)
    app = office.screen(place.name, Role.ADMIN, language, klient=client.id)
    assert not app.exception
    assert FAULT[language] not in shown(app)


@pytest.mark.parametrize(("place", "role"), ALLOWED, ids=_name)
@pytest.mark.slow
def test_a_role_reaches_the_pages_that_are_its_own(office: Office, place: Place, role: Role) -> None:
    client = office.with_books()
    app = office.screen(place.name, role, klient=client.id)
    assert not app.exception
    assert FAULT["sv"] not in shown(app)


@pytest.mark.parametrize(("place", "role"), REFUSED, ids=_name)
def test_a_page_that_is_not_the_roles_says_so_and_shows_nothing(office: Office, place: Place, role: Role) -> None:
    client = office.client("Grannens Klient AB")
    app = office.screen(place.name, role, klient=client.id)
    assert "Din roll" in shown(app)
    assert "Grannens" not in shown(app)


@pytest.mark.parametrize("place", [place for place in PLACES if place.of_client], ids=_name)
def test_somebody_elses_client_is_not_shown(office: Office, place: Place) -> None:
    mine, other = office.client("Min Klient AB"), office.client("Grannens Klient AB")
    app = office.screen(place.name, Role.ACCOUNTANT, only=[mine.id], klient=other.id)
    assert "Grannens" not in shown(app)
    assert "Din roll" in shown(app)


@pytest.mark.parametrize("place", [place for place in PLACES if place.of_client], ids=_name)
def test_a_page_about_a_client_asks_for_one(office: Office, place: Place) -> None:
    app = office.screen(place.name, Role.ADMIN)
    assert not app.exception
    assert "Ingen klient är vald." in shown(app)


@pytest.mark.parametrize("source", list(Source))
def test_import_tells_the_way_in_for_each_source(office: Office, source: Source) -> None:
    client = office.client(source=source)
    app = office.screen("import_data", klient=client.id)
    assert not app.exception
    uploads = app.get("file_uploader")
    assert bool(uploads) == (source in {Source.SIE4, Source.SIE1, Source.SPREADSHEET})


def test_a_client_that_is_gone_is_said_to_be_gone(office: Office) -> None:
    app = office.screen("overview", klient=4711)
    assert "kunde inte hittas" in shown(app)


@pytest.mark.parametrize("klient", ["9223372036854775808", "9" * 5000])
def test_a_number_beyond_all_clients_is_a_client_that_could_not_be_found(office: Office, klient: str) -> None:
    app = office.screen("overview", klient=klient)
    assert FAULT["sv"] not in shown(app)
    assert "kunde inte hittas" in shown(app)


def test_enormous_numbers_in_the_address_count_as_beyond_the_last(office: Office) -> None:
    client = office.with_books()
    app = office.screen("ledger", klient=client.id, period="9" * 5000, sida="9" * 5000)
    assert not app.exception
    assert FAULT["sv"] not in shown(app)


def test_a_fault_shows_a_reference_and_no_path(office: Office) -> None:
    client = office.with_books()
    for file in (office.store.folder / "snapshots").rglob("months.parquet"):
        file.unlink()
    app = office.screen("ledger", klient=client.id)
    assert not app.exception
    assert "referensen" in shown(app)
    assert str(office.store.folder) not in shown(app)


@pytest.mark.parametrize("place", PLACES, ids=_name)
@pytest.mark.slow
def test_a_page_bears_that_the_stored_books_are_gone(office: Office, place: Place) -> None:
    client = office.with_books()
    for file in (office.store.folder / "snapshots").rglob("*.parquet"):
        file.unlink()
    app = office.screen(place.name, Role.ADMIN, klient=client.id)
    assert not app.exception
    assert translate(place.title, "sv") in [header.value for header in app.header]
    assert str(office.store.folder) not in shown(app)
    assert "parquet" not in shown(app)


@pytest.mark.parametrize("place", PLACES, ids=_name)
@pytest.mark.slow
def test_a_page_shows_the_books_in_use_while_an_import_is_under_way(office: Office, place: Place) -> None:
    client = office.with_books()
    content = (FILES / FAULTY).read_bytes()
    imports.receive(
        office.store, client_id=client.id, source=Source.SIE4, file_name="ny.se", content=content, user_id=None
    )
    app = office.screen(place.name, Role.ADMIN, klient=client.id)
    assert not app.exception
    assert FAULT["sv"] not in shown(app)
    assert translate(place.title, "sv") in [header.value for header in app.header]


def test_nobody_sees_anything_without_signing_in(office: Office) -> None:
    client = office.with_books()
    app = office.screen("overview", klient=client.id)
    with office.store.transaction() as session:
        from lib.store import people

        people.revoke_all(session, office.person(Role.ACCOUNTANT).user_id)
    app.run()
    assert "Din inloggning har gått ut" in shown(app)
    assert client.name not in shown(app)
