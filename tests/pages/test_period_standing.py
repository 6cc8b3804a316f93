"""The closing work on the overview, and what an import would change in locked periods, on its preview."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions import imports as act
from lib.store import imports
from lib.store.tables import Client, Import, Role, Source
from tests.ledger.sie_texts import voucher
from tests.pages.closings import lock, start
from tests.pages.ledgers import from_fortnox
from tests.pages.office import FILES, SOUND, Office, button, shown

JANUARY, FEBRUARY = "2026-01-31", "2026-02-28"


@pytest.fixture
def client(office: Office) -> Client:
    return office.with_books()


def overview(office: Office, client: Client, role: Role = Role.ACCOUNTANT) -> AppTest:
    app = office.screen("overview", role, klient=client.id)
    assert not app.exception
    return app


def primary(app: AppTest) -> list[str]:
    return [found.label for found in app.button if found.proto.type == "primary"]


def asked(app: AppTest, name: str) -> str:
    value: Any = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def corrected(office: Office, client: Client) -> Import:
    """The client's file once more, with a voucher more in January; it awaits a decision."""
    later = voucher("A 77", "20260120", [("1930", -50_00), ("5010", 50_00)], "Efterregistrerad")
    content = (FILES / SOUND).read_bytes().rstrip() + b"\n" + later.encode("cp437")
    (upload,) = act.upload(office.desk(), [("ny.se", content)], client_id=client.id, source=Source.SIE4)
    with office.store.reading() as session:
        return imports.get(session, upload.import_id or "")


def test_the_overview_names_the_period_to_start_with(office: Office, client: Client) -> None:
    app = overview(office, client)
    assert "Ingen period är aktiv; näst på tur är P1 januari 2026." in shown(app)
    assert primary(app) == ["Starta en period"]
    button(app, "Starta en period")
    assert [header.value for header in app.header] == ["Periodavslut"]
    assert asked(app, "period") == "1"


def test_the_overview_tells_how_far_the_active_period_has_come_and_its_next_step(
    office: Office, client: Client
) -> None:
    start(office, client, JANUARY)
    app = overview(office, client)
    said = shown(app)
    assert "**P1 januari 2026** &ensp; :green[▸ aktiv]" in said
    assert "0 av 5 konton klara · checklista 0 av 8" in said
    assert primary(app) == ["Stäm av kontona"]
    button(app, "Stäm av kontona")
    assert [header.value for header in app.header] == ["Avstämning"]
    assert (asked(app, "ar"), asked(app, "period")) == ("2026-01-01", "1")


def test_an_open_difference_is_told_on_the_overview(office: Office) -> None:
    client = from_fortnox(office)
    start(office, client, "2025-12-31")
    assert "öppen differens 40,00" in shown(overview(office, client))


def test_after_a_lock_the_next_period_is_named(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    lock(office, client, JANUARY)
    assert "näst på tur är P2 februari 2026" in shown(overview(office, client))


def test_an_import_that_awaits_a_decision_comes_before_the_period(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    corrected(office, client)
    app = overview(office, client)
    assert primary(app) == ["Granska importen"]
    assert "Stäm av kontona" in [found.label for found in app.button]


def test_a_client_without_books_has_no_periods_to_tell_of(office: Office) -> None:
    said = shown(overview(office, office.client("Nykomlingen AB")))
    assert "Periodavslut" not in said


def test_the_preview_names_the_locked_periods_that_an_import_changes(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    lock(office, client, JANUARY)
    staged = corrected(office, client)
    app = office.screen("import_data", klient=client.id, imp=staged.id)
    assert "Importen ändrar 1 låst period" in shown(app)
    assert "P1 januari 2026: 2 konton" in shown(app)
    told = next(grid.value for grid in app.dataframe if "locked" in grid.value.columns)
    assert [(account[:4], change) for account, change in zip(told["account"], told["change"], strict=True)] == [
        ("1930", -50),
        ("5010", 50),
    ]


def test_the_preview_says_nothing_of_periods_that_are_not_locked(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = office.screen("import_data", klient=client.id, imp=corrected(office, client).id)
    assert "låst period" not in shown(app)


def test_the_overview_leads_to_what_changed_in_locked_periods(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    lock(office, client, JANUARY)
    start(office, client, FEBRUARY)
    assert "har ändrats" not in shown(overview(office, client))
    office.put_in_use(corrected(office, client))
    app = overview(office, client)
    assert "bokföringen har ändrats i 1 låst period, från och med P1 januari 2026" in shown(app)
    link = next(found.proto for found in app.get("page_link") if found.proto.label == "Visa vad som ändrats")
    assert link.page.endswith("periodavslut")
    assert "period=1" in link.query_string
