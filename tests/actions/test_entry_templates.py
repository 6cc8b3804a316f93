"""Templates, and what is made of them: months of an amount, and entries taken back when the next period starts."""

from datetime import date

import pytest

from lib.actions import entries, entry_templates, periods
from lib.actions.desk import Desk, Person
from lib.actions.due_entries import make_due_entries
from lib.closing.entries import Draft, EntryRow
from lib.closing.failures import PeriodClosed
from lib.core.errors import Forbidden, InvalidInput, NotFound
from lib.store import entries as rows
from lib.store import entry_templates as kept
from lib.store.database import Store
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client, Role
from tests.actions.entries_by_hand import (
    DECEMBER,
    DRAFT,
    FEBRUARY,
    JANUARY,
    ROWS,
    YEAR_END,
    clerk_at,
    client_with_books,
    found,
    go_on,
    log,
)
from tests.ledger.sie_texts import YEAR, books, voucher
from tests.store.examples import activated, add_client

MARCH, NEXT_JANUARY = "2025-03-31", "2026-01-31"
YEARS = "#RAR 0 20260101 20261231\n"
IN_2026 = voucher("A 1", "20260110", [("1930", 1_00), ("3001", -1_00)])


@pytest.fixture
def client(store: Store) -> Client:
    return client_with_books(store)


@pytest.fixture
def desk(store: Store, client: Client) -> Desk:
    return clerk_at(store, client, JANUARY)


def template(desk: Desk, client: Client | None, **how: object) -> int:
    details = {"name": "Hyra", "rows": ROWS} | how
    return entry_templates.save_template(desk, client.id if client else None, **details)  # type: ignore[arg-type]


def of_period(desk: Desk, client: Client, key: str) -> list[ClosingEntry]:
    with desk.store.reading() as session:
        every = rows.of_year(session, client.id, date(int(key[:4]), 1, 1))
    return [row for row in every if row.period == key]


def booked(desk: Desk, client: Client, key: str) -> list[tuple[str, int]]:
    return [(row.name, row.rows[0]["amount"]) for row in of_period(desk, client, key)]


def test_an_entry_from_a_template_is_ready_on_the_periods_last_day(desk: Desk, client: Client) -> None:
    row = found(desk, client, entry_templates.use_template(desk, client.id, JANUARY, template(desk, client)))
    assert rows.draft_of(row) == DRAFT
    assert (row.ready, row.plan) == (True, {})
    assert log(desk) == "V 1 i P1 2025 sparades."


def test_a_template_with_an_account_that_is_not_in_the_chart_gives_a_draft(desk: Desk, client: Client) -> None:
    wrong = template(desk, client, rows=(EntryRow("9999", 1), EntryRow("1930", -1)))
    assert found(desk, client, entry_templates.use_template(desk, client.id, JANUARY, wrong)).ready is False


def test_the_months_of_an_amount_come_as_their_periods_are_started(desk: Desk, client: Client) -> None:
    entry_templates.use_template(desk, client.id, JANUARY, template(desk, client, months=2))
    go_on(desk, client, JANUARY, FEBRUARY)
    go_on(desk, client, FEBRUARY, MARCH)
    assert booked(desk, client, JANUARY) == [("Hyra 1/2", 2_50)]
    assert booked(desk, client, FEBRUARY) == [("Hyra 2/2", 2_50)]
    assert booked(desk, client, MARCH) == []


def test_a_month_is_made_once_also_when_it_was_deleted(desk: Desk, client: Client) -> None:
    entry_templates.use_template(desk, client.id, JANUARY, template(desk, client, months=2))
    go_on(desk, client, JANUARY, FEBRUARY)
    assert make_due_entries(desk, client.id, FEBRUARY) == []
    entries.delete_entry(desk, client.id, of_period(desk, client, FEBRUARY)[0].id)
    assert make_due_entries(desk, client.id, FEBRUARY) == []


def test_what_was_begun_goes_on_as_it_began_when_its_template_is_changed_or_gone(desk: Desk, client: Client) -> None:
    made = template(desk, client, months=3)
    entry_templates.use_template(desk, client.id, JANUARY, made)
    template(desk, client, template_id=made, name="Annat", rows=(EntryRow("1930", 1),))
    go_on(desk, client, JANUARY, FEBRUARY)
    entry_templates.delete_template(desk, client.id, made)
    go_on(desk, client, FEBRUARY, MARCH)
    names = [booked(desk, client, key)[0][0] for key in (JANUARY, FEBRUARY, MARCH)]
    assert names == ["Hyra 1/3", "Hyra 2/3", "Hyra 3/3"]


