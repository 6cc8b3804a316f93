"""Exports that another process ends while they are carried, and entries that stand in Fortnox by another way."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from lib.closing.entries import Transfer
from lib.closing.file_entries import voucher_text
from lib.core.languages import translate
from lib.fortnox.failures import TooManyRequests
from lib.jobs import doubts, lines, sending
from lib.jobs.doubts import ExportOver
from lib.jobs.fates import Answer, settle
from lib.jobs.logbook import OTHERWISE, TWICE
from lib.jobs.runner import EXPORT
from lib.jobs.sending import Sending
from lib.sandbox.books import Draft, Row
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.faults import Fault
from lib.store import activity, entries, exports, jobs
from lib.store.columns import now
from lib.store.entry_tables import ExportItem, ExportRun
from lib.store.tables import Client
from lib.store.words import ItemFate, RunState
from tests.jobs.exporting import TO_A, items_of, names, rows_of, run_of, send, standing, with_entries, year_of
from tests.jobs.local_fortnox import SOUND, Bureau

RUN = "carried"
POST: dict[str, Any] = {"method": "POST", "path": "/3/vouchers"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is certain after minutes is certain at once."""
    for name in ("BROKEN", "ANSWERED", "SILENT"):
        monkeypatch.setattr(doubts, name, timedelta(0))


def begun(bureau: Bureau, client: Client, run_id: str = RUN) -> list[ExportItem]:
    """An export of which nothing has been sent yet."""
    who = bureau.desk().person.who
    with bureau.store.transaction() as session:
        start = year_of(bureau, client)
        assert exports.begin(session, client.id, start, run_id=run_id, series=TO_A, who=who)
        jobs.add(
            session, job_id=run_id, kind=EXPORT, client_id=client.id, import_id=None, steps=[EXPORT], started_by=who[0]
        )
    return items_of(bureau, run_of(bureau, run_id))


def end(bureau: Bureau) -> None:
    """Another process takes the export for given up."""
    with bureau.store.transaction() as session:
        exports.stop(session, RUN, "", {})


def carry(bureau: Bureau, client: Client, landed: Callable[[], None]) -> None:
    """Carry the export in this process; `landed` is called whenever an entry has landed."""
    run = run_of(bureau, RUN)
    with lines.opened(bureau.store, bureau.users["Rut"], client.id, None) as line:
        tenant = line.fortnox.company().tenant
        Sending(bureau.store, run, line.fortnox, tenant, now, time.sleep, landed).everything()


def book(bureau: Bureau, client: Client, text: str, comments: str = "", ore: int = 1_50) -> str:
    """A voucher of the first entry that did not come by an export to Fortnox; gives its label."""
    row = rows_of(bureau, client)[0]
    live = ours(bureau.world.companies[SOUND]).live
    year = live.year_of(row.day)
    assert year
    rows = (Row("6990", ore), Row("1930", -ore))
    return live.add(year, Draft(row.day, "A", text, rows), now().replace(tzinfo=None), comments).label


def test_an_export_that_another_process_has_ended_sends_nothing_more(bureau: Bureau) -> None:
    client = with_entries(bureau, 3)
    begun(bureau, client)
    with pytest.raises(ExportOver):
        carry(bureau, client, lambda: end(bureau))
    assert [text for _, text in standing(bureau)] == names(1)
    states = [row.transfer for row in rows_of(bureau, client)]
    assert states == [Transfer.TRANSFERRED, Transfer.NOT_TRANSFERRED, Transfer.NOT_TRANSFERRED]
    assert send(bureau, client).state is RunState.DONE
    assert [text for _, text in standing(bureau)] == names(3)


@pytest.mark.parametrize("refused", [False, True])
def test_an_entry_that_was_not_saved_is_free_though_its_export_was_ended_meanwhile(
    bureau: Bureau, refused: bool
) -> None:
    client = with_entries(bureau, 1)
    item = on_its_way(bureau, client)
    end(bureau)
    assert rows_of(bureau, client)[0].transfer is Transfer.TRANSFERRING
    not_saved(bureau, item, refused=refused)
    assert rows_of(bureau, client)[0].transfer is Transfer.NOT_TRANSFERRED


@pytest.mark.parametrize("refused", [False, True])
def test_an_entry_that_the_next_export_carries_already_is_not_freed_by_the_one_before(
    bureau: Bureau, refused: bool
) -> None:
    client = with_entries(bureau, 1)
    item = on_its_way(bureau, client)
    end(bureau)
    begun(bureau, client, "next")
    not_saved(bureau, item, refused=refused)
    assert rows_of(bureau, client)[0].transfer is Transfer.TRANSFERRING


def on_its_way(bureau: Bureau, client: Client) -> ExportItem:
    """The first entry of an export that has begun, which is being sent."""
    item = begun(bureau, client)[0]
    with bureau.store.transaction() as session:
        assert exports.intend(session, item, series="A", at=now(), settles_at=now())
    return item


