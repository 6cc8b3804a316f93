"""What people do on the pages, from one to the next."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.context import today
from dashboard.inert import JOINER
from lib.core.periods import calendar_year
from lib.jobs.received import OtherBooks
from lib.ledger.books import Extent
from lib.store import books, clients, imports, jobs
from lib.store.activity import ActivityFilter, entries
from lib.store.tables import Client, ImportState, JobState, Role, Source
from tests.pages.office import FAULTY, FILES, SOUND, Office, button, click, shown


def _state(office: Office, import_id: str) -> ImportState:
    with office.store.reading() as session:
        return imports.get(session, import_id).state


def _version(office: Office, client: Client) -> int:
    with office.store.reading() as session:
        return books.active(session, client.id).version


def test_search_keeps_to_clients_whose_name_or_number_matches(office: Office) -> None:
    office.client("Ankarets Bageri AB")
    office.client("Fyrens Bokhandel AB")
    app = office.screen("clients", sok="bok")
    assert list(app.dataframe[0].value["name"]) == ["Fyrens Bokhandel AB"]


def test_a_search_without_a_match_says_so(office: Office) -> None:
    office.client()
    app = office.screen("clients", sok="finns inte")
    assert "Ingen klient passar sökningen." in shown(app)
    assert not app.dataframe


def test_the_list_can_be_kept_to_what_needs_attention(office: Office) -> None:
    office.with_books()
    office.client("Nykomlingen AB", source=None)
    app = office.screen("clients", atgard="ja")
    assert list(app.dataframe[0].value["name"]) == ["Nykomlingen AB"]


def test_a_click_on_a_client_opens_its_overview(office: Office) -> None:
    client = office.with_books()
    app = office.screen("clients")
    click(app, "clients-0", 0)
    assert [header.value for header in app.header] == ["Översikt"]
    assert app.query_params["klient"] == [str(client.id)] or app.query_params["klient"] == str(client.id)


def test_a_new_client_is_asked_for_in_a_dialog(office: Office) -> None:
    app = office.screen("clients", visa="ny")
    asked = {one.label: one for one in app.text_input}
    asked["Företagsnamn"].set_value("Nya Bageriet AB")
    asked["Organisationsnummer"].set_value("556036-0793")
    next(found for found in app.button if found.label == "Lägg till klient" and found.form_id).click().run()
    with office.store.reading() as session:
        added = clients.by_org_number(session, "556036-0793")
    assert added is not None
    assert added.name == "Nya Bageriet AB"


def test_a_viewer_may_neither_add_clients_nor_import(office: Office) -> None:
    client = office.with_books()
    assert "Lägg till klient" not in [found.label for found in office.screen("clients", Role.VIEWER, visa="ny").button]
    app = office.screen("import_data", Role.VIEWER, klient=client.id)
    assert not app.get("file_uploader")
    assert "Ångra senaste importen" not in [found.label for found in app.button]


def test_an_uploaded_file_is_seen_before_it_counts_and_then_counts(office: Office) -> None:
    client = office.client()
    app = office.screen("import_data", klient=client.id)
    app.file_uploader[0].upload(SOUND, (FILES / SOUND).read_bytes(), "application/octet-stream").run()
    app.button(key="take-in").click().run()
    assert SOUND in shown(app)
    assert "Väntar på beslut" in shown(app)
    assert _version(office, client) == 0
    button(app, "Använd importen")
    assert [header.value for header in app.header] == ["Översikt"]
    assert _version(office, client) == 1


def test_errors_ask_for_a_reason_which_is_kept_in_the_log(office: Office) -> None:
    client = office.client()
    import_ = office.bring_in(client, FAULTY)
    app = office.screen("import_data", klient=client.id, imp=import_.id)
    button(app, "Använd importen")
    assert _state(office, import_.id) is ImportState.STAGED
    app.text_area[0].set_value("Klienten rättar i januari")
    next(found for found in app.button if found.label == "Använd importen" and "reason" in found.form_id).click().run()
    assert _state(office, import_.id) is ImportState.ACTIVATED
    with office.store.reading() as session:
        row = entries(session, ActivityFilter(action="import.activate"))[0]
    assert row.facts["reason"] == "Klienten rättar i januari"


def test_what_a_failed_import_quotes_is_not_read_as_markdown(office: Office) -> None:
    client = office.client()
    import_ = office.bring_in(client)
    with office.store.transaction() as session:
        imports.set_state(session, import_.id, ImportState.FAILED)
        (job,) = jobs.of_import(session, import_.id)
        quoting = {"asked": "2026", "found": "[Sign in again](https://evil.example)"}
        jobs.finish(session, job.id, JobState.FAILED, OtherBooks.text, quoting)
    app = office.screen("import_data", klient=client.id, imp=import_.id)
    (title,) = [said.proto.title for said in app.error]
    assert rf"\[Sign in again\]\(https\://{JOINER}evil\.example\)" in title


def test_support_may_look_and_discard_but_not_decide(office: Office) -> None:
    client = office.client()
    import_ = office.bring_in(client)
    app = office.screen("import_data", Role.SUPPORT, klient=client.id, imp=import_.id)
    use = next(found for found in app.button if found.label == "Använd importen")
    assert use.disabled
    button(app, "Kasta")
    assert _state(office, import_.id) is ImportState.DISCARDED


def test_an_import_compared_with_other_books_must_be_compared_again(office: Office) -> None:
    client = office.client()
    older, newer = office.bring_in(client), office.bring_in(client, FAULTY)
    office.put_in_use(older)
    app = office.screen("import_data", klient=client.id, imp=newer.id)
    assert "Bokföringen har ändrats" in shown(app)
    button(app, "Jämför igen")
    assert "Bokföringen har ändrats" not in shown(app)
    assert "Använd importen" in [found.label for found in app.button]


def test_a_finding_shows_its_line_on_demand(office: Office) -> None:
    client = office.client()
    import_ = office.bring_in(client, FAULTY)
    app = office.screen("import_data", klient=client.id, imp=import_.id)
    lines = (FILES / FAULTY).read_bytes().decode("cp437").splitlines()
    app.session_state[f"{import_.id}-unbalanced-voucher-0"] = True
    app.run()
    assert any(code.value in lines for code in app.code)


def test_a_viewer_sees_findings_but_no_lines_of_the_source(office: Office) -> None:
    client = office.client()
    import_ = office.bring_in(client, FAULTY)
    app = office.screen("import_data", Role.VIEWER, klient=client.id, imp=import_.id)
    assert "balanserar inte" in shown(app)
    assert not any("som den står i filen" in found.label for found in app.expander)


def test_the_last_import_can_be_undone(office: Office) -> None:
    client = office.with_books()
    app = office.screen("import_data", klient=client.id)
    button(app, "Ångra senaste importen")
    button(app, "Ångra importen")
    with office.store.reading() as session:
        assert not books.active(session, client.id).years


@pytest.mark.parametrize("period", ["", "1", "1-3", "99", "fel"])
def test_the_ledger_keeps_its_balance_in_every_period(office: Office, period: str) -> None:
    client = office.with_books()
    app = office.screen("ledger", klient=client.id, period=period)
    table = app.dataframe[0].value
    assert (table["opening"] + table["period"] == table["closing"]).all()


@pytest.mark.parametrize("part", ["saldon", "resultat", "balans", "verifikationer", "grundbok"])
def test_each_part_of_the_ledger_has_its_table(office: Office, part: str) -> None:
    client = office.with_books()
    app = office.screen("ledger", klient=client.id, vy=part)
    assert len(app.dataframe[0].value) > 0
    assert app.get("download_button")


def test_a_figure_opens_down_to_its_voucher(office: Office) -> None:
    client = office.with_books()
    app = office.screen("ledger", klient=client.id)
    accounts = list(app.dataframe[0].value["account"])
    click(app, "trial-0", next(row for row, account in enumerate(accounts) if account.startswith("1930")))
    assert "1930 Företagskonto" in shown(app)
    label = app.dataframe[0].value["label"][0]
    click(app, "account-1930-0", 0)
    assert f"Verifikation {label}" in shown(app)


def test_a_voucher_that_is_not_there_says_where_it_may_be(office: Office) -> None:
    client = office.with_books()
    assert "Det finns ingen verifikation Z 999" in shown(office.screen("ledger", klient=client.id, ver="Z 999"))


def test_a_link_to_a_year_that_is_not_there_shows_the_newest(office: Office) -> None:
    client = office.with_books()
    app = office.screen("ledger", klient=client.id, ar="1999-01-01")
    assert not app.exception
    assert len(app.dataframe[0].value) > 0


def test_balances_typed_by_hand_become_an_import(office: Office) -> None:
    client = office.client(source=Source.MANUAL)
    app = office.screen("manual_entry", klient=client.id)
    editor = f"balances-{client.id}-{calendar_year(today().year)}"
    rows = [
        {"account": "1930", "name": "Bank", "opening": "1 000,50", "closing": "2 000"},
        {"account": "2081", "name": "Kapital", "opening": "-1000,50", "closing": "−2 000"},
    ]
    app.session_state[editor] = {"edited_rows": {}, "added_rows": rows, "deleted_rows": [0]}
    app.run()
    button(app, "Kontrollera saldona")
    with office.store.reading() as session:
        (made,) = imports.of_client(session, client.id)
    assert made.state is ImportState.STAGED
    office.put_in_use(made)
    with office.store.reading() as session:
        (snapshot,) = books.active(session, client.id).years.values()
    assert snapshot.extent is Extent.BALANCES


def test_an_amount_that_cannot_be_read_is_named_and_nothing_is_sent(office: Office) -> None:
    client = office.client(source=Source.MANUAL)
    app = office.screen("manual_entry", klient=client.id)
    editor = f"balances-{client.id}-{calendar_year(today().year)}"
    row = {"account": "1930", "name": "Bank", "opening": "tusen", "closing": ""}
    app.session_state[editor] = {"edited_rows": {}, "added_rows": [row], "deleted_rows": [0]}
    app.run()
    assert "”tusen” är inget belopp" in shown(app)
    assert next(found for found in app.button if found.label == "Kontrollera saldona").disabled


def _choose_source(app: AppTest, source: Source) -> None:
    app.radio[0].set_value(source).run()


def test_the_start_guide_leads_on_to_the_way_in(office: Office) -> None:
    client = office.client(source=None)
    app = office.screen("start_guide", klient=client.id)
    _choose_source(app, Source.SPREADSHEET)
    button(app, "Välj källan")
    assert [header.value for header in app.header] == ["Import"]
    assert app.date_input


def test_fortnox_is_the_fifth_source_and_leads_to_the_import_page(office: Office) -> None:
    client = office.client(source=None)
    app = office.screen("start_guide", klient=client.id)
    assert app.radio[0].options[4] == "5. Fortnox"
    _choose_source(app, Source.FORTNOX)
    button(app, "Välj källan")
    with office.store.reading() as session:
        assert clients.get(session, client.id).source is Source.FORTNOX


def test_manual_entry_is_not_among_the_sources_of_the_settings(office: Office) -> None:
    client = office.client()
    app = office.screen("settings", klient=client.id)
    assert "Manuell inmatning" not in app.selectbox[0].options


def test_a_wrong_organisation_number_is_refused_in_words(office: Office) -> None:
    client = office.client()
    app = office.screen("client_details", klient=client.id)
    app.text_input[1].set_value("123")
    button(app, "Spara")
    assert "kontrollsiffran" in shown(app).lower() or "inte giltigt" in shown(app)


def test_the_activity_log_names_person_client_and_outcome(office: Office) -> None:
    office.with_books()
    table = office.screen("activity_log").dataframe[0].value
    assert "Person accountant" in set(table["who"])
    assert "Bryggstugan på Ön AB" in set(table["client"])
    assert any("utfört" in outcome for outcome in table["outcome"])


def test_a_system_task_shows_its_steps(office: Office) -> None:
    office.with_books()
    app = office.screen("activity_log", vy="system")
    click(app, "tasks", 0)
    assert "✓ Läser filen" in shown(app)


def test_an_import_in_use_is_not_called_out_of_date(office: Office) -> None:
    client = office.client()
    import_ = office.bring_in(client)
    awaiting = shown(office.screen("import_data", klient=client.id, imp=import_.id))
    office.put_in_use(import_)
    app = office.screen("import_data", klient=client.id, imp=import_.id)
    assert "innan beslutet" not in awaiting
    assert not app.warning
    assert "Jämfört med bokföringen som den var innan beslutet." in shown(app)
