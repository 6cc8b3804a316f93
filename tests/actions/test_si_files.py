"""People take closing entries out as an SI file, read it in elsewhere, and import the year again: each counts once."""

from datetime import date

import pytest

from lib.actions import entries, imports, returns, si_files
from lib.actions.desk import Desk
from lib.closing.entries import Draft, EntryRow, Family, Transfer
from lib.core.errors import NotFound
from lib.ledger import books_of
from lib.sie import read
from lib.store import books, exports, si_exports
from lib.store.database import Store
from lib.store.tables import Client, Source
from tests.actions.entries_by_hand import AT_YEAR_END, YEAR_END, clerk_at, client_with_books, found, log
from tests.ledger.sie_texts import YEAR, voucher
from tests.store.examples import add_client
from tests.store.sent_entries import import_of, year_with

ROWS = [("1930", 5_00), ("3001", -5_00)]
STAYS = Draft("Stannar", date(2025, 12, 31), (EntryRow("1930", 7_00), EntryRow("3001", -7_00)))


@pytest.fixture
def client(store: Store) -> Client:
    return client_with_books(store)


@pytest.fixture
def desk(store: Store, client: Client) -> Desk:
    return clerk_at(store, client, YEAR_END)


@pytest.fixture
def entry(desk: Desk, client: Client) -> int:
    return entries.save_entry(desk, client.id, YEAR_END, AT_YEAR_END, ready=True)


def state(desk: Desk, client: Client, entry_id: int) -> Transfer:
    return found(desk, client, entry_id).transfer


def taken(desk: Desk, client: Client) -> list[si_exports.Batch]:
    with desk.store.reading() as session:
        return si_exports.batches(session, client.id, YEAR.start)


def use(desk: Desk, client: Client, *vouchers: str) -> None:
    """Import a year with these vouchers from another program, and put it in use."""
    import_ = import_of(desk.store, client, year_with(*vouchers), source=Source.SIE4)
    imports.activate(desk, import_.id, expected_version=import_.compared_with or 0)


def test_the_file_holds_the_entries_that_have_not_gone_out(desk: Desk, client: Client, entry: int) -> None:
    kept = entries.save_entry(desk, client.id, YEAR_END, STAYS, ready=True)
    entries.keep_entry_here(desk, client.id, kept, here=True)
    entries.save_entry(desk, client.id, YEAR_END, STAYS)
    made = si_files.take_si_file(desk, client.id, YEAR.start)
    file = read(made.content, name=made.name)
    assert made.name == "Bryggan AB 2025.si"
    assert file.vouchers.select("series", "text").rows() == [("V", f"Hyra {found(desk, client, entry).marker}")]


def test_what_is_in_the_file_has_gone_out(desk: Desk, client: Client, entry: int) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    row = found(desk, client, entry)
    assert (row.transfer, row.sent_via, row.sent_name) == (Transfer.TRANSFERRED, "si", "Rut")
    assert log(desk) == "En SI-fil gjordes med 1 bokslutsverifikation."


def test_a_second_file_is_not_made_of_the_same_entries(desk: Desk, client: Client, entry: int) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    with pytest.raises(si_files.NothingForFile):
        si_files.take_si_file(desk, client.id, YEAR.start)
    assert state(desk, client, entry) is Transfer.TRANSFERRED


def test_an_export_to_fortnox_does_not_send_what_went_out_in_a_file(desk: Desk, client: Client, entry: int) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    with desk.store.transaction() as session:
        run = exports.begin(session, client.id, YEAR.start, run_id="a", series={}, who=None)
    assert (run, found(desk, client, entry).sent_via) == (None, "si")


def test_the_same_file_can_be_taken_again(desk: Desk, client: Client, entry: int) -> None:
    first = si_files.take_si_file(desk, client.id, YEAR.start, {Family.MANUAL: "Bokslut"})
    entries.save_entry(desk, client.id, YEAR_END, STAYS, ready=True)
    (batch,) = taken(desk, client)
    assert [row.id for row in batch.entries] == [entry]
    assert si_files.si_file_again(desk, client.id, YEAR.start, batch.at) == first


