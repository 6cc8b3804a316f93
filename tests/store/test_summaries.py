"""Figures kept of each client are those that its books give now, whatever people have done since they were kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlmodel import col, update

from lib.closing.entries import Draft, EntryRow
from lib.core.errors import BryggaError
from lib.core.periods import ReconciliationPeriod
from lib.fortnox.frames import Ledger
from lib.store import (
    appendices,
    books,
    clients,
    entries,
    marks,
    period_lengths,
    periods,
    statements,
    sub_appendices,
    summaries,
)
from lib.store.bureau_tables import ClientSummary
from lib.store.columns import now
from lib.store.database import Session, Store
from lib.store.marks import Said
from lib.store.summaries import UNKNOWN_FOR, Figures
from lib.store.tables import AccountingMethod, Client
from tests.ledger.ledgers_by_hand import invoice, ledger, year_of
from tests.store.ledger_books import CUSTOMERS, MANUAL, RECORDS, SUPPLIERS, bring_in

LONG = 60.0
KEYS = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-12-31-year-end")
"""Few enough that one step leads to the next."""


IN_MARCH = MANUAL.replace("20250410", "20250310")
FEWER = ledger([invoice("101", 100_00, ver="B 1", balance=100_00)])


def in_use(store: Store, client: Client, manual: str = "", customers: Ledger = CUSTOMERS) -> None:
    """Books with this voucher by hand, and these customers, take the place of those before."""
    bring_in(store, client, [year_of(RECORDS + manual)], customers, SUPPLIERS)


def _kept(store: Store, client: Client) -> Figures | None:
    with store.reading() as session:
        return summaries.kept(session)[0].get(client.id)


def _dear(store: Store, client: Client) -> Figures:
    with store.reading() as session:
        return summaries.reckoned(store, session, client.id)


def test_nothing_is_known_before_it_is_reckoned(store: Store, client: Client) -> None:
    with store.reading() as session:
        assert summaries.kept(session) == ({}, [client.id])


def test_a_ledger_is_kept_with_its_difference_on_the_day_it_was_fetched(store: Store, client: Client) -> None:
    in_use(store, client, MANUAL)  # the customers owe 350 kronor, a voucher by hand took off 40

    assert summaries.bring_up_to_date(store, LONG) == 0

    found = _kept(store, client)
    assert found is not None
    assert (found.receivables, found.payables) == (40_00, 0)
    assert found.receivables_day == "2025-12-31"  # fetched later than the books' last day


def test_a_mark_of_other_figures_is_counted_as_stale(store: Store, client: Client) -> None:
    in_use(store, client)
    with store.transaction() as session:
        periods.start(session, client.id, KEYS[2])
        marks.mark(session, client.id, KEYS[2], {"1510": Said(1), "2440": Said(-80_00, -80_00)}, who=None)

    summaries.bring_up_to_date(store, LONG)

    found = _kept(store, client)
    assert found is not None
    assert (found.stale_marks, found.active, found.locked) == (1, "P3 2025", "")


def test_a_locked_period_that_the_books_have_changed_is_counted(store: Store, client: Client) -> None:
    in_use(store, client)
    _lock(store, client, KEYS[2])
    in_use(store, client, MANUAL)  # of April: it changes nothing until March
    summaries.bring_up_to_date(store, LONG)
    before = _kept(store, client)
    in_use(store, client, IN_MARCH)
    summaries.bring_up_to_date(store, LONG)
    after = _kept(store, client)

    assert before is not None
    assert after is not None
    assert (before.changed_periods, after.changed_periods) == (0, 1)
    assert (after.active, after.locked, after.upcoming) == ("", "P3 2025", "P4 2025")


def test_figures_that_hold_are_not_reckoned_again(store: Store, client: Client) -> None:
    in_use(store, client)
    summaries.bring_up_to_date(store, LONG)
    at = _row(store, client).at
    summaries.bring_up_to_date(store, LONG)

    assert _row(store, client).at == at


def test_books_that_cannot_be_read_leave_the_figures_unknown_and_all_others_known(store: Store, client: Client) -> None:
    with store.transaction() as session:
        other = clients.add(session, name="Kajen AB")
    in_use(store, client)
    in_use(store, other, MANUAL)
    for path in (store.folder / "snapshots" / str(client.id)).rglob("*.parquet"):
        path.unlink()

    assert summaries.bring_up_to_date(store, LONG) == 0

    damaged, sound = _kept(store, client), _kept(store, other)
    assert damaged == Figures(unknown=True)
    assert sound is not None
    assert sound.receivables == 40_00


def test_figures_that_could_not_be_reckoned_are_tried_again_after_some_minutes(store: Store, client: Client) -> None:
    in_use(store, client, MANUAL)
    with away(store.folder / "snapshots"):
        summaries.bring_up_to_date(store, LONG)
    assert _kept(store, client) == Figures(unknown=True)

    _kept_at(store, client, now() - UNKNOWN_FOR)

    assert _kept(store, client) is None
    assert summaries.bring_up_to_date(store, LONG) == 0
    found = _kept(store, client)
    assert found is not None
    assert found.receivables == 40_00


def test_figures_that_are_known_hold_however_old_they_are(store: Store, client: Client) -> None:
    in_use(store, client)
    summaries.bring_up_to_date(store, LONG)
    _kept_at(store, client, now() - timedelta(days=365))
    assert _kept(store, client) is not None


def test_figures_that_another_version_reckoned_do_not_hold(
    store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_use(store, client)
    with monkeypatch.context() as patch:
        patch.setattr(summaries, "RECKONING", ("0.0.1", *summaries.RECKONING[1:]))
        summaries.bring_up_to_date(store, LONG)
    assert _kept(store, client) is None


def test_books_that_hold_what_nobody_foresaw_stop_no_other_client(store: Store, client: Client) -> None:
    with store.transaction() as session:
        other = clients.add(session, name="Kajen AB")
    in_use(store, client)
    in_use(store, other, MANUAL)
    with store.transaction() as session:
        periods.start(session, client.id, KEYS[2])
        session.execute(text("UPDATE period SET state = 'of-a-later-version'"))

    assert summaries.bring_up_to_date(store, LONG) == 0

    assert _kept(store, client) == Figures(unknown=True)
    sound = _kept(store, other)
    assert sound is not None
    assert sound.receivables == 40_00


def test_a_client_that_is_gone_is_left_alone(store: Store, client: Client) -> None:
    assert summaries.renew(store, [client.id + 1], LONG) == {}


def test_when_the_time_is_up_the_others_wait(store: Store, client: Client) -> None:
    assert summaries.bring_up_to_date(store, 0.0) == 1


class Work(RuleBasedStateMachine):
    """Anything that people and imports do to a client that the figures hang on; after each step they must be right."""

    store: Store

    def __init__(self) -> None:
        """A client without books, another beside it."""
        super().__init__()
        with self.store.transaction() as session:
            self.client = clients.add(session, name="Bryggan AB")

    @initialize()
    def begin(self) -> None:
        """Books and ledgers, and March under way."""
        in_use(self.store, self.client)
        self._try(lambda session: periods.start(session, self.client.id, KEYS[2]))

    @rule(manual=st.sampled_from(["", MANUAL, IN_MARCH]), customers=st.sampled_from([CUSTOMERS, FEWER]))
    def import_books(self, manual: str, customers: Ledger) -> None:
        in_use(self.store, self.client, manual, customers)

    @rule(step=st.sampled_from(["start", "lock", "unlock"]), key=st.sampled_from(KEYS))
    def move_a_period(self, step: str, key: str) -> None:
        if step == "lock":
            self._try(lambda session: _lock_now(session, self.client, key))
        else:
            act = periods.start if step == "start" else periods.unlock
            self._try(lambda session: act(session, self.client.id, key))

    @rule(
        key=st.sampled_from(KEYS),
        amount=st.sampled_from([350_00, 100_00, 1]),
        account=st.sampled_from(["1510", "1930"]),
    )
    def mark(self, key: str, amount: int, account: str) -> None:
        said = {account: Said(amount, amount if account == "1510" else None)}
        self._try(lambda session: marks.mark(session, self.client.id, key, said, who=None))

    @rule(key=st.sampled_from(KEYS))
    def unmark(self, key: str) -> None:
        self._try(lambda session: marks.unmark(session, self.client.id, key, ["1510"]))

    @rule(key=st.sampled_from(KEYS), balance=st.sampled_from([1, 2]), gone=st.booleans())
    def state_a_balance(self, key: str, balance: int, *, gone: bool) -> None:
        if gone:
            self._try(lambda session: statements.remove(session, self.client.id, key, "1930"))
            return
        day = date.fromisoformat(key[:10])
        self._try(
            lambda session: statements.state(session, self.client.id, key, "1930", balance=balance, day=day, who=None)
        )

    @rule(key=st.sampled_from(KEYS), amount=st.sampled_from([1, 2]))
    def make_an_appendix(self, key: str, amount: int) -> None:
        self._try(
            lambda session: sub_appendices.save(
                session, self.client.id, key, name="a", accounts=["1930"], lines=[("a", amount)], who=None
            )
        )

    @rule()
    def delete_an_appendix(self) -> None:
        self._try(lambda session: appendices.delete(session, self.client.id, "1510", user_id=None))

    @rule(method=st.sampled_from(AccountingMethod))
    def state_the_method(self, method: AccountingMethod) -> None:
        self._try(lambda session: clients.change(session, self.client.id, accounting_method=method))

    @rule(length=st.sampled_from(ReconciliationPeriod))
    def change_the_length(self, length: ReconciliationPeriod) -> None:
        self._try(lambda session: period_lengths.change_length(session, self.client.id, length, date(2025, 5, 1)))

    @rule(key=st.sampled_from(KEYS))
    def make_an_entry(self, key: str) -> None:
        draft = Draft("e", date.fromisoformat(key[:10]), (EntryRow("1510", 1), EntryRow("3001", -1)))
        self._try(lambda session: entries.add(session, self.client.id, key, draft, ready=True, who=None))

    @rule(reset=st.booleans())
    def take_books_out_of_use(self, *, reset: bool) -> None:
        act = books.reset if reset else books.undo
        version = self._version()
        self._try(lambda session: act(session, self.client.id, expected_version=version, user_id=None))

    @rule()
    def keep_figures(self) -> None:
        summaries.bring_up_to_date(self.store, LONG)

    @invariant()
    def what_is_kept_is_what_the_books_give(self) -> None:
        kept = _kept(self.store, self.client)
        assert kept is None or kept == _dear(self.store, self.client)

    def _try(self, act: Callable[[Session], object]) -> None:
        try:
            with self.store.transaction() as session:
                act(session)
        except BryggaError:
            pass  # what the rules refuse changes nothing

    def _version(self) -> int:
        with self.store.reading() as session:
            return books.active(session, self.client.id).version


@pytest.mark.slow
def test_whatever_people_do_no_kept_figure_is_ever_wrong(store: Store) -> None:
    machine = type("Begun", (Work,), {"store": store})
    chosen = settings(max_examples=8, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=chosen)


def _row(store: Store, client: Client) -> ClientSummary:
    with store.reading() as session:
        row = session.get(ClientSummary, client.id)
    assert row is not None
    return row


def _kept_at(store: Store, client: Client, at: datetime) -> None:
    with store.transaction() as session:
        session.exec(update(ClientSummary).where(col(ClientSummary.client_id) == client.id).values(at=at))


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """A disk that is gone for a while."""
    elsewhere = folder.rename(folder.with_name("elsewhere"))
    yield
    elsewhere.rename(folder)


def _lock(store: Store, client: Client, key: str) -> None:
    with store.transaction() as session:
        periods.start(session, client.id, key)
        _lock_now(session, client, key)


def _lock_now(session: Session, client: Client, key: str) -> None:
    version = books.active(session, client.id).version
    periods.lock(session, client.id, key, expected_version=version, results={}, who=None)
