"""An entry whose fate nobody knows: a person says where it is, and Fortnox is asked before that counts."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count
from os import environ
from typing import Any

import pytest

from lib.actions import export, fates
from lib.actions.imports import activate
from lib.closing.entries import Transfer
from lib.core.errors import BryggaError, StorageFailed
from lib.core.languages import translate
from lib.jobs import doubts, lookout, sending
from lib.jobs.database import jobs_url
from lib.jobs.fates import Answer, settle
from lib.jobs.lines import NotConnected
from lib.jobs.orders import Order
from lib.jobs.runner import DurableRunner
from lib.sandbox.books import Draft, Row
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.faults import Fault
from lib.store import exports, leases
from lib.store.columns import now
from lib.store.entry_tables import ClosingEntry, ExportItem
from lib.store.fates import ExportUnderWay, Settled
from lib.store.tables import Client
from lib.store.words import RunState
from tests.jobs.exporting import TO_A, look, names, rows_of, send, standing, told, with_entries, year_of
from tests.jobs.inline import InlineRunner
from tests.jobs.local_fortnox import DIFFERS, SOLE, SOUND, Bureau
from tests.jobs.test_killed_imports import worker
from tests.jobs.waiting import until

POST: dict[str, Any] = {"method": "POST", "path": "/3/vouchers"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is certain after minutes is certain after moments."""
    for name in ("BROKEN", "ANSWERED", "SILENT"):
        monkeypatch.setattr(doubts, name, timedelta(0))
    monkeypatch.setattr(sending, "WAITS", (0.01, 0.01))
    monkeypatch.setattr(lookout, "LOOKS_FOR", timedelta(0))


def in_doubt(bureau: Bureau, fault: Fault, count: int = 1) -> tuple[Client, ExportItem]:
    """An export that stopped, as nobody heard what became of its first entry."""
    client = with_entries(bureau, count)
    look(bureau, client)
    bureau.befall(fault, times=1, **POST)
    bureau.befall(Fault.ERROR, path="/3/vouchers/sublist")
    export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)
    bureau.world.recover()
    (item,) = doubtful(bureau, client)
    return client, item


def doubtful(bureau: Bureau, client: Client) -> list[ExportItem]:
    with bureau.store.reading() as session:
        return exports.in_doubt(session, client.id, year_of(bureau, client))


def kept(bureau: Bureau, item: ExportItem) -> str:
    """What stands beside an entry, in English."""
    with bureau.store.reading() as session:
        row = exports.item(session, item.id)
        return translate(row.message, "en", **row.facts) if row.message else ""


def state(bureau: Bureau, client: Client) -> Transfer:
    return rows_of(bureau, client)[0].transfer


def posts(bureau: Bureau) -> int:
    return sum(call.method == "POST" and call.target.startswith("/3/vouchers") for call in bureau.world.calls)


def by_hand(bureau: Bureau, client: Client, ore: int = 1_50) -> tuple[str, str]:
    """A voucher without a marker, that somebody booked in Fortnox on the entry's day; gives its series and number."""
    (row,) = rows_of(bureau, client)[:1]
    live = ours(bureau.world.companies[SOUND]).live
    year = live.year_of(row.day)
    assert year
    draft = Draft(row.day, "A", "För hand", (Row("6990", ore), Row("1930", -ore)))
    made = live.add(year, draft, now().replace(tzinfo=None))
    return made.series, str(made.number)


def test_an_entry_that_was_saved_after_all_stands_where_fortnox_shows_it(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_AFTER)
    ((label, _),) = standing(bureau)
    fates.say_it_is_there(bureau.desk(), client.id, item.id, ("A", label[2:]))
    (row,) = rows_of(bureau, client)
    assert (row.transfer, f"{row.sent_series} {row.sent_number}") == (Transfer.TRANSFERRED, label)
    assert posts(bureau) == 1
    year = year_of(bureau, client).year
    assert set(told(bureau)[:2]) == {
        f"It was said of V 1 that it is {label} in Fortnox: Fortnox is asked.",
        f"V 1 was looked up in Fortnox and stands there as {label}, {year}: it is not sent again.",
    }


def test_who_says_that_it_is_not_there_is_not_believed_when_it_is(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_AFTER)
    fates.say_it_is_not_there(bureau.desk(), client.id, item.id)
    ((label, _),) = standing(bureau)
    (row,) = rows_of(bureau, client)
    assert (row.transfer, f"{row.sent_series} {row.sent_number}") == (Transfer.TRANSFERRED, label)


