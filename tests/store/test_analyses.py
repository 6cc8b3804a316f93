"""Runs of the checks are kept, and stale as soon as what they were run on changes."""

from collections.abc import Callable
from datetime import date

import pytest

from lib.checks.analysis.case import Case
from lib.checks.analysis.registry import RULES, run_analysis
from lib.core.errors import NotFound
from lib.store import (
    analyses,
    analysis_choices,
    check_settings,
    clients,
    marks,
    periods,
    snapshots,
    statements,
)
from lib.store.analyses import Part
from lib.store.database import Store
from lib.store.tables import AccountingMethod, Client
from tests.store.examples import Y2025, Y2026, activated, add_client, booked

JANUARY = "2026-01-31"
RUT = (7, "Rut Revisor")
NAME = next(name for name, rule in RULES.items() if rule.on and rule.thresholds)
OFF = next(name for name, rule in RULES.items() if not rule.on)


@pytest.fixture
def client(store: Store) -> Client:
    client = add_client(store)
    activated(store, client, b"a", booked(Y2026))
    return client


def run(store: Store, client: Client) -> None:
    with store.reading() as session:
        run_on = analyses.basis(session, client.id, Y2026)
        choices = analysis_choices.chosen(session, client.id)
        told = analysis_choices.told(session, client.id, Y2026)
        snapshot = periods.books_of(session, client.id, JANUARY).years[Y2026]
    case = Case(snapshots.lazily(store, snapshot), date(2026, 12, 31), client=told)
    analyses.save(store, client.id, Y2026, run_analysis(case, choices), run_on=run_on, milliseconds=5, who=RUT)


def kept(store: Store, client: Client) -> analyses.Kept:
    with store.reading() as session:
        found = analyses.of_year(store, session, client.id, Y2026)
    assert found is not None
    return found


def test_which_checks_found_something_is_read_once(store: Store, client: Client) -> None:
    run(store, client)
    found = {finding.check for outcome in kept(store, client).outcomes for finding in outcome.result.findings}
    row = kept(store, client).run
    assert analyses.checks_found(store, row) == found != set()
    for file in (store.folder / analyses.FOLDER).rglob("*.zst"):
        file.unlink()
    assert analyses.checks_found(store, row) == found


def test_without_a_run_there_is_nothing(store: Store, client: Client) -> None:
    with store.reading() as session:
        assert analyses.of_year(store, session, client.id, Y2026) is None


def test_a_run_comes_back_with_who_made_it(store: Store, client: Client) -> None:
    run(store, client)
    found = kept(store, client)
    assert {outcome.choice.key for outcome in found.outcomes} >= {name for name, rule in RULES.items() if rule.on}
    assert (found.run.user_name, found.run.milliseconds, found.stale) == ("Rut Revisor", 5, False)


def test_a_run_takes_the_place_of_the_one_before_it(store: Store, client: Client) -> None:
    run(store, client)
    run(store, client)
    assert len(list((store.folder / "analyses" / str(client.id)).iterdir())) == 1


def test_a_run_for_nobody_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(NotFound):
        analyses.save(store, 4711, Y2026, [], run_on="", who=RUT)
    assert not list((store.folder / "analyses").rglob("*.zst"))


def _import(store: Store, client: Client) -> None:
    activated(store, client, b"b", booked(Y2026, 1))


def _import_last_year(store: Store, client: Client) -> None:
    activated(store, client, b"b", booked(Y2025))


def _disable(store: Store, client: Client) -> None:
    with store.transaction() as session:
        check_settings.change(session, client.id, NAME, enabled=False, who=RUT)


def _role(store: Store, client: Client) -> None:
    with store.transaction() as session:
        check_settings.set_role(session, client.id, "1935", "bank", RUT)


def _method(store: Store, client: Client) -> None:
    with store.transaction() as session:
        clients.change(session, client.id, accounting_method=AccountingMethod.CASH)