def not_saved(bureau: Bureau, item: ExportItem, *, refused: bool) -> None:
    """Fortnox answers that it has not saved an entry."""
    with bureau.store.transaction() as session:
        if refused:
            exports.refuse(session, item, "", {})
        else:
            exports.spare(session, item)


def test_an_entry_that_landed_while_its_export_was_ended_is_known_to_stand_there(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    begun(bureau, client)
    with pytest.raises(ExportOver):
        carry(bureau, client, lambda: end(bureau))
    assert [item.fate for item in items_of(bureau, run_of(bureau, RUN))] == [ItemFate.SENT, ItemFate.WAITING]


@pytest.mark.parametrize("stops", [False, True])
def test_an_entry_that_came_twice_after_all_is_said_to_also_when_the_export_stops_at_a_later_one(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, stops: bool
) -> None:
    client = with_entries(bureau, 2)
    begun(bureau, client)
    marker = rows_of(bureau, client)[0].marker
    late: list[str] = []

    def come_late() -> None:
        if not late:
            late.append(book(bureau, client, "Periodisering 1", marker))
            if stops:
                bureau.befall(Fault.STORM, **POST)

    monkeypatch.setattr(sending, "WAITS", ())
    bureau.befall(Fault.DROP_BEFORE, times=1, **POST)
    with pytest.raises(TooManyRequests) if stops else nullcontext():
        carry(bureau, client, come_late)
    first, second = items_of(bureau, run_of(bureau, RUN))
    assert translate(first.message, "en", **first.facts) == translate(
        TWICE, "en", vouchers=f"{first.series} {first.number}, {late[0]}"
    )
    assert second.fate is (ItemFate.WAITING if stops else ItemFate.SENT)


def test_what_stopped_an_export_is_told_though_fortnox_cannot_be_searched_for_doubles_either(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = with_entries(bureau, 2)
    begun(bureau, client)

    def silence() -> None:
        bureau.befall(Fault.STORM, **POST)
        bureau.befall(Fault.ERROR, path="/3/vouchers", method="GET")

    monkeypatch.setattr(sending, "WAITS", ())
    bureau.befall(Fault.DROP_BEFORE, times=1, **POST)
    with pytest.raises(TooManyRequests):
        carry(bureau, client, silence)


def test_an_entry_that_came_to_fortnox_as_a_file_is_not_sent_there_again(bureau: Bureau) -> None:
    client = with_entries(bureau, 2)
    row = rows_of(bureau, client)[0]
    label = book(bureau, client, voucher_text(entries.draft_of(row), row.marker))
    run = send(bureau, client)
    assert [item.fate for item in items_of(bureau, run)] == [ItemFate.FOUND, ItemFate.SENT]
    assert [text for _, text in standing(bureau)] == ["Periodisering 2"]
    first = rows_of(bureau, client)[0]
    assert f"{first.sent_series} {first.sent_number}" == label


def test_an_entry_that_a_person_says_is_there_and_is_there_twice_is_said_to_be(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    item = on_its_way(bureau, client)
    end(bureau)
    sent_by(bureau, "Eva")
    marker = rows_of(bureau, client)[0].marker
    first, second = (book(bureau, client, "Periodisering 1", marker) for _ in range(2))
    settle(bureau.store, Answer(client.id, item.id, bureau.users["Rut"]))
    (kept,) = items_of(bureau, run_of(bureau, RUN))
    assert translate(kept.message, "en", **kept.facts) == translate(TWICE, "en", vouchers=f"{first}, {second}")
    assert (kept.fate, f"{kept.series} {kept.number}") == (ItemFate.FOUND, first)
    with bureau.store.reading() as session:
        logged = activity.entries(session, limit=1)[0]
    assert (
        translate(logged.message, "en", **logged.facts) == f"V 1 stands in Fortnox more than once: {first}, {second}."
    )
    assert (logged.user_name, logged.action, logged.outcome) == ("Rut", "export.fate", "failed")


def sent_by(bureau: Bureau, name: str) -> None:
    """Somebody else had the entries sent."""
    with bureau.store.transaction() as session:
        run = session.get_one(ExportRun, RUN)
        run.sign((4711, name))
        session.add(run)


def test_an_entry_that_a_person_says_is_there_and_is_changed_there_is_said_to_be(bureau: Bureau) -> None:
    client = with_entries(bureau, 1)
    item = on_its_way(bureau, client)
    end(bureau)
    book(bureau, client, "Periodisering 1", rows_of(bureau, client)[0].marker, ore=9_99)
    settle(bureau.store, Answer(client.id, item.id, bureau.users["Rut"]))
    (kept,) = items_of(bureau, run_of(bureau, RUN))
    assert (kept.fate, kept.message) == (ItemFate.FOUND, OTHERWISE)
