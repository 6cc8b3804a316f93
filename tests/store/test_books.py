"""Books are versions that are only added to: a year gives way only to what tells at least as much of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import select

from lib.core.errors import BooksChanged, BryggaError, NothingToActivate, WrongState
from lib.ledger.books import Extent
from lib.store import books, people
from lib.store.database import Store
from lib.store.tables import BooksYear, Client, Import, ImportState, Role
from tests.store.examples import Y2025, Y2026, activated, receive, span, staged, state_of, year_books


def test_a_client_without_imports_has_no_books(store: Store, client: Client) -> None:
    with store.reading() as session:
        current = books.active(session, client.id)

    assert (current.version, current.years, current.import_id, current.since) == (0, {}, None, None)


def test_staging_changes_nothing_that_anybody_sees(store: Store, client: Client) -> None:
    staged(store, client, b"a", year_books(Y2026))

    assert _map(store, client).version == 0


def test_activating_puts_every_year_in_use(store: Store, client: Client) -> None:
    import_ = activated(store, client, b"a", year_books(Y2025, Extent.COMPARISON), year_books(Y2026))

    current = _map(store, client)
    assert current.version == 1
    assert current.import_id == import_.id
    assert {year: snapshot.extent for year, snapshot in current.years.items()} == {
        Y2025: Extent.COMPARISON,
        Y2026: Extent.FULL,
    }
    assert state_of(store, import_) is ImportState.ACTIVATED


def test_years_that_the_import_does_not_hold_stay(store: Store, client: Client) -> None:
    first = activated(store, client, b"a", year_books(Y2025))
    second = activated(store, client, b"b", year_books(Y2026))

    assert dict(_map(store, client).imports) == {Y2025: first.id, Y2026: second.id}
    assert state_of(store, first) is ImportState.ACTIVATED


def test_an_import_is_superseded_when_all_its_years_are_replaced(store: Store, client: Client) -> None:
    first = activated(store, client, b"a", year_books(Y2025), year_books(Y2026))

    activated(store, client, b"b", year_books(Y2026, amount=1))
    assert state_of(store, first) is ImportState.ACTIVATED

    activated(store, client, b"c", year_books(Y2025, amount=1))
    assert state_of(store, first) is ImportState.SUPERSEDED


@pytest.mark.parametrize("extent", [Extent.COMPARISON, Extent.PART, Extent.BALANCES, Extent.PERIODS])
def test_a_full_year_is_never_replaced_by_less(store: Store, client: Client, extent: Extent) -> None:
    activated(store, client, b"a", year_books(Y2026))
    less = staged(store, client, b"b", year_books(Y2026, extent, amount=1))

    assert _actions(store, less) == ["keep"]
    with pytest.raises(NothingToActivate):
        _activate(store, less, 1)
    assert _map(store, client).years[Y2026].extent is Extent.FULL
    assert state_of(store, less) is ImportState.STAGED


def test_last_years_balances_give_way_to_the_year_itself(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2025, Extent.COMPARISON), year_books(Y2026))
    itself = staged(store, client, b"b", year_books(Y2025, Extent.BALANCES, amount=1))

    assert _actions(store, itself) == ["replace"]


def test_only_the_years_that_may_be_replaced_are(store: Store, client: Client) -> None:
    first = activated(store, client, b"a", year_books(Y2025))
    both = staged(store, client, b"b", year_books(Y2025, Extent.COMPARISON, amount=1), year_books(Y2026))

    assert _actions(store, both) == ["keep", "new"]
    _activate(store, both, 1)
    assert dict(_map(store, client).imports) == {Y2025: first.id, Y2026: both.id}


def test_a_part_of_a_year_never_replaces_the_year(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2026))
    part = staged(store, client, b"b", year_books(span("2026-01-01", "2026-06-30"), amount=1))

    (plan,) = _plans(store, part)
    assert plan.action == "keep"
    assert plan.explain("en") == (
        "The file holds only a part of the financial year 2026-01-01 – 2026-12-31, which is in the books."
    )


def test_a_year_cut_differently_is_kept_out(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2026))
    broken = staged(store, client, b"b", year_books(span("2025-07-01", "2026-06-30"), amount=1))

    (plan,) = _plans(store, broken)
    assert plan.action == "keep"
    assert "2026-01-01–2026-12-31" in plan.explain("sv")


def test_a_year_that_was_lengthened_replaces_the_shorter_one(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2026))
    longer = span("2026-01-01", "2027-06-30")
    lengthened = staged(store, client, b"b", year_books(longer, amount=1))

    (plan,) = _plans(store, lengthened)
    assert (plan.action, plan.replaced) == ("replace", (Y2026,))
    _activate(store, lengthened, 1)
    assert list(_map(store, client).years) == [longer]


def test_two_years_of_one_file_that_share_days_never_both_go_in(store: Store, client: Client) -> None:
    odd = staged(
        store, client, b"a", year_books(span("2025-07-01", "2026-06-30"), Extent.COMPARISON), year_books(Y2026)
    )

    assert _actions(store, odd) == ["keep", "new"]


def test_the_same_content_again_is_said_to_be_the_same(store: Store, client: Client) -> None:
    first = activated(store, client, b"a", year_books(Y2026))
    again = staged(store, client, b"b", year_books(Y2026))

    assert _actions(store, again) == ["same"]
    _activate(store, again, 1)
    assert _map(store, client).imports[Y2026] == again.id
    assert state_of(store, first) is ImportState.SUPERSEDED


def test_what_is_not_staged_cannot_be_activated(store: Store, client: Client) -> None:
    with pytest.raises(WrongState):
        _activate(store, receive(store, client, b"a"), 0)


def test_a_second_click_is_told_so(store: Store, client: Client) -> None:
    import_ = activated(store, client, b"a", year_books(Y2026))

    with pytest.raises(WrongState):
        _activate(store, import_, 0)


def test_whoever_looked_at_older_books_is_told_who_changed_them(store: Store, client: Client) -> None:
    with store.transaction() as session:
        rut = people.add_user(session, subject="rut", name="Rut Redovall", role=Role.ACCOUNTANT)
    first = staged(store, client, b"a", year_books(Y2026))
    second = staged(store, client, b"b", year_books(Y2026, amount=1))
    with store.transaction() as session:
        books.activate(session, first.id, expected_version=0, user_id=rut.id)

    with pytest.raises(BooksChanged) as told:
        _activate(store, second, 0)

    assert told.value.facts == {"who": "Rut Redovall"}
    assert _map(store, client).import_id == first.id
    assert state_of(store, second) is ImportState.STAGED


def test_the_reason_is_kept(store: Store, client: Client) -> None:
    import_ = staged(store, client, b"a", year_books(Y2026))

    with store.transaction() as session:
        books.activate(session, import_.id, expected_version=0, user_id=None, reason="test company")

    with store.reading() as session:
        kept = session.get(Import, import_.id)
    assert kept is not None
    assert kept.reason == "test company"


def test_of_many_who_activate_at_once_exactly_one_does(store: Store, client: Client) -> None:
    imports = [staged(store, client, bytes([n]), year_books(Y2026, amount=n + 1)) for n in range(6)]
    together = Barrier(len(imports))

    def activate(import_: Import) -> type[BryggaError] | None:
        together.wait()
        try:
            _activate(store, import_, 0)
        except BryggaError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(len(imports)) as threads:
        outcomes = list(threads.map(activate, imports))

    assert sorted(outcomes, key=str) == sorted([None, *[BooksChanged] * 5], key=str)
    assert _map(store, client).import_id == imports[outcomes.index(None)].id


def test_undo_points_back(store: Store, client: Client) -> None:
    first = activated(store, client, b"a", year_books(Y2026))
    before = _map(store, client)
    second = activated(store, client, b"b", year_books(Y2026, amount=1))

    after = _undo(store, client, 2)

    assert after.version == 3
    assert _ids(after) == _ids(before)
    assert after.import_id == first.id
    assert state_of(store, first) is ImportState.ACTIVATED
    assert state_of(store, second) is ImportState.UNDONE


def test_undo_of_the_first_import_leaves_no_books(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2026))

    assert dict(_undo(store, client, 1).years) == {}


def test_undo_again_takes_back_the_one_before(store: Store, client: Client) -> None:
    first = activated(store, client, b"a", year_books(Y2025))
    activated(store, client, b"b", year_books(Y2026))
    _undo(store, client, 2)

    assert dict(_undo(store, client, 3).years) == {}
    assert state_of(store, first) is ImportState.UNDONE


def test_after_undo_books_go_on(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2026))
    _undo(store, client, 1)
    third = activated(store, client, b"c", year_books(Y2026, amount=1))

    assert _map(store, client).import_id == third.id
    assert dict(_undo(store, client, 3).years) == {}


def test_nothing_left_to_undo_is_told(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2026))
    _undo(store, client, 1)

    with pytest.raises(WrongState):
        _undo(store, client, 2)


def test_undo_of_books_that_changed_is_told(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2025))
    activated(store, client, b"b", year_books(Y2026))

    with pytest.raises(BooksChanged):
        _undo(store, client, 1)


def test_what_undo_would_take_back_is_known_before(store: Store, client: Client) -> None:
    import_ = activated(store, client, b"a", year_books(Y2026))

    with store.reading() as session:
        last = books.undoable(session, client.id)

    assert last is not None
    assert last.id == import_.id


def test_what_was_undone_may_be_uploaded_again(store: Store, client: Client) -> None:
    first = activated(store, client, b"a", year_books(Y2026))
    _undo(store, client, 1)

    assert receive(store, client, b"a").id != first.id


def test_earlier_versions_stay_as_they_were(store: Store, client: Client) -> None:
    activated(store, client, b"a", year_books(Y2026))
    before = _map(store, client)
    activated(store, client, b"b", year_books(Y2026, amount=1))
    _undo(store, client, 2)

    with store.reading() as session:
        assert _ids(books.at_version(session, client.id, 1)) == _ids(before)
        assert len(session.exec(select(BooksYear)).all()) == 3


def _map(store: Store, client: Client) -> books.BookMap:
    with store.reading() as session:
        return books.active(session, client.id)


def _plans(store: Store, import_: Import) -> list[books.YearPlan]:
    with store.reading() as session:
        return books.plan(session, import_.id)


def _actions(store: Store, import_: Import) -> list[str]:
    return [plan.action for plan in _plans(store, import_)]


def _activate(store: Store, import_: Import, version: int) -> books.BookMap:
    with store.transaction() as session:
        return books.activate(session, import_.id, expected_version=version, user_id=None)


def _undo(store: Store, client: Client, version: int) -> books.BookMap:
    with store.transaction() as session:
        return books.undo(session, client.id, expected_version=version, user_id=None)


def _ids(book_map: books.BookMap) -> list[int]:
    return [snapshot.id for snapshot in book_map.years.values()]
