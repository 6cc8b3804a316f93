"""The income analysis on the screen: what a period is compared with, what deviates, and marking it as done."""

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.core.languages import Language
from lib.ledger import YearBooks
from lib.store.tables import Client, Role
from tests.ledger.sie_texts import books, voucher
from tests.pages.closings import said, start
from tests.pages.ledgers import from_fortnox
from tests.pages.office import Office, button, shown

MARCH = "2025-03-31"


def bought(day: str, kronor: int, account: str = "4010") -> str:
    return voucher(f"A {day}-{account}", day, [(account, kronor * 100), ("1930", -kronor * 100)])


def sold(day: str, kronor: int) -> str:
    return bought(day, -kronor, "3001")


LAST: YearBooks = books(
    bought("20240310", 1_000) + sold("20240311", 5_000) + bought("20241210", 2_400),
    years="#RAR 0 20240101 20241231\n",
)
THIS: YearBooks = books(bought("20250310", 1_500) + sold("20250311", 6_000))


@pytest.fixture
def client(office: Office) -> Client:
    return from_fortnox(office, [LAST, THIS])


def page(office: Office, client: Client, role: Role = Role.ACCOUNTANT, language: Language = "sv", **at: str) -> AppTest:
    asked: dict[str, Any] = {"vy": "resultat", "ar": "2025-01-01", "period": "3"} | at
    app = office.screen("reconciliation", role, language, klient=client.id, **asked)
    assert not app.exception
    return app


def rows(app: AppTest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.dataframe[0].value.to_dict("records")
    return found


def pick(app: AppTest, *ticked: int, cell: tuple[int, str] | None = None) -> None:
    """Tick rows of the grid, or click a cell of it."""
    key = app.dataframe[0].key
    assert key
    assert key.startswith("income-")
    cells = [cell] if cell else []
    app.session_state[key] = {"selection": {"rows": list(ticked), "columns": [], "cells": cells}}
    app.run()


def test_accounts_stand_beside_last_year_and_an_average_month(office: Office, client: Client) -> None:
    sales, purchases = rows(page(office, client))
    assert (sales["account"], purchases["account"]) == ("3001 Försäljning", "4010 Inköp")
    amounts = ("change", "last_year", "average", "deviation", "share")
    assert [str(purchases[name]) for name in amounts] == ["1500.00", "1000.00", "283.33", "500.00", "50"]
    assert (sales["change"], sales["deviation"], sales["share"]) == (-6_000, -1_000, 20)


def test_the_deviation_is_from_the_average_when_that_is_asked_for(office: Office, client: Client) -> None:
    _sales, purchases = rows(page(office, client, mot="snitt"))
    assert str(purchases["deviation"]) == "1216.67"


def test_the_result_is_called_by_its_name(office: Office, client: Client) -> None:
    assert "Perioden, vinst **4 500,00**" in shown(page(office, client)).replace("\N{NO-BREAK SPACE}", " ")
    loss = from_fortnox(office, [books(bought("20250310", 1_500))])
    assert "Perioden, förlust **1 500,00**" in shown(page(office, loss)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("address", "accounts"),
    [
        ({"kr": "1000"}, ["3001"]),
        ({"procent": "50"}, ["4010"]),
        ({"sok": "inköp"}, ["4010"]),
        ({"kr": "1"}, ["3001", "4010"]),
    ],
)
def test_small_deviations_are_left_out_when_asked(
    office: Office, client: Client, address: dict[str, Any], accounts: list[str]
) -> None:
    assert [row["account"][:4] for row in rows(page(office, client, **address))] == accounts


def test_that_nothing_deviates_so_much_is_said(office: Office, client: Client) -> None:
    app = page(office, client, kr="100000")
    assert not app.dataframe
    assert "Välj en mindre avvikelse" in shown(app)


@pytest.mark.parametrize(
    ("year", "period", "told"),
    [("2024-01-01", "3", "importera det året"), ("2025-01-01", "13", "Ett årsavslut har ingen snittperiod")],
)
def test_what_there_is_nothing_to_compare_with_says_so(
    office: Office, client: Client, year: str, period: str, told: str
) -> None:
    assert told in shown(page(office, client, ar=year, period=period))


def test_a_first_month_has_neither_and_shows_the_accounts_alone(office: Office) -> None:
    client = from_fortnox(office, [books(bought("20250110", 9))])
    app = page(office, client, period="1", visa="diagram", mot="snitt")
    assert set(app.dataframe[0].value.columns) == {"account", "change", "checks", "standing"}
    assert "det finns inget snitt än" in shown(app)


def test_a_period_without_result_accounts_says_so(office: Office) -> None:
    client = from_fortnox(office, [books("#IB 0 1930 5\n")])
    assert "Inget resultatkonto har rört sig" in shown(page(office, client))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_largest_deviations_are_drawn_with_their_table(office: Office, client: Client, language: Language) -> None:
    app = page(office, client, language=language, visa="diagram")
    assert len(app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")) == 1
    assert [row["deviation"] for row in rows(app)] == [-1_000, 500]
    assert ("efter effekt på resultatet" if language == "sv" else "by their effect on the result") in shown(app)


def test_a_click_opens_the_account(office: Office, client: Client) -> None:
    app = page(office, client)
    pick(app, cell=(1, "deviation"))
    assert app.query_params["konto"] == "4010"


def test_several_accounts_are_marked_as_done_at_once(office: Office, client: Client) -> None:
    start(office, client, MARCH)
    app = page(office, client)
    pick(app, 0, 1)
    button(app, "Klarmarkera 2")
    assert not app.exception
    marks = [said(office, client, account, MARCH).done for account in ("3001", "4010")]
    assert [mark.balance for mark in marks if mark] == [-6_000_00, 1_500_00]
    assert "2 av 2 klarmarkerade" in shown(app)
    assert {row["standing"] for row in rows(app)} == {"✓ klarmarkerad"}


def test_a_mark_is_stale_when_the_books_have_other_figures(office: Office, client: Client) -> None:
    start(office, client, MARCH)
    app = page(office, client)
    pick(app, 0, 1)
    button(app, "Klarmarkera 2")
    from_fortnox(office, [LAST, books(bought("20250310", 1_500) + sold("20250311", 6_001))], client=client)
    sales, purchases = rows(page(office, client))
    assert (sales["standing"], purchases["standing"]) == ("↻ inaktuell", "✓ klarmarkerad")


def test_a_viewer_sees_the_figures_and_marks_nothing(office: Office, client: Client) -> None:
    start(office, client, MARCH)
    app = page(office, client, Role.VIEWER)
    pick(app, 0)
    assert len(rows(app)) == 2
    assert not [found for found in app.button if found.label.startswith("Klarmarkera")]


def test_the_files_are_named_by_what_they_hold_without_dashes(office: Office, client: Client) -> None:
    named: list[str] = []
    office.patch.setattr(st, "download_button", lambda _label, file_name, **_more: named.append(file_name))
    page(office, client)
    name = "Resultatanalys P3 Bryggstugan på Ön AB 2025-03-01-2025-03-31"
    assert named[-2:] == [f"{name}.xlsx", f"{name}.pdf"]
