"""Trying on the local Fortnox from the desk, and the journal of calls that comes of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from lib.sandbox.fortnox.faults import Fault
from lib.store.tables import Role
from tests.jobs.local_fortnox import Bureau
from tests.pages.desk_cases import bureau_of
from tests.pages.office import Office, button, click, shown

TRY: dict[str, Any] = {"del": "prova"}
CALLS: dict[str, Any] = {"del": "anrop"}
JOBS: dict[str, Any] = {"del": "jobb"}


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """A local Fortnox beside the office."""
    with bureau_of(office, monkeypatch) as opened:
        yield opened


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ACCOUNTANT, Role.ADMIN])
def test_what_came_of_a_try_is_told_with_the_way_to_what_the_user_sees(
    office: Office, bureau: Bureau, role: Role
) -> None:
    client = office.client()
    app = office.screen("support_desk", role, consent=False, klient=client.id, situation="account-closed", **TRY)
    assert "Inget läge i det lokala Fortnox liknar" in shown(app)
    button(app, "Prova läget")
    assert not app.exception
    assert "Fortnox släpper inte längre in någon i företagets konto." in shown(app)
    assert "Segelviks Marin AB" in shown(app)
    button(app, "Prova med åtgärden")
    assert "Importen är inläst och väntar på beslut." in shown(app)


def test_without_a_local_fortnox_the_page_says_why_and_how_to_start_one(office: Office) -> None:
    app = office.screen("support_desk", klient=office.client().id, situation="cut-off", **TRY)
    assert "Det finns inget lokalt Fortnox att prova på." in shown(app)
    assert "brygga demo" in shown(app)
    assert "För hand: företag 990101, fel damaged_sie cut." in shown(app)
    assert "Prova läget" not in [one.label for one in app.button]


def test_a_situation_like_the_clients_own_is_chosen_at_first(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.CLOSE_ACCOUNT)
    bureau.bring_in(client)
    app = office.screen("support_desk", klient=client.id, **TRY)
    assert "Liknar detta:" in shown(app)
    assert app.selectbox(key="address-situation").value == "account-closed"


def test_the_journal_tells_what_a_refused_call_means(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.NO_SCOPE, value="invoice")
    bureau.bring_in(client)
    app = office.screen("support_desk", klient=client.id, utfall="refused", **CALLS)
    (frame,) = [one.value for one in app.dataframe]
    assert set(frame["status"]) == {"400"}
    click(app, "calls-0--refused-", 0)
    assert "Anslutningen omfattar inte kundfakturorna." in shown(app)


def test_a_client_that_fortnox_was_never_asked_about_says_so(office: Office) -> None:
    app = office.screen("support_desk", klient=office.client().id, **CALLS)
    assert "Fortnox har inte anropats för klienten" in shown(app)


def test_filters_that_nothing_passes_can_be_taken_away(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.bring_in(client)
    app = office.screen("support_desk", klient=client.id, dag="2020-01-01", **CALLS)
    assert "Inget anrop motsvarar urvalet." in shown(app)
    button(app, "Visa alla anrop")
    (frame,) = [one.value for one in app.dataframe]
    assert len(frame) >= len(("company", "years", "bookkeeping"))


def test_the_calls_of_one_job_are_a_click_away(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    job = bureau.job(bureau.bring_in(client))
    app = office.screen("support_desk", klient=client.id, uppgift=job.id, **JOBS)
    next(one for one in app.button if one.label.endswith("anrop till Fortnox")).click().run()
    assert (app.query_params["del"], app.query_params["jobb"]) == ("anrop", job.id)
