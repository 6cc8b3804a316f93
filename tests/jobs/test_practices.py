"""Situations of clients made on the local Fortnox: what then shows is what the client's people see."""

import pytest

from lib.actions import practice
from lib.core.errors import Forbidden, NotFound
from lib.core.findings import Severity
from lib.fortnox import failures
from lib.fortnox.practice import NoLocalFortnox
from lib.fortnox.reasons import REASONS, LostReason
from lib.jobs.practising import SITUATION
from lib.jobs.situations import SITUATIONS
from lib.sandbox.fortnox.faults import Fault
from lib.store import activity, clients, imports
from lib.store.tables import Import, ImportState, Role
from lib.store.words import SupplementKind, SupplementState
from tests.jobs.local_fortnox import Bureau, companies

pytestmark = pytest.mark.slow

RECEIVABLES = SupplementKind.RECEIVABLES


def tried(bureau: Bureau, key: str, *, mended: bool = False) -> Import:
    """The import that came of trying a situation, as it stands when its job has ended."""
    with bureau.store.transaction() as session:
        client = clients.add(session, name="Riktiga Bolaget AB", org_number="556677-8899")
    import_ = practice.try_situation(bureau.desk("Sara", Role.SUPPORT), client.id, key, mended=mended)
    with bureau.store.reading() as session:
        return imports.get(session, import_.id)


def test_every_situation_is_of_a_company_and_of_faults_that_the_local_fortnox_has() -> None:
    tenants = {company.tenant for company in companies()}
    faults = {fault.value for fault in Fault}
    assert {one.tenant for one in SITUATIONS.values()} <= tenants
    assert {switch["fault"] for one in SITUATIONS.values() for switch in one.switches} <= faults


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("connection-over", REASONS[LostReason.REVOKED]),
        ("account-closed", REASONS[LostReason.CLOSED]),
        ("api-licence", REASONS[LostReason.LICENCE]),
        ("too-many", failures.TooManyRequests.text),
        ("silent", failures.Unreachable.text),
        ("faulty", failures.FortnoxFaulty.text),
    ],
)
def test_what_stops_the_client_stops_the_made_up_one(bureau: Bureau, key: str, said: str) -> None:
    import_ = tried(bureau, key)
    assert import_.state is ImportState.FAILED
    assert bureau.job(import_).message == said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("ledger-licence", failures.LicenceMissing.text),
        ("ledger-scope", failures.ScopeMissing.text),
        ("ledger-right", failures.RightMissing.text),
    ],
)
def test_a_ledger_that_is_withheld_is_withheld_there_too(bureau: Bureau, key: str, said: str) -> None:
    import_ = tried(bureau, key)
    ledger = bureau.brought(import_)[RECEIVABLES]
    assert (import_.state, ledger.state, ledger.message) == (ImportState.STAGED, SupplementState.REFUSED, said)


def test_a_voucher_that_does_not_balance_is_found_there_too(bureau: Bureau) -> None:
    import_ = tried(bureau, "unbalanced")
    (found,) = [one for one in imports.results(bureau.store, import_.id) if one.check == "unbalanced-voucher"]
    assert found.findings[0].severity is Severity.ERROR


def test_the_remedy_is_tried_on_the_same_company_with_all_well_again(bureau: Bureau) -> None:
    assert tried(bureau, "account-closed").state is ImportState.FAILED
    assert tried(bureau, "account-closed", mended=True).state is ImportState.STAGED


def test_nothing_of_the_clients_goes_to_the_local_fortnox(bureau: Bureau) -> None:
    import_ = tried(bureau, "faulty")
    sent = " ".join(call.target for call in bureau.world.calls)
    assert "Riktiga" not in sent
    assert "556677" not in sent
    assert import_.options[SITUATION] == "faulty"
    with bureau.store.reading() as session:
        practised = clients.get(session, import_.client_id)
    assert (practised.demo, practised.name) == (True, bureau.world.companies[990101].name)


def test_the_log_of_the_client_tells_who_tried_what(bureau: Bureau) -> None:
    tried(bureau, "faulty")
    with bureau.store.reading() as session:
        (row,) = [one for one in activity.entries(session, limit=20) if one.action == practice.TRY]
    assert (row.user_name, row.outcome, row.facts["situation"]) == ("Sara", "done", SITUATIONS["faulty"].name)


def test_with_the_real_fortnox_nothing_is_tried(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRYGGA_FORTNOX_API_URL", "https://api.fortnox.se")
    with pytest.raises(NoLocalFortnox):
        tried(bureau, "faulty")
    assert not practice.is_possible()


def test_an_unknown_situation_is_not_there(bureau: Bureau) -> None:
    with pytest.raises(NotFound):
        tried(bureau, "no-such")


def test_a_viewer_may_not_try(bureau: Bureau) -> None:
    with bureau.store.transaction() as session:
        client = clients.add(session, name="Riktiga Bolaget AB")
    with pytest.raises(Forbidden):
        practice.try_situation(bureau.desk("Vilma", Role.VIEWER), client.id, "faulty")
