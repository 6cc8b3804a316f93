"""An account of a period on the screen: its rows with the balance after each, what narrows them, what it is held to."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import Export
from lib.actions import reconciliation
from lib.actions.checklists import add_comment
from lib.core.languages import Language
from lib.store import checklists, statements
from lib.store.tables import Client, Role
from tests.ledger.ledgers_by_hand import year_of
from tests.ledger.sie_texts import voucher
from tests.pages.closings import DECEMBER, lock, start
from tests.pages.ledgers import APRIL, MANUAL, RECORDS, from_fortnox
from tests.pages.office import Office, button, click, shown

OBJECTS = '#DIM 1 "Kostnadsställe"\n#OBJEKT 1 "10" "Butik"\n'
LATE = voucher("C 7", date(2025, 12, 20), [("1930", 500_00), ("1510", -500_00)], "Inbetalning öre")
BANK = year_of(RECORDS + MANUAL + LATE)


@pytest.fixture
def client(office: Office) -> Client:
    client = from_fortnox(office, [BANK])
    start(office, client)
    return client


def page(
    office: Office,
    client: Client,
    role: Role = Role.ACCOUNTANT,
    language: Language = "sv",
    **at: Any,  # noqa: ANN401 - as the screen takes it
) -> AppTest:
    asked = {"konto": "1930", "period": "12", **at}
    app = office.screen("reconciliation", role, language, klient=client.id, **asked)
    assert not app.exception
    return app


def rows(app: AppTest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = next(one.value for one in app.dataframe if "balance" in one.value).to_dict("records")
    return found


def test_the_balance_goes_from_the_opening_by_each_row_to_the_closing(office: Office, client: Client) -> None:
    app = page(office, client)
    (row,) = rows(app)
    assert (row["date"], row["label"], row["amount"], row["balance"]) == ("2025-12-20", "C 7", 500, 540)
    assert "Ingående saldo 2025-12-01 **40,00**" in shown(app)
    assert "Utgående saldo 2025-12-31 **540,00**" in shown(app)


@pytest.mark.parametrize(
    ("asked", "opening", "labels"),
    [
        ({"tid": "hittills"}, "Ingående saldo 2025-01-01 **0,00**", ["A 9", "C 7"]),
        ({"tid": "ar", "period": "3"}, "Ingående saldo 2025-01-01 **0,00**", ["A 9", "C 7"]),
        ({"tid": "dagar", "fran": "2025-04-11", "till": "2025-12-31"}, "2025-04-11 **40,00**", ["C 7"]),
        ({"tid": "dagar", "fran": "2025-04-10", "till": "2025-04-10"}, "2025-04-10 **0,00**", ["A 9"]),
        ({"tid": "dagar", "fran": "2025-12-31", "till": "2025-04-10"}, "2025-04-10 **0,00**", ["A 9", "C 7"]),
        ({"tid": "dagar", "fran": "nonsens", "till": "2099-01-01"}, "2025-12-01 **40,00**", ["C 7"]),
    ],
)
def test_other_days_open_with_the_balance_before_them(
    office: Office, client: Client, asked: dict[str, Any], opening: str, labels: list[str]
) -> None:
    app = page(office, client, **asked)
    assert opening in shown(app)
    assert [row["label"] for row in rows(app)] == labels


def test_the_year_end_is_of_the_whole_year(office: Office, client: Client) -> None:
    app = page(office, client, period="13")
    assert "Ingående saldo 2025-01-01 **0,00**" in shown(app)
    assert "Utgående saldo 2025-12-31 **540,00**" in shown(app)
    assert len(rows(app)) == 2


def test_a_choice_of_rows_counts_them_alone_and_says_so(office: Office, client: Client) -> None:
    app = page(office, client, tid="hittills", rad="ÖRE")
    (row,) = rows(app)
    assert (row["label"], row["balance"]) == ("C 7", 500)
    assert "saldot räknar bara dem" in shown(app)
    assert "Utgående saldo" not in shown(app)


def test_rows_are_narrowed_by_series(office: Office, client: Client) -> None:
    assert [row["label"] for row in rows(page(office, client, tid="hittills", serie="A"))] == ["A 9"]


def test_objects_stand_with_the_text_and_narrow_the_rows(office: Office) -> None:
    tagged = voucher("A 1", APRIL, [("1930", 1_00), ("1510", -1_00)], "Butiken").replace("1930 {}", '1930 {1 "10"}')
    client = from_fortnox(office, [year_of(OBJECTS + RECORDS + MANUAL + tagged)])
    start(office, client)
    assert rows(page(office, client, tid="hittills"))[1]["text"].startswith("10 · ")
    assert [row["label"] for row in rows(page(office, client, tid="hittills", dim="1", objekt="10"))] == ["A 1"]


def test_nothing_in_the_days_says_so_and_keeps_the_balances(office: Office, client: Client) -> None:
    said = shown(page(office, client, period="11"))
    assert "Inget är bokfört på kontot de här dagarna." in said
    assert "Utgående saldo 2025-11-30 **40,00**" in said


def test_a_row_opens_its_voucher_and_its_rows_their_accounts(office: Office, client: Client) -> None:
    app = page(office, client)
    click(app, "account-1930-0", 0)
    assert app.query_params["ver"] == "C 7"
    assert "Verifikation C 7" in app.subheader[0].value.replace("\\", "")
    button(app, "Konto 1930")
    assert "ver" not in app.query_params
    assert "Ingående saldo" in shown(app)


def test_another_account_is_chosen_from_the_list_or_by_the_arrows(office: Office, client: Client) -> None:
    app = page(office, client)
    app.selectbox(key="address-konto").select("1510").run()
    assert app.query_params["konto"] == "1510"
    button(app, "Nästa konto")
    assert app.query_params["konto"] == "1930"
    button(app, "Föregående konto")
    assert app.query_params["konto"] == "1510"


def test_the_way_back_leaves_what_narrowed_the_rows(office: Office, client: Client) -> None:
    app = page(office, client, vy="resultat", tid="hittills", rad="öre", serie="C")
    button(app, "Resultatanalys")
    assert not {"konto", "tid", "rad", "serie"} & set(app.query_params)
    assert app.query_params["vy"] == "resultat"


def test_a_result_account_is_shown_among_result_accounts(office: Office, client: Client) -> None:
    app = page(office, client, konto="3001", tid="hittills")
    assert [name.split()[0] for name in app.selectbox(key="address-konto").options] == ["3001", "4010"]
    assert rows(app)
    assert "inget att stämma av mot" not in shown(app)
    assert "Spara saldot" not in [found.label for found in app.button]


@pytest.mark.parametrize("account", ["9999", "<b>1930</b>", "1930' OR 1=1"])
def test_an_account_that_nobody_knows_says_so(office: Office, client: Client, account: str) -> None:
    app = page(office, client, konto=account)
    assert "inget konto" in shown(app)
    assert not app.dataframe


def test_an_account_that_is_held_against_its_ledger_differs_from_it(office: Office, client: Client) -> None:
    app = page(office, client, konto="1510")
    said = shown(app)
    assert "▲ avviker med −540,00" in said
    assert "Avstämningsbelopp **350,00**" in said
    papers = next(one.value for one in app.dataframe if list(one.value) == ["text", "amount"])
    assert papers.to_dict("records") == [{"text": "Kundfordringar (kundreskontra)", "amount": 350}]


def test_a_bank_account_is_reconciled_with_its_statement(office: Office, client: Client) -> None:
    app = page(office, client)
    next(one for one in app.text_input if one.label == "Saldo").input("540,00")
    button(app, "Spara saldot")
    assert not app.exception
    assert "● stämmer" in shown(app)
    with office.store.reading() as session:
        row = statements.of_period(session, client.id, DECEMBER)["1930"]
    assert (row.balance, row.day) == (540_00, date(2025, 12, 31))
    button(app, "Ta bort")
    assert "inget att stämma av mot" in shown(app)


def test_a_statement_of_another_day_is_compared_with_that_days_balance(office: Office, client: Client) -> None:
    desk = office.desk()
    reconciliation.state_balance(desk, client.id, DECEMBER, "1930", balance=45_00, day=date(2025, 12, 15))
    said = shown(page(office, client))
    assert "Saldo 2025-12-15 **40,00**" in said
    assert "Avstämningsdifferens **−5,00**" in said


@pytest.mark.parametrize("text", ["tolv", "1,2,3", ""])
def test_a_statement_that_is_no_amount_says_so(office: Office, client: Client, text: str) -> None:
    app = page(office, client)
    next(one for one in app.text_input if one.label == "Saldo").input(text)
    button(app, "Spara saldot")
    assert ("är inget belopp" if text else "Skriv saldot.") in shown(app)
    with office.store.reading() as session:
        assert statements.of_period(session, client.id, DECEMBER) == {}


def test_people_comment_on_the_account_and_take_their_own_words_back(office: Office, client: Client) -> None:
    add_comment(office.desk(Role.ADMIN), client.id, DECEMBER, "Se <b>mejl</b>", account="1930")
    add_comment(office.desk(), client.id, DECEMBER, "En annan sak", account="1510")
    app = page(office, client, Role.SUPPORT)
    app.text_area[0].input("Banken är frågad")
    button(app, "Kommentera")
    said = shown(app)
    assert "Se <b>mejl</b>" in said
    assert "En annan sak" not in said
    assert "Banken är frågad" in said
    assert "Kommentarer (2)" in [found.label for found in app.expander]
    removals = [found for found in app.button if (found.key or "").startswith("uncomment")]
    assert len(removals) == 1
    removals[0].click().run()
    with office.store.reading() as session:
        assert [row.text for row in checklists.comments(session, client.id, DECEMBER)] == [
            "Se <b>mejl</b>",
            "En annan sak",
        ]


@pytest.mark.parametrize("role", Role)
def test_only_who_may_is_offered_to_change_anything(office: Office, client: Client, role: Role) -> None:
    labels = {found.label for found in page(office, client, role).button}
    accountant = role in {Role.ACCOUNTANT, Role.ADMIN}
    assert ("Spara saldot" in labels) == accountant
    assert ("Ny underbilaga" in labels) == accountant
    assert ("Kommentera" in labels) == (role is not Role.VIEWER)


def test_a_locked_period_shows_the_account_as_it_was_locked(office: Office, client: Client) -> None:
    lock(office, client)
    from_fortnox(office, [year_of(RECORDS + MANUAL)], client=client)
    app = page(office, client)
    assert "Utgående saldo 2025-12-31 **540,00**" in shown(app)
    labels = {found.label for found in app.button}
    assert not {"Spara saldot", "Ny underbilaga", "Kommentera"} & labels
    click(app, "account-1930-0", 0)
    assert "Verifikation C 7" in app.subheader[0].value.replace("\\", "")


def test_the_account_goes_to_excel_with_what_it_is_held_against(
    office: Office, client: Client, workbooks: list[Export]
) -> None:
    desk = office.desk()
    save, state = reconciliation.save_appendix, reconciliation.state_balance
    state(desk, client.id, DECEMBER, "1930", balance=500_00, day=date(2025, 12, 31))
    save(desk, client.id, DECEMBER, name="På väg", accounts=["1930"], lines=[("Bankgiro", 45_00), ("Avgift", -5_00)])
    save(desk, client.id, DECEMBER, name="Allt", accounts=["1930", "1510"], lines=[("Saldobesked", 7_00)])
    page(office, client, tid="hittills")
    (export,) = workbooks
    rows_sheet, papers = export.sheets("sv")
    assert rows_sheet.frame["balance"].to_list() == [40_00, 540_00]
    assert papers.title == "Bilagor"
    assert papers.frame.select("text", "amount", "apart").rows() == [
        ("", 500_00, None),
        ("Bankgiro", 45_00, None),
        ("Avgift", -5_00, None),
        ("Saldobesked", None, 7_00),
    ]
    assert (export.about.period, export.about.filters["Dagar"]) == ("Helår", "2025-01-01–2025-12-31")
    assert export()[:2] == b"PK"


def test_an_account_without_papers_is_one_sheet(office: Office, client: Client, workbooks: list[Export]) -> None:
    page(office, client)
    (export,) = workbooks
    assert len(export.sheets("en")) == 1
    assert export.about.period == "P12 · december 2025"


def test_in_english_the_account_reads_in_english(office: Office, client: Client) -> None:
    said = shown(page(office, client, language="en"))
    assert "Opening balance 2025-12-01 **40,00**" in said
    assert "held against nothing" in said


def test_a_colleague_of_another_client_sees_nothing(office: Office, client: Client) -> None:
    mine = office.client("Min Klient AB")
    app = office.screen("reconciliation", Role.SUPPORT, only=[mine.id], klient=client.id, konto="1930", period="12")
    assert "Din roll" in shown(app)
    assert not app.dataframe
