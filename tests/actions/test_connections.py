"""Connecting to Fortnox and back: bound to the person and the browser, good once, and to the right company only."""

from datetime import timedelta

import pytest

from lib.actions.clients import change_client
from lib.actions.connections import NUMBER_SET, TripOver, begin_connect, disconnect, finish_connect, give_up_connect
from lib.actions.desk import Desk
from lib.core.errors import StorageFailed
from lib.core.organisations import TEST_COMPANY
from lib.fortnox import oauth
from lib.fortnox.failures import ConsentRefused, FortnoxFaulty, NotSetUp, WrongCompany
from lib.fortnox.registers import Company
from lib.jobs import lines
from lib.jobs.identity import CompanyTaken, check_company
from lib.jobs.lines import NotConnected
from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.memory import Consent
from lib.sandbox.fortnox.people import DEMO_CLIENT_ID, USERS
from lib.store import activity, attempts, clients, connections
from lib.store.columns import now
from lib.store.connections import VALID_FOR
from lib.store.fortnox_tables import Connection
from lib.store.tables import Activity, Client, ImportState, Role
from tests.jobs.local_fortnox import BACK, BOOKS_ONLY, BROWSER, DIFFERS, RETURN, SOUND, Bureau


def kept(bureau: Bureau, client: Client) -> list[Connection]:
    with bureau.store.reading() as session:
        return connections.of_client(session, client.id)


def logged(bureau: Bureau) -> Activity:
    with bureau.store.reading() as session:
        return activity.entries(session, limit=1)[0]


def code(bureau: Bureau, asked: dict[str, str], tenant: int = SOUND) -> str:
    scopes = tuple(asked["scope"].split())
    consent = Consent(DEMO_CLIENT_ID, tenant, USERS["rut@byran.example"], scopes, service=False)
    return bureau.world.consents.grant(consent, RETURN, asked["code_challenge"], asked["code_challenge_method"])


def back(bureau: Bureau, desk: Desk, state: str, code: str, browser: str = BROWSER) -> object:
    return finish_connect(desk, state=state, code=code, browser=browser, redirect_uri=RETURN)


def test_the_connection_is_the_persons_own_and_lasts_thirty_days(bureau: Bureau) -> None:
    client = bureau.client()
    done = bureau.connect(client)
    assert (done.path, done.failure) == (BACK, None)
    (connection,) = kept(bureau, client)
    assert (connection.user_id, connection.tenant) == (bureau.users["Rut"], SOUND)
    assert abs(connection.valid_until - now() - VALID_FOR) < timedelta(minutes=1)
    assert (logged(bureau).action, logged(bureau).outcome) == ("fortnox.connect", "done")
    assert logged(bureau).facts["company"] == connection.company_name


def test_two_people_have_a_connection_each(bureau: Bureau) -> None:
    client = bureau.client()
    bureau.connect(client)
    bureau.connect(client, desk=bureau.desk("Sara", Role.SUPPORT))
    assert {one.user_id for one in kept(bureau, client)} == set(bureau.users.values())


def test_the_state_is_good_for_one_return(bureau: Bureau) -> None:
    client, desk = bureau.client(), bureau.desk()
    asked = bureau.trip(desk, client)
    back(bureau, desk, asked["state"], code(bureau, asked))
    with pytest.raises(TripOver):
        back(bureau, desk, asked["state"], code(bureau, asked))


def test_another_browser_cannot_come_back_in_its_place(bureau: Bureau) -> None:
    client, desk = bureau.client(), bureau.desk()
    asked = bureau.trip(desk, client)
    with pytest.raises(TripOver):
        back(bureau, desk, asked["state"], code(bureau, asked), browser="another one")
    assert kept(bureau, client) == []


def test_another_person_cannot_come_back_in_its_place(bureau: Bureau) -> None:
    client, desk = bureau.client(), bureau.desk()
    asked = bureau.trip(desk, client)
    with pytest.raises(TripOver):
        back(bureau, bureau.desk("Sara"), asked["state"], code(bureau, asked))


