"""Closing entries go to the local Fortnox: each once, in order, and whatever goes wrong is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lib.actions import entries, export
from lib.actions.export import LOST_TOKEN, LookFirst, NothingToExport, SeriesNotOpen
from lib.actions.imports import activate, undo
from lib.closing.entries import EntryRow, Transfer
from lib.closing.failures import EntrySent
from lib.core.languages import translate
from lib.fortnox.failures import ConnectionLost
from lib.fortnox.reasons import LostReason
from lib.jobs import doubts, logbook, lookout, sending, stranded, workflows
from lib.jobs.lines import NotConnected
from lib.jobs.orders import Order
from lib.jobs.runner import EXPORT
from lib.sandbox.fortnox.faults import Fault
from lib.store import connections, exports, jobs
from lib.store.columns import now
from lib.store.entry_tables import ClosingEntry, ExportRun
from lib.store.tables import Client, Import, JobState
from lib.store.words import ItemFate, PreflightState, RunState
from tests.jobs.exporting import (
    TO_A,
    draft,
    in_use,
    items_of,
    look,
    make,
    names,
    rows_of,
    run_of,
    send,
    standing,
    told,
    with_entries,
    year_of,
)
from tests.jobs.local_fortnox import SOUND, Bureau

POST: dict[str, Any] = {"method": "POST", "path": "/3/vouchers"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is certain after minutes is certain after moments."""
    for name in ("BROKEN", "ANSWERED", "SILENT"):
        monkeypatch.setattr(doubts, name, timedelta(seconds=0.1))
    monkeypatch.setattr(sending, "WAITS", (0.01, 0.01))
    monkeypatch.setattr(lookout, "LOOKS_FOR", timedelta(seconds=1))


def posts(bureau: Bureau) -> int:
    return sum(call.method == "POST" and call.target.startswith("/3/vouchers") for call in bureau.world.calls)


def test_entries_stand_in_fortnox_in_order_and_know_where(bureau: Bureau) -> None:
    client = with_entries(bureau, 3)
    run = send(bureau, client)
    assert (run.state, run.message) == (RunState.DONE, "")
    assert [text for _, text in standing(bureau)] == names(3)
    rows = rows_of(bureau, client)
    assert {row.transfer for row in rows} == {Transfer.TRANSFERRED}
    assert [f"{row.sent_series} {row.sent_number}" for row in rows] == [label for label, _ in standing(bureau)]
    assert {(row.sent_via, row.sent_name, row.sent_year_start) for row in rows} == {
        ("fortnox", "Rut", year_of(bureau, client))
    }


