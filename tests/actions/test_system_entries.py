"""People switch system entries on, state what the books cannot tell, and find them stale when the books change."""

from collections.abc import Sequence
from datetime import date

import pytest

from lib.actions import entries, periods, si_files, system_entries
from lib.actions.desk import Desk, Person
from lib.closing.entries import Draft, EntryRow, Family, Transfer
from lib.closing.failures import PeriodClosed
from lib.closing.system.failures import OnlyAtYearEnd
from lib.closing.system.proposals import Kind
from lib.closing.system.standings import SystemState
from lib.core.errors import NotFound
from lib.core.languages import translate
from lib.ledger import YearBooks
from lib.ledger.fingerprints import fingerprint
from lib.store import activity, books, clients, imports, snapshots
from lib.store import entries as rows
from lib.store import system_entries as kept
from lib.store.database import Store
from lib.store.entry_tables import ClosingEntry
from lib.store.system_entries import Standing
from lib.store.tables import Client, ImportState, LegalForm, Role
from tests.closing.year_ends import company
from tests.jobs.inline import InlineRunner
from tests.store.examples import add_client, receive

YEAR_END, JANUARY = "2025-12-31-year-end", "2025-01-31"
START = date(2025, 1, 1)


def use(store: Store, client: Client, content: bytes, found: YearBooks) -> None:
    """Put books in use, whatever they hold."""
    import_ = receive(store, client, content)
    snapshots.write(store, import_, found, fingerprint(found))
    with store.transaction() as session:
        imports.set_state(session, import_.id, ImportState.RUNNING)
        version = books.active(session, client.id).version
        imports.stage(session, import_.id, compared_with=version)
        books.activate(session, import_.id, expected_version=version, user_id=None)


@pytest.fixture
def client(store: Store) -> Client:
    """A limited company with the year that `tests.closing.year_ends` works out by hand."""
    with store.transaction() as session:
        client = clients.add(session, name="Bryggan AB", org_number="556036-0793")
        client.legal_form = LegalForm.AB
        session.add(client)
    use(store, client, b"a", company())
    return client


@pytest.fixture
def desk(store: Store, client: Client) -> Desk:
    """With the year-end under way."""
    desk = Desk(store, InlineRunner(store), Person(1, "Rut", Role.ACCOUNTANT))
    periods.start_period(desk, client.id, YEAR_END)
    return desk


def standing(desk: Desk, client: Client, kind: Kind) -> Standing:
    every = system_entries.system_standings(desk, client.id, YEAR_END)
    return next(one for one in every if one.kind is kind)


def own(desk: Desk, client: Client) -> dict[str, int]:
    """The system entries of the year, by what they debit, in kronor."""
    with desk.store.reading() as session:
        found = rows.of_year(session, client.id, START)
    return {row.kind: rows.draft_of(row).total // 100 for row in found if row.family is Family.SYSTEM}


def entry(desk: Desk, client: Client, kind: Kind) -> ClosingEntry:
    found = standing(desk, client, kind).entry
    assert found is not None
    return found


def all_on(desk: Desk, client: Client) -> None:
    for one in system_entries.system_standings(desk, client.id, YEAR_END):
        system_entries.switch_system_entry(desk, client.id, YEAR_END, one.kind, on=True)
    system_entries.state_figures(desk, client.id, YEAR_END, {"losses": 0})


def other_books(desk: Desk, client: Client, *more: Sequence[tuple[str, int]]) -> None:
    use(desk.store, client, b"b", company(*more))


def log(desk: Desk) -> str:
    with desk.store.reading() as session:
        row = activity.entries(session, limit=1)[0]
    return translate(row.message, "sv", **row.facts)


def test_no_system_entry_is_made_until_somebody_switches_it_on(desk: Desk, client: Client) -> None:
    assert {one.state for one in system_entries.system_standings(desk, client.id, YEAR_END)} == {SystemState.OFF}
    assert own(desk, client) == {}


def test_a_kind_switched_on_becomes_a_ready_entry_with_its_calculation(desk: Desk, client: Client) -> None:
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.YEAR_RESULT, on=True)
    assert log(desk) == "Årets resultat i P13 2025 slogs på."
    row = entry(desk, client, Kind.YEAR_RESULT)
    assert (rows.label(row), row.name, row.day, row.ready) == ("S 1", "Årets resultat", date(2025, 12, 31), True)
    assert rows.draft_of(row).rows == (EntryRow("8999", 1_109_500_00), EntryRow("2099", -1_109_500_00))
    assert kept.lines_of(row) == list(standing(desk, client, Kind.YEAR_RESULT).proposal.lines)


