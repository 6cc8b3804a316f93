"""The reconciliation on the screen: the table, the year at one glance, the main appendices, and what a click opens."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions import analysis, marks, reconciliation
from lib.core.languages import LANGUAGES, Language
from lib.core.periods import calendar_year
from lib.ledger import YearBooks
from lib.store import appendices, statements
from lib.store.marks import Said
from lib.store.tables import Client, Role
from lib.store.words import SupplementState
from tests.ledger.ledgers_by_hand import DAY, year_of
from tests.ledger.sie_texts import voucher
from tests.pages.closings import DECEMBER, lock, said, start
from tests.pages.ledgers import MANUAL, RECORDS, from_fortnox
from tests.pages.office import Office, button, shown

BANK = voucher("A 20", DAY, [("1930", 500_00), ("3001", -500_00)])
YEAR = year_of(RECORDS + BANK)
NEWER = year_of(RECORDS + BANK + voucher("A 21", DAY, [("1930", 1_00), ("3001", -1_00)]))
NOVEMBER = "2025-11-30"
NOT_ASKED = (SupplementState.NOT_ASKED, SupplementState.NOT_ASKED)


def page(
    office: Office,
    client: Client,
    role: Role = Role.ACCOUNTANT,
    language: Language = "sv",
    *,
    period: str = "12",
    **at: Any,  # noqa: ANN401 - as the screen takes it
) -> AppTest:
    app = office.screen("reconciliation", role, language, klient=client.id, ar="2025-01-01", period=period, **at)
    assert not app.exception
    return app


def working(office: Office, books: YearBooks = YEAR) -> Client:
    """A client whose December is worked on."""
    client = from_fortnox(office, [books])
    start(office, client)
    return client


def rows(app: AppTest, number: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.dataframe[number].value.to_dict("records")
    return found


def column(app: AppTest, name: str, number: int = 0) -> list[Any]:
    return [row[name] for row in rows(app, number)]


def pick(app: AppTest, *, ticked: tuple[int, ...] = (), cell: tuple[int, str] | None = None, number: int = 0) -> None:
    """Tick rows of a table, or click a cell."""
    key = app.dataframe[number].proto.id.split("-", 2)[2]
    cells = [] if cell is None else [cell]
    app.session_state[key] = {"selection": {"rows": list(ticked), "columns": [], "cells": cells}}
    app.run()
    assert not app.exception


def mark(office: Office, client: Client, account: str, figures: Said, key: str = DECEMBER) -> None:
    marks.mark_accounts(office.desk(), client.id, key, {account: figures}, comment="Avstämt mot utdrag")


def test_each_account_stands_beside_what_it_is_held_against(office: Office) -> None:
    customers, bank, suppliers, result = rows(page(office, working(office)))
    assert customers["label"].startswith("1510")
    assert [customers[name] for name in ("opening", "change", "closing")] == [350, 0, 350]
    assert [customers[name] for name in ("papers", "amount", "difference")] == [1, 350, 0]
    assert (customers["state"], bank["state"], suppliers["state"]) == ("● stämmer", "◌ öppen", "● stämmer")
    assert (suppliers["amount"], suppliers["closing"]) == (-80, -80)
    assert (result["label"], result["closing"], result["state"]) == ("Beräknat resultat (ej bokfört)", -770, "")


def test_both_sides_agree_with_the_result_that_is_not_booked(office: Office) -> None:
    text = shown(page(office, working(office)))
    assert "Tillgångar 850,00" in text
    assert "båda sidor stämmer" in text


def test_books_that_do_not_balance_say_by_how_much_the_sides_differ(office: Office) -> None:
    odd = year_of(RECORDS + voucher("A 20", DAY, [("1930", 500_00), ("3001", -499_00)]))
    assert "sidorna avviker med 1,00" in shown(page(office, working(office, odd)))


def test_how_far_it_has_come_stands_above(office: Office) -> None:
    client = working(office, year_of(RECORDS + BANK + MANUAL))
    mark(office, client, "1930", Said(540_00))
    text = shown(page(office, client))
    assert "Klara konton **1 av 3**" in text
    assert "Öppen differens **40,00**" in text


@pytest.mark.parametrize(
    ("address", "accounts"),
    [
        ({"status": "stammer"}, ["1510", "2440"]),
        ({"status": "oppen"}, ["1930"]),
        ({"status": "kvar"}, ["1510", "1930", "2440"]),
        ({"grupp": "24"}, ["2440"]),
        ({"kontosok": "19"}, ["1930"]),
        ({"status": "okänd", "grupp": "99"}, ["1510", "1930", "2440", "Beräknat"]),
    ],
)
def test_the_address_narrows_the_accounts(office: Office, address: dict[str, Any], accounts: list[str]) -> None:
    app = page(office, working(office), **address)
    assert [label.partition(" ")[0] for label in column(app, "label")] == accounts


def test_a_choice_that_nothing_passes_says_what_to_do(office: Office) -> None:
    app = page(office, working(office), status="klar")
    assert not app.dataframe
    assert "välj alla status" in shown(app)


def test_the_statuses_of_marks_pass_those_they_are_said_of(office: Office) -> None:
    client = working(office)
    mark(office, client, "1510", Said(350_00, 350_00))
    mark(office, client, "1930", Said(499_00))
    marks.review_accounts(office.desk(Role.ADMIN), client.id, DECEMBER, {"1510": Said(350_00, 350_00)})
    mark(office, client, "2440", Said(-80_00, -80_00))
    assert column(page(office, client), "state")[:3] == ["✓ granskad", "↻ inaktuell", "✓ klarmarkerad"]
    assert [label[:4] for label in column(page(office, client, status="granska"), "label")] == ["2440"]
    assert [label[:4] for label in column(page(office, client, status="inaktuell"), "label")] == ["1930"]


def test_many_accounts_are_marked_at_once_with_the_figures_on_the_screen(office: Office) -> None:
    client = working(office)
    app = page(office, client)
    pick(app, ticked=(0, 1, 3))
    assert "2 konton valda" in shown(app)
    button(app, "Klarmarkera 2")
    found = {account: said(office, client, account).done for account in ("1510", "1930", "2440")}
    told = {account: (done.balance, done.amount) for account, done in found.items() if done}
    assert told == {"1510": (350_00, 350_00), "1930": (500_00, None)}
    assert column(app, "state")[:3] == ["✓ klarmarkerad", "✓ klarmarkerad", "● stämmer"]


def test_how_many_of_the_chosen_accounts_differ_is_said_before_they_are_marked(office: Office) -> None:
    client = working(office)
    with office.store.transaction() as session:
        statements.state(session, client.id, DECEMBER, "1930", balance=499_00, day=date(2025, 12, 31), who=None)
    app = page(office, client)
    pick(app, ticked=(0, 1))
    assert "1 avviker" in shown(app)
    assert "Bocka för konton för att klarmarkera dem." in shown(app)


def test_a_tick_is_gone_when_the_figures_are_others(office: Office) -> None:
    client = working(office)
    app = page(office, client)
    pick(app, ticked=(1,))
    mark(office, client, "1510", Said(350_00, 350_00))
    app.run()
    assert not [found for found in app.button if found.label == "Klarmarkera"]


def test_the_result_that_is_not_booked_is_nothing_to_mark(office: Office) -> None:
    app = page(office, working(office))
    pick(app, ticked=(3,))
    assert not [found for found in app.button if found.label.startswith("Klarmarkera")]


def test_a_stale_mark_shows_what_it_was_said_of_and_by_whom(office: Office) -> None:
    client = working(office)
    mark(office, client, "1930", Said(500_00))
    from_fortnox(office, [NEWER], *NOT_ASKED, client=client)
    assert "1 klarmarkering gäller andra siffror: 1930 med saldo 500,00" in shown(page(office, client))
    app = page(office, client, marken="ja", status="inaktuell")
    (bank,) = rows(app)
    assert (bank["state"], bank["said_balance"], bank["comment"]) == ("↻ inaktuell", 500, "Avstämt mot utdrag")
    assert bank["said_short"].startswith("Person accountant 20")


def test_a_mark_whose_balance_is_the_same_says_what_the_account_was_held_against(office: Office) -> None:
    client = working(office)
    mark(office, client, "1510", Said(350_00))
    assert "gäller andra siffror: 1510, som inte stämdes av mot något" in shown(page(office, client))
    mark(office, client, "1510", Said(350_00, 300_00))
    assert "gäller andra siffror: 1510 avstämt mot 300,00" in shown(page(office, client))


@pytest.mark.parametrize("cell", ["label", "closing", "state", "difference"])
def test_a_click_opens_the_account(office: Office, cell: str) -> None:
    app = page(office, working(office))
    pick(app, cell=(1, cell))
    assert app.query_params["konto"] == "1930"


@pytest.mark.parametrize("cell", ["amount", "difference", "papers"])
def test_a_ledgers_figures_open_its_appendix_on_the_last_day_of_the_period(office: Office, cell: str) -> None:
    app = page(office, working(office))
    pick(app, cell=(0, cell))
    assert (app.query_params["bilaga"], app.query_params["dag"]) == ("1510", "2025-12-31")
    assert app.header[0].value == "Bilagor"


def test_the_findings_of_an_account_are_counted_and_open_the_analysis_on_it(office: Office) -> None:
    odd = voucher("A 30", DAY, [("2999", 10_00), ("1930", -10_00)])
    client = working(office, year_of(RECORDS + BANK + odd))
    assert "kontrollerna har aldrig körts" in shown(page(office, client))
    analysis.run_checks(office.desk(), client.id, calendar_year(2025))
    app = page(office, client)
    counted = {row["label"][:4]: row["checks"] for row in rows(app)}
    assert counted["2999"] > 0
    place = [row["label"][:4] for row in rows(app)].index("2999")
    pick(app, cell=(place, "checks"))
    assert app.header[0].value == "Transaktionsanalys"
    assert app.query_params["konto"] == "2999"


def test_the_result_that_is_not_booked_opens_the_income_analysis(office: Office) -> None:
    app = page(office, working(office))
    pick(app, cell=(3, "closing"))
    assert app.query_params["vy"] == "resultat"


def test_a_locked_period_is_shown_as_it_was_locked_and_says_so(office: Office) -> None:
    client = working(office)
    mark(office, client, "1930", Said(500_00))
    lock(office, client)
    from_fortnox(office, [NEWER], *NOT_ASKED, client=client)
    app = page(office, client)
    assert [(row["closing"], row["state"]) for row in rows(app)][1] == (500, "✓ klarmarkerad")
    text = shown(app)
    assert "av Person accountant: siffror, reskontror och kontrollresultat visas som de stod då" in text
    assert "version 1 av bokföringen" in text
    assert "ändrad sedan dess: bokföringen i bruk har andra saldon på " in text
    assert "Bocka för konton" not in text
    assert "ändrad sedan dess" in shown(page(office, client, vy="resultat"))
    assert "ändrad sedan dess" not in shown(page(office, client, period="13"))
    assert rows(page(office, client, period="13"))[1]["closing"] == 501


@pytest.mark.parametrize("role", Role)
def test_a_period_that_is_not_started_says_where_to_start_it(office: Office, role: Role) -> None:
    text = shown(page(office, from_fortnox(office, [YEAR]), role))
    assert "starta den under Periodavslut" in text


def test_a_deleted_appendix_is_held_against_nothing(office: Office) -> None:
    client = working(office)
    with office.store.transaction() as session:
        appendices.delete(session, client.id, "1510", user_id=None)
    assert rows(page(office, client))[0]["state"] == "◌ öppen"


def test_what_was_deleted_after_a_lock_stands_in_the_locked_period_as_it_did(office: Office) -> None:
    client = working(office)
    mark(office, client, "1510", Said(350_00, 350_00))
    lock(office, client)
    with office.store.transaction() as session:
        appendices.delete(session, client.id, "1510", user_id=None)
    assert rows(page(office, client))[0]["state"] == "✓ klarmarkerad"
    assert column(page(office, client, vy="oversikt"), DECEMBER)[1] == "✓"


def test_the_year_stands_at_one_glance_account_by_account_and_period_by_period(office: Office) -> None:
    client = working(office)
    mark(office, client, "1930", Said(500_00))
    app = page(office, client, vy="oversikt")
    left, customers, bank, _suppliers = rows(app)
    assert (left["label"], left[DECEMBER], left[NOVEMBER], left["2025-02-28"]) == ("Kvar att göra", "2", "3", "2")
    assert customers[NOVEMBER] == "●"
    assert (bank["2025-02-28"], bank[NOVEMBER], bank[DECEMBER]) == ("", "◌", "✓")


def test_the_glance_shows_balances_of_six_periods_until_the_one_chosen(office: Office) -> None:
    app = page(office, working(office), vy="oversikt", visa="saldo", period="8")
    assert [name for name in rows(app)[0] if name.startswith("2025")] == [
        f"2025-{end}" for end in ("03-31", "04-30", "05-31", "06-30", "07-31", "08-31")
    ]
    assert rows(app)[0]["2025-08-31"] == 100
    differences = page(office, working(office, year_of(RECORDS + MANUAL)), vy="oversikt", visa="differens")
    assert rows(differences)[0][DECEMBER] == -40


def test_a_cell_of_the_glance_opens_its_account_in_its_period(office: Office) -> None:
    app = page(office, working(office), vy="oversikt")
    pick(app, cell=(2, NOVEMBER))
    assert (app.query_params["konto"], app.query_params["period"]) == ("1930", "11")


def test_the_first_row_of_the_glance_opens_the_period(office: Office) -> None:
    app = page(office, working(office), vy="oversikt")
    pick(app, cell=(0, NOVEMBER))
    assert app.query_params["period"] == "11"
    assert "vy" not in app.query_params


def test_a_glance_at_a_group_shows_its_accounts_alone(office: Office) -> None:
    app = page(office, working(office), vy="oversikt", grupp="19")
    assert [label[:4] for label in column(app, "label")] == ["Kvar", "1930"]
    assert rows(app)[0][DECEMBER] == "3"


def test_every_account_group_has_a_main_appendix_that_sums_its_accounts(office: Office) -> None:
    app = page(office, working(office), vy="bilagor")
    assert column(app, "label") == [
        "15 Kundfordringar",
        "19 Kassa och bank",
        "24 Kortfristiga skulder till kreditinstitut, kunder och leverantörer",
    ]
    assert column(app, "closing") == [350, 500, -80]
    assert column(app, "amount")[0] == 350
    assert column(app, "progress") == ["0/1", "0/1", "0/1"]


def test_a_main_appendix_opens_its_accounts_and_sub_appendices(office: Office) -> None:
    client = working(office)
    reconciliation.save_appendix(
        office.desk(), client.id, DECEMBER, name="På väg", accounts=["1930"], lines=[("Insättning", 500_00)]
    )
    app = page(office, client, vy="bilagor")
    pick(app, cell=(1, "label"))
    assert app.query_params["grupp"] == "19"
    assert [row["label"][:4] for row in rows(app)] == ["1930"]
    (paper,) = rows(app, 1)
    assert (paper["account"], paper["name"], paper["kind"], paper["amount"]) == (
        "1930",
        "På väg",
        "Inskrivna rader",
        500,
    )
    pick(app, cell=(0, "name"), number=1)
    assert app.query_params["konto"] == "1930"


def test_the_ledgers_sub_appendix_opens_the_appendix_page(office: Office) -> None:
    app = page(office, working(office), vy="bilagor", grupp="24")
    assert rows(app, 1)[0]["name"] == "2440 Leverantörsskulder (leverantörsreskontra)"
    pick(app, cell=(0, "name"), number=1)
    assert app.query_params["bilaga"] == "2440"


def test_a_main_appendix_without_papers_says_what_to_do(office: Office) -> None:
    assert "Öppna ett konto för att göra en" in shown(page(office, working(office), vy="bilagor", grupp="19"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["", "oversikt", "bilagor"])
def test_every_part_is_there_in_both_languages_and_for_a_year_of_balances_alone(
    office: Office, part: str, language: Language
) -> None:
    client = office.client()
    office.put_in_use(office.bring_in(client, "opening-differs.se"))
    app = office.screen("reconciliation", language=language, klient=client.id, vy=part)
    assert not app.exception


def test_a_client_without_books_is_led_to_the_import(office: Office) -> None:
    app = office.screen("reconciliation", klient=office.client().id)
    assert "kommer in genom en import" in shown(app)
