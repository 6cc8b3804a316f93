"""The screens of a client whose books come from Fortnox: each state of the connection, each role, both languages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import stamina

from lib.actions.connections import give_up_connect
from lib.actions.fortnox import LOOK_EVERY
from lib.actions.imports import activate
from lib.core.languages import LANGUAGES, Language, translate
from lib.fortnox.reasons import NEXT_STEPS, REASONS, LostReason, helps
from lib.sandbox.fortnox.faults import Fault
from lib.settings import load
from lib.store import books, connections, imports, news
from lib.store.columns import now
from lib.store.sealing import Seal
from lib.store.tables import Client, Import, ImportState, Role, Source
from tests.jobs.local_fortnox import BROWSER, DIFFERS, SOUND, Bureau, bureau_at, new_world
from tests.pages.office import Office, button, shown

LOST = {
    "sv": "Anslutningen till Fortnox har gått förlorad. Importera på nytt för att fortsätta.",
    "en": "You have lost your token, to proceed import again.",
}
MADE = "Anslutningen till Fortnox är klar."
IMPORT = {"sv": "Importera från Fortnox", "en": "Import from Fortnox"}


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """A local Fortnox beside the office, and the accountant of the office at its desk."""
    with bureau_at(office.store, new_world(), monkeypatch) as opened, stamina.set_testing(True, attempts=2, cap=True):
        person = office.person(Role.ACCOUNTANT)
        opened.users["Rut"] = person.user_id
        yield opened


def anchors(app: object) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))  # type: ignore[attr-defined]


def over(bureau: Bureau, client: Client, reason: LostReason | None) -> None:
    """The connection has ended: for a reason, or because its days are over."""
    with bureau.store.transaction() as session:
        (connection,) = connections.of_client(session, client.id)
        if reason is None:
            connection.valid_until = now() - timedelta(days=1)
            session.add(connection)
        else:
            connections.lost(session, connection.id, reason)


def use(bureau: Bureau, import_: Import) -> None:
    with bureau.store.reading() as session:
        version = books.active(session, import_.client_id).version
    activate(bureau.desk(), import_.id, expected_version=version, reason="prov")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_not_connected_is_told_what_is_needed_and_led_to_fortnox_in_the_same_tab(
    office: Office, bureau: Bureau, language: Language
) -> None:
    client = bureau.client()
    app = office.screen("import_data", language=language, klient=client.id)
    assert not app.exception
    assert "Digital byrå" in shown(app)
    assert f'href="/fortnox/connect?klient={client.id}&amp;till=import_data"' in anchors(app)
    assert "target" not in anchors(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_connected_sees_until_when_and_chooses_what_to_fetch(
    office: Office, bureau: Bureau, language: Language
) -> None:
    client = bureau.connected()
    app = office.screen("import_data", language=language, klient=client.id)
    assert not app.exception
    assert bureau.world.companies[SOUND].name in shown(app)
    assert "30" in shown(app)
    assert len(app.multiselect[0].value) == 3
    assert [box.value for box in app.checkbox] == [True, True]
    assert IMPORT[language] in [found.label for found in app.button]


def test_what_is_left_out_is_said_before_the_import(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    app = office.screen("import_data", klient=client.id)
    oldest = app.multiselect[0].value[-1]
    app.multiselect[0].unselect(oldest).run()
    assert f"Hämtas inte: {oldest[:4]}" in shown(app)
    for start in list(app.multiselect[0].value):
        app.multiselect[0].unselect(start)
    app.run()
    assert next(found for found in app.button if found.label == IMPORT["sv"]).disabled


def test_an_import_is_started_and_its_preview_tells_of_both_ledgers(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    app = office.screen("import_data", klient=client.id)
    button(app, IMPORT["sv"])
    assert not app.exception
    with office.store.reading() as session:
        (import_,) = imports.of_client(session, client.id)
    assert import_.state is ImportState.STAGED
    app = office.screen("import_data", klient=client.id, imp=import_.id)
    assert "Kundreskontra (1510)" in shown(app)
    assert "Leverantörsreskontra (2440)" in shown(app)
    button(app, "Använd importen")
    with office.store.reading() as session:
        assert len(books.active(session, client.id).years) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_ledger_says_why_in_the_preview(office: Office, bureau: Bureau, language: Language) -> None:
    client = bureau.connected()
    bureau.befall(Fault.NO_LICENCE, value="supplierinvoice", path="/3/supplierinvoices")
    import_ = bureau.bring_in(client)
    app = office.screen("import_data", language=language, klient=client.id, imp=import_.id)
    assert not app.exception
    what = translate("the supplier invoices", language)
    said = translate("The company has no active licence in Fortnox for {what:text}.", language, what=what)
    assert said in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", [None, *(one for one in LostReason if one is not LostReason.DISCONNECTED)])
def test_a_lost_connection_says_why_and_whether_connecting_again_helps(
    office: Office, bureau: Bureau, reason: LostReason | None, language: Language
) -> None:
    client = bureau.connected()
    over(bureau, client, reason)
    why = reason or LostReason.EXPIRED
    for page in ("import_data", "overview", "settings"):
        app = office.screen(page, language=language, klient=client.id)
        assert not app.exception
        assert LOST[language] in shown(app)
        assert translate(REASONS[why], language) in shown(app)
        assert translate(NEXT_STEPS[why], language) in shown(app)
        no_help = translate("Connecting again does not help until that is mended.", language)
        assert (no_help in shown(app)) is not helps(why)


@pytest.mark.parametrize("page", ["import_data", "overview", "settings"])
def test_a_viewer_sees_no_way_to_fortnox(office: Office, bureau: Bureau, page: str) -> None:
    client = bureau.connected()
    app = office.screen(page, Role.VIEWER, klient=client.id)
    assert not app.exception
    assert "/fortnox/connect" not in anchors(app)
    assert not [found for found in app.button if found.label in {IMPORT["sv"], "Koppla från", "Återställ klienten"}]


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ADMIN])
def test_a_colleague_connects_for_themselves(office: Office, bureau: Bureau, role: Role) -> None:
    client = bureau.connected()
    app = office.screen("import_data", role, klient=client.id)
    assert not app.exception
    assert "Inte ansluten till Fortnox" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_says_when_books_last_came_and_what_is_newer(
    office: Office, bureau: Bureau, language: Language
) -> None:
    client = bureau.connected()
    use(bureau, bureau.bring_in(client))
    with office.store.transaction() as session:
        news.tell(session, client.id, vouchers=12)
    app = office.screen("overview", language=language, klient=client.id)
    assert not app.exception
    assert IMPORT[language] in [found.label for found in app.button]
    assert {"sv": "Senaste import från Fortnox: ", "en": "Last import from Fortnox: "}[language] in shown(app)
    assert {"sv": "Fortnox har 12 nyare verifikationer", "en": "Fortnox has 12 newer vouchers"}[language] in shown(app)


def test_a_fortnox_that_does_not_answer_is_said_with_the_next_step(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.DROP_BEFORE)
    app = office.screen("import_data", klient=client.id)
    assert not app.exception
    assert translate("Fortnox did not answer.", "sv") in shown(app)
    assert IMPORT["sv"] in [found.label for found in app.button]


def test_an_import_that_failed_says_why_and_what_to_do(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.STORM)
    import_ = bureau.bring_in(client)
    app = office.screen("import_data", klient=client.id, imp=import_.id)
    assert translate("Fortnox takes no more requests for the company at the moment.", "sv") in shown(app)
    assert translate(
        "Wait some minutes and try again: another program may be reading from Fortnox too.", "sv"
    ) in shown(app)
    bureau.world.faults.switch_off()
    button(app, "Försök igen")
    with office.store.reading() as session:
        assert imports.get(session, import_.id).state is ImportState.STAGED


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_came_of_the_trip_to_fortnox_is_told(office: Office, bureau: Bureau, language: Language) -> None:
    client = bureau.client()
    asked = bureau.trip(bureau.desk(), client)
    give_up_connect(bureau.desk(), state=asked["state"], error="error_missing_license", browser=BROWSER)
    app = office.screen("import_data", language=language, klient=client.id, fortnox="fel")
    assert not app.exception
    text = "The company lacks the licence in Fortnox for something that Brygga asks for."
    assert translate(text, language) in shown(app)
    assert "bara=bok" in anchors(app)


def test_a_company_that_lacks_the_api_licence_is_not_sent_there_for_its_books_again(
    office: Office, bureau: Bureau
) -> None:
    client = bureau.client()
    asked = bureau.trip(bureau.desk(), client, books_only=True)
    give_up_connect(bureau.desk(), state=asked["state"], error="error_missing_license", browser=BROWSER)
    app = office.screen("import_data", klient=client.id, fortnox="fel", bara="bok")
    assert "enbart bokföringen" in shown(app)
    assert "bara=bok" not in anchors(app)


def test_an_import_that_failed_with_its_connection_leads_back_to_fortnox(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.REVOKE)
    bureau.befall(Fault.EXPIRE_ACCESS)
    import_ = bureau.bring_in(client)
    app = office.screen("import_data", klient=client.id, imp=import_.id)
    assert LOST["sv"] in shown(app)
    assert "/fortnox/connect" in anchors(app)


def test_another_company_is_named_on_return(office: Office, bureau: Bureau) -> None:
    client = bureau.client()
    bureau.connect(client, DIFFERS)
    app = office.screen("import_data", klient=client.id, fortnox="fel")
    assert bureau.world.companies[DIFFERS].name in shown(app)
    assert "Digital byrå" in shown(app)


def test_disconnecting_leads_back_to_where_one_is_not_connected(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    app = office.screen("import_data", klient=client.id, fortnox="klar")
    assert MADE in shown(app)
    button(app, "Koppla från")
    assert "fortnox" not in app.query_params
    assert "Inte ansluten till Fortnox" in shown(app)


def test_a_connection_that_is_over_is_not_told_to_have_been_made(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    over(bureau, client, LostReason.LICENCE)
    assert MADE not in shown(office.screen("import_data", klient=client.id, fortnox="klar"))


@pytest.mark.parametrize("reason", [None, LostReason.REVOKED, LostReason.LICENCE])
def test_a_connection_that_is_over_can_be_taken_back(office: Office, bureau: Bureau, reason: LostReason | None) -> None:
    client = bureau.connected()
    over(bureau, client, reason)
    app = office.screen("import_data", klient=client.id)
    button(app, "Koppla från")
    assert not app.exception
    assert LOST["sv"] not in shown(app)
    assert "Inte ansluten till Fortnox" in shown(app)


def test_the_source_can_be_changed_from_a_file_to_fortnox_and_back_but_never_to_manual_entry(
    office: Office, bureau: Bureau
) -> None:
    client = bureau.client(source=Source.SIE4)
    app = office.screen("settings", klient=client.id)
    options = app.selectbox[0].options
    assert "Fortnox" in options
    assert "Manuell inmatning" not in options
    app.selectbox[0].select("Fortnox").run()
    assert "Ingenting raderas" in shown(app)
    button(app, "Byt datakälla")
    assert "Fortnox" in shown(office.screen("overview", klient=client.id))


def test_a_reset_takes_the_books_out_of_use_and_can_be_undone(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    use(bureau, bureau.bring_in(client))
    app = office.screen("settings", klient=client.id)
    button(app, "Återställ klienten")
    [surely] = [found for found in app.button if found.key == "reset-surely"]
    surely.click().run()
    with office.store.reading() as session:
        assert books.active(session, client.id).emptied
    app = office.screen("import_data", klient=client.id)
    assert "Ångra återställningen" in [found.label for found in app.button]


def test_a_service_account_is_shown_as_such(office: Office, bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRYGGA_FORTNOX_SERVICE_ACCOUNTS", "true")
    client = bureau.client()
    assert "servicekonto" in shown(office.screen("import_data", klient=client.id))


def test_without_an_app_in_fortnox_an_administrator_is_asked_for(
    office: Office, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.client()
    monkeypatch.delenv("BRYGGA_FORTNOX_CLIENT_ID")
    app = office.screen("import_data", klient=client.id)
    assert "BRYGGA_FORTNOX_CLIENT_ID" in shown(app)
    assert "/fortnox/connect" not in anchors(app)


def test_no_screen_carries_a_token(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    use(bureau, bureau.bring_in(client))
    secrets = set(_tokens(bureau))
    assert secrets
    for page in ("import_data", "overview", "settings", "activity_log", "clients"):
        app = office.screen(page, Role.ACCOUNTANT, klient=client.id)
        written = shown(app) + anchors(app) + repr(app.session_state) + str(app.query_params)
        assert [secret for secret in secrets if secret in written] == []


def _tokens(bureau: Bureau) -> list[str]:
    """What is in the vault, opened."""
    with bureau.store.reading() as session:
        rows = [row for client_id in range(1, 10) for row in connections.of_client(session, client_id)]
    opened = [Seal.of(load()).open_tokens(row.sealed) for row in rows]
    return [
        secret.get_secret_value()
        for tokens in opened
        for secret in (tokens.access, tokens.refresh)
        if secret is not None
    ]


def test_the_look_for_news_waits_some_minutes(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    office.screen("import_data", klient=client.id)
    asked = len(bureau.asked(""))
    office.screen("overview", klient=client.id)
    assert len(bureau.asked("")) == asked
    assert timedelta(minutes=1) < LOOK_EVERY
