"""The support desk on what goes wrong with connections and rights: every row of `product.md` §10a that can be made.

Not made here, and why:

- codes 2000311 and 2001339: the local Fortnox answers 2000310 and 2003275, which mean the same to us
  (`tests/fortnox/test_transports.py` holds all four to their failures);
- code 2001304 "Kunde inte hitta konto" is met when vouchers are exported: `test_desk_exports.py`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from lib.actions.connections import begin_connect, give_up_connect
from lib.actions.imports import activate
from lib.core.errors import BryggaError
from lib.fortnox import oauth
from lib.fortnox.reasons import LostReason
from lib.jobs.orders import Order
from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.sign_in import CHOOSE, SIGN_IN
from lib.store import clients, connections, people
from lib.store.columns import now
from lib.store.fortnox_tables import ConnectAttempt
from lib.store.tables import Client
from lib.support.diagnoses import Reconnect, Who
from tests.jobs.local_fortnox import BACK, BOOKS_ONLY, BROWSER, DIFFERS, NO_API, RETURN, SOUND, Bureau
from tests.pages.desk_cases import Failure, blocks, bureau_of, check, page
from tests.pages.office import Office

AFTER, MENDS, USELESS = Reconnect.AFTER, Reconnect.MENDS, Reconnect.USELESS
NOTHING_WRONG = {"sv": "Inget är fel, så vitt Brygga vet.", "en": "Nothing is wrong that Brygga knows of."}


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    with bureau_of(office, monkeypatch) as opened:
        yield opened


def thirty_days_without_import(bureau: Bureau) -> Client:
    client = bureau.connected()
    with bureau.store.transaction() as session:
        (connection,) = connections.of_client(session, client.id)
        connection.valid_until = now() - timedelta(days=1)
        session.add(connection)
    return client


def failing(bureau: Bureau, *faults: Fault, tenant: int = SOUND, **switch: str) -> Client:
    """A client whose import meets these faults."""
    client = bureau.connected(tenant)
    for fault in faults:
        bureau.befall(fault, tenant, **switch)
    bureau.bring_in(client)
    return client


def dead_refresh_token(bureau: Bureau) -> Client:
    return failing(bureau, Fault.EXPIRE_ACCESS, Fault.EXPIRE_REFRESH)


def used_refresh_token(bureau: Bureau) -> Client:
    """Somebody else has exchanged the token that Brygga holds, so that it is dead."""
    client = bureau.connected()
    bureau.befall(Fault.EXPIRE_ACCESS)
    consents = bureau.world.consents
    for token, (consent, _expires) in list(consents._refresh.items()):  # noqa: SLF001 - as another program would
        consents.refresh(token, consent.client_id)
    bureau.befall(Fault.EXPIRE_ACCESS)
    bureau.bring_in(client)
    return client


def invalid_log_in(bureau: Bureau) -> Client:
    """Code 2000310: the company's account was closed while Brygga was connected."""
    return failing(bureau, Fault.CLOSE_ACCOUNT)


def no_api_licence(bureau: Bureau) -> Client:
    return failing(bureau, Fault.NO_API_LICENCE)


def api_licence_never_bought(bureau: Bureau) -> Client:
    client = bureau.client(NO_API)
    assert bureau.connect(client, NO_API).failure is not None
    return client


def no_module_licence(bureau: Bureau) -> Client:
    return failing(bureau, Fault.NO_LICENCE, value="invoice", path="/3/invoices")


def licence_refused_at_the_door(bureau: Bureau) -> Client:
    """The login portal itself refuses, for a company without the licences of the ledgers."""
    client = bureau.client(BOOKS_ONLY)
    asked = bureau.trip(bureau.desk(), client)
    give_up_connect(bureau.desk(), state=asked["state"], error="error_missing_license", browser=BROWSER)
    return client


def no_right_to_invoices(bureau: Bureau) -> Client:
    return failing(bureau, Fault.NO_RIGHT, path="/3/invoices")


def revoked_in_fortnox(bureau: Bureau) -> Client:
    return failing(bureau, Fault.EXPIRE_ACCESS, Fault.REVOKE)


def missing_code_or_state(bureau: Bureau) -> Client:
    """The person signs in at Fortnox, and the company, whose account is locked, is not there to be chosen."""
    client = bureau.client()
    bureau.befall(Fault.CLOSE_ACCOUNT)
    url = begin_connect(bureau.desk(), client.id, return_path=BACK, browser=BROWSER, redirect_uri=RETURN)
    with httpx.Client(base_url=url.partition("/oauth-v1")[0]) as browser:
        pending = browser.get(url).text.partition('name="pending" value="')[2].partition('"')[0]
        chosen = browser.post(SIGN_IN, data={"pending": pending, "user": "rut@byran.example"}).text
    assert CHOOSE in chosen
    assert bureau.world.companies[SOUND].name not in chosen
    ten_minutes_later(bureau)
    return client


