"""Troubleshooting on screen: cause, next step, whether connecting helps, and the person's own clients that it hit."""

import pytest

from lib.actions import analysis
from lib.core.catalogue import CATALOGUE
from lib.fortnox.ports import Call
from lib.store import analyses, books, imports
from lib.store.calls import StoredJournal
from lib.store.tables import Role
from tests.pages.office import FAULTY, Office, shown


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


def test_the_clients_that_a_finding_hit_are_listed_with_the_way_to_its_import(office: Office) -> None:
    client, sound = office.client("Felaktiga AB"), office.client("Felfria AB")
    one = office.bring_in(client, FAULTY)
    office.bring_in(sound)
    app = office.screen("troubleshooting", Role.SUPPORT, q="unbalanced-voucher")
    (link,) = [link for link in app.main.get("page_link") if link.proto.label == "Felaktiga AB"]
    assert f"imp={one.id}" in link.proto.query_string
    assert "Felfria AB" not in links(office, q="unbalanced-voucher")
    assert "Har drabbat 1 klient" in shown(app)


def test_a_whole_finding_pasted_back_finds_the_clients_that_it_hit(office: Office) -> None:
    client = office.client("Felaktiga AB")
    one = office.bring_in(client, FAULTY)
    (told,) = [
        CATALOGUE[result.check].say(result.findings[0], "sv")
        for result in imports.results(office.store, one.id)
        if result.check == "unbalanced-voucher"
    ]
    assert "Felaktiga AB" in links(office, q=f"Hej! {told} Hälsningar Åsa")


def test_the_clients_that_the_checks_found_it_at_are_listed(office: Office) -> None:
    client = office.with_books()
    with office.store.reading() as session:
        year = max(books.active(session, client.id).years)
    analysis.run_checks(office.desk(), client.id, year)
    with office.store.reading() as session:
        kept = analyses.of_year(office.store, session, client.id, year)
    assert kept
    found = next(one.check for outcome in kept.outcomes for one in outcome.result.findings)
    app = office.screen("troubleshooting", Role.SUPPORT, q=found)
    assert client.name in [link.proto.label for link in app.main.get("page_link")]


def test_a_status_of_http_is_told_and_lists_the_clients_that_met_it(office: Office) -> None:
    client = office.client("Min Klient AB")
    StoredJournal(office.store, client.id).note(Call("GET", "/3/x", 429, 1))
    assert links(office, q="HTTP 429") == ["Min Klient AB"]
    assert "Fortnox tar just nu inte emot fler anrop" in shown(
        office.screen("troubleshooting", Role.SUPPORT, q="HTTP 429")
    )


def test_a_code_that_is_not_known_says_so_and_lists_the_clients_that_met_it(office: Office) -> None:
    client = office.client("Min Klient AB")
    StoredJournal(office.store, client.id).note(Call("GET", "/3/x", 400, 1, code=2999999))
    app = office.screen("troubleshooting", Role.SUPPORT, q="2999999")
    assert "en kod som Brygga inte känner till" in shown(app)
    assert links(office, q="2999999") == ["Min Klient AB"]


def test_in_english_the_answer_is_english(office: Office) -> None:
    told = shown(office.screen("troubleshooting", Role.SUPPORT, "en", q="2001103"))
    assert "The company lacks the licence" in told
    assert "Next step" in told


def test_nothing_that_is_asked_is_read_as_markdown(office: Office) -> None:
    app = office.screen("troubleshooting", Role.SUPPORT, q="**[a](https://evil.example)**")
    assert "evil" not in "".join(str(part.value) for part in app.markdown)