def test_who_names_another_voucher_is_shown_the_entrys_own(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_AFTER)
    fates.say_it_is_there(bureau.desk(), client.id, item.id, by_hand(bureau, client))
    ((label, _),) = standing(bureau)
    assert rows_of(bureau, client)[0].sent_number == label[2:]


def test_an_entry_that_came_back_before_anybody_said_where_it_is_counts_in_the_books_alone(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_AFTER)
    import_ = bureau.bring_in(client, Order((year_of(bureau, client),), ()))
    activate(bureau.desk(), import_.id, expected_version=1, reason="prov")
    assert state(bureau, client) is Transfer.TRANSFERRING
    fates.say_it_is_not_there(bureau.desk(), client.id, item.id)
    assert state(bureau, client) is Transfer.EXCLUDED


def test_an_entry_that_is_not_there_may_be_sent_again_and_is_sent_once(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE, 2)
    fates.say_it_is_not_there(bureau.desk(), client.id, item.id)
    assert state(bureau, client) is Transfer.NOT_TRANSFERRED
    assert told(bureau)[1] == "V 1 was looked up in Fortnox and is not there: it may be changed, and sent again."
    assert send(bureau, client).state is RunState.DONE
    assert [text for _, text in standing(bureau)] == names(2)


def test_a_voucher_whose_marker_was_taken_away_is_the_entry_when_it_books_the_same(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    series, number = by_hand(bureau, client)
    fates.say_it_is_there(bureau.desk(), client.id, item.id, (series, number))
    (row,) = rows_of(bureau, client)
    assert (row.transfer, row.sent_series, row.sent_number) == (Transfer.TRANSFERRED, series, number)
    assert posts(bureau) == 1


def test_a_voucher_that_books_something_else_is_not_the_entry(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    series, number = by_hand(bureau, client, 9_99)
    fates.say_it_is_there(bureau.desk(), client.id, item.id, (series, number))
    assert state(bureau, client) is Transfer.TRANSFERRING
    assert kept(bureau, item).startswith(f"Voucher {series} {number} in Fortnox is not V 1")


def test_a_voucher_that_another_entry_is_is_not_this_one(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE, 2)
    voucher = by_hand(bureau, client)
    with bureau.store.transaction() as session:
        other = session.get_one(ClosingEntry, rows_of(bureau, client)[1].id)
        (other.sent_series, other.sent_number), other.sent_year_start = voucher, other.year_start
        session.add(other)
    fates.say_it_is_there(bureau.desk(), client.id, item.id, voucher)
    assert state(bureau, client) is Transfer.TRANSFERRING


def test_a_voucher_that_is_not_in_fortnox_is_not_the_entry(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    fates.say_it_is_there(bureau.desk(), client.id, item.id, ("A", "4711"))
    assert kept(bureau, item).startswith("There is no voucher A 4711 in Fortnox")
    assert state(bureau, client) is Transfer.TRANSFERRING


@pytest.mark.parametrize("voucher", [("", ""), ("A", "1")])
def test_nothing_is_believed_while_the_voucher_may_still_come(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, voucher: tuple[str, str]
) -> None:
    monkeypatch.setattr(doubts, "BROKEN", timedelta(hours=1))
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    fates.say_it_is_there(bureau.desk(), client.id, item.id, voucher)
    assert kept(bureau, item).startswith("It is not known whether V 1 was saved in Fortnox")
    assert state(bureau, client) is Transfer.TRANSFERRING


def test_an_answer_that_fortnox_cannot_be_asked_about_says_why(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    bureau.befall(Fault.ERROR, path="/3/vouchers")
    fates.say_it_is_not_there(bureau.desk(), client.id, item.id)
    assert kept(bureau, item).startswith("Fortnox has a fault of its own")
    assert state(bureau, client) is Transfer.TRANSFERRING


def test_why_an_answer_does_not_count_is_kept_though_the_database_refuses_it_once(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    bureau.befall(Fault.ERROR, path="/3/vouchers")
    real, calls = exports.note, count(1)

    def refuse_the_second(*args: Any) -> None:  # noqa: ANN401 - as `exports.note`
        if next(calls) == 2:  # the first says that Fortnox is asked
            raise StorageFailed(cause="the disk is full")
        real(*args)

    monkeypatch.setattr(exports, "note", refuse_the_second)
    fates.say_it_is_not_there(bureau.desk(), client.id, item.id)
    assert kept(bureau, item).startswith("Fortnox has a fault of its own")


def test_what_no_job_was_started_for_is_not_said_to_have_been_asked(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)

    class Broken(InlineRunner):
        """A runner without its database."""

        def start(self, _kind: str, _job_id: str, *_ids: str) -> None:
            raise StorageFailed(cause="the disk is full")

    with pytest.raises(StorageFailed):
        fates.say_it_is_not_there(replace(bureau.desk(), jobs=Broken(bureau.store)), client.id, item.id)
    assert [text for text in told(bureau) if "Fortnox is asked" in text] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_worker_asks_fortnox_about_what_was_said(bureau: Bureau) -> None:
    bureau.desk("Eva")  # so that the ids of the client, the entry and the person differ
    bureau.client(DIFFERS)
    bureau.client(SOLE)
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    address = jobs_url(bureau.store.folder, None)
    runner = DurableRunner(bureau.store.folder, address)
    fates.say_it_is_there(replace(bureau.desk(), jobs=runner), client.id, item.id, ("A", "4711"))
    runner.close()
    assert len({client.id, item.id, bureau.users["Rut"]}) == 3
    with worker(bureau.store, address, **environ):
        assert until(lambda: kept(bureau, item).startswith("There is no voucher A 4711 in Fortnox"))
    assert bureau.asked("vouchers?")


def test_without_a_connection_nobody_says_where_it_is(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    with pytest.raises(NotConnected):
        fates.say_it_is_not_there(bureau.desk("Bo"), client.id, item.id)


def test_an_export_under_way_looks_for_itself(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    begin(bureau, client)
    with pytest.raises(ExportUnderWay):
        fates.say_it_is_not_there(bureau.desk(), client.id, item.id)


def begin(bureau: Bureau, client: Client) -> None:
    """An export begins, and has sent nothing yet."""
    with bureau.store.transaction() as session:
        start = year_of(bureau, client)
        assert exports.begin(session, client.id, start, run_id="new", series=TO_A, who=bureau.desk().person.who)


def test_an_answer_that_an_export_overtook_changes_nothing(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    begin(bureau, client)
    settle(bureau.store, Answer(client.id, item.id, bureau.users["Rut"]))
    assert state(bureau, client) is Transfer.TRANSFERRING
    assert told(bureau)[0] == "An export is under way, and looks for V 1 itself."


def test_an_answer_about_an_earlier_sending_changes_nothing(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    begin(bureau, client)
    with bureau.store.transaction() as session:
        exports.stop(session, "new", "", {})
    settle(bureau.store, Answer(client.id, item.id, bureau.users["Rut"]))
    assert state(bureau, client) is Transfer.TRANSFERRING
    assert told(bureau)[0] == "What became of V 1 is known by now."


def test_while_somebody_writes_to_the_series_nothing_is_said_of_it(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    with bureau.store.transaction() as session:
        assert leases.take(session, [leases.key_of(SOUND, "A")], "another", now())
    fates.say_it_is_not_there(bureau.desk(), client.id, item.id)
    assert kept(bureau, item) == "Another export to the same voucher series is under way."
    assert state(bureau, client) is Transfer.TRANSFERRING


def test_the_second_of_two_people_is_told_that_it_is_known(bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_AFTER)
    fates.say_it_is_not_there(bureau.desk(), client.id, item.id)
    with pytest.raises(Settled):
        fates.say_it_is_not_there(bureau.desk(), client.id, item.id)


@pytest.mark.parametrize("round_", range(4))
@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER])
@pytest.mark.slow
def test_two_answers_and_an_export_at_once_send_nothing_twice(bureau: Bureau, fault: Fault, round_: int) -> None:
    client, item = in_doubt(bureau, fault, 2)
    look(bureau, client)
    desk = bureau.desk()
    deeds = [
        lambda: fates.say_it_is_not_there(desk, client.id, item.id),
        lambda: fates.say_it_is_there(desk, client.id, item.id, ("A", "4711")),
        lambda: export.start_export(desk, client.id, year_of(bureau, client), TO_A),
    ]
    at_once([*deeds[round_ % 3 :], *deeds[: round_ % 3]])
    if any(row.transfer is not Transfer.TRANSFERRED for row in rows_of(bureau, client)):
        send(bureau, client)
    assert sorted(text for _, text in standing(bureau)) == names(2)
    assert {row.transfer for row in rows_of(bureau, client)} == {Transfer.TRANSFERRED}


def at_once(deeds: Sequence[Any]) -> None:
    def done(deed: Any) -> None:  # noqa: ANN401 - whatever it gives
        try:
            deed()
        except BryggaError:
            return

    with ThreadPoolExecutor(len(deeds)) as people:
        list(people.map(done, deeds))