def test_an_entry_is_taken_back_as_it_stands_when_the_next_period_starts(desk: Desk, client: Client) -> None:
    made = entry_templates.use_template(desk, client.id, JANUARY, template(desk, client, reversal=True))
    changed = (EntryRow("1930", 7_00), EntryRow("3001", -7_00))
    entries.save_entry(desk, client.id, JANUARY, Draft("Hyra", DRAFT.day, changed), ready=True, entry_id=made)
    go_on(desk, client, JANUARY, FEBRUARY)
    (back,) = of_period(desk, client, FEBRUARY)
    assert rows.draft_of(back) == Draft(
        "Återföring av V 1: Hyra", date(2025, 2, 1), (EntryRow("1930", -7_00), EntryRow("3001", 7_00))
    )
    assert (back.reverses_id, back.ready) == (made, True)


def test_an_entry_is_taken_back_once(desk: Desk, client: Client) -> None:
    entry_templates.use_template(desk, client.id, JANUARY, template(desk, client, reversal=True))
    go_on(desk, client, JANUARY, FEBRUARY)
    go_on(desk, client, FEBRUARY, MARCH)
    assert booked(desk, client, FEBRUARY) == [("Återföring av V 1: Hyra", -5_00)]
    assert booked(desk, client, MARCH) == []


def test_neither_a_deleted_entry_nor_a_draft_is_taken_back(desk: Desk, client: Client) -> None:
    made = template(desk, client, reversal=True)
    deleted, draft = (entry_templates.use_template(desk, client.id, JANUARY, made) for _ in range(2))
    entries.delete_entry(desk, client.id, deleted)
    entries.save_entry(desk, client.id, JANUARY, DRAFT, entry_id=draft)
    go_on(desk, client, JANUARY, FEBRUARY)
    assert booked(desk, client, FEBRUARY) == []


def test_an_entry_of_december_is_taken_back_in_january(store: Store, client: Client) -> None:
    desk = clerk_at(store, client, DECEMBER)
    entry_templates.use_template(desk, client.id, DECEMBER, template(desk, client, reversal=True))
    activated(store, client, b"b", books(IN_2026, years=YEARS))
    periods.lock_period(desk, client.id, DECEMBER, expected_version=2)
    periods.start_period(desk, client.id, NEXT_JANUARY)
    assert booked(desk, client, NEXT_JANUARY) == [("Återföring av V 1: Hyra", -5_00)]


def test_an_entry_made_in_the_year_end_after_january_began_is_taken_back_when_asked(
    store: Store, client: Client
) -> None:
    desk = clerk_at(store, client, YEAR_END)
    activated(store, client, b"b", books(IN_2026, years=YEARS))
    periods.start_period(desk, client.id, NEXT_JANUARY)
    entry_templates.use_template(desk, client.id, YEAR_END, template(desk, client, reversal=True))
    assert len(make_due_entries(desk, client.id, NEXT_JANUARY)) == 1
    assert log(desk) == "1 bokslutsverifikation som hör till P1 2026 gjordes."
    assert booked(desk, client, NEXT_JANUARY) == [("Återföring av V 1: Hyra", -5_00)]


def test_the_bureaus_templates_are_there_for_every_client_and_a_clients_own_for_it_alone(
    desk: Desk, client: Client
) -> None:
    other = add_client(desk.store, name="Annan AB")
    template(desk, None, name="Allas")
    mine = template(desk, client, name="Min")
    with desk.store.reading() as session:
        assert [row.name for row in kept.of_client(session, client.id)] == ["Allas", "Min"]
        assert [row.name for row in kept.of_client(session, other.id)] == ["Allas"]
    with pytest.raises(NotFound):
        entry_templates.delete_template(desk, other.id, mine)
    with pytest.raises(NotFound):
        entry_templates.use_template(desk, other.id, JANUARY, mine)


@pytest.mark.parametrize("wrong", [{"name": " "}, {"months": 0}, {"months": 121}, {"rows": ()}])
def test_a_template_without_name_rows_or_months_is_not_kept(desk: Desk, client: Client, wrong: object) -> None:
    with pytest.raises(InvalidInput):
        template(desk, client, **wrong)  # type: ignore[arg-type]
    with desk.store.reading() as session:
        assert kept.of_client(session, client.id) == []


def test_a_template_makes_no_entry_in_a_period_that_is_not_active(desk: Desk, client: Client) -> None:
    with pytest.raises(PeriodClosed):
        entry_templates.use_template(desk, client.id, FEBRUARY, template(desk, client))
    with desk.store.reading() as session:
        assert rows.of_year(session, client.id, YEAR.start) == []


def test_a_viewer_changes_no_template(desk: Desk, client: Client) -> None:
    viewer = Desk(desk.store, desk.jobs, Person(2, "Vera", Role.VIEWER))
    with pytest.raises(Forbidden):
        template(viewer, client)
