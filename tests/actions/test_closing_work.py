"""People work on a period: what they may, what is written to the log, and what is refused with its reason."""

from collections.abc import Callable
from datetime import date

import pytest

from lib.actions import check_settings, checklists, clients, marks, periods, reconciliation
from lib.actions.desk import Desk, Person
from lib.closing.failures import NotDone, OwnWork, PeriodClosed
from lib.closing.files import AttachmentRefused
from lib.closing.states import State
from lib.core.errors import BooksChanged, Forbidden, InvalidInput, NotFound
from lib.core.languages import translate
from lib.core.periods import ReconciliationPeriod
from lib.store import activity, attachments, period_lengths, statements, sub_appendices
from lib.store import check_settings as setting_rows
from lib.store import checklists as checklist_rows
from lib.store import marks as mark_rows
from lib.store import periods as period_rows
from lib.store.database import Store
from lib.store.marks import Said
from lib.store.tables import Client, Role
from lib.store.words import FileOwner, ItemState
from tests.jobs.inline import InlineRunner
from tests.store.examples import Y2026, activated, add_client, year_books

JANUARY, FEBRUARY, DECEMBER, YEAR_END = "2026-01-31", "2026-02-28", "2026-12-31", "2026-12-31-year-end"
PDF = b"%PDF-1.7\n"


@pytest.fixture
def client(store: Store) -> Client:
    client = add_client(store)
    activated(store, client, b"a", year_books(Y2026))
    return client


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store, 1, "Rut")


@pytest.fixture
def january(desk: Desk, client: Client) -> Client:
    periods.start_period(desk, client.id, JANUARY)
    return client


def desk_of(store: Store, user_id: int, name: str, role: Role = Role.ACCOUNTANT) -> Desk:
    return Desk(store, InlineRunner(store), Person(user_id, name, role))


def log(store: Store) -> list[tuple[str, str]]:
    """Outcome and Swedish sentence of the log's rows, newest first."""
    with store.reading() as session:
        rows = activity.entries(session)
    return [(row.outcome, translate(row.message, "sv", **row.facts)) for row in rows]


def state(store: Store, client: Client, key: str) -> State:
    with store.reading() as session:
        return period_rows.board(session, client.id).states.get(key, State.NOT_STARTED)


def test_the_log_tells_what_was_done_with_a_period(store: Store, desk: Desk, client: Client) -> None:
    periods.start_period(desk, client.id, JANUARY)
    periods.lock_period(desk, client.id, JANUARY, expected_version=1)
    other = desk_of(store, 2, "Ola")
    periods.review_period(other, client.id, JANUARY)
    periods.unreview_period(other, client.id, JANUARY)
    periods.unlock_period(desk, client.id, JANUARY)
    told = [
        "P1 2026 låstes upp.",
        "P1 2026 är inte längre granskad.",
        "P1 2026 granskades.",
        "P1 2026 låstes.",
        "P1 2026 startades.",
    ]
    assert log(store) == [("done", sentence) for sentence in told]


def test_what_is_refused_is_in_the_log_with_its_reason(store: Store, desk: Desk, january: Client) -> None:
    with pytest.raises(PeriodClosed):
        periods.lock_period(desk, january.id, FEBRUARY, expected_version=1)
    assert log(store)[0] == ("failed", "Inget kan ändras i P2 2026: den är ej påbörjad.")


def test_a_lock_waits_for_a_look_at_books_that_changed(store: Store, desk: Desk, january: Client) -> None:
    activated(store, january, b"b", year_books(Y2026, amount=5))
    with pytest.raises(BooksChanged):
        periods.lock_period(desk, january.id, JANUARY, expected_version=1)
    periods.lock_period(desk, january.id, JANUARY, expected_version=2)
    assert state(store, january, JANUARY) is State.LOCKED


def test_a_period_that_is_started_has_a_checklist(store: Store, january: Client) -> None:
    with store.reading() as session:
        items = checklist_rows.items(session, january.id, JANUARY)
    assert [item.text for item in items] == list(checklist_rows.DEFAULTS)