def test_a_trip_that_took_more_than_ten_minutes_is_over(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client, desk = bureau.client(), bureau.desk()
    asked = bureau.trip(desk, client)
    late = now() + attempts.LASTS + timedelta(seconds=1)
    monkeypatch.setattr("lib.actions.connections.now", lambda: late)
    with pytest.raises(TripOver):
        back(bureau, desk, asked["state"], code(bureau, asked))


def test_another_company_is_refused_by_name_and_its_tokens_are_given_back(bureau: Bureau) -> None:
    client = bureau.client(SOUND)
    done = bureau.connect(client, DIFFERS)
    assert isinstance(done.failure, WrongCompany)
    for name in (bureau.world.companies[DIFFERS].name, client.name):
        assert name in done.failure.sentence("sv")
    assert kept(bureau, client) == []
    assert [call.target for call in bureau.world.calls if "revoke" in call.target]
    assert (logged(bureau).outcome, logged(bureau).facts["remedy"]) == ("failed", WrongCompany.next_step)


def test_another_company_is_told_of_though_its_tokens_cannot_be_given_back(bureau: Bureau) -> None:
    client = bureau.client(SOUND)
    bureau.befall(Fault.ERROR, DIFFERS, path="/oauth-v1/revoke")
    assert isinstance(bureau.connect(client, DIFFERS).failure, WrongCompany)


def test_tokens_of_a_company_that_does_not_answer_are_given_back(bureau: Bureau) -> None:
    client = bureau.client(SOUND)
    bureau.befall(Fault.ERROR, path="/3/companyinformation")
    assert isinstance(bureau.connect(client).failure, FortnoxFaulty)
    assert [call.target for call in bureau.world.calls if "revoke" in call.target]


def test_tokens_that_the_store_does_not_take_are_given_back(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageFailed(folder="data")

    client = bureau.client(SOUND)
    monkeypatch.setattr(connections, "add_or_renew", full)
    assert isinstance(bureau.connect(client).failure, StorageFailed)
    assert [call.target for call in bureau.world.calls if "revoke" in call.target]


def test_another_database_of_the_same_number_is_refused(bureau: Bureau) -> None:
    twin = bureau.world.companies[DIFFERS].org_number
    client = bureau.connected(SOUND)
    change_client(bureau.desk(), client.id, org_number=twin)
    done = bureau.connect(client, DIFFERS)
    assert isinstance(done.failure, WrongCompany)
    assert str(DIFFERS) in done.failure.sentence("en")
    assert str(SOUND) in done.failure.sentence("en")


def test_a_client_without_a_number_takes_the_company_that_was_chosen(bureau: Bureau) -> None:
    client = bureau.client(SOUND, org_number="")
    assert bureau.connect(client, DIFFERS).failure is None


def test_a_client_without_a_number_gets_the_one_of_the_company_it_connects_to(bureau: Bureau) -> None:
    client = bureau.client()
    number = client.org_number
    change_client(bureau.desk(), client.id, org_number="")
    assert bureau.connect(client).failure is None
    with bureau.store.reading() as session:
        assert clients.get(session, client.id).org_number == number
    assert (logged(bureau).outcome, logged(bureau).message) == ("done", NUMBER_SET)
    assert logged(bureau).facts["number"] == number


def test_a_client_without_a_number_cannot_take_another_clients_company(bureau: Bureau) -> None:
    holder, client = bureau.client(), bureau.client(DIFFERS)
    change_client(bureau.desk(), client.id, org_number="")
    done = bureau.connect(client, tenant=SOUND)
    assert isinstance(done.failure, CompanyTaken)
    assert holder.name in done.failure.sentence("sv")
    assert kept(bureau, client) == []


def test_the_test_company_stands_in_for_clients_of_the_demo_alone(bureau: Bureau) -> None:
    company = Company("Testbolaget AB", TEST_COMPANY, 1)
    with bureau.store.reading() as session:
        check_company(session, bureau.client(SOUND, demo=True), company)
        with pytest.raises(WrongCompany):
            check_company(session, bureau.client(DIFFERS), company)


@pytest.mark.parametrize(
    ("error", "said", "step"),
    [
        ("access_denied", "cancelled", "approve"),
        ("error_missing_license", "lacks the licence", "Order the licence"),
        ("error_missing_app_license", "licence for integrations", "Order the API licence"),
        ("error_missing_system_admin_right", "system administrator", "system administrator"),
        ("invalid_scope", "may not ask", "administrator"),
        ("something_new", "something_new", "approve"),
        ("<script>", "?", "approve"),
    ],
)
def test_what_the_login_portal_says_is_told_in_words(bureau: Bureau, error: str, said: str, step: str) -> None:
    client, desk = bureau.client(), bureau.desk()
    asked = bureau.trip(desk, client)
    done = give_up_connect(desk, state=asked["state"], error=error, browser=BROWSER)
    assert isinstance(done.failure, ConsentRefused)
    assert said in done.failure.sentence("en")
    assert step in done.failure.remedy("en")
    assert "<" not in done.failure.sentence("en")
    assert logged(bureau).outcome == "failed"


def test_a_code_that_fortnox_does_not_know_is_told_in_words(bureau: Bureau) -> None:
    client, desk = bureau.client(), bureau.desk()
    asked = bureau.trip(desk, client)
    done = finish_connect(desk, state=asked["state"], code="nonsense", browser=BROWSER, redirect_uri=RETURN)
    assert isinstance(done.failure, ConsentRefused)


def test_a_portal_that_does_not_answer_leaves_nothing_behind(bureau: Bureau) -> None:
    client, desk = bureau.client(), bureau.desk()
    asked = bureau.trip(desk, client)
    said = code(bureau, asked)
    bureau.befall(Fault.DROP_BEFORE)
    done = finish_connect(desk, state=asked["state"], code=said, browser=BROWSER, redirect_uri=RETURN)
    assert done.failure is not None
    assert kept(bureau, client) == []


def test_a_company_without_the_ledgers_licences_is_connected_for_its_books(bureau: Bureau) -> None:
    client, desk = bureau.client(BOOKS_ONLY), bureau.desk()
    asked = bureau.trip(desk, client, books_only=True)
    assert asked["scope"] == oauth.BOOK_SCOPES
    back(bureau, desk, asked["state"], code(bureau, asked, BOOKS_ONLY))
    import_ = bureau.bring_in(client)
    states = {kind.value: (row.state.value, row.message) for kind, row in bureau.brought(import_).items()}
    assert states["registers"][0] == "fetched"
    assert {states["receivables"], states["payables"]} == {("refused", lines.BooksOnly.text)}


def test_a_service_account_is_the_companys_own_and_needs_no_renewal(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRYGGA_FORTNOX_SERVICE_ACCOUNTS", "true")
    client, desk = bureau.client(), bureau.desk()
    asked = bureau.trip(desk, client)
    assert asked["account_type"] == "service"
    sysadmin = USERS["sysadmin@byran.example"]
    consent = Consent(DEMO_CLIENT_ID, SOUND, sysadmin, tuple(asked["scope"].split()), service=True)
    said = bureau.world.consents.grant(consent, RETURN, asked["code_challenge"], asked["code_challenge_method"])
    back(bureau, desk, asked["state"], said)
    (connection,) = kept(bureau, client)
    assert connection.service
    bureau.befall(Fault.EXPIRE_ACCESS)
    assert bureau.bring_in(client).state is ImportState.STAGED


def test_disconnecting_revokes_in_fortnox_and_forgets_the_tokens(bureau: Bureau) -> None:
    client = bureau.connected()
    disconnect(bureau.desk(), client.id)
    assert kept(bureau, client) == []
    assert [call.target for call in bureau.world.calls if "revoke" in call.target]
    assert logged(bureau).action == "fortnox.disconnect"


def test_who_is_not_connected_cannot_disconnect(bureau: Bureau) -> None:
    with pytest.raises(NotConnected):
        disconnect(bureau.desk(), bureau.client().id)


def test_nobody_sets_out_before_brygga_is_set_up(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = bureau.client()
    monkeypatch.delenv("BRYGGA_FORTNOX_CLIENT_ID")
    with pytest.raises(NotSetUp):
        begin_connect(bureau.desk(), client.id, return_path=BACK, browser=BROWSER, redirect_uri=RETURN)


def test_the_way_to_fortnox_asks_for_proof_of_who_set_out_and_tells_nothing_of_the_client(bureau: Bureau) -> None:
    client = bureau.client()
    asked = bureau.trip(bureau.desk(), client)
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == RETURN
    assert not any(client.name in value or client.org_number in value for value in asked.values())