def test_a_figure_that_is_missing_is_asked_for_and_the_entry_waits_for_it(desk: Desk, client: Client) -> None:
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.CORPORATE_TAX, on=True)
    assert standing(desk, client, Kind.CORPORATE_TAX).state is SystemState.MISSING
    assert own(desk, client) == {}
    system_entries.state_figures(desk, client.id, YEAR_END, {"losses": 0})
    assert own(desk, client) == {"corporate-tax": 231_527}
    assert "Underskott från tidigare år" in log(desk)


def test_a_figure_taken_back_takes_the_entry_with_it(desk: Desk, client: Client) -> None:
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.CORPORATE_TAX, on=True)
    system_entries.state_figures(desk, client.id, YEAR_END, {"losses": 0})
    system_entries.state_figures(desk, client.id, YEAR_END, {"losses": None})
    assert own(desk, client) == {}


def test_all_kinds_together_are_the_year_that_was_worked_out_by_hand(desk: Desk, client: Client) -> None:
    all_on(desk, client)
    assert own(desk, client) == {
        "last-result": 150_000,
        "excess-depreciation": 22_000,
        "reserve": 275_480,
        "corporate-tax": 170_246,
        "year-result": 641_774,
    }


def test_a_kind_switched_off_loses_its_entry_and_the_others_are_worked_out_anew(desk: Desk, client: Client) -> None:
    all_on(desk, client)
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.RESERVE, on=False)
    found = own(desk, client)
    assert "reserve" not in found
    # 1 101 920 x 20,6 % = 226 995,52
    assert found["corporate-tax"] == 226_995


def test_other_books_make_the_entries_stale_until_they_are_worked_out_anew(desk: Desk, client: Client) -> None:
    all_on(desk, client)
    other_books(desk, client, [("5010", 100_000), ("1930", -100_000)])
    stale = {one.kind for one in system_entries.system_standings(desk, client.id, YEAR_END) if one.state == "stale"}
    assert stale == {Kind.RESERVE, Kind.CORPORATE_TAX, Kind.YEAR_RESULT}
    with desk.store.reading() as session:
        assert {Kind(row.kind) for row in kept.stale(desk.store, session, client.id, YEAR_END)} == stale
    system_entries.refresh_system_entries(desk, client.id, YEAR_END)
    assert log(desk) == "Systemverifikationerna i P13 2025 räknades om."
    assert {one.state for one in system_entries.system_standings(desk, client.id, YEAR_END)} == {"kept", "nothing"}


def test_a_manual_entry_makes_them_stale_too(desk: Desk, client: Client) -> None:
    all_on(desk, client)
    draft = Draft("Hyra", date(2025, 12, 31), (EntryRow("5010", 5_000_00), EntryRow("1930", -5_000_00)))
    made = entries.save_entry(desk, client.id, YEAR_END, draft)
    assert standing(desk, client, Kind.YEAR_RESULT).state is SystemState.KEPT  # a draft counts nowhere
    entries.save_entry(desk, client.id, YEAR_END, draft, ready=True, entry_id=made)
    assert standing(desk, client, Kind.YEAR_RESULT).state is SystemState.STALE


def test_an_entry_changed_by_hand_is_stale_and_worked_out_anew(desk: Desk, client: Client) -> None:
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.YEAR_RESULT, on=True)
    row = entry(desk, client, Kind.YEAR_RESULT)
    entries.save_entry(desk, client.id, YEAR_END, Draft("Annat", row.day, (EntryRow("8999", 1),)), entry_id=row.id)
    assert standing(desk, client, Kind.YEAR_RESULT).state is SystemState.STALE
    system_entries.refresh_system_entries(desk, client.id, YEAR_END)
    assert (entry(desk, client, Kind.YEAR_RESULT).id, own(desk, client)["year-result"]) == (row.id, 1_109_500)


def test_what_has_gone_out_counts_as_booked_and_only_the_rest_is_proposed(desk: Desk, client: Client) -> None:
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.YEAR_RESULT, on=True)
    with desk.store.transaction() as session:
        row = rows.get(session, client.id, entry(desk, client, Kind.YEAR_RESULT).id)
        row.transfer = Transfer.TRANSFERRED
        session.add(row)
    assert standing(desk, client, Kind.YEAR_RESULT).state is SystemState.NOTHING
    other_books(desk, client, [("5010", 100_000), ("1930", -100_000)])
    system_entries.refresh_system_entries(desk, client.id, YEAR_END)
    after = entry(desk, client, Kind.YEAR_RESULT)
    assert rows.draft_of(after).rows == (EntryRow("2099", 100_000_00), EntryRow("8999", -100_000_00))


