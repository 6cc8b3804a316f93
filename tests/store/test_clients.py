"""Clients are found by name or number, and all of them are seen at a glance."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from lib.core.errors import NotFound, WrongState
from lib.store import clients, imports
from lib.store.database import Store
from lib.store.tables import Client, Import, LegalForm, Source
from tests.store.examples import Y2025, Y2026, activated, add_client, receive, staged, year_books


def test_what_is_not_stated_is_unset(store: Store, client: Client) -> None:
    with store.reading() as session:
        kept = clients.get(session, client.id)

    assert (kept.legal_form, kept.vat_period, kept.framework, kept.source) == (None, None, None, None)
    assert (kept.default_series, kept.self_activating) == ("A", False)


def test_details_are_changed(store: Store, client: Client) -> None:
    with store.transaction() as session:
        clients.change(session, client.id, legal_form=LegalForm.EK_FOR, source=Source.SIE4)

    with store.reading() as session:
        assert clients.get(session, client.id).legal_form is LegalForm.EK_FOR


def test_a_client_who_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound), store.transaction() as session:
        clients.change(session, 4711, name="Nobody")


def test_clients_are_found_by_their_number(store: Store, client: Client) -> None:
    with store.reading() as session:
        found = clients.by_org_number(session, "556036-0793")
        assert found is not None
        assert found.id == client.id
        assert clients.by_org_number(session, "") is None


@pytest.mark.parametrize("asked", ["åkerbär", "ÅKER", " bärs ", "5560360793", "556036-07", "0360793"])
def test_search_takes_names_and_numbers_as_people_write_them(store: Store, asked: str) -> None:
    add_client(store, "Åkerbärs Öl AB")

    assert _names(store, asked) == ["Åkerbärs Öl AB"]


def test_search_leaves_out_what_does_not_match(store: Store, client: Client) -> None:
    assert _names(store, "kajen") == []


def test_the_swedish_alphabet_ends_with_its_own_letters(store: Store) -> None:
    for name in ("Öl AB", "Åkeri AB", "Zink AB", "Ärt AB", "advokat AB"):
        add_client(store, name)

    assert _names(store, "") == ["advokat AB", "Zink AB", "Åkeri AB", "Ärt AB", "Öl AB"]


def test_search_keeps_to_the_clients_that_are_ones_own(store: Store, client: Client) -> None:
    other = add_client(store, "Kajen AB")

    with store.reading() as session:
        assert [found.id for found in clients.search(session, only={other.id})] == [other.id]
        assert clients.search(session, only=set()) == []


def test_the_overview_tells_the_newest_import_and_the_years_in_use(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2025))
    activated(store, client, b"b", year_books(Y2026))
    newest = staged(store, client, b"c", year_books(Y2026, amount=1))

    with store.reading() as session:
        (row,) = clients.overview(session)

    assert row.last_import is not None
    assert row.last_import.id == newest.id
    assert row.years == (Y2025, Y2026)
    assert row.active_since is not None


def test_the_overview_has_clients_without_imports(store: Store, client: Client) -> None:
    with store.reading() as session:
        (row,) = clients.overview(session)

    assert (row.last_import, row.active_since, row.years) == (None, None, ())


def test_the_overview_of_many_clients_takes_no_more_statements_than_that_of_few(store: Store) -> None:
    with store.transaction() as session:
        many = [clients.add(session, name=f"Bolag {number} AB") for number in range(1000)]
        session.add_all(
            Import(client_id=c.id, source=Source.SIE4, file_name="bok.se", size=1, sha256="", counts={"error": 1})
            for c in many
        )

    with store.reading() as session, _statements(store) as statements:
        rows = clients.overview(session)

    assert len(rows) == 1000
    assert all(row.last_import for row in rows)
    assert len(statements) <= 3


def test_a_demo_client_goes_with_all_that_was_made_of_it(store: Store) -> None:
    demo = add_client(store, "Demo AB", demo=True)
    import_ = activated(store, demo, b"a", year_books(Y2026))

    clients.remove(store, demo.id)

    with store.reading() as session, pytest.raises(NotFound):
        imports.get(session, import_.id)
    assert not [path for path in store.folder.rglob("*") if path.suffix in {".parquet", ".zst"}]


def test_a_real_client_is_never_removed(store: Store, client: Client) -> None:
    import_ = receive(store, client, b"a")

    with pytest.raises(WrongState):
        clients.remove(store, client.id)

    assert imports.source(store, import_.id) == b"a"


def _names(store: Store, asked: str) -> list[str]:
    with store.reading() as session:
        return [client.name for client in clients.search(session, asked)]


@contextmanager
def _statements(store: Store) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*told: object) -> None:
        if str(told[2]).startswith("SELECT"):
            seen.append(str(told[2]))

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)
