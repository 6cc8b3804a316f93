"""Where a client of Fortnox stands, said plainly: its years, its ledgers, its imports, a reset, a colleague's trip."""

from collections.abc import Iterator

import pytest
import stamina

from lib.actions.clients import reset_client
from lib.actions.imports import activate
from lib.core import fetched
from lib.core.catalogue import CATALOGUE
from lib.fortnox import oauth
from lib.sandbox.fortnox.faults import Fault
from lib.store import books, imports, jobs
from lib.store.tables import Client, Import, ImportState, Role
from tests.jobs.local_fortnox import DIFFERS, SOUND, Bureau, bureau_at, new_world
from tests.pages.office import Office, button, shown

SOLE_TRADER, LOCKED = 990103, 990105
MISSING = "finns inte i Fortnox"


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """A local Fortnox beside the office, and the accountant of the office at its desk."""
    with bureau_at(office.store, new_world(), monkeypatch) as opened, stamina.set_testing(True, attempts=2, cap=True):
        opened.users["Rut"] = office.person(Role.ACCOUNTANT).user_id
        yield opened


def use(bureau: Bureau, import_: Import) -> None:
    with bureau.store.reading() as session:
        version = books.active(session, import_.client_id).version
    activate(bureau.desk(), import_.id, expected_version=version, reason="prov")


def in_use(bureau: Bureau, tenant: int = SOUND) -> Client:
    client = bureau.connected(tenant)
    use(bureau, bureau.bring_in(client))
    return client


def test_a_financial_year_that_fortnox_lacks_today_is_said_wherever_one_imports(office: Office, bureau: Bureau) -> None:
    client = bureau.connected(SOLE_TRADER)
    import_ = bureau.bring_in(client)
    assert MISSING in shown(office.screen("import_data", klient=client.id))
    assert MISSING in shown(office.screen("import_data", klient=client.id, imp=import_.id))
    assert MISSING not in shown(office.screen("import_data", klient=bureau.connected().id))


def test_a_connection_for_the_bookkeeping_alone_offers_no_ledger_but_a_way_to_them(
    office: Office, bureau: Bureau
) -> None:
    client = bureau.client()
    bureau.connect(client, scopes=oauth.BOOK_SCOPES)
    app = office.screen("import_data", klient=client.id)
    assert [(box.value, box.disabled) for box in app.checkbox] == [(False, True)] * 2
    assert "Anslutningen gäller bara bokföringen" in shown(app)
    assert any("Anslut på nytt även för reskontrorna" in str(one.proto.body) for one in app.get("html"))


def test_who_is_not_connected_sees_which_colleague_is(office: Office, bureau: Bureau) -> None:
    client = bureau.client()
    bureau.connect(client, desk=bureau.desk("Sara", Role.SUPPORT))
    assert "Anslutningen är personlig. Ansluten just nu: Sara" in shown(office.screen("import_data", klient=client.id))


def test_a_number_that_came_from_fortnox_is_said_on_return(office: Office, bureau: Bureau) -> None:
    number = bureau.world.companies[SOUND].org_number
    client = bureau.client(org_number="")
    bureau.connect(client)
    app = office.screen("import_data", klient=client.id, fortnox="klar")
    assert f"sattes till {number} från Fortnox" in shown(app)


def test_a_client_that_was_reset_has_nothing_in_use_and_a_way_back_on_its_overview(
    office: Office, bureau: Bureau
) -> None:
    client = in_use(bureau)
    with bureau.store.reading() as session:
        version = books.active(session, client.id).version
    reset_client(bureau.desk(), client.id, expected_version=version)
    app = office.screen("overview", klient=client.id)
    assert "inget i bruk" in shown(app)
    assert "Klienten är återställd" in shown(app)
    [import_] = _imports(bureau, client)
    assert "Tagen ur bruk" in shown(office.screen("import_data", klient=client.id, imp=import_.id))
    button(app, "Ångra återställningen")
    with bureau.store.reading() as session:
        assert books.active(session, client.id).emptied, "it asks first"


def test_an_import_that_awaits_a_decision_is_pointed_out_above(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    import_ = bureau.bring_in(client)
    app = office.screen("import_data", klient=client.id)
    assert "väntar på beslut" in shown(app)
    button(app, "Granska importen")
    assert "Alla importer" in [one.label for one in app.button], "the import itself is shown"
    assert import_.file_name in shown(app)


def test_a_ledger_that_fortnox_refused_is_missed_in_the_list_and_on_the_overview(
    office: Office, bureau: Bureau
) -> None:
    client = bureau.client()
    bureau.connect(client, scopes=oauth.BOOK_SCOPES)
    use(bureau, bureau.bring_in(client))
    assert "reskontra saknas" in shown(office.screen("overview", klient=client.id))
    rows = str([one.value.to_dict() for one in office.screen("clients").dataframe])
    assert "reskontra saknas" in rows


def test_the_overview_tells_how_both_appendices_stand(office: Office, bureau: Bureau) -> None:
    client = in_use(bureau, DIFFERS)
    written = shown(office.screen("overview", klient=client.id))
    assert "1510" in written
    assert "2440" in written


def test_the_day_that_the_books_are_locked_to_is_said(office: Office, bureau: Bureau) -> None:
    client = bureau.connected(LOCKED)
    import_ = bureau.bring_in(client)
    assert "låst i Fortnox t.o.m." in shown(office.screen("import_data", klient=client.id, imp=import_.id))


def test_a_failed_import_was_started_and_carries_its_reference(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.ERROR, path="/3/sie")
    import_ = bureau.bring_in(client)
    written = shown(office.screen("import_data", klient=client.id, imp=import_.id))
    assert import_.state is ImportState.FAILED
    assert "Startad" in written
    assert import_.id[:8] in written


def test_a_running_import_is_under_way_and_no_second_one_is_offered(office: Office, bureau: Bureau) -> None:
    client = in_use(bureau)
    [import_] = _imports(bureau, client)
    with bureau.store.transaction() as session:
        jobs.add(
            session,
            job_id="one-more",
            kind="fortnox",
            client_id=client.id,
            import_id=import_.id,
            steps=["fetch"],
            started_by=bureau.users["Rut"],
        )
    app = office.screen("overview", klient=client.id)
    assert "Importera från Fortnox" not in [one.label for one in app.button]


def test_what_to_do_of_books_from_fortnox_speaks_of_no_file() -> None:
    assert set(CATALOGUE) >= fetched.DAMAGED | fetched.FAULTY
    for text in (fetched.CORRECT, fetched.AGAIN):
        assert "xport" not in text
        assert "Fortnox" in text


def _imports(bureau: Bureau, client: Client) -> list[Import]:
    with bureau.store.reading() as session:
        return imports.of_client(session, client.id)