def ten_minutes_later(bureau: Bureau) -> None:
    with bureau.store.transaction() as session:
        (trip,) = session.exec(select(ConnectAttempt))
        trip.expires_at = now() - timedelta(minutes=1)
        session.add(trip)


def app_without_the_scope(bureau: Bureau) -> Client:
    """Approved for all, and still Fortnox says that invoices are not covered: approving once more changes nothing."""
    return failing(bureau, Fault.NO_SCOPE, value="invoice")


def approved_for_less(bureau: Bureau) -> Client:
    """Approved for the bookkeeping alone: the ledgers are left out, and connecting can help."""
    client = bureau.client()
    assert bureau.connect(client, scopes=oauth.BOOK_SCOPES).failure is None
    bureau.bring_in(client)
    return client


def connected_person_has_left(bureau: Bureau) -> Client:
    client = bureau.client()
    assert bureau.connect(client, desk=bureau.desk("Bo")).failure is None
    with bureau.store.transaction() as session:
        people.get_user(session, bureau.users["Bo"]).active = False
    return client


def consultant_without_digital_byra(bureau: Bureau) -> Client:
    """Somebody signs in with an own company and picks that one."""
    client = bureau.client()
    assert bureau.connect(client, DIFFERS).failure is not None
    return client


def two_databases(bureau: Bureau) -> Client:
    client = bureau.connected(SOUND)
    twin = bureau.world.companies[DIFFERS].org_number
    with bureau.store.transaction() as session:
        clients.change(session, client.id, org_number=twin)
    assert bureau.connect(client, DIFFERS).failure is not None
    return client


