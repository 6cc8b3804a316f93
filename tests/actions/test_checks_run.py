"""The checks are run on the books in use, and what they find stands until it is marked or the books change."""

from datetime import timedelta

import pytest

from lib.actions import analysis, check_settings, imports, marks, periods
from lib.actions.desk import Desk, Person
from lib.closing.results import Outlook, outlook
from lib.core.periods import calendar_year
from lib.store import analyses, books, freezing, people
from lib.store import clients as client_rows
from lib.store import marks as mark_rows
from lib.store import periods as period_rows
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Client, Role
from tests.jobs.inline import InlineRunner

YEAR = calendar_year(2025)
SUSPENSE = "suspense-account"
JANUARY = "2025-01-31"


def sie(*, obs: str, text: str = "Oklart") -> bytes:
    """Books with an amount on the suspense account."""
    file = f"""#FLAGGA 0
#PROGRAM "Prov" 1.0
#FORMAT PC8
#GEN 20260101
#SIETYP 4
#FNAMN "Bryggan AB"
#RAR 0 20250101 20251231
#KONTO 1930 "Företagskonto"
#KONTO 2999 "OBS-konto"
#VER A 1 20250110 "{text}"
{{
#TRANS 1930 {{}} {obs}
#TRANS 2999 {{}} -{obs}
}}
"""
    return file.replace("\n", "\r\n").encode("cp437")


@pytest.fixture
def client(store: Store) -> Client:
    with store.transaction() as session:
        return client_rows.add(session, name="Bryggan AB")


@pytest.fixture
def desk(store: Store) -> Desk:
    with store.transaction() as session:
        user = people.add_user(session, subject="rut", name="Rut", role=Role.ACCOUNTANT, all_clients=True)
    return Desk(store, InlineRunner(store), Person(user.id, "Rut", Role.ACCOUNTANT))


def use(desk: Desk, client: Client, content: bytes) -> None:
    (received,) = imports.upload(desk, [("bok.se", content)], client_id=client.id)
    with desk.store.reading() as session:
        version = books.active(session, client.id).version
    imports.activate(desk, received.import_id or "", expected_version=version, reason="prov")


def kept(desk: Desk, client: Client) -> analyses.Kept:
    with desk.store.reading() as session:
        found = analyses.of_year(desk.store, session, client.id, YEAR)
    assert found is not None
    return found


def standing(desk: Desk, client: Client) -> Outlook:
    with desk.store.reading() as session:
        marked = mark_rows.of_findings(session, client.id)
    (found,) = (one for one in kept(desk, client).outcomes if one.choice.key == SUSPENSE)
    return outlook(found, marked.keys())


def mark_all(desk: Desk, client: Client) -> None:
    for outcome in kept(desk, client).outcomes:
        for fingerprint in outcome.fingerprints:
            marks.mark_finding(desk, client.id, outcome.choice.key, fingerprint, comment="Utredd")


def test_what_the_checks_find_is_kept_with_who_ran_them(desk: Desk, client: Client) -> None:
    use(desk, client, sie(obs="500.00"))
    analysis.run_checks(desk, client.id, YEAR)
    found = kept(desk, client)
    assert (found.run.user_name, found.stale) == ("Rut", False)
    assert now() - found.run.at < timedelta(minutes=1)
    assert standing(desk, client) is Outlook.FOUND


def test_a_mark_survives_an_import_with_the_same_finding_and_only_then(desk: Desk, client: Client) -> None:
    use(desk, client, sie(obs="500.00"))
    analysis.run_checks(desk, client.id, YEAR)
    mark_all(desk, client)
    assert standing(desk, client) is Outlook.DONE

    use(desk, client, sie(obs="500.00", text="Annan text"))
    assert kept(desk, client).stale
    analysis.run_checks(desk, client.id, YEAR)
    assert standing(desk, client) is Outlook.DONE

    use(desk, client, sie(obs="700.00"))
    analysis.run_checks(desk, client.id, YEAR)
    assert standing(desk, client) is Outlook.FOUND


def test_a_locked_period_keeps_its_results_and_marks_as_they_were(desk: Desk, client: Client) -> None:
    use(desk, client, sie(obs="500.00"))
    analysis.run_checks(desk, client.id, YEAR)
    mark_all(desk, client)
    before = kept(desk, client)
    periods.start_period(desk, client.id, JANUARY)
    periods.lock_period(desk, client.id, JANUARY, expected_version=1)

    use(desk, client, sie(obs="700.00"))
    analysis.run_checks(desk, client.id, YEAR)
    for check, fingerprint in [(SUSPENSE, one) for found in before.outcomes for one in found.fingerprints]:
        marks.unmark_finding(desk, client.id, check, fingerprint)

    with desk.store.reading() as session:
        row = period_rows.standing(session, client.id, JANUARY)
    assert row is not None
    held = freezing.thawed(row)
    assert held is not None
    assert (held.outcomes, held.run_at, held.run_by, held.stale) == (before.outcomes, before.run.at, "Rut", False)
    (found,) = (one for one in held.outcomes if one.choice.key == SUSPENSE)
    assert outlook(found, held.marks) is Outlook.DONE
    periods.unlock_period(desk, client.id, JANUARY)
    with desk.store.reading() as session:
        row = period_rows.standing(session, client.id, JANUARY)
    assert row is not None
    assert freezing.thawed(row) is None


def test_a_period_is_locked_without_any_run_too(desk: Desk, client: Client) -> None:
    use(desk, client, sie(obs="500.00"))
    periods.start_period(desk, client.id, JANUARY)
    periods.lock_period(desk, client.id, JANUARY, expected_version=1)
    with desk.store.reading() as session:
        row = period_rows.standing(session, client.id, JANUARY)
    assert row is not None
    assert freezing.thawed(row) is None


def test_a_disabled_check_is_not_run(desk: Desk, client: Client) -> None:
    use(desk, client, sie(obs="500.00"))
    check_settings.change_check(desk, client.id, SUSPENSE, enabled=False)
    analysis.run_checks(desk, client.id, YEAR)
    assert SUSPENSE not in {outcome.choice.key for outcome in kept(desk, client).outcomes}


def test_books_out_of_use_are_not_looked_at(desk: Desk, client: Client) -> None:
    analysis.run_checks(desk, client.id, YEAR)
    with desk.store.reading() as session:
        assert analyses.of_year(desk.store, session, client.id, YEAR) is None