def test_marks_and_ticks_of_the_last_month_are_in_the_year_end(store: Store, desk: Desk, client: Client) -> None:
    periods.start_period(desk, client.id, DECEMBER)
    marks.mark_accounts(desk, client.id, DECEMBER, {"1930": Said(12_550)}, comment=" Stämmer ")
    periods.lock_period(desk, client.id, DECEMBER, expected_version=1)
    periods.start_period(desk, client.id, YEAR_END)
    with store.reading() as session:
        done = mark_rows.of_period(session, client.id, YEAR_END)["1930"].done
    assert done is not None
    assert (done.comment, done.user_name) == ("Stämmer", "Rut")


def test_another_length_is_told_with_the_day_it_holds_from(desk: Desk, store: Store, january: Client) -> None:
    starts = periods.change_length(desk, january.id, ReconciliationPeriod.QUARTER, date(2026, 2, 1))
    assert starts == date(2026, 4, 1)
    assert log(store)[0] == ("done", "Bokföringen stäms nu av per kvartal.")


def test_another_length_among_the_clients_details_leaves_what_was_started(
    desk: Desk, store: Store, january: Client
) -> None:
    changed = clients.change_client(desk, january.id, reconciliation_period=ReconciliationPeriod.YEAR)
    assert changed.reconciliation_period is ReconciliationPeriod.YEAR
    with store.reading() as session:
        assert [change.length for change in period_lengths.plan(session, january.id)] == ["month", "year"]
        assert period_rows.get(session, january.id, JANUARY).label == "P1"


def test_a_mark_is_said_of_what_the_person_saw(store: Store, desk: Desk, january: Client) -> None:
    marks.mark_accounts(desk, january.id, JANUARY, {"1930": Said(1, 2), "3001": Said(-1)})
    assert log(store)[0][1] == "Klarmarkerat i P1 2026: 1930, 3001."
    marks.unmark_accounts(desk, january.id, JANUARY, ["3001"])
    assert log(store)[0][1] == "Inte längre klarmarkerat i P1 2026: 3001."
    with store.reading() as session:
        assert set(mark_rows.of_period(session, january.id, JANUARY)) == {"1930"}


def test_a_review_is_somebody_elses(store: Store, desk: Desk, january: Client) -> None:
    marks.mark_accounts(desk, january.id, JANUARY, {"1930": Said(1)})
    with pytest.raises(OwnWork):
        marks.review_accounts(desk, january.id, JANUARY, {"1930": Said(1)})
    other = desk_of(store, 2, "Ola")
    with pytest.raises(NotDone):
        marks.review_accounts(other, january.id, JANUARY, {"1930": Said(1), "3001": Said(1)})
    with store.reading() as session:
        assert mark_rows.of_period(session, january.id, JANUARY)["1930"].reviewed is None
    marks.review_accounts(other, january.id, JANUARY, {"1930": Said(1)})
    marks.unreview_accounts(other, january.id, JANUARY, ["1930"])
    assert [outcome for outcome, _ in log(store)[:4]] == ["done", "done", "failed", "failed"]


def test_a_finding_is_marked_and_opened_again(store: Store, desk: Desk, client: Client) -> None:
    marks.mark_finding(desk, client.id, "gaps", "abc", comment="Makulerad")
    with store.reading() as session:
        assert set(mark_rows.of_findings(session, client.id)) == {("gaps", "abc")}
    marks.unmark_finding(desk, client.id, "gaps", "abc")
    with store.reading() as session:
        assert mark_rows.of_findings(session, client.id) == {}


def test_a_statement_is_of_a_day_of_the_period(store: Store, desk: Desk, january: Client) -> None:
    with pytest.raises(InvalidInput, match="outside the period"):
        reconciliation.state_balance(desk, january.id, JANUARY, "1930", balance=1, day=date(2026, 2, 1))
    reconciliation.state_balance(desk, january.id, JANUARY, "1930", balance=1, day=date(2026, 1, 30))
    assert log(store)[0][1] == "Saldot på konto 1930 per 2026-01-30 angavs i P1 2026."
    reconciliation.remove_statement(desk, january.id, JANUARY, "1930")
    with store.reading() as session:
        assert statements.of_period(session, january.id, JANUARY) == {}