def test_a_file_that_was_never_read_in_is_taken_back(desk: Desk, client: Client, entry: int) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    assert si_files.take_back_si_file(desk, client.id, YEAR.start, taken(desk, client)[0].at) == 1
    assert log(desk) == "SI-filen lästes inte in: 1 bokslutsverifikation är inte längre överförd."
    assert (state(desk, client, entry), taken(desk, client)) == (Transfer.NOT_TRANSFERRED, [])
    entries.delete_entry(desk, client.id, entry)


def test_what_came_back_is_not_taken_back(desk: Desk, client: Client, entry: int) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    use(desk, client, voucher("V 1", "20251231", ROWS, f"Hyra {found(desk, client, entry).marker}"))
    assert si_files.take_back_si_file(desk, client.id, YEAR.start, taken(desk, client)[0].at) == 0
    assert state(desk, client, entry) is Transfer.EXCLUDED


def test_a_file_taken_back_and_read_in_after_all_counts_once(desk: Desk, client: Client, entry: int) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    si_files.take_back_si_file(desk, client.id, YEAR.start, taken(desk, client)[0].at)
    use(desk, client, voucher("V 1", "20251231", ROWS, f"Hyra {found(desk, client, entry).marker}"))
    assert state(desk, client, entry) is Transfer.EXCLUDED


@pytest.mark.parametrize("act", [si_files.si_file_again, si_files.take_back_si_file])
def test_no_file_was_taken_then(desk: Desk, client: Client, entry: int, act: object) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    with pytest.raises(NotFound):
        act(desk, add_client(desk.store, "Andra AB").id, YEAR.start, taken(desk, client)[0].at)  # type: ignore[operator]
    assert state(desk, client, entry) is Transfer.TRANSFERRED


def test_a_year_that_the_books_do_not_have_is_no_file_and_nothing_goes_out(
    desk: Desk, client: Client, entry: int
) -> None:
    with desk.store.transaction() as session:
        books.reset(session, client.id, expected_version=1, user_id=None)
    with pytest.raises(NotFound):
        si_files.take_si_file(desk, client.id, YEAR.start)
    assert state(desk, client, entry) is Transfer.NOT_TRANSFERRED


def test_an_import_that_is_used_and_undone_takes_the_entry_along(desk: Desk, client: Client, entry: int) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    use(desk, client, voucher("V 1", "20251231", ROWS, f"Hyra {found(desk, client, entry).marker}"))
    assert state(desk, client, entry) is Transfer.EXCLUDED
    imports.undo(desk, client.id, expected_version=2)
    assert state(desk, client, entry) is Transfer.TRANSFERRED


def test_an_entry_booked_by_hand_elsewhere_is_offered_and_confirmed(desk: Desk, client: Client, entry: int) -> None:
    si_files.take_si_file(desk, client.id, YEAR.start)
    use(desk, client, voucher("K 9", "20251231", ROWS, "Hyra"))
    assert state(desk, client, entry) is Transfer.TRANSFERRED
    assert returns.vouchers_alike(desk, client.id, entry).select("series", "number").rows() == [("K", "9")]
    returns.confirm_entry(desk, client.id, entry, ("K", "9"))
    assert state(desk, client, entry) is Transfer.EXCLUDED
    assert log(desk) == "V 1 är verifikation K 9 i bokföringen: den räknas där och inte längre här."
    returns.withdraw_entry(desk, client.id, entry)
    assert state(desk, client, entry) is Transfer.TRANSFERRED


@pytest.mark.parametrize(("with_entries", "vouchers"), [(False, 1), (True, 2)])
def test_the_whole_year_goes_out_with_entries_or_without(
    desk: Desk, client: Client, entry: int, with_entries: bool, vouchers: int
) -> None:
    made = si_files.take_year_file(desk, client.id, YEAR.start, with_entries=with_entries)
    (year, *_), findings = books_of(read(made.content, name=made.name))
    assert (made.name, year.vouchers.height, findings) == ("Bryggan AB 2025.se", vouchers, [])
    assert state(desk, client, entry) is Transfer.NOT_TRANSFERRED


def test_balances_entered_by_hand_are_not_handed_on(store: Store, desk: Desk, client: Client) -> None:
    import_ = import_of(store, client, year_with(), source=Source.MANUAL)
    imports.activate(desk, import_.id, expected_version=import_.compared_with or 0)
    with pytest.raises(si_files.EnteredByHand):
        si_files.take_year_file(desk, client.id, YEAR.start, with_entries=False)
