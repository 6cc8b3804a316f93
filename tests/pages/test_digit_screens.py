"""The digits of the amounts on the screen: bars that stand out, the amounts behind them, and their vouchers."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import tables
from lib.actions import analysis, check_settings
from lib.actions import imports as act
from lib.core.periods import calendar_year
from lib.store import books
from lib.store.tables import Client
from tests.pages.office import Office, click, shown

YEAR = calendar_year(2025)
FEE, TIMES = 777_00, 300
HEAD = """#FLAGGA 0
#PROGRAM "Prov" 1.0
#FORMAT PC8
#GEN 20260101
#SIETYP 4
#FNAMN "Bryggan AB"
#ORGNR 555555-5555
#RAR 0 20250101 20251231
#KONTO 1930 "Företagskonto"
#KONTO 5010 "Lokalhyra"
"""
SPREAD = [round(1_000 * 10 ** (number / 300)) for number in range(900)]
"""Öre from 10 to 10 000 kronor, as Benford's law has them."""


def books_with(amounts: list[int]) -> bytes:
    vouchers = [
        f'#VER A {number} 20250310 "Avgift"\n{{\n#TRANS 5010 {{}} {kronor:.2f}\n#TRANS 1930 {{}} {-kronor:.2f}\n}}\n'
        for number, kronor in enumerate((ore / 100 for ore in amounts), 1)
    ]
    return (HEAD + "".join(vouchers)).replace("\n", "\r\n").encode("cp437")


def with_digits(office: Office, amounts: list[int]) -> Client:
    """A client with a cost of each amount, whose digits are tested."""
    client = office.client()
    (received,) = act.upload(office.desk(), [("bok.se", books_with(amounts))], client_id=client.id)
    with office.store.reading() as session:
        version = books.active(session, client.id).version
    act.activate(office.desk(), received.import_id or "", expected_version=version, reason="prov")
    check_settings.switch_check(office.desk(), client.id, "benford", enabled=True)
    analysis.run_checks(office.desk(), client.id, YEAR)
    return client


@pytest.fixture
def client(office: Office) -> Client:
    return with_digits(office, SPREAD + [FEE] * TIMES)


def page(office: Office, client: Client, **at: Any) -> AppTest:  # noqa: ANN401 - as the screen takes it
    app = office.screen("transaction_analysis", klient=client.id, kontroll="benford", **at)
    assert not app.exception
    return app


def grid(app: AppTest, start: str) -> Any:  # noqa: ANN401 - an element of AppTest
    return next(found for found in app.dataframe if found.key and found.key.startswith(start))


def test_a_fee_that_is_paid_often_is_a_bar_above_its_band_with_the_fee_behind_it(
    office: Office, client: Client
) -> None:
    app = page(office, client, siffror="first", grupp=7)
    spike = grid(app, "spikes-").value.to_dict("records")[0]
    assert (spike["digits"], spike["count"]) == (7, TIMES + sum(str(ore).startswith("7") for ore in SPREAD))
    behind = grid(app, "behind-").value.to_dict("records")[0]
    assert (behind["amount"] * 100, behind["count"]) == (FEE, TIMES)


def test_an_amount_behind_a_bar_opens_the_rows_that_have_it(office: Office, client: Client) -> None:
    app = page(office, client, siffror="first", grupp=7)
    click(app, grid(app, "behind-").key, 0)
    rows = grid(app, "amount-").value.to_dict("records")
    assert {row["amount"] * 100 for row in rows} == {FEE}
    assert rows[0]["label"] == f"A {len(SPREAD) + 1}"
    assert len(rows) == tables.ROWS_A_PAGE < TIMES


def test_too_few_amounts_say_nothing_and_draw_nothing(office: Office, client: Client) -> None:
    app = page(office, client)
    assert "Det krävs minst 5 000 belopp" in shown(app).replace("\N{NO-BREAK SPACE}", " ")
    assert not app.get("arrow_vega_lite_chart")
    assert not [found for found in app.dataframe if found.key and found.key.startswith("spikes-")]


def test_amounts_as_the_law_has_them_stand_in_no_bar_above_its_band(office: Office) -> None:
    app = page(office, with_digits(office, SPREAD * 2), siffror="first")
    assert "● nära lagen" in shown(app)
    assert "Ingen stapel står över sitt band" in shown(app)