@pytest.mark.parametrize(("name", "accounts"), [("  ", ["1790"]), ("Hyra", [])])
def test_an_appendix_has_a_name_and_an_account(desk: Desk, january: Client, name: str, accounts: list[str]) -> None:
    with pytest.raises(InvalidInput):
        reconciliation.save_appendix(desk, january.id, JANUARY, name=name, accounts=accounts)


def test_an_appendix_goes_with_its_files(store: Store, desk: Desk, january: Client) -> None:
    made = reconciliation.save_appendix(
        desk, january.id, JANUARY, name="Hyra", accounts=["1790"], lines=[("Kontor", 5)]
    )
    first = reconciliation.attach_file(desk, january.id, made, "../avtal.pdf", PDF)
    reconciliation.attach_file(desk, january.id, made, "bilaga.pdf", PDF)
    assert reconciliation.read_file(desk, january.id, first) == ("avtal.pdf", "application/pdf", PDF)
    reconciliation.remove_file(desk, january.id, first)
    reconciliation.delete_sub_appendix(desk, january.id, JANUARY, made)
    assert log(store)[0][1] == "Bilagan Hyra i P1 2026 togs bort."
    assert not [path for path in (store.folder / "attachments").rglob("*") if path.is_file()]


def test_nothing_is_added_to_a_locked_period(store: Store, desk: Desk, january: Client) -> None:
    made = reconciliation.save_appendix(desk, january.id, JANUARY, name="Hyra", accounts=["1790"])
    file = reconciliation.attach_file(desk, january.id, made, "a.pdf", PDF)
    with store.reading() as session:
        item = checklist_rows.items(session, january.id, JANUARY)[0]
    periods.lock_period(desk, january.id, JANUARY, expected_version=1)
    tries: list[Callable[[], object]] = [
        lambda: reconciliation.attach_file(desk, january.id, made, "b.pdf", PDF),
        lambda: reconciliation.remove_file(desk, january.id, file),
        lambda: reconciliation.delete_sub_appendix(desk, january.id, JANUARY, made),
        lambda: reconciliation.save_appendix(desk, january.id, JANUARY, name="Ny", accounts=["1790"]),
        lambda: reconciliation.state_balance(desk, january.id, JANUARY, "1930", balance=1, day=date(2026, 1, 31)),
        lambda: marks.mark_accounts(desk, january.id, JANUARY, {"1930": Said(1)}),
        lambda: checklists.tick_item(desk, january.id, JANUARY, item.id, ItemState.DONE),
        lambda: checklists.add_item(desk, january.id, JANUARY, "Ny punkt"),
        lambda: checklists.add_comment(desk, january.id, JANUARY, "Hej"),
    ]
    for attempt in tries:
        with pytest.raises(PeriodClosed, match="it is locked"):
            attempt()
    assert reconciliation.read_file(desk, january.id, file)[2] == PDF


def test_a_file_of_another_clients_is_not_found(store: Store, desk: Desk, january: Client) -> None:
    made = reconciliation.save_appendix(desk, january.id, JANUARY, name="Hyra", accounts=["1790"])
    file = reconciliation.attach_file(desk, january.id, made, "a.pdf", PDF)
    other = add_client(store, "Kajen AB")
    with pytest.raises(NotFound):
        reconciliation.read_file(desk, other.id, file)
    with pytest.raises(NotFound):
        reconciliation.remove_file(desk, other.id, file)
    stranger = Desk(store, InlineRunner(store), Person(3, "Eva", Role.ADMIN, frozenset({other.id})))
    with pytest.raises(Forbidden):
        reconciliation.read_file(stranger, january.id, file)


def test_a_refused_file_is_told_with_its_reason(store: Store, desk: Desk, january: Client) -> None:
    made = reconciliation.save_appendix(desk, january.id, JANUARY, name="Hyra", accounts=["1790"])
    with pytest.raises(AttachmentRefused):
        reconciliation.attach_file(desk, january.id, made, "virus.exe", b"MZ")
    assert log(store)[0] == (
        "failed",
        "virus.exe kan inte bifogas: innehållet är varken PDF, Word, Excel eller en bild.",
    )
    with store.reading() as session:
        assert attachments.of_owner(session, january.id, FileOwner.APPENDIX, made) == []