def test_the_activity_log_tells_where_each_entry_landed(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    send(bureau, client)
    ((label, _),) = standing(bureau)
    assert told(bureau)[:2] == [
        "An export to Fortnox was started: 1 closing entry.",
        f"V 1 was sent to Fortnox and stands there as {label}, {year_of(bureau, client).year}.",
    ]


def test_a_second_export_has_nothing_to_send(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    send(bureau, client)
    with pytest.raises(NothingToExport):
        send(bureau, client)
    assert posts(bureau) == 2


def test_an_entry_that_was_sent_cannot_be_changed(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    send(bureau, client)
    (row,) = rows_of(bureau, client)
    with pytest.raises(EntrySent):
        entries.delete_entry(bureau.desk(), client.id, row.id)


def test_objects_go_along(bureau: Bureau) -> None:
    client = in_use(bureau)
    start = year_of(bureau, client)
    company = bureau.world.companies[SOUND]
    centre, project = next(iter(company.books.centres)), next(iter(company.books.projects))  # type: ignore[attr-defined]
    rows = (EntryRow("6990", 5_00, "x", (("1", centre), ("6", project))), EntryRow("1930", -5_00))
    make(bureau, client, draft(1, start, rows=rows))
    send(bureau, client)
    years = company.books.years  # type: ignore[attr-defined]
    (row,) = rows_of(bureau, client)
    (made,) = [one for year in years for one in year.vouchers if row.marker in one.comments]
    assert [(row.account, row.amount, row.centre, row.project) for row in made.rows] == [
        ("6990", 5_00, centre, project),
        ("1930", -5_00, "", ""),
    ]


@pytest.mark.parametrize(
    "fault", [Fault.DROP_BEFORE, Fault.DROP_AMID, Fault.DROP_AFTER, Fault.ERROR, Fault.ERROR_AFTER]
)
@pytest.mark.parametrize("skip", [0, 1, 2])
@pytest.mark.slow
def test_a_fault_at_any_voucher_doubles_and_loses_nothing(bureau: Bureau, fault: Fault, skip: int) -> None:
    client = with_entries(bureau, 3)
    look(bureau, client)
    bureau.befall(fault, times=1, skip=skip, **POST)
    export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    assert [text for _, text in standing(bureau)] == names(3)
    assert {row.transfer for row in rows_of(bureau, client)} == {Transfer.TRANSFERRED}


def test_a_storm_is_waited_out(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    look(bureau, client)
    bureau.befall(Fault.STORM, times=2, **POST)
    export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    assert [text for _, text in standing(bureau)] == names(2)


def test_a_storm_that_does_not_end_stops_the_export_and_frees_the_entries(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    look(bureau, client)
    bureau.befall(Fault.STORM, **POST)
    run_id = export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    run, _ = export.progress(bureau.desk(), client.id, run_id)
    assert run.state is RunState.STOPPED
    assert run.message == "Fortnox takes no more requests for the company at the moment."
    assert {row.transfer for row in rows_of(bureau, client)} == {Transfer.NOT_TRANSFERRED}
    bureau.world.recover()
    assert send(bureau, client).state is RunState.DONE
    assert [text for _, text in standing(bureau)] == names(2)


def test_an_entry_of_unknown_fate_stops_the_export_by_name_and_is_looked_for_first(bureau: Bureau) -> None:
    client = with_entries(bureau, 3)
    look(bureau, client)
    bureau.befall(Fault.DROP_AFTER, times=1, skip=1, **POST)
    bureau.befall(Fault.ERROR, path="/3/vouchers/sublist")
    run_id = export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    run, items = export.progress(bureau.desk(), client.id, run_id)
    assert run.state is RunState.STOPPED
    assert translate(run.message, "en", **run.facts).startswith("It is not known whether V 2 was saved in Fortnox")
    assert [item.fate for item in items] == [ItemFate.SENT, ItemFate.UNKNOWN, ItemFate.WAITING]
    states = [row.transfer for row in rows_of(bureau, client)]
    assert states == [Transfer.TRANSFERRED, Transfer.TRANSFERRING, Transfer.NOT_TRANSFERRED]
    bureau.world.recover()
    ready = look(bureau, client)
    assert [(one.label, one.again) for one in ready.entries] == [("V 2", True), ("V 3", False)]
    assert send(bureau, client).state is RunState.DONE
    assert [text for _, text in standing(bureau)] == names(3)
    assert posts(bureau) == 3


def test_an_entry_that_came_back_before_its_fate_was_known_is_counted_in_the_books_alone(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    unknown_fate(bureau, client)
    use(bureau, bureau.bring_in(client, Order((year_of(bureau, client),), ())))
    assert [row.transfer for row in rows_of(bureau, client)] == [Transfer.TRANSFERRING, Transfer.NOT_TRANSFERRED]
    run = send(bureau, client)
    assert {item.fate for item in items_of(bureau, run)} == {ItemFate.SENT}
    assert [row.transfer for row in rows_of(bureau, client)] == [Transfer.EXCLUDED, Transfer.TRANSFERRED]
    undo(bureau.desk(), client.id, expected_version=2)
    assert [row.transfer for row in rows_of(bureau, client)] == [Transfer.TRANSFERRED, Transfer.TRANSFERRED]


def test_what_came_back_is_counted_in_the_books_alone_also_where_the_export_stops_after_it(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    unknown_fate(bureau, client)
    use(bureau, bureau.bring_in(client, Order((year_of(bureau, client),), ())))
    look(bureau, client)
    bureau.befall(Fault.NO_API_LICENCE, **POST)
    export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    assert [row.transfer for row in rows_of(bureau, client)] == [Transfer.EXCLUDED, Transfer.NOT_TRANSFERRED]


def unknown_fate(bureau: Bureau, client: Client) -> None:
    """An export that stopped as nobody heard what became of the first entry, which Fortnox has saved."""
    look(bureau, client)
    bureau.befall(Fault.DROP_AFTER, times=1, **POST)
    bureau.befall(Fault.ERROR, path="/3/vouchers/sublist", method="GET")
    export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    bureau.world.recover()
    assert rows_of(bureau, client)[0].transfer is Transfer.TRANSFERRING


def use(bureau: Bureau, import_: Import) -> None:
    activate(bureau.desk(), import_.id, expected_version=1, reason="prov")


@pytest.mark.slow
def test_an_entry_that_may_still_come_is_not_sent_again(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = with_entries(bureau, 2)
    monkeypatch.setattr(doubts, "BROKEN", timedelta(hours=1))
    look(bureau, client)
    bureau.befall(Fault.DROP_BEFORE, times=1, **POST)
    export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    before = posts(bureau)
    again = send(bureau, client)
    assert again.state is RunState.STOPPED
    assert translate(again.message, "en", **again.facts).startswith("It is not known whether V 1")
    assert (posts(bureau), standing(bureau)) == (before, [])


def test_an_entry_that_can_no_longer_come_is_sent_again(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = with_entries(bureau, 2)
    look(bureau, client)
    bureau.befall(Fault.DROP_BEFORE, times=1, **POST)
    bureau.befall(Fault.ERROR, path="/3/vouchers/sublist")
    export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    assert next(row.transfer for row in rows_of(bureau, client)) is Transfer.TRANSFERRING
    bureau.world.recover()
    assert send(bureau, client).state is RunState.DONE
    assert [text for _, text in standing(bureau)] == names(2)


def test_a_refusal_stops_the_export_in_words_and_the_entry_can_be_mended(bureau: Bureau) -> None:
    client = with_entries(bureau, 3)
    look(bureau, client)
    company = bureau.world.companies[SOUND]
    strict = replace(company.setup, inactive_accounts=frozenset({"6990"}))  # type: ignore[attr-defined]
    object.__setattr__(company, "setup", strict)
    try:
        run_id = export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    finally:
        object.__setattr__(company, "setup", replace(strict, inactive_accounts=frozenset()))
    run, items = export.progress(bureau.desk(), client.id, run_id)
    assert run.message == "An account of the voucher is not active in Fortnox."
    assert [item.fate for item in items] == [ItemFate.REFUSED, ItemFate.WAITING, ItemFate.WAITING]
    assert {row.transfer for row in rows_of(bureau, client)} == {Transfer.NOT_TRANSFERRED}
    assert "Fortnox did not take V 1 (error 2000550)." in told(bureau)


def test_a_restored_backup_sends_nothing_twice(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    send(bureau, client)
    forget(bureau, client)
    run = send(bureau, client)
    assert run.state is RunState.DONE
    assert [item.fate for item in items_of(bureau, run)] == [ItemFate.FOUND, ItemFate.FOUND]
    assert posts(bureau) == 2
    assert [row.sent_number for row in rows_of(bureau, client)] == [label[2:] for label, _ in standing(bureau)]


def test_an_entry_that_stands_otherwise_in_fortnox_is_said_to(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    send(bureau, client)
    forget(bureau, client, rows=[EntryRow("6990", 7).as_json(), EntryRow("1930", -7).as_json()])
    (item,) = items_of(bureau, send(bureau, client))
    assert (item.fate, item.message) == (ItemFate.FOUND, logbook.OTHERWISE)
    assert posts(bureau) == 1


def test_an_entry_that_cannot_be_compared_with_its_voucher_is_compared_by_the_next_export(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    send(bureau, client)
    forget(bureau, client, rows=[EntryRow("6990", 7).as_json(), EntryRow("1930", -7).as_json()])
    look(bureau, client)
    bureau.befall(Fault.ERROR, path="/3/vouchers/A")
    run_id = export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    assert run_of(bureau, run_id).state is RunState.STOPPED
    bureau.world.recover()
    (item,) = items_of(bureau, send(bureau, client))
    assert (item.fate, item.message) == (ItemFate.FOUND, logbook.OTHERWISE)
    assert posts(bureau) == 1


def forget(bureau: Bureau, client: Any, **changed: object) -> None:  # noqa: ANN401 - a client
    """Let the entries stand as they did before they were sent: as in a backup."""
    with bureau.store.transaction() as session:
        for row in rows_of(bureau, client):
            kept = session.get(ClosingEntry, row.id)
            assert kept
            kept.transfer, kept.sent_series, kept.sent_number = Transfer.NOT_TRANSFERRED, "", ""
            for name, value in changed.items():
                setattr(kept, name, value)
            session.add(kept)


def test_the_connection_lasts_30_days_from_the_export(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    with bureau.store.transaction() as session:
        connection = connections.of_client(session, client.id)[0]
        connection.valid_until = now() + timedelta(hours=1)
        session.add(connection)
    send(bureau, client)
    with bureau.store.reading() as session:
        assert connections.of_client(session, client.id)[0].valid_until > now() + timedelta(days=29)


def test_two_tabs_start_one_export(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    look(bureau, client)
    start = year_of(bureau, client)

    class Later:
        """A runner that carries nothing out yet."""

        started: list[str] = []  # noqa: RUF012 - of this test alone

        def start(self, _kind: str, job_id: str, *_ids: str) -> None:
            self.started.append(job_id)

        def cancel(self, job_id: str) -> None: ...

        def resume(self, job_id: str) -> None: ...

    inline, bureau.runner = bureau.runner, Later()
    first = export.start_export(bureau.desk(), client.id, start, TO_A)
    assert export.start_export(bureau.desk(), client.id, start, TO_A) == first
    bureau.runner = inline
    assert set(Later.started) == {first}


def test_the_series_are_those_of_the_year_with_the_number_that_comes_next(bureau: Bureau) -> None:
    ready = look(bureau, with_entries(bureau, 1))
    assert ready.clear
    (manual,) = ready.open_series
    assert (manual.code, manual.name) == ("A", "Redovisning")
    assert manual.next_number
    closed = [one for one in ready.series if not one.manual]
    assert len(closed) == 12
    assert {one.next_number for one in closed} == {None}


def test_the_last_choice_is_remembered_and_a_is_never_chosen_by_itself(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    assert set(look(bureau, client).chosen.values()) == {""}
    send(bureau, client)
    assert export.ready(bureau.desk(), client.id, year_of(bureau, client)).chosen == TO_A


def test_a_series_that_is_closed_is_not_sent_to(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    look(bureau, client)
    with pytest.raises(SeriesNotOpen):
        export.start_export(bureau.desk(), client.id, year_of(bureau, client), dict.fromkeys(TO_A, "B"))
    assert posts(bureau) == 0


def test_what_changed_since_fortnox_was_looked_at_is_looked_at_again(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    look(bureau, client)
    make(bureau, client, draft(2, year_of(bureau, client)))
    with pytest.raises(LookFirst):
        export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)


def test_what_fortnox_would_say_against_an_entry_is_said_before(bureau: Bureau) -> None:
    client = in_use(bureau)
    start = year_of(bureau, client)
    make(bureau, client, draft(1, start, name="Hyra … juni"), draft(2, start))
    ready = look(bureau, client)
    assert [len(one.problems) for one in ready.checked] == [1, 0]
    assert not ready.clear
    with pytest.raises(LookFirst):
        export.start_export(bureau.desk(), client.id, start, TO_A)


def test_a_look_that_fails_says_why(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    bureau.befall(Fault.ERROR, path="/3/voucherseries")
    ready = look(bureau, client)
    assert ready.look is not None
    assert (ready.look.state, ready.look.message) == (
        PreflightState.FAILED,
        "Fortnox has a fault of its own at the moment ({status}).",
    )


def test_a_lost_token_has_its_exact_words(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    assert export.hindrance(bureau.desk(), client.id) is None
    assert export.hindrance(bureau.desk("Bo"), client.id) == (LOST_TOKEN, {})
    lose(bureau, client, LostReason.EXPIRED)
    assert export.hindrance(bureau.desk(), client.id) == (LOST_TOKEN, {})
    assert LOST_TOKEN == "You have lost your token, to proceed import again."
    assert (
        translate(LOST_TOKEN, "sv")
        == "Anslutningen till Fortnox har gått förlorad. Importera på nytt för att fortsätta."
    )


def test_where_importing_again_cannot_help_the_reason_stands(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    lose(bureau, client, LostReason.LICENCE)
    said = export.hindrance(bureau.desk(), client.id)
    assert said == ("The company lacks the licence in Fortnox that the connection needs.", {})


def lose(bureau: Bureau, client: Any, why: LostReason) -> None:  # noqa: ANN401 - a client
    with bureau.store.transaction() as session:
        connections.lost(session, connections.of_client(session, client.id)[0].id, why)


def test_without_a_connection_nothing_starts(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    with pytest.raises(NotConnected):
        export.start_export(bureau.desk("Bo"), client.id, year_of(bureau, client), TO_A)
    lose(bureau, client, LostReason.EXPIRED)
    with pytest.raises(ConnectionLost):
        export.look_before_export(bureau.desk(), client.id, year_of(bureau, client))
    assert {row.transfer for row in rows_of(bureau, client)} == {Transfer.NOT_TRANSFERRED}


def test_a_connection_that_is_lost_amid_an_export_stops_it_and_the_rest_goes_later(bureau: Bureau) -> None:
    client = with_entries(bureau, 3)
    look(bureau, client)
    bureau.befall(Fault.NO_API_LICENCE, skip=1, **POST)
    run_id = export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    run, items = export.progress(bureau.desk(), client.id, run_id)
    assert run.message == "The company lacks the licence in Fortnox that the connection needs."
    assert [item.fate for item in items] == [ItemFate.SENT, ItemFate.WAITING, ItemFate.WAITING]
    assert [text for _, text in standing(bureau)] == names(1)


def test_an_export_that_nobody_carries_any_more_ends_and_can_be_started_again(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    look(bureau, client)
    start = year_of(bureau, client)
    with bureau.store.transaction() as session:
        exports.begin(session, client.id, start, run_id="left", series=TO_A, who=bureau.desk().person.who)
        job = jobs.add(
            session, job_id="left", kind=EXPORT, client_id=client.id, import_id=None, steps=[EXPORT], started_by=1
        )
        job.created_at = now() - 2 * stranded.GRACE
        exports.intend(session, exports.items(session, "left")[0], series="A", at=now(), settles_at=now())
    assert stranded.settle(bureau.store, lambda _: []) == ["left"]
    states = [row.transfer for row in rows_of(bureau, client)]
    assert states == [Transfer.TRANSFERRING, Transfer.NOT_TRANSFERRED]
    assert send(bureau, client).state is RunState.DONE
    assert [text for _, text in standing(bureau)] == names(2)


def stopped(bureau: Bureau, client: Client) -> ExportRun:
    """An export that Fortnox stopped, and whose job its next carrier has opened again."""
    look(bureau, client)
    bureau.befall(Fault.NO_API_LICENCE, **POST)
    run_id = export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    bureau.world.recover()
    with bureau.store.transaction() as session:
        jobs.set_step(session, run_id, EXPORT, JobState.RUNNING)
        jobs.get(session, run_id).created_at = now() - 2 * stranded.GRACE
    return run_of(bureau, run_id)


def test_an_export_that_has_stopped_and_is_carried_once_more_says_again_why(bureau: Bureau) -> None:
    run = stopped(bureau, with_entries(bureau, 1))
    workflows.export_entries(bureau.store, run.id)
    check_job_says_why(bureau, run)


def test_a_job_that_was_left_open_though_its_export_has_stopped_says_why(bureau: Bureau) -> None:
    run = stopped(bureau, with_entries(bureau, 1))
    assert stranded.settle(bureau.store, lambda _: ["SUCCESS"]) == [run.id]
    check_job_says_why(bureau, run)
    assert stranded.settle(bureau.store, lambda _: ["SUCCESS"]) == []


def check_job_says_why(bureau: Bureau, run: ExportRun) -> None:
    with bureau.store.reading() as session:
        job = jobs.get(session, run.id)
    assert job.message == "The company lacks the licence in Fortnox that the connection needs."
    assert (job.state, job.facts, [step["state"] for step in job.steps]) == (JobState.FAILED, run.facts, ["failed"])


def test_a_job_that_was_left_open_though_all_of_its_export_stands_there_says_so(bureau: Bureau) -> None:
    run = send(bureau, with_entries(bureau, 2))
    with bureau.store.transaction() as session:
        jobs.set_step(session, run.id, EXPORT, JobState.RUNNING)
    stranded.settle(bureau.store, lambda _: ["SUCCESS"])
    with bureau.store.reading() as session:
        job = jobs.get(session, run.id)
    assert (job.state, translate(job.message, "en", **job.facts)) == (JobState.DONE, "2 entries stand in Fortnox.")


def test_a_fault_of_our_own_ends_the_export_with_a_reference_and_frees_what_was_not_sent(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = with_entries(bureau, 2)
    look(bureau, client)
    with monkeypatch.context() as broken:
        broken.setattr(sending, "voucher_of", None)
        run_id = export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    run, _ = export.progress(bureau.desk(), client.id, run_id)
    assert run.state is RunState.STOPPED
    assert len(str(run.facts["reference"])) == 8
    assert {row.transfer for row in rows_of(bureau, client)} == {Transfer.NOT_TRANSFERRED}
    assert send(bureau, client).state is RunState.DONE
