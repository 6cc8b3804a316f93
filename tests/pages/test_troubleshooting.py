"""Troubleshooting on screen: cause, next step, whether connecting helps, and the person's own clients that it hit."""

import pytest

from lib.fortnox.ports import Call
from lib.store import imports
from lib.store.calls import StoredJournal
from lib.store.tables import Role
from tests.pages.office import Office, shown


def links(office: Office, role: Role = Role.SUPPORT, *, only: list[int] | None = None, q: str) -> list[str]:
    app = office.screen("troubleshooting", role, only=only, q=q)
    labels = [str(link.proto.label) for link in app.main.get("page_link")]
    return [label for label in labels if label != "Om sidan"]


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ACCOUNTANT, Role.ADMIN])
def test_a_code_is_told_with_cause_step_and_whether_connecting_helps(office: Office, role: Role) -> None:
    app = office.screen("troubleshooting", role, q="2001103")
    assert "Företaget saknar" in shown(app)
    assert "Beställ" in shown(app)
    assert "Ansluta på nytt?" in shown(app)
    assert "Ingen av dina klienter har drabbats" in shown(app)


def test_a_viewer_is_turned_away(office: Office) -> None:
    assert "Din roll" in shown(office.screen("troubleshooting", Role.VIEWER, q="2001103"))


def test_an_empty_question_says_what_can_be_asked(office: Office) -> None:
    assert "Klistra in en kod" in shown(office.screen("troubleshooting", Role.SUPPORT))


def test_what_is_unknown_says_what_to_try(office: Office) -> None:
    assert "Inget känt liknar" in shown(office.screen("troubleshooting", Role.SUPPORT, q="xyzzy plugh"))


def test_the_clients_that_a_code_hit_are_those_of_the_person(office: Office) -> None:
    mine, other = office.client("Min Klient AB"), office.client("Grannens Klient AB")
    for client in (mine, other):
        call = Call(method="GET", path="/3/x", status=403, milliseconds=1, request_id="req-1234", code=2001103)
        StoredJournal(office.store, client.id).note(call)
    assert links(office, q="2001103") == ["Grannens Klient AB", "Min Klient AB"]
    seen = links(office, Role.ACCOUNTANT, only=[mine.id], q="2001103")
    assert seen == ["Min Klient AB"]


def test_a_request_id_finds_its_call_and_what_its_code_means(office: Office) -> None:
    client = office.client("Min Klient AB")
    call = Call(method="GET", path="/3/x", status=403, milliseconds=1, request_id="req-1234", code=2001103)
    StoredJournal(office.store, client.id).note(call)
    app = office.screen("troubleshooting", Role.SUPPORT, q="req-1234")
    assert "Anrop till Fortnox req-1234" in shown(app)
    assert "Företaget saknar" in shown(app)


def test_the_reference_of_an_import_finds_it(office: Office) -> None:
    client = office.with_books()
    with office.store.reading() as session:
        (one,) = imports.of_client(session, client.id)
    app = office.screen("troubleshooting", Role.SUPPORT, q=one.id[:8])
    assert f"Import {one.id}" in shown(app)


def test_somebody_elses_import_is_not_found(office: Office) -> None:
    client, mine = office.with_books(), office.client("Min Klient AB")
    with office.store.reading() as session:
        (one,) = imports.of_client(session, client.id)
    app = office.screen("troubleshooting", Role.SUPPORT, only=[mine.id], q=one.id)
    assert one.id not in shown(app)
