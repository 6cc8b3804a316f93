"""Appendices that people make, on the screen: rows typed and pasted, files, what is copied on, and who may."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.appendix_lines import read
from lib.actions import reconciliation
from lib.closing.copying import Copying
from lib.closing.files import FILES_AT_MOST
from lib.core.errors import NotFound
from lib.store import attachments, sub_appendices
from lib.store.closing_tables import Attachment, SubAppendix
from lib.store.tables import Client, Role
from lib.store.words import FileOwner
from tests.pages.closings import DECEMBER, lock, start
from tests.pages.ledgers import from_fortnox
from tests.pages.office import Office, button, click, shown

PDF = b"%PDF-1.7\n"
PASTED = "Hyra januari\t1 200,50\nÅterbäring\t−200\n"


@pytest.fixture
def client(office: Office) -> Client:
    client = from_fortnox(office)
    start(office, client)
    return client


def page(
    office: Office,
    client: Client,
    role: Role = Role.ACCOUNTANT,
    **at: Any,  # noqa: ANN401 - as the screen takes it
) -> AppTest:
    asked = {"konto": "1930", "period": "12", **at}
    app = office.screen("reconciliation", role, klient=client.id, **asked)
    assert not app.exception
    return app


def make(office: Office, client: Client, key: str = DECEMBER, **more: Any) -> int:  # noqa: ANN401 - as the action
    details = {"name": "Bankens brev", "accounts": ["1930"]} | more
    return reconciliation.save_appendix(office.desk(), client.id, key, **details)


def kept(office: Office, client: Client, key: str = DECEMBER) -> list[SubAppendix]:
    with office.store.reading() as session:
        return sub_appendices.of_period(session, client.id, key)


def files(office: Office, client: Client, appendix: int) -> list[Attachment]:
    with office.store.reading() as session:
        return attachments.of_owner(session, client.id, FileOwner.APPENDIX, appendix)


def paste(app: AppTest, text: str) -> None:
    app.text_area[0].input(text)
    button(app, "Lägg till raderna")
    assert not app.exception


def labels(app: AppTest) -> set[str]:
    return {found.label for found in app.button}


def test_a_new_appendix_is_saved_with_pasted_rows_and_becomes_the_reconciliation_amount(
    office: Office, client: Client
) -> None:
    app = page(office, client)
    button(app, "Ny underbilaga")
    paste(app, PASTED)
    assert "Summa **1\N{NO-BREAK SPACE}000,50**" in shown(app)
    assert "Kvar att förklara **−960,50**" in shown(app)
    button(app, "Spara bilagan")
    (row,) = kept(office, client)
    assert (row.name, row.accounts, row.amount) == ("Specifikation 1930", ["1930"], 1_000_50)
    assert row.lines == [{"text": "Hyra januari", "amount": 1_200_50}, {"text": "Återbäring", "amount": -200_00}]
    assert app.query_params["ub"] == str(row.id)
    next(one for one in app.button if one.label.startswith("Konto 1930")).click().run()
    assert "Avstämningsbelopp **1\N{NO-BREAK SPACE}000,50**" in shown(app)


def test_saving_again_changes_the_same_appendix_and_doubles_no_row(office: Office, client: Client) -> None:
    made = make(office, client, lines=[("Hyra", 5_00)])
    app = page(office, client, ub=made)
    paste(app, "El\t3")
    button(app, "Spara bilagan")
    button(app, "Spara bilagan")
    (row,) = kept(office, client)
    assert [(line["text"], line["amount"]) for line in row.lines] == [("Hyra", 5_00), ("El", 3_00)]


def test_rows_that_cannot_be_read_stay_to_be_mended_and_are_gone_once_added(office: Office, client: Client) -> None:
    app = page(office, client, ub="ny")
    paste(app, "Hyra\t1 200,50\nSumma\tallt")
    assert app.text_area[0].value == "Hyra\t1 200,50\nSumma\tallt"
    paste(app, "Hyra\t1 200,50")
    assert not app.text_area[0].value


def test_rows_pasted_for_one_account_do_not_turn_up_for_another(office: Office, client: Client) -> None:
    app = page(office, client, ub="ny")
    paste(app, PASTED)
    app.query_params["konto"] = "1510"
    app.run()
    assert "Summa **0,00**" in shown(app)


def test_a_colleague_who_saves_in_between_is_told_of_and_not_overwritten(office: Office, client: Client) -> None:
    made = make(office, client, lines=[("Hyra", 5_00)])
    app = page(office, client, ub=made)
    paste(app, "El\t3")
    others, lines = office.desk(Role.ADMIN), [("Vatten", 1_00)]
    reconciliation.save_appendix(
        others, client.id, DECEMBER, name="Bankens brev", accounts=["1930"], lines=lines, appendix_id=made
    )
    button(app, "Spara bilagan")
    assert "Person admin sparade bilagan medan du hade den öppen." in shown(app)
    (row,) = kept(office, client)
    assert [line["text"] for line in row.lines] == ["Vatten"]


def test_what_came_from_the_period_before_says_so(office: Office, client: Client) -> None:
    make(office, client, lines=[("Hyra", 5_00)])
    lock(office, client)
    start(office, client, f"{DECEMBER}-year-end")
    (row,) = kept(office, client, f"{DECEMBER}-year-end")
    assert "Överförd från föregående period." in shown(page(office, client, period="13", ub=row.id))


def test_name_accounts_and_copying_are_changed(office: Office, client: Client) -> None:
    made = make(office, client, lines=[("Hyra", 5_00)])
    app = page(office, client, ub=made)
    next(one for one in app.text_input if one.label == "Benämning").input("Årsbesked")
    app.multiselect[0].select("1510")
    next(one for one in app.selectbox if one.label == "Kopieras till nästa period").select(Copying.NO)
    button(app, "Spara bilagan")
    (row,) = kept(office, client)
    assert (row.name, row.accounts, row.copying, row.amount) == ("Årsbesked", ["1930", "1510"], Copying.NO, 5_00)


@pytest.mark.parametrize(("name", "problem"), [("  ", "ange vad den gäller"), ("", "ange vad den gäller")])
def test_an_appendix_without_a_name_is_not_saved(office: Office, client: Client, name: str, problem: str) -> None:
    app = page(office, client, ub="ny")
    next(one for one in app.text_input if one.label == "Benämning").input(name)
    button(app, "Spara bilagan")
    assert problem in shown(app)
    assert kept(office, client) == []


def test_pasted_rows_without_an_amount_say_which_and_add_nothing(office: Office, client: Client) -> None:
    app = page(office, client, ub="ny")
    paste(app, "Hyra\t5\nEl utan belopp")
    assert "Rad 2 kan inte läsas" in shown(app)
    assert "Summa **0,00**" in shown(app)


def test_typed_rows_are_read_as_people_write_amounts_and_blank_ones_passed_over() -> None:
    typed = read([("Hyra", "1 200,50"), ("", ""), ("", "−3")])
    assert (typed.lines, typed.total) == ([("Hyra", 1_200_50), ("", -3_00)], 1_197_50)


@pytest.mark.parametrize(("row", "said"), [(("Hyra", ""), "Rad 2"), (("Hyra", "tolv"), "tolv")])
def test_a_typed_row_without_a_readable_amount_is_a_problem(row: tuple[str, str], said: str) -> None:
    (problem,) = read([("El", "1"), row]).problems
    assert said in problem


def test_one_for_several_accounts_is_in_the_sum_of_none_and_says_so(office: Office, client: Client) -> None:
    make(office, client, accounts=["1930", "1510"], lines=[("Allt", 5_00)])
    app = page(office, client)
    papers = next(one.value for one in app.dataframe if list(one.value) == ["text", "amount"])
    assert papers["text"].to_list() == ["Bankens brev"]
    assert papers["amount"].isna().all()
    assert "inget att stämma av mot" in shown(app)
    assert "räknas inte på något" in shown(app)


def test_a_click_opens_an_appendix_and_a_ledger_its_own_page(office: Office, client: Client) -> None:
    made = make(office, client, accounts=["1510"], lines=[("Förlust", 5_00)])
    app = page(office, client, konto="1510")
    click(app, f"papers-{DECEMBER}-1510", 1)
    assert app.query_params["ub"] == str(made)
    app = page(office, client, konto="1510")
    click(app, f"papers-{DECEMBER}-1510", 0)
    assert app.header[0].value == "Bilagor"


def test_files_are_attached_listed_with_a_way_of_our_own_and_removed(office: Office, client: Client) -> None:
    made = make(office, client)
    app = page(office, client, ub=made)
    app.file_uploader[0].upload("brev <b>1</b>.pdf", PDF).upload("b.pdf", PDF).run()
    button(app, "Bifoga 2 filer")
    assert not app.exception
    first, second = files(office, client, made)
    assert "2 filer bifogades." in shown(app)
    ways = [str(one.proto.body) for one in app.get("html")]
    assert any(f'href="/attachments/{client.id}/{first.id}"' in way and "<b>" not in way for way in ways)
    next(one for one in app.button if one.key == f"remove-file-{first.id}").click().run()
    assert [file.id for file in files(office, client, made)] == [second.id]


def test_a_file_that_is_not_what_it_says_is_refused_and_the_others_kept(office: Office, client: Client) -> None:
    made = make(office, client)
    app = page(office, client, ub=made)
    html = b"<html><script>alert(1)</script></html>"
    app.file_uploader[0].upload("sida.pdf", html).upload("b.pdf", PDF).run()
    button(app, "Bifoga 2 filer")
    assert "sida.pdf" in shown(app)
    assert "kan inte bifogas" in shown(app)
    assert [file.name for file in files(office, client, made)] == ["b.pdf"]


def test_no_more_files_than_there_is_room_for(office: Office, client: Client) -> None:
    made = make(office, client)
    for number in range(FILES_AT_MOST):
        reconciliation.attach_file(office.desk(), client.id, made, f"{number}.pdf", PDF)
    app = page(office, client, ub=made)
    assert not app.file_uploader
    assert f"({FILES_AT_MOST}/{FILES_AT_MOST})" in shown(app)


def test_an_appendix_is_deleted_with_its_files(office: Office, client: Client) -> None:
    made = make(office, client)
    reconciliation.attach_file(office.desk(), client.id, made, "a.pdf", PDF)
    app = page(office, client, ub=made)
    next(one for one in app.button if one.key == f"delete-{made}").click().run()
    assert kept(office, client) == []
    assert files(office, client, made) == []
    assert "ub" not in app.query_params
    assert "Bilagan togs bort." in shown(app)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_who_only_looks_sees_rows_and_files_and_changes_nothing(office: Office, client: Client, role: Role) -> None:
    made = make(office, client, lines=[("Hyra", 5_00)])
    reconciliation.attach_file(office.desk(), client.id, made, "a.pdf", PDF)
    app = page(office, client, role, ub=made)
    assert "din roll får titta" in shown(app)
    assert app.dataframe[0].value["amount"].to_list() == [5]
    assert any("/attachments/" in str(one.proto.body) for one in app.get("html"))
    assert not app.file_uploader
    assert not {"Ta bort"} & labels(app)
    assert next(one for one in app.button if one.label == "Spara bilagan").disabled


def test_in_a_locked_period_an_appendix_stands_as_it_stood(office: Office, client: Client) -> None:
    made = make(office, client, lines=[("Hyra", 5_00)])
    lock(office, client)
    app = page(office, client, ub=made)
    assert "bilagorna står som de stod då" in shown(app)
    assert not app.file_uploader
    assert not {"Ta bort"} & labels(app)
    assert app.multiselect[0].disabled


def test_before_a_period_is_started_files_can_be_put_in_place_but_no_rows(office: Office, client: Client) -> None:
    app = page(office, client, period="11", ub="ny")
    assert "rader när den är aktiv" in shown(app)
    assert not app.text_area
    button(app, "Spara bilagan")
    (row,) = kept(office, client, "2025-11-30")
    assert row.lines == []
    assert app.file_uploader


@pytest.mark.parametrize("named", ["999", "99999999999999999999", "<b>", "-1"])
def test_an_appendix_that_is_not_there_says_so(office: Office, client: Client, named: str) -> None:
    assert "Den bilagan finns inte i den här perioden." in shown(page(office, client, ub=named))


def test_the_appendix_of_another_client_or_period_is_not_shown(office: Office, client: Client) -> None:
    other = from_fortnox(office, client=office.client("Grannen AB"))
    start(office, other)
    theirs = make(office, other, name="Hemligt")
    early = make(office, client, "2025-11-30", name="Novembers")
    for made, name in ((theirs, "Hemligt"), (early, "Novembers")):
        app = page(office, client, ub=made)
        assert "finns inte i den här perioden" in shown(app)
        assert name not in shown(app)
    with pytest.raises(NotFound):
        reconciliation.save_appendix(
            office.desk(), client.id, DECEMBER, name="Min nu", accounts=["1930"], appendix_id=theirs
        )
