"""Accounts marked as done and reviewed on the screen: by whom, of which figures, and by whom not."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.marks import mark_accounts
from lib.core.languages import Language
from lib.store.marks import Said
from lib.store.tables import Client, Role
from tests.ledger.ledgers_by_hand import DAY, year_of
from tests.ledger.sie_texts import voucher
from tests.pages.closings import DECEMBER, lock, said, start
from tests.pages.ledgers import MANUAL, RECORDS, from_fortnox
from tests.pages.office import Office, button, shown

BALANCE, OWED = 310_00, 350_00
LATER = year_of(RECORDS + MANUAL + voucher("A 20", DAY, [("1930", 1_00), ("1510", -1_00)]))


@pytest.fixture
def client(office: Office) -> Client:
    client = from_fortnox(office)
    start(office, client)
    return client


def page(office: Office, client: Client, role: Role = Role.ACCOUNTANT, language: Language = "sv", **at: Any) -> AppTest:  # noqa: ANN401 - as the screen takes it
    app = office.screen("reconciliation", role, language, klient=client.id, **({"konto": "1510", "period": "12"} | at))
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [found.label for found in app.button]


def mark_as(office: Office, client: Client, role: Role, comment: str = "") -> None:
    figures = {"1510": Said(BALANCE, OWED)}
    mark_accounts(office.desk(role), client.id, DECEMBER, figures, comment=comment)


def test_an_account_is_marked_as_done_with_the_figures_on_the_screen(office: Office, client: Client) -> None:
    app = page(office, client)
    next(one for one in app.text_input if one.label == "Kommentar").input("Se mejl")
    button(app, "Klarmarkera")
    assert not app.exception
    done = said(office, client, "1510").done
    assert done is not None
    assert (done.balance, done.amount, done.comment, done.user_name) == (BALANCE, OWED, "Se mejl", "Person accountant")
    assert "✓ Klarmarkerad" in shown(app)
    assert "Person accountant" in shown(app)
    assert "– Se mejl" in shown(app)


def test_a_mark_is_taken_back(office: Office, client: Client) -> None:
    mark_as(office, client, Role.ACCOUNTANT)
    app = page(office, client)
    assert "Klarmarkera" not in labels(app)
    button(app, "Ta tillbaka markeringen")
    assert said(office, client, "1510").done is None
    assert "Klarmarkera" in labels(app)


def test_a_mark_of_other_figures_is_stale_and_says_of_which(office: Office, client: Client) -> None:
    mark_as(office, client, Role.ACCOUNTANT, "Stämt av")
    from_fortnox(office, [LATER], client=client)
    app = page(office, client)
    assert "↻ Klarmarkerad, men av andra siffror" in shown(app)
    assert "Saldot var 310,00 då och är 309,00 nu." in shown(app)
    button(app, "Klarmarkera")
    done = said(office, client, "1510").done
    assert done is not None
    assert (done.balance, done.comment) == (BALANCE - 1_00, "Stämt av")


def test_a_click_on_figures_that_have_changed_marks_nothing(office: Office, client: Client) -> None:
    app = page(office, client)
    from_fortnox(office, [LATER], client=client)
    button(app, "Klarmarkera")
    assert said(office, client, "1510").done is None
    assert "Inte klarmarkerad" in shown(app)


def test_a_colleague_reviews_and_takes_the_review_back(office: Office, client: Client) -> None:
    mark_as(office, client, Role.ACCOUNTANT)
    app = page(office, client, Role.ADMIN)
    button(app, "Granska")
    reviewed = said(office, client, "1510").reviewed
    assert reviewed is not None
    assert reviewed.user_name == "Person admin"
    assert "✓ Granskad" in shown(app)
    button(app, "Ta tillbaka granskningen")
    found = said(office, client, "1510")
    assert found.reviewed is None
    assert found.done is not None


def test_nobody_is_offered_to_review_their_own_mark(office: Office, client: Client) -> None:
    mark_as(office, client, Role.ACCOUNTANT)
    app = page(office, client)
    assert "Granska" not in labels(app)
    assert "En kollega kan granska det" in shown(app)


def test_a_role_that_only_looks_sees_why(office: Office, client: Client) -> None:
    app = page(office, client, Role.SUPPORT)
    assert "din roll får titta" in shown(app)
    assert "Klarmarkera" not in labels(app)


def test_a_locked_period_shows_its_marks_and_takes_no_more(office: Office, client: Client) -> None:
    mark_as(office, client, Role.ACCOUNTANT)
    lock(office, client)
    app = page(office, client)
    assert "✓ Klarmarkerad" in shown(app)
    assert "Perioden är låst" in shown(app)
    assert "Ta tillbaka markeringen" not in labels(app)


def test_a_period_that_is_not_started_says_where_to_start_it(office: Office, client: Client) -> None:
    app = page(office, client, period="11")
    assert "starta den under Periodavslut" in shown(app)
    assert "Klarmarkera" not in labels(app)