def _state(store: Store, client: Client) -> None:
    with store.transaction() as session:
        periods.start(session, client.id, JANUARY)
        statements.state(session, client.id, JANUARY, "1930", balance=1, day=date(2026, 1, 31), who=RUT)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (_import, Part.BOOKS),
        (_import_last_year, Part.BOOKS),
        (_disable, Part.CHECKS),
        (_role, Part.ROLES),
        (_method, Part.CLIENT),
        (_state, Part.CLIENT),
    ],
)
def test_a_run_is_stale_when_what_it_was_run_on_changes_and_says_what(
    store: Store, client: Client, change: Callable[[Store, Client], None], part: Part
) -> None:
    run(store, client)
    change(store, client)
    assert (kept(store, client).stale, kept(store, client).changed) == (True, (part,))


def test_a_run_of_an_older_program_is_stale_without_saying_why(store: Store, client: Client) -> None:
    analyses.save(store, client.id, Y2026, [], run_on="made-long-ago", who=RUT)
    assert (kept(store, client).stale, kept(store, client).changed) == (True, ())


def test_a_mark_makes_no_run_stale(store: Store, client: Client) -> None:
    run(store, client)
    with store.transaction() as session:
        marks.mark_finding(session, client.id, NAME, "abc", who=RUT)
    assert not kept(store, client).stale


def test_a_lock_makes_no_run_stale(store: Store, client: Client) -> None:
    with store.transaction() as session:
        periods.start(session, client.id, JANUARY)
    run(store, client)
    with store.transaction() as session:
        periods.lock(session, client.id, JANUARY, expected_version=1, results={}, who=RUT)
    assert not kept(store, client).stale


def test_the_checks_are_the_programs_unless_the_client_says_otherwise(store: Store, client: Client) -> None:
    limit = RULES[NAME].thresholds[0]
    with store.transaction() as session:
        plain = {choice.key for choice in analysis_choices.chosen(session, client.id)}
        assert plain == {name for name, rule in RULES.items() if rule.on}
        check_settings.change(session, client.id, NAME, thresholds={limit.name: limit.default, "gone": 1}, who=RUT)
        check_settings.change(session, client.id, OFF, who=RUT)
        check_settings.change(session, client.id, "own-1", based_on=NAME, name="Egen", who=RUT)
        check_settings.change(session, client.id, "own-2", based_on="no-longer-there", name="Gammal", who=RUT)
        check_settings.change(session, client.id, "own-3", based_on=NAME, name="Av", enabled=False, who=RUT)
        chosen = {choice.key: choice for choice in analysis_choices.chosen(session, client.id)}
    assert chosen.keys() == plain | {OFF, "own-1"}
    assert chosen[NAME].limits == {limit.name: limit.default}
    assert (chosen["own-1"].rule, chosen["own-1"].limits) == (NAME, {})


def test_a_use_of_accounts_that_the_program_no_longer_has_is_passed_over(store: Store, client: Client) -> None:
    with store.transaction() as session:
        for account, role in (("1935", "bank"), ("1936", "no-longer-there"), ("1937", "")):
            check_settings.set_role(session, client.id, account, role, RUT)
        assert analysis_choices.roles(session, client.id) == {"1935": "bank", "1937": ""}


def test_the_checks_are_told_what_is_locked_and_stated(store: Store, client: Client) -> None:
    _state(store, client)
    with store.transaction() as session:
        periods.lock(session, client.id, JANUARY, expected_version=1, results={}, who=RUT)
        told = analysis_choices.told(session, client.id, Y2026)
        other = analysis_choices.told(session, client.id, Y2025)
        row = periods.standing(session, client.id, JANUARY)
    assert row is not None
    assert row.locked_at is not None
    assert (told.locked, told.locked_on) == (date(2026, 1, 31), row.locked_at.date())
    assert {account: one.balance for account, one in told.statements.items()} == {"1930": 1}
    assert other.statements == {}
