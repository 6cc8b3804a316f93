"""Closing entries that come back with an import count once: in the books while these hold them, else beside them."""

from collections.abc import Callable
from datetime import date

import pytest

from lib.closing.afterwards import afterwards
from lib.closing.entries import Transfer
from lib.closing.failures import EntrySent
from lib.core.errors import NotFound
from lib.ledger import YearBooks
from lib.store import books, entries, locked, periods, reconciling, returns, snapshots
from lib.store.database import Store
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client, Source
from tests.ledger.sie_texts import YEAR, voucher
from tests.ledger.sie_texts import books as books_by_hand
from tests.store.examples import add_client
from tests.store.sent_entries import (
    DECEMBER,
    MARCH,
    RUT,
    YEAR_END,
    add,
    came_back,
    found,
    import_of,
    lock_until,
    send,
    state,
    version,
    year_with,
)

MARCH_DAY = date(2025, 3, 31)


@pytest.fixture
def fortnox(store: Store, client: Client) -> Client:
    """With a year of books."""
    use(store, client, year_with())
    return client


def use(store: Store, client: Client, year: YearBooks, *, source: Source = Source.FORTNOX) -> str:
    import_ = import_of(store, client, year, source=source)
    with store.transaction() as session:
        books.activate(session, import_.id, expected_version=version(session, client), user_id=None)
        returns.follow(store, session, client.id)
    return import_.id


def undo(store: Store, client: Client) -> None:
    with store.transaction() as session:
        books.undo(session, client.id, expected_version=version(session, client), user_id=None)
        returns.follow(store, session, client.id)


def sent(store: Store, client: Client, *, key: str = YEAR_END, day: date = date(2025, 12, 31)) -> ClosingEntry:
    entry = add(store, client, key, day)
    send(store, entry)
    return entry


def after(store: Store, client: Client, key: str, account: str = "4010") -> int:
    """What an account closes with after entries, as the period's own books have it."""
    with store.reading() as session:
        at = reconciling.view(session, client.id, key)
        counted = returns.counted(store, session, client.id, at.period.year, at.books)
        expr = returns.returned(session, client.id, at.period, at.books.imports[YEAR])
    frame = afterwards(snapshots.lazily(store, at.snapshot), at.period, counted, returned=expr.expr if expr else None)
    closing: dict[str, int] = {row["account"]: row["after"] for row in frame.to_dicts()}
    return closing[account]


def changed(store: Store, client: Client) -> list[str]:
    with store.reading() as session:
        return list(locked.changed(store, session, client.id))