def test_an_account_that_the_chart_lacks_keeps_the_entry_from_being_ready(store: Store) -> None:
    client = add_client(store)
    with store.transaction() as session:
        found = clients.get(session, client.id)
        found.legal_form = LegalForm.EF
        session.add(found)
    whole = company()
    use(
        store,
        client,
        b"c",
        YearBooks.of(whole.year, whole.extent, {**whole.frames, "accounts": whole.accounts.head(2)}),
    )
    desk = Desk(store, InlineRunner(store), Person(1, "Rut", Role.ACCOUNTANT))
    periods.start_period(desk, client.id, YEAR_END)
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.YEAR_RESULT, on=True)
    assert entry(desk, client, Kind.YEAR_RESULT).ready is False
    assert [one.facts["account"] for one in standing(desk, client, Kind.YEAR_RESULT).problems] == ["8999", "2019"]


def test_a_kind_of_another_legal_form_is_not_found(desk: Desk, client: Client) -> None:
    with pytest.raises(NotFound):
        system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.PRIVATE_ACCOUNTS, on=True)
    with pytest.raises(NotFound):
        system_entries.state_figures(desk, client.id, YEAR_END, {"share-1": 1})


def test_figures_are_stated_together_or_not_at_all(desk: Desk, client: Client) -> None:
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.CORPORATE_TAX, on=True)
    with pytest.raises(NotFound):
        system_entries.state_figures(desk, client.id, YEAR_END, {"losses": 0, "share-1": 1})
    assert standing(desk, client, Kind.CORPORATE_TAX).state is SystemState.MISSING


def test_figures_stated_together_are_one_line_of_the_log_that_names_them_all(desk: Desk, client: Client) -> None:
    stated = [known for known, _ in standing(desk, client, Kind.CORPORATE_TAX).stated][:2]
    system_entries.state_figures(desk, client.id, YEAR_END, {known.key: 0 for known in stated})
    named = ", ".join(translate(known.text, "sv") for known in stated)
    assert log(desk) == f"Uppgifter för systemverifikationerna i P13 2025 angavs eller togs tillbaka: {named}."


def test_another_legal_form_takes_the_entries_of_the_old_one_away(desk: Desk, client: Client) -> None:
    all_on(desk, client)
    with desk.store.transaction() as session:
        found = clients.get(session, client.id)
        found.legal_form = LegalForm.EF
        session.add(found)
    system_entries.refresh_system_entries(desk, client.id, YEAR_END)
    assert own(desk, client) == {"year-result": 1_109_500}


def test_a_deleted_entry_brought_back_beside_another_is_not_counted_twice(desk: Desk, client: Client) -> None:
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.YEAR_RESULT, on=True)
    first = entry(desk, client, Kind.YEAR_RESULT)
    entries.delete_entry(desk, client.id, first.id)
    system_entries.refresh_system_entries(desk, client.id, YEAR_END)
    entries.restore_entry(desk, client.id, first.id)
    system_entries.refresh_system_entries(desk, client.id, YEAR_END)
    with desk.store.reading() as session:
        assert [row.kind for row in rows.of_year(session, client.id, START)] == ["year-result"]


def test_a_month_has_no_system_entries(desk: Desk, client: Client) -> None:
    assert system_entries.system_standings(desk, client.id, JANUARY) == []
    with pytest.raises(OnlyAtYearEnd):
        system_entries.refresh_system_entries(desk, client.id, JANUARY)


def test_nothing_is_changed_in_a_year_end_that_is_not_active(store: Store, client: Client) -> None:
    desk = Desk(store, InlineRunner(store), Person(1, "Rut", Role.ACCOUNTANT))
    with pytest.raises(PeriodClosed):
        system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.YEAR_RESULT, on=True)
    assert {one.state for one in system_entries.system_standings(desk, client.id, YEAR_END)} == {SystemState.OFF}


def test_a_stale_entry_is_not_written_to_an_si_file_until_it_is_worked_out_anew(desk: Desk, client: Client) -> None:
    system_entries.switch_system_entry(desk, client.id, YEAR_END, Kind.YEAR_RESULT, on=True)
    rent = (EntryRow("5010", 9_500_00), EntryRow("1930", -9_500_00))
    entries.save_entry(desk, client.id, YEAR_END, Draft("Hyra", date(2025, 12, 31), rent), ready=True)
    with pytest.raises(si_files.StaleEntries, match="S 1"):
        si_files.take_si_file(desk, client.id, START)
    system_entries.refresh_system_entries(desk, client.id, YEAR_END)
    made = si_files.take_si_file(desk, client.id, START).content.decode("cp437")
    assert "1100000.00" in made
    assert "1109500.00" not in made
