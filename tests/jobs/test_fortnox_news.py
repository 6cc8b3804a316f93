"""Whether Fortnox has vouchers newer than the last import: asked by a job now and then, read by the screens."""

from datetime import date, datetime, timedelta

import pytest

from lib.actions.clients import reset_client
from lib.actions.fortnox import LOOK_EVERY, look_for_news
from lib.actions.imports import activate, discard, undo
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import ConnectionLost
from lib.fortnox.reasons import LostReason
from lib.fortnox.vouchers import NewRow, SeenVoucher
from lib.jobs import lines
from lib.jobs.news import FETCHED, fetches, look
from lib.jobs.orders import Order
from lib.sandbox.fortnox.faults import Fault
from lib.store import connections, imports, news
from lib.store.columns import now
from lib.store.fortnox_tables import FortnoxNews
from lib.store.sealing import SealBroken
from lib.store.tables import Client, Role
from tests.jobs.local_fortnox import Bureau


def known(bureau: Bureau, client: Client) -> FortnoxNews | None:
    with bureau.store.reading() as session:
        return news.get(session, client.id)


def long_ago(bureau: Bureau, client: Client) -> None:
    """Let the last look lie back as far as the next one waits for."""
    with bureau.store.transaction() as session:
        row = news.get(session, client.id)
        assert row is not None
        row.looked_at = now() - LOOK_EVERY - timedelta(seconds=1)
        session.add(row)


def book(bureau: Bureau, client: Client) -> None:
    """Somebody books a voucher in Fortnox."""
    with lines.opened(bureau.store, bureau.users["Rut"], client.id, None) as line:
        newest = line.fortnox.years()[0]
        rows = [{"Account": 1930, "Debit": 100, "Credit": 0}, {"Account": 3041, "Debit": 0, "Credit": 100}]
        _post(line.fortnox, newest.id, {
            "Description": "Ny", "VoucherSeries": "A", "TransactionDate": newest.start.isoformat(), "VoucherRows": rows,
        })  # fmt: skip


def _post(fortnox: Fortnox, year: int, voucher: dict[str, object]) -> None:
    answer = fortnox._http.post("vouchers", params={"financialyear": year}, json={"Voucher": voucher})  # noqa: SLF001
    assert answer.status_code == 201, answer.text


def test_the_years_are_known_before_the_first_import(bureau: Bureau) -> None:
    client = bureau.connected()
    look_for_news(bureau.desk(), client.id)
    row = known(bureau, client)
    assert row is not None
    assert row.vouchers is None
    assert len(news.years(row)) >= 3