FAILURES = [
    Failure(
        "30 days without import",
        thirty_days_without_import,
        ("Ingenting har importerats eller exporterats på 30 dagar.", "Nothing was imported or exported for 30 days."),
        ("Anslut på nytt genom att importera.", "Connect again by importing."),
        Who.ACCOUNTANT,
        MENDS,
    ),
    Failure(
        "invalid refresh token: expired",
        dead_refresh_token,
        ("Anslutningen har återkallats i Fortnox.", "The connection was taken back in Fortnox."),
        ("Anslut på nytt genom att importera.", "Connect again by importing."),
        Who.ACCOUNTANT,
        MENDS,
    ),
    Failure(
        "invalid refresh token: already used",
        used_refresh_token,
        ("Anslutningen har återkallats i Fortnox.", "The connection was taken back in Fortnox."),
        ("Anslut på nytt genom att importera.", "Connect again by importing."),
        Who.ACCOUNTANT,
        MENDS,
    ),
    Failure(
        "2000310 invalid log-in",
        invalid_log_in,
        ("Fortnox släpper inte längre in någon", "Fortnox no longer lets anybody into the company's account."),
        ("Logga in i Fortnox", "Sign in to Fortnox and see what it says of the account"),
        Who.CLIENT,
        AFTER,
    ),
    Failure(
        "2001103 no API licence",
        no_api_licence,
        ("saknar den licens i Fortnox", "lacks the licence in Fortnox that the connection needs"),
        ("Beställ API-licensen", "Order the API licence"),
        Who.CLIENT,
        AFTER,
    ),
    Failure(
        "2001103 API licence never bought",
        api_licence_never_bought,
        ("licens", "lacks the licence"),
        ("Beställ", "Order the"),
        Who.CLIENT,
        AFTER,
    ),
    Failure(
        "2001101 no licence for the scope",
        no_module_licence,
        ("Kundreskontran (1510)", "no active licence in Fortnox for the customer invoices"),
        ("Beställ eller tilldela licensen", "Order or assign the licence in Fortnox, then import again."),
        Who.CLIENT,
    ),
    Failure(
        "licence refused at the login portal",
        licence_refused_at_the_door,
        (
            "saknar licens i Fortnox för något som Brygga begär",
            "lacks the licence in Fortnox for something that Brygga asks for",
        ),
        ("Beställ licensen i Fortnox", "Order the licence in Fortnox"),
        Who.CLIENT,
        AFTER,
    ),
    Failure(
        "2001339 no right to invoices",
        no_right_to_invoices,
        ("saknar behörighet i Fortnox till kundfakturorna", "has no right to the customer invoices in Fortnox"),
        ("systemadministratör", "Have a system administrator in Fortnox give the right"),
        Who.CLIENT,
    ),
    Failure(
        "connection invalidated by Fortnox",
        revoked_in_fortnox,
        ("Anslutningen har återkallats i Fortnox.", "The connection was taken back in Fortnox."),
        ("Anslut på nytt genom att importera.", "Connect again by importing."),
        Who.ACCOUNTANT,
        MENDS,
    ),
    Failure(
        "only “Missing code or state” after log-in",
        missing_code_or_state,
        (
            "betyder att företagets konto i Fortnox är låst",
            "the company's account in Fortnox is locked, often for an unpaid invoice",
        ),
        ("Logga in på fortnox.se", "Sign in at fortnox.se and see what it says of the company's account"),
        Who.CLIENT,
        AFTER,
    ),
    Failure(
        "endless “connect again”: the app lacks the scope",
        app_without_the_scope,
        ("omfattar inte kundfakturorna", "The connection does not cover the customer invoices."),
        ("Fortnox utvecklarportal", "an administrator adds it to Brygga's app in Fortnox's developer portal"),
        Who.ADMINISTRATOR,
        AFTER,
    ),
    Failure(
        "the connection was approved for less",
        approved_for_less,
        ("gäller bara bokföringen", "The connection is for the bookkeeping alone, without the customer invoices."),
        ("anslut sedan på nytt", "then connect again for the ledgers too"),
        Who.CLIENT,
        AFTER,
    ),
    Failure(
        "stops when someone leaves",
        connected_person_has_left,
        ("som inte längre får logga in", "who may no longer sign in"),
        ("En kollega ansluter under Import", "A colleague connects under Import"),
        Who.ACCOUNTANT,
        MENDS,
    ),
    Failure(
        "consultant cannot activate",
        consultant_without_digital_byra,
        ("Tallhöjdens Bygg & Design AB", "The company chosen in Fortnox is Tallhöjdens Bygg & Design AB"),
        ("Digital byrå", "sign in through Digital byrå to see all clients"),
        Who.ACCOUNTANT,
        MENDS,
    ),
    Failure(
        "two databases with one organisation number",
        two_databases,
        ("fler än en databas i Fortnox: 990102 valdes", "has more than one database in Fortnox: 990102 was chosen"),
        ("koppla bort den databas som inte längre används", "have Fortnox unlink the database that is no longer used"),
        Who.ACCOUNTANT,
        MENDS,
    ),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_the_desk_names_the_cause_the_next_step_and_whether_connecting_helps(
    office: Office, bureau: Bureau, failure: Failure
) -> None:
    check(office, failure.make(bureau), failure)


def test_a_connection_is_personal_and_the_desk_says_whose_lives(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    other = bureau.desk("Bo")
    assert bureau.connect(client, desk=other).failure is None
    with bureau.store.transaction() as session:
        mine, _his = connections.of_client(session, client.id)
        connections.lost(session, mine.id, LostReason.REVOKED)
    told = [block for block in blocks(office, client) if "Person accountant" in block]
    assert "har upphört" in told[0]
    at: dict[str, Any] = {"del": "anslutning"}
    app = office.screen("support_desk", klient=client.id, **at)
    grid = app.dataframe[0].value
    assert sorted(zip(grid["who"], grid["state"], strict=True)) == [
        ("Bo", "● gäller"),
        ("Person accountant", "✕ har upphört"),
    ]


def test_a_person_without_a_connection_of_their_own_imports_nothing_and_is_told_so(bureau: Bureau) -> None:
    client = bureau.connected()
    with pytest.raises(BryggaError) as raised:
        bureau.bring_in(client, desk=bureau.desk("Bo"))
    assert "en kollegas gäller inte för dig" in raised.value.remedy("sv")


def test_a_client_of_which_all_is_well_has_nothing_wrong_and_says_when_it_was_looked_at(
    office: Office, bureau: Bureau
) -> None:
    client = in_use(bureau)
    assert NOTHING_WRONG["sv"] in page(office, client)
    assert "Läst " in page(office, client)
    assert "senaste import" in page(office, client)
    assert NOTHING_WRONG["en"] in page(office, client, "en")


def in_use(bureau: Bureau) -> Client:
    client = bureau.connected()
    import_ = bureau.bring_in(client, Order())
    activate(bureau.desk(), import_.id, expected_version=0, reason="prov")
    return client


@pytest.mark.parametrize("fault", [Fault.STORM, Fault.ERROR, Fault.DROP_BEFORE])
def test_what_goes_over_by_itself_is_not_put_on_the_client(office: Office, bureau: Bureau, fault: Fault) -> None:
    client = failing(bureau, fault)
    told = page(office, client)
    assert "Fortnox från" not in told
    assert "Att ansluta till Fortnox på nytt hjälper inte." in told