def test_an_entry_that_comes_back_is_excluded_and_says_as_what(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    import_id = use(store, fortnox, year_with(came_back()))
    row = found(store, entry)
    assert (row.transfer, row.seen_series, row.seen_number) == (Transfer.EXCLUDED, "A", "17")
    assert row.seen_import_id == import_id


def test_an_entry_that_does_not_come_back_still_counts(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    use(store, fortnox, year_with(came_back("A 18")))
    assert state(store, entry) is Transfer.TRANSFERRED


def test_an_undo_takes_it_back(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    use(store, fortnox, year_with(came_back()))
    undo(store, fortnox)
    row = found(store, entry)
    assert (row.transfer, row.seen_import_id, row.seen_series) == (Transfer.TRANSFERRED, None, "")


def test_a_reset_takes_it_back_too(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    use(store, fortnox, year_with(came_back()))
    with store.transaction() as session:
        books.reset(session, fortnox.id, expected_version=version(session, fortnox), user_id=None)
        returns.follow(store, session, fortnox.id)
    assert state(store, entry) is Transfer.TRANSFERRED


def test_an_entry_that_is_gone_from_the_next_import_counts_here_again(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    use(store, fortnox, year_with(came_back()))
    use(store, fortnox, year_with(came_back("B 1")))
    assert state(store, entry) is Transfer.TRANSFERRED


def test_an_entry_under_way_is_left_to_its_export(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    with store.transaction() as session:
        row = entries.get(session, fortnox.id, entry.id)
        row.transfer = Transfer.TRANSFERRING
        session.add(row)
    use(store, fortnox, year_with(came_back()))
    assert state(store, entry) is Transfer.TRANSFERRING


def test_a_file_that_was_read_in_before_anybody_said_so_is_known_by_its_marker(store: Store, fortnox: Client) -> None:
    entry = add(store, fortnox)
    use(store, fortnox, year_with(came_back("K 4", text=f"Hyra {entry.marker}")), source=Source.SIE4)
    assert state(store, entry) is Transfer.EXCLUDED
    undo(store, fortnox)
    assert state(store, entry) is Transfer.NOT_TRANSFERRED


def test_another_programs_voucher_of_the_same_number_is_not_ours(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    other = came_back("A 17", date(2025, 12, 30))
    use(store, fortnox, year_with(other), source=Source.SIE4)
    assert state(store, entry) is Transfer.TRANSFERRED


def test_books_without_vouchers_leave_every_entry_as_it_is(store: Store, client: Client) -> None:
    use(store, client, books_by_hand("#UB 0 1930 5\n", kind="1"), source=Source.SIE4)
    entry = sent(store, client)
    use(store, client, books_by_hand("#UB 0 1930 6\n", kind="1"), source=Source.SIE4)
    assert state(store, entry) is Transfer.TRANSFERRED


def test_another_clients_entries_are_not_looked_for(store: Store, fortnox: Client) -> None:
    other = add_client(store, "Andra AB")
    use(store, other, year_with())
    entry = sent(store, fortnox)
    use(store, other, year_with(came_back()))
    assert state(store, entry) is Transfer.TRANSFERRED


@pytest.mark.parametrize(("key", "day"), [(MARCH, MARCH_DAY), (YEAR_END, date(2025, 12, 31))])
@pytest.mark.parametrize("shown", [MARCH, DECEMBER, YEAR_END])
def test_no_period_shows_an_entry_twice_or_not_at_all(
    store: Store, fortnox: Client, key: str, day: date, shown: str
) -> None:
    sent(store, fortnox, key=key, day=day)
    before = after(store, fortnox, shown)
    use(store, fortnox, year_with(came_back(day=day)))
    assert after(store, fortnox, shown) == before
    undo(store, fortnox)
    assert after(store, fortnox, shown) == before


@pytest.mark.parametrize(("key", "day"), [(MARCH, MARCH_DAY), (YEAR_END, date(2025, 12, 31))])
def test_a_locked_period_goes_on_as_it_was_locked_and_has_not_changed(
    store: Store, fortnox: Client, key: str, day: date
) -> None:
    sent(store, fortnox, key=key, day=day)
    with store.transaction() as session:
        periods.lock(session, fortnox.id, key, expected_version=version(session, fortnox), results={}, who=None)
    before = after(store, fortnox, key)
    use(store, fortnox, year_with(came_back(day=day)))
    assert (after(store, fortnox, key), changed(store, fortnox)) == (before, [])


def test_another_voucher_in_a_locked_period_is_still_told(store: Store, fortnox: Client) -> None:
    sent(store, fortnox, key=MARCH, day=MARCH_DAY)
    with store.transaction() as session:
        periods.lock(session, fortnox.id, MARCH, expected_version=version(session, fortnox), results={}, who=None)
    use(store, fortnox, year_with(came_back(day=MARCH_DAY), came_back("A 99", MARCH_DAY)))
    assert changed(store, fortnox) == [MARCH]


def test_an_entry_changed_in_fortnox_after_the_lock_is_told(store: Store, fortnox: Client) -> None:
    sent(store, fortnox, key=MARCH, day=MARCH_DAY)
    use(store, fortnox, year_with(came_back(day=MARCH_DAY)))
    with store.transaction() as session:
        periods.lock(session, fortnox.id, MARCH, expected_version=version(session, fortnox), results={}, who=None)
    use(store, fortnox, year_with(voucher("A 17", MARCH_DAY, [("4010", 299_00), ("2440", -299_00)])))
    assert changed(store, fortnox) == [MARCH]


def test_a_year_end_entry_that_comes_back_changes_no_locked_month(store: Store, fortnox: Client) -> None:
    lock_until(store, fortnox, DECEMBER)
    sent(store, fortnox)
    use(store, fortnox, year_with(came_back()))
    assert changed(store, fortnox) == []


def test_a_person_says_which_voucher_an_entry_is(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    use(store, fortnox, year_with(came_back("K 3")))
    with store.transaction() as session:
        returns.confirm(store, session, fortnox.id, entry.id, ("K", "3"), who=RUT)
    row = found(store, entry)
    assert (row.transfer, row.seen_name, row.seen_number) == (Transfer.EXCLUDED, "Rut", "3")


def test_what_a_person_said_holds_for_the_next_import(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    use(store, fortnox, year_with(came_back("K 3")))
    with store.transaction() as session:
        returns.confirm(store, session, fortnox.id, entry.id, ("K", "3"), who=RUT)
    undo(store, fortnox)
    assert state(store, entry) is Transfer.TRANSFERRED
    use(store, fortnox, year_with(came_back("K 3"), came_back("K 4")))
    assert state(store, entry) is Transfer.EXCLUDED


def test_what_a_person_said_can_be_taken_back(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    use(store, fortnox, year_with(came_back("K 3")))
    with store.transaction() as session:
        returns.confirm(store, session, fortnox.id, entry.id, ("K", "3"), who=RUT)
    with store.transaction() as session:
        returns.withdraw(store, session, fortnox.id, entry.id)
    assert state(store, entry) is Transfer.TRANSFERRED


@pytest.mark.parametrize("label", [("K", "4"), ("A", "17")])
def test_nobody_can_name_a_voucher_that_is_not_there_or_is_another_entry(
    store: Store, fortnox: Client, label: tuple[str, str]
) -> None:
    sent(store, fortnox)
    entry = add(store, fortnox)
    use(store, fortnox, year_with(came_back()))
    with store.transaction() as session, pytest.raises(NotFound):
        returns.confirm(store, session, fortnox.id, entry.id, label, who=RUT)


def test_nobody_needs_to_name_what_fortnoxs_number_tells(store: Store, fortnox: Client) -> None:
    entry = sent(store, fortnox)
    use(store, fortnox, year_with(came_back(), came_back("K 3")))
    with store.transaction() as session, pytest.raises(EntrySent):
        returns.confirm(store, session, fortnox.id, entry.id, ("K", "3"), who=RUT)


def _key(store: Store, client: Client) -> str:
    with store.reading() as session:
        period = periods.get(session, client.id, DECEMBER)
        found_ = returns.returned(session, client.id, period, books.active(session, client.id).import_id)
    return found_.key if found_ else ""


@pytest.mark.parametrize("step", [add, sent], ids=["made", "sent"])
def test_what_is_kept_of_a_months_figures_is_kept_anew_when_other_entries_may_come_back(
    store: Store, fortnox: Client, step: Callable[[Store, Client], object]
) -> None:
    add(store, fortnox)
    before = _key(store, fortnox)
    assert _key(store, fortnox) == before
    step(store, fortnox)
    assert _key(store, fortnox) != before


def test_last_years_voucher_of_the_same_number_is_another_one(store: Store, fortnox: Client) -> None:
    sent(store, fortnox)
    with store.reading() as session:
        period = periods.get(session, fortnox.id, DECEMBER)
        expr = returns.returned(session, fortnox.id, period, books.active(session, fortnox.id).import_id)
    assert expr is not None
    both = year_with(came_back(day=date(2024, 12, 31)), came_back())
    assert both.vouchers.filter(expr.expr)["date"].to_list() == [date(2025, 12, 31)]