def test_the_checklist_is_worked_on(store: Store, desk: Desk, january: Client) -> None:
    checklists.add_item(desk, january.id, JANUARY, " Lager inventerat ")
    with store.reading() as session:
        item = checklist_rows.items(session, january.id, JANUARY)[-1]
    assert item.text == "Lager inventerat"
    checklists.tick_item(desk, january.id, JANUARY, item.id, ItemState.DONE, comment="Ok")
    checklists.remove_item(desk, january.id, JANUARY, item.id)
    assert {sentence for _, sentence in log(store)[:3]} == {"Checklistan för P1 2026 ändrades."}
    with pytest.raises(InvalidInput):
        checklists.add_item(desk, january.id, JANUARY, " ")


def test_a_comment_is_said_and_taken_back(store: Store, desk: Desk, january: Client) -> None:
    checklists.add_comment(desk, january.id, JANUARY, "Väntar på banken", account="1930")
    with store.reading() as session:
        (said,) = checklist_rows.comments(session, january.id, JANUARY)
    checklists.remove_comment(desk, january.id, said.id)
    with store.reading() as session:
        assert checklist_rows.comments(session, january.id, JANUARY) == []


def test_a_comment_is_taken_back_by_nobody_else(store: Store, desk: Desk, january: Client) -> None:
    checklists.add_comment(desk, january.id, JANUARY, "Väntar på banken")
    with store.reading() as session:
        (said,) = checklist_rows.comments(session, january.id, JANUARY)
    with pytest.raises(Forbidden):
        checklists.remove_comment(desk_of(store, 2, "Sara"), january.id, said.id)
    with store.reading() as session:
        assert [row.id for row in checklist_rows.comments(session, january.id, JANUARY)] == [said.id]
    assert log(store)[0][0] == "refused"


def test_an_own_check_has_a_name(desk: Desk, store: Store, client: Client) -> None:
    with pytest.raises(InvalidInput):
        check_settings.change_check(desk, client.id, "own-1", based_on="gaps")
    check_settings.change_check(desk, client.id, "own-1", based_on="gaps", name=" Luckor i B ")
    check_settings.set_role(desk, client.id, "1935", "bank")
    with store.reading() as session:
        assert setting_rows.of_client(session, client.id)["own-1"].name == "Luckor i B"
    check_settings.reset_check(desk, client.id, "own-1")
    assert log(store)[0][1] == "Kontrollen ”Luckor i B” togs bort."


def test_templates_are_the_administrators_and_used_by_accountants(desk: Desk, store: Store, client: Client) -> None:
    admin = desk_of(store, 9, "Ada", Role.ADMIN)
    check_settings.change_check(desk, client.id, "gaps", enabled=False)
    template = check_settings.save_template(admin, client.id, "Byggbolag")
    other = add_client(store, "Kajen AB")
    check_settings.apply_template(desk, other.id, template)
    with store.reading() as session:
        assert not setting_rows.of_client(session, other.id)["gaps"].enabled
    check_settings.remove_template(admin, template)
    with store.reading() as session:
        assert setting_rows.templates(session) == []


def test_a_view_is_saved_and_forgotten(desk: Desk, store: Store, client: Client) -> None:
    view = check_settings.save_view(desk, client.id, "analysis", "Stora belopp", {"lowest": 1}, shared=True)
    check_settings.remove_view(desk, client.id, view)
    with pytest.raises(NotFound):
        check_settings.remove_view(desk, client.id, view)


def test_lines_that_are_changed_keep_their_appendix(store: Store, desk: Desk, january: Client) -> None:
    made = reconciliation.save_appendix(
        desk, january.id, JANUARY, name="Hyra", accounts=["1790"], lines=[("Kontor", 5)]
    )
    again = reconciliation.save_appendix(
        desk, january.id, JANUARY, name="Hyra", accounts=["1790"], lines=[("Kontor", 7)], appendix_id=made
    )
    assert again == made
    with store.reading() as session:
        assert sub_appendices.amounts(session, january.id, JANUARY) == {"1790": 7}