def test_nothing_is_new_right_after_an_import(bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.bring_in(client)
    row = known(bureau, client)
    assert row is not None
    assert row.vouchers == 0


def test_vouchers_booked_after_the_import_are_counted(bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.bring_in(client)
    book(bureau, client)
    book(bureau, client)
    long_ago(bureau, client)
    look_for_news(bureau.desk(), client.id)
    row = known(bureau, client)
    assert row is not None
    assert row.vouchers == 2


def test_fortnox_is_not_asked_again_within_some_minutes(bureau: Bureau) -> None:
    client = bureau.connected()
    look_for_news(bureau.desk(), client.id)
    asked = len(bureau.asked(""))
    look_for_news(bureau.desk(), client.id)
    assert len(bureau.asked("")) == asked


def test_one_of_two_who_look_at_once_asks(bureau: Bureau) -> None:
    client = bureau.client()
    with bureau.store.transaction() as session:
        assert [news.claim(session, client.id, older_than=LOOK_EVERY) for _ in range(2)] == [True, False]
    assert news.is_pending(known(bureau, client))


def test_why_fortnox_could_not_be_asked_is_kept_with_its_remedy_and_the_years_stay(bureau: Bureau) -> None:
    client = bureau.connected()
    look_for_news(bureau.desk(), client.id)
    long_ago(bureau, client)
    bureau.befall(Fault.DROP_BEFORE)
    look_for_news(bureau.desk(), client.id)
    row = known(bureau, client)
    assert row is not None
    assert row.message == "Fortnox did not answer."
    assert row.facts["remedy"]
    assert news.years(row)
    assert not news.is_pending(row)


def test_a_look_does_not_prolong_the_connection(bureau: Bureau) -> None:
    client = bureau.connected()
    with bureau.store.transaction() as session:
        (connection,) = connections.of_client(session, client.id)
        connection.valid_until = now() + timedelta(days=1)
        session.add(connection)
    look_for_news(bureau.desk(), client.id)
    with bureau.store.reading() as session:
        (connection,) = connections.of_client(session, client.id)
    assert connection.valid_until < now() + timedelta(days=2)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_nobody_without_a_connection_of_their_own_asks(bureau: Bureau, role: Role) -> None:
    client = bureau.connected()
    look_for_news(bureau.desk("Någon annan", role), client.id)
    assert known(bureau, client) is None


def told(bureau: Bureau, client: Client) -> int | None:
    look(bureau.store, client.id, bureau.users["Rut"])
    row = known(bureau, client)
    assert row is not None
    return row.vouchers


def use(bureau: Bureau, client: Client) -> None:
    import_ = bureau.bring_in(client)
    activate(bureau.desk(), import_.id, expected_version=0, reason="prov")


def test_each_year_in_use_is_asked_for_from_when_it_was_fetched_itself(bureau: Bureau) -> None:
    client = bureau.connected()
    use(bureau, client)
    before = fetches(bureau.store, client.id)
    oldest = min(before)
    bureau.bring_in(client, Order((oldest.start,)))
    after = fetches(bureau.store, client.id)
    assert len(before) == 3
    assert after.pop(oldest).created_at > before.pop(oldest).created_at
    assert {year: one.id for year, one in after.items()} == {year: one.id for year, one in before.items()}


def test_a_voucher_booked_just_before_the_fetch_came_with_it(bureau: Bureau) -> None:
    client = bureau.connected()
    book(bureau, client)
    use(bureau, client)
    assert told(bureau, client) == 0
    book(bureau, client)
    assert told(bureau, client) == 1


def test_a_voucher_changed_in_the_minute_of_the_fetch_is_newer_than_it(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    begun = now()
    book(bureau, client)
    import_ = bureau.bring_in(client)
    with bureau.store.transaction() as session:
        imports.summarise(session, import_.id, imports.get(session, import_.id).summary | {FETCHED: begun.isoformat()})
    changed = (NewRow("1930", 200_00, "", "", ""), NewRow("3041", -200_00, "", "", ""))
    monkeypatch.setattr(Fortnox, "voucher_rows", lambda *_: changed)
    assert told(bureau, client) == 1


@pytest.mark.parametrize("act", ["use", "discard", "undo", "reset"])
def test_what_was_learnt_is_dropped_when_the_books_or_an_import_go_another_way(bureau: Bureau, act: str) -> None:
    client = bureau.connected()
    import_ = bureau.bring_in(client)
    if act == "discard":
        discard(bureau.desk(), import_.id)
    else:
        activate(bureau.desk(), import_.id, expected_version=0, reason="prov")
    if act in {"undo", "reset"}:
        assert told(bureau, client) is not None
        {"undo": undo, "reset": reset_client}[act](bureau.desk(), client.id, expected_version=1)
    row = known(bureau, client)
    assert row is not None
    assert row.vouchers is None
    assert news.years(row), "the years of Fortnox stay known"
    assert now() - row.looked_at > LOOK_EVERY, "the next look is due"


def test_a_look_begun_before_an_import_does_not_overwrite_it(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = bureau.connected()
    use(bureau, client)
    book(bureau, client)

    def slowly(_fortnox: Fortnox, year_id: int, _moment: datetime) -> tuple[SeenVoucher, ...]:
        bureau.bring_in(client)
        return (SeenVoucher("A", "7", year_id, date(2026, 1, 1), ""),)

    monkeypatch.setattr(Fortnox, "vouchers_changed_since", slowly)
    assert told(bureau, client) == 0


@pytest.mark.parametrize("lost", [ConnectionLost(LostReason.REVOKED), SealBroken()])
def test_what_is_wrong_with_one_persons_connection_is_not_told_to_all(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, lost: Exception
) -> None:
    client = bureau.connected()
    bureau.bring_in(client)
    before = known(bureau, client)

    def fails(_fortnox: Fortnox) -> None:
        raise lost

    monkeypatch.setattr(Fortnox, "years", fails)
    long_ago(bureau, client)
    look_for_news(bureau.desk(), client.id)
    row = known(bureau, client)
    assert row is not None
    assert before is not None
    assert (row.message, row.vouchers) == ("", before.vouchers)
    assert not news.is_pending(row)
