"""The appendices on the screen: how they stand, why they differ, what is open, and who may delete one."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import appendix_choice
from dashboard.appendix_choice import usual_day
from lib.core.languages import LANGUAGES, Language
from lib.core.periods import calendar_year
from lib.store import activity, appendices, books, clients
from lib.store.tables import AccountingMethod, Client, Role, Source
from lib.store.words import SupplementState
from tests.ledger.ledgers_by_hand import DAY, invoice, ledger, payment, received, year_of
from tests.ledger.sie_texts import voucher
from tests.pages.ledgers import AGREES, APRIL, CUSTOMERS, DIFFERS, MANUAL, RECORDS, from_fortnox
from tests.pages.office import Office, button, click, shown

END = "2025-12-31"
NEWER = year_of(RECORDS + voucher("A 20", DAY, [("1930", 1_00), ("3001", -1_00)]))
GRID = "appendices"


def page(
    office: Office,
    client: Client,
    role: Role = Role.ACCOUNTANT,
    language: Language = "sv",
    *,
    dag: str = END,
    **at: Any,  # noqa: ANN401 - as the screen takes it
) -> AppTest:
    app = office.screen("appendices", role, language, klient=client.id, dag=dag, **at)
    assert not app.exception
    return app


def way(app: AppTest, label: str) -> dict[str, str]:
    """Where the link of this label leads: its parameters, and its page as `page`."""
    link = next(found.proto for found in app.get("page_link") if found.proto.label.replace("\\", "") == label)
    asked = {name: value for name, (value,) in parse_qs(link.query_string).items()}
    return {"page": link.page, **asked}


def test_both_appendices_stand_with_their_names_and_states(office: Office) -> None:
    app = page(office, from_fortnox(office))
    first, second = app.dataframe[0].value.to_dict("records")
    assert first["title"] == "1510 Kundfordringar (kundreskontra)"
    assert second["title"] == "2440 Leverantörsskulder (leverantörsreskontra)"
    assert (first["state"], second["state"]) == ("▲ avviker med 40,00", "● stämmer")
    assert (first["total"], first["booked"], first["difference"]) == (350, 310, 40)


def test_in_english_they_have_the_names_of_the_specification(office: Office) -> None:
    app = page(office, from_fortnox(office), language="en")
    titles = [row["title"] for row in app.dataframe[0].value.to_dict("records")]
    assert titles == [
        "1510 Kundfordringar (accounts receivable ledger)",
        "2440 Leverantörsskulder (accounts payable ledger)",
    ]


def test_the_difference_is_explained_with_its_voucher_and_next_step(office: Office) -> None:
    said = shown(page(office, from_fortnox(office)))
    assert "Verifikation A 9 den 2025-04-10" in said
    assert "Differensen uppstod 2025-04-10" in said
    assert "registrera den i Fortnox reskontra" in said


def test_causes_of_one_kind_stand_under_one_next_step(office: Office) -> None:
    twice = year_of(RECORDS + MANUAL + received("A 10", APRIL, 5_00))
    said = shown(page(office, from_fortnox(office, [twice])))
    assert said.count("registrera den i Fortnox reskontra") == 1
    assert said.index("registrera den i Fortnox reskontra") < said.index("Verifikation A 9 den")
    assert said.count("Verifikation A 10") == 1


def test_the_voucher_of_a_cause_opens_in_the_ledger(office: Office) -> None:
    app = page(office, from_fortnox(office))
    there = way(app, "Öppna A 9")
    assert (there["page"], there["ar"], there["konto"], there["ver"]) == ("huvudbok", "2025-01-01", "1510", "A 9")


def test_a_click_shows_the_other_appendix(office: Office) -> None:
    app = page(office, from_fortnox(office))
    click(app, GRID, 1)
    assert app.query_params["bilaga"] == "2440"
    assert "2440 Leverantörsskulder" in app.subheader[0].value


def test_open_items_stand_with_what_is_paid_and_when(office: Office) -> None:
    app = page(office, from_fortnox(office))
    items = app.dataframe[1].value.to_dict("records")
    assert [(row["number"], row["remaining"]) for row in items] == [("101", 100), ("102", 250)]
    assert items[1]["text"].endswith("betald 2026-01-05")
    assert "2 öppna poster, 350,00" in shown(app)
    assert app.dataframe[2].value["number"].to_list() == ["103"]


@pytest.mark.parametrize(("address", "numbers"), [({"part": "bageri"}, ["102"]), ({"part": "10"}, ["101", "102"])])
def test_items_are_narrowed_by_what_the_address_says(
    office: Office, address: dict[str, Any], numbers: list[str]
) -> None:
    app = page(office, from_fortnox(office), **address)
    assert app.dataframe[1].value["number"].to_list() == numbers


def test_items_that_are_not_due_are_left_out_when_asked(office: Office) -> None:
    app = page(office, from_fortnox(office), dag="2025-09-30", forfallna="ja")
    assert app.dataframe[1].value["number"].to_list() == ["101"]


def test_a_suppliers_own_number_stands_beside_the_invoice(office: Office) -> None:
    app = page(office, from_fortnox(office), bilaga="2440")
    assert app.dataframe[1].value["external"].to_list() == ["F-77"]
    assert "external" not in page(office, from_fortnox(office), bilaga="1510").dataframe[1].value


def test_an_item_shows_its_payments_and_opens_its_voucher(office: Office) -> None:
    app = page(office, from_fortnox(office))
    click(app, "items-receivables-0", 1)
    assert "Faktura 102 Öns Bageri AB" in shown(app)
    (paid,) = next(found for found in app.dataframe if "paid_on" in found.value).value.to_dict("records")
    assert (paid["payment"], paid["when"], paid["settled"]) == ("1", "efter balansdagen", 250)
    assert way(app, "Öppna B 2")["ver"] == "B 2"


def test_a_payment_opens_the_voucher_that_answers_to_it(office: Office) -> None:
    paid = ledger([invoice("101", 100_00, ver="B 1", balance=60_00)], [payment("7", "101", 40_00, APRIL)])
    client = from_fortnox(office, customers=paid)
    app = page(office, client)
    click(app, "items-receivables-0", 0)
    click(app, "payments-101", 0)
    assert way(app, "Öppna A 9")["konto"] == "1510"


def test_an_item_without_a_voucher_says_so(office: Office) -> None:
    app = page(office, from_fortnox(office, customers=ledger([invoice("1", 100_00)])))
    click(app, "items-receivables-0", 0)
    said = shown(app)
    assert "ingen verifikation i böckerna" in said
    assert "Inget har betalats" in said


def test_another_balance_date_is_another_ledger(office: Office) -> None:
    app = page(office, from_fortnox(office), dag="2025-03-31")
    assert app.dataframe[0].value["total"].to_list() == [100, 80]


def test_any_day_may_be_the_balance_date(office: Office) -> None:
    app = page(office, from_fortnox(office), dag="2025-04-11", annan="ja")
    assert app.dataframe[0].value["difference"].to_list()[0] == 40
    assert app.date_input[0].value == date(2025, 4, 11)


def test_a_day_outside_the_books_is_compared_with_nothing(office: Office) -> None:
    app = page(office, from_fortnox(office), dag="2026-03-31", annan="ja")
    assert app.dataframe[0].value["state"].to_list() == ["◌ inget att jämföra med"] * 2
    assert "inget räkenskapsår" in shown(app)


@pytest.mark.parametrize("written", ["2025-02-30", "igår", "0001-01-01", ""])
def test_an_address_that_names_no_day_counts_as_the_usual_one(office: Office, written: str) -> None:
    app = page(office, from_fortnox(office), dag=written)
    assert app.selectbox(key="balance-day").value == END


def test_a_refused_ledger_leaves_the_older_one_on_the_screen_as_out_of_date(office: Office) -> None:
    client = from_fortnox(office, [AGREES])
    from_fortnox(office, [NEWER], SupplementState.REFUSED, client=client)
    app = page(office, client)
    first, second = app.dataframe[0].value.to_dict("records")
    assert (first["state"], second["state"]) == ("↻ inaktuell", "● stämmer")
    assert (first["total"], first["booked"]) == (350, 350)
    said = shown(app)
    assert "Den senaste importen fick ingen reskontra. Den här hämtades" in said
    assert "saknar den licens i Fortnox" in said
    assert "Anslut på nytt genom att importera" in said


@pytest.mark.parametrize("step", [books.reset, books.undo])
def test_a_ledger_from_before_a_reset_or_of_an_undone_import_is_not_brought_back(
    office: Office, step: Callable[..., object]
) -> None:
    client = from_fortnox(office, [AGREES])
    with office.store.transaction() as session:
        version = books.active(session, client.id).version
        step(session, client.id, expected_version=version, user_id=None)
    from_fortnox(office, [NEWER], SupplementState.REFUSED, client=client)
    assert page(office, client).dataframe[0].value["state"].to_list() == ["◌ ej körd", "● stämmer"]


def test_the_balance_of_the_books_stands_where_there_is_no_ledger(office: Office) -> None:
    app = page(office, from_fortnox(office, customers=SupplementState.REFUSED))
    assert app.dataframe[0].value["booked"].to_list() == [310, 80]
    assert "Böckerna **310,00**" in shown(app)


@pytest.mark.parametrize(("day", "period"), [("2025-03-31", "1-3"), (END, None), ("2025-04-11", None)])
def test_the_account_opens_until_a_balance_date_that_ends_a_period(
    office: Office, day: str, period: str | None
) -> None:
    there = way(page(office, from_fortnox(office), dag=day, annan="ja"), "Konto 1510 i huvudboken")
    assert (there["konto"], there["ar"], there.get("period")) == ("1510", "2025-01-01", period)


def test_a_client_that_has_left_fortnox_is_not_sent_there_for_a_licence(office: Office) -> None:
    client = from_fortnox(office, customers=SupplementState.REFUSED)
    with office.store.transaction() as session:
        clients.change(session, client.id, source=Source.SIE4)
    said = shown(page(office, client))
    assert "Bilagorna kommer med importer från Fortnox." in said
    assert "Egna bilagor görs för varje konto under Avstämning." in said
    assert "licens" not in said


def test_a_refused_ledger_says_why_and_what_to_do(office: Office) -> None:
    client = from_fortnox(office, customers=SupplementState.REFUSED)
    said = shown(page(office, client))
    assert "saknar den licens i Fortnox" in said
    assert "Anslut på nytt genom att importera" in said
    assert page(office, client).dataframe[0].value["state"].to_list() == ["◌ ej körd", "● stämmer"]


def test_a_ledger_that_was_not_asked_for_says_so(office: Office) -> None:
    said = shown(page(office, from_fortnox(office, customers=SupplementState.NOT_ASKED)))
    assert "utan kundreskontran" in said


def test_a_ledger_that_is_older_than_the_books_is_out_of_date(office: Office) -> None:
    client = from_fortnox(office, [AGREES])
    from_fortnox(office, [DIFFERS], SupplementState.NOT_ASKED, SupplementState.NOT_ASKED, client=client)
    app = page(office, client)
    assert app.dataframe[0].value["state"].to_list() == ["↻ äldre än böckerna", "● stämmer"]
    assert "Importera från Fortnox på nytt med den här reskontran vald" in shown(app)


def test_a_balance_date_after_the_ledger_says_so(office: Office) -> None:
    app = page(office, from_fortnox(office), dag="2029-12-31", annan="ja")
    assert "Balansdagen ligger efter reskontran" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_books_that_never_came_from_fortnox_say_so(office: Office, language: Language) -> None:
    said = shown(page(office, office.with_books(), language=language))
    assert ("Bilagorna kommer med importer från Fortnox" if language == "sv" else "come with imports") in said


def test_a_client_of_fortnox_that_has_imported_nothing_from_there_says_so(office: Office) -> None:
    client = office.with_books()
    with office.store.transaction() as session:
        clients.change(session, client.id, source=Source.FORTNOX)
    assert "Ingenting har importerats från Fortnox" in shown(page(office, client))


def test_a_client_without_books_is_led_to_the_import(office: Office) -> None:
    assert "kommer in genom en import" in shown(page(office, office.client(source=Source.FORTNOX)))


def test_under_the_cash_method_nothing_is_called_wrong(office: Office) -> None:
    client = office.client(source=Source.FORTNOX)
    with office.store.transaction() as session:
        clients.change(session, client.id, accounting_method=AccountingMethod.CASH)
    from_fortnox(office, [year_of("")], ledger([invoice("1", 100_00, DAY, balance=100_00)]), client=client)
    app = page(office, client)
    assert app.dataframe[0].value["state"].to_list()[0] == "◌ kontantmetoden"
    assert "Årsomföring i Fortnox" in shown(app)
    assert "text" not in app.dataframe[1].value


def test_what_fortnox_cannot_tell_is_said(office: Office) -> None:
    assert "betalningar som har tagits bort" in shown(page(office, from_fortnox(office)))


@pytest.mark.parametrize("role", Role)
def test_only_accountants_are_offered_to_delete(office: Office, role: Role) -> None:
    app = page(office, from_fortnox(office), role)
    offered = [found for found in app.button if found.key == "delete-1510"]
    assert bool(offered) == (role in {Role.ACCOUNTANT, Role.ADMIN})


def test_a_deleted_appendix_says_who_deleted_it_and_comes_back_with_the_next_import(office: Office) -> None:
    client = from_fortnox(office)
    app = page(office, client, fraga="tabort")
    button(app, "Ta bort")
    assert not app.exception
    said = shown(app)
    assert "Person accountant" in said
    assert "kommer tillbaka med nästa import" in said
    with office.store.reading() as session:
        assert [row.account for row in appendices.of_client(session, client.id)] == ["2440"]
        assert activity.entries(session, limit=1)[0].action == "appendix.delete"
    from_fortnox(office, [AGREES], CUSTOMERS, client=client)
    assert page(office, client).dataframe[0].value["state"].to_list() == ["● stämmer"] * 2


def test_a_colleague_of_another_client_sees_nothing(office: Office) -> None:
    client, mine = from_fortnox(office), office.client("Min Klient AB")
    app = office.screen("appendices", Role.ACCOUNTANT, only=[mine.id], klient=client.id)
    assert "Din roll" in shown(app)


def test_the_usual_balance_date_is_the_last_period_that_has_ended() -> None:
    year = calendar_year(2025)
    assert usual_day(year, date(2026, 3, 3)) == date(2025, 12, 31)
    assert usual_day(year, date(2025, 3, 30)) == date(2025, 2, 28)
    assert usual_day(year, date(2025, 1, 3)) == date(2025, 1, 31)


def test_a_search_finds_names_and_numbers_in_any_case() -> None:
    items = ledger([invoice("1", 1, party="Öns Bageri AB"), invoice("2", 1, external="F-9")]).invoices
    found = appendix_choice.ItemFilters("ÖNS").of(items.with_columns(overdue=items["total"]))
    assert found["number"].to_list() == ["1"]
    assert DIFFERS.vouchers.height == AGREES.vouchers.height + 1
