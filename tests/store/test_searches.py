"""Searching what is kept: by ids, by codes, by findings; never beyond the clients that are a person's."""

import pytest

from lib.fortnox.ports import Call
from lib.store import clients, imports, searches
from lib.store.calls import StoredJournal
from lib.store.database import Store
from lib.store.searches import Place, Trace
from lib.store.tables import Client
from tests.store.examples import receive
from tests.store.test_imports import LINES


@pytest.fixture
def mine(store: Store) -> Client:
    with store.transaction() as session:
        return clients.add(session, name="Min Klient AB")


@pytest.fixture
def other(store: Store) -> Client:
    with store.transaction() as session:
        return clients.add(session, name="Grannens Klient AB")


def met(store: Store, trace: Trace, only: set[int] | None = None) -> dict[int, Place]:
    with store.reading() as session:
        return searches.clients_met(session, trace, only)


def test_the_newest_import_with_a_finding_of_a_check_is_found(store: Store, mine: Client, other: Client) -> None:
    old, new, clean = (
        receive(store, client, LINES + tail) for client, tail in ((mine, b"1"), (mine, b"2"), (other, b""))
    )
    with store.transaction() as session:
        for one in (old, new):
            imports.count_by_check(session, one.id, {"unbalanced-voucher": 2, "balance-sign:cash": 1})
        imports.count_by_check(session, clean.id, {"unbalanced-vouchers": 1})
    wanted = {mine.id: Place("import_data", new.id)}
    assert met(store, Trace("x", checks=frozenset({"unbalanced-voucher"}))) == wanted
    assert met(store, Trace("x", checks=frozenset({"balance-sign:cash"}))) == wanted
    assert met(store, Trace("x", checks=frozenset({"unbalanced-voucher"})), {other.id}) == {}


def test_calls_are_found_by_code_and_by_status_among_a_persons_own_clients(
    store: Store, mine: Client, other: Client
) -> None:
    StoredJournal(store, mine.id).note(Call("GET", "/3/x", 403, 1, code=2001101))
    StoredJournal(store, other.id).note(Call("GET", "/3/x", 429, 1))
    desk = Place("support_desk")
    assert met(store, Trace("x", frozenset({2001101}))) == {mine.id: desk}
    assert met(store, Trace("x", statuses=frozenset({429, 500}))) == {other.id: desk}
    assert met(store, Trace("x", statuses=frozenset({403, 429})), {mine.id}) == {mine.id: desk}
    assert met(store, Trace("x")) == {}


@pytest.mark.parametrize(
    "name", ["%%%%%%%%", "________", "", "       "], ids=["percent", "underscore", "none", "blank"]
)
def test_a_name_of_wildcards_names_nothing(store: Store, mine: Client, name: str) -> None:
    receive(store, mine, LINES)
    with store.reading() as session:
        assert searches.imports_named(session, name, None) == []
        assert searches.jobs_named(session, name, None) == []


def test_an_import_is_named_by_its_first_eight_characters_and_not_by_fewer(store: Store, mine: Client) -> None:
    one = receive(store, mine, LINES)
    with store.reading() as session:
        assert [found.id for found in searches.imports_named(session, one.id[:8], {mine.id})] == [one.id]
        assert searches.imports_named(session, one.id[:7], {mine.id}) == []
        assert searches.imports_named(session, one.id[:8], {mine.id + 1}) == []
        assert searches.imports_named(session, f"{one.id[:4]}_{one.id[4:]}", {mine.id}) == []
