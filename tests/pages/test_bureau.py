"""All clients at once: how each stands, what it needs first, and where each cell leads."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import client_list
from dashboard.client_filters import Asked
from lib.actions.marks import mark_accounts
from lib.closing.entries import Draft, EntryRow, Transfer
from lib.core.languages import translate
from lib.core.periods import FinancialYear
from lib.fortnox.reasons import LostReason
from lib.reports import bureau_sheets
from lib.reports.workbook import workbook
from lib.store import entries
from lib.store.columns import now
from lib.store.entry_tables import ExportItem, ExportRun
from lib.store.fortnox_tables import Connection
from lib.store.marks import Said
from lib.store.tables import Client, Role, Source
from lib.store.words import ItemFate, RunState, SupplementState
from tests.pages.closings import DECEMBER, lock, start
from tests.pages.ledgers import AGREES, from_fortnox
from tests.pages.office import FAULTY, Office, click, shown

YEAR, DAY = date(2025, 1, 1), date(2025, 12, 31)


def rows(app: AppTest) -> dict[str, dict[str, Any]]:
    """The lines of the table by the client's name."""
    return {row["name"]: row for row in app.dataframe[0].value.to_dict("records")}


def row(office: Office) -> dict[str, Any]:
    """The line of the only client, with all columns."""
    (found,) = rows(office.screen("clients", alla="ja")).values()
    return found


def open_cell(app: AppTest, column: str, line: int = 0) -> AppTest:
    """Click a cell of the table."""
    click(app, "clients-0", line, column)
    return app


def connect(office: Office, client: Client, days: float, lost: LostReason | None = None) -> None:
    """A colleague's connection to the client's Fortnox that lasts so long."""
    user = office.person(Role.ADMIN).user_id
    with office.store.transaction() as session:
        session.add(
            Connection(
                user_id=user,
                client_id=client.id,
                tenant=1,
                org_number=client.org_number,
                company_name=client.name,
                scopes="",
                sealed="",
                valid_until=now() + timedelta(days=days, hours=1),
                lost=lost,
            )
        )


def entry(office: Office, client: Client, *, sent: bool = False) -> None:
    """A closing entry that is ready; or one that was sent in an export that stopped, and nobody knows its fate."""
    start(office, client)
    draft = Draft("Periodisering", DAY, (EntryRow("4010", 100_00), EntryRow("2440", -100_00)))
    with office.store.transaction() as session:
        made = entries.add(session, client.id, DECEMBER, draft, ready=True, who=None)
        if sent:
            made.transfer = Transfer.TRANSFERRING
            session.add(made)
            session.add(ExportRun(id="run", client_id=client.id, year_start=YEAR, state=RunState.STOPPED))
            session.flush()
            session.add(
                ExportItem(run_id="run", entry_id=made.id, marker=made.marker, position=0, fate=ItemFate.UNKNOWN)
            )


def test_a_ledger_that_differs_is_what_its_client_needs_and_its_cell_leads_there(office: Office) -> None:
    client = from_fortnox(office)
    found = row(office)
    assert found["next"] == "▲ 1510 avviker med 40,00"
    assert (found["receivables"], found["payables"]) == (40, 0)
    app = open_cell(office.screen("clients"), "next")
    assert "Bilagor" in [header.value for header in app.header]
    assert (app.query_params["klient"], app.query_params["bilaga"]) == (str(client.id), "1510")


def test_a_mark_that_is_out_of_date_is_counted(office: Office) -> None:
    client = from_fortnox(office, years=(AGREES,))
    start(office, client)
    mark_accounts(office.desk(), client.id, DECEMBER, {"1930": Said(1)})
    found = row(office)
    assert (found["stale"], found["next"]) == (1, "↻ 1 inaktuell klarmarkering")
    assert found["period"] == "▸ P12 2025 pågår"


def test_a_locked_period_that_an_import_has_changed_comes_first(office: Office) -> None:
    client = from_fortnox(office, years=(AGREES,))
    start(office, client)
    lock(office, client)
    assert row(office)["period"] == "■ P12 2025 låst, P13 2025 näst"
    from_fortnox(office, client=client)
    found = row(office)
    assert (found["next"], found["period"]) == ("↻ 1 låst period har ändrats", "↻ 1 låst period har ändrats")


def test_a_ledger_that_fortnox_refused_is_missed(office: Office) -> None:
    from_fortnox(office, years=(AGREES,), customers=SupplementState.REFUSED)
    found = row(office)
    assert (found["next"], str(found["receivables"])) == ("▲ reskontra saknas", "None")


@pytest.mark.parametrize(
    ("days", "lost", "told", "left"),
    [
        (20, None, "● 20 dagar kvar", 20),
        (3, None, "↻ 3 dagar kvar", 3),
        (0, None, "↻ sista dagen", 0),
        (-1, None, "✕ anslutningen förlorad", None),
        (20, LostReason.LICENCE, "✕ anslutningen förlorad", None),
    ],
    ids=["lives", "ends-soon", "last-day", "over", "lost"],
)
def test_a_connection_tells_its_days_or_that_it_is_lost(
    office: Office, days: float, lost: LostReason | None, told: str, left: int | None
) -> None:
    connect(office, from_fortnox(office, years=(AGREES,)), days, lost)
    found = row(office)
    assert found["connection"] == told
    assert found["days"] == left or (left is None and found["days"] != found["days"])


def test_the_best_of_several_connections_counts(office: Office) -> None:
    client = from_fortnox(office, years=(AGREES,))
    connect(office, client, 20)
    with office.store.transaction() as session:
        other = Connection(
            user_id=office.person(Role.SUPPORT).user_id,
            client_id=client.id,
            tenant=1,
            org_number="",
            company_name="",
            scopes="",
            sealed="",
            valid_until=now(),
            lost=LostReason.REVOKED,
        )
        session.add(other)
    assert row(office)["connection"] == "● 20 dagar kvar"


def test_a_client_of_files_has_no_connection_to_tell_of(office: Office) -> None:
    office.with_books()
    assert row(office)["connection"] == ""


def test_entries_to_transfer_are_counted_and_call_for_nobody(office: Office) -> None:
    entry(office, from_fortnox(office, years=(AGREES,)))
    found = row(office)
    assert (found["unsent"], found["next"]) == (1, "◌ 1 verifikation att överföra")
    assert "Ingen klient behöver åtgärdas." in shown(office.screen("clients", atgard="ja"))
    assert open_cell(office.screen("clients"), "next").query_params["ar"] == "2025-01-01"


def test_an_entry_nobody_knows_the_fate_of_is_the_first_thing_to_do(office: Office) -> None:
    entry(office, from_fortnox(office), sent=True)
    found = row(office)
    assert (found["unknown"], found["next"]) == (1, "✕ 1 verifikation med okänt utfall")


@pytest.mark.parametrize(("column", "sent"), [("next", True), ("unknown", True), ("unsent", False)])
def test_entries_of_an_older_year_lead_to_that_year(office: Office, column: str, *, sent: bool) -> None:
    newer = replace(AGREES, year=FinancialYear(date(2026, 1, 1), date(2026, 12, 31)))
    entry(office, from_fortnox(office, years=(AGREES, newer)), sent=sent)
    app = open_cell(office.screen("clients", Role.ADMIN, alla="ja"), column)
    assert app.query_params["ar"] == "2025-01-01"


def test_errors_and_warnings_of_the_books_in_use_are_counted(office: Office) -> None:
    office.put_in_use(office.bring_in(office.client(), FAULTY))
    assert row(office)["errors"] == 1


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        ("name", "Översikt"),
        ("connection", "Import"),
        ("imported", "Import"),
        ("period", "Periodavslut"),
        ("stale", "Avstämning"),
        ("receivables", "Bilagor"),
        ("unsent", "Bokslutsverifikationer"),
        ("unknown", "Export"),
        ("errors", "Supportbord"),
        ("warnings", "Supportbord"),
        ("years", "Huvudbok"),
        ("number", "Klientuppgifter"),
        ("source", "Inställningar"),
    ],
)
def test_each_cell_leads_to_its_page(office: Office, column: str, heading: str) -> None:
    client = from_fortnox(office)
    app = open_cell(office.screen("clients", Role.ADMIN, alla="ja"), column)
    assert heading in [header.value for header in app.header]
    assert app.query_params["klient"] == str(client.id)


def test_errors_lead_who_may_not_see_the_support_desk_to_the_overview(office: Office) -> None:
    client = from_fortnox(office)
    app = open_cell(office.screen("clients", Role.VIEWER, alla="ja"), "errors")
    assert "Översikt" in [header.value for header in app.header]
    assert app.query_params["klient"] == str(client.id)


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ({"anslutning": "ansluten"}, ["Fortnox AB"]),
        ({"anslutning": "ej-fortnox"}, ["Fil AB", "Ny AB"]),
        ({"periodlage": "pagar"}, ["Fortnox AB"]),
        ({"periodlage": "ej-paborjad"}, ["Fil AB"]),
        ({"kalla": "sie4"}, ["Fil AB"]),
        ({"kalla": "ingen"}, ["Ny AB"]),
        ({"kalla": "sie4", "anslutning": "ansluten"}, []),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else str(len(value)),
)
def test_the_choices_of_the_address_narrow_the_list(office: Office, address: dict[str, Any], left: list[str]) -> None:
    theirs = from_fortnox(office, client=office.client("Fortnox AB", source=Source.FORTNOX))
    connect(office, theirs, 20)
    start(office, theirs)
    office.put_in_use(office.bring_in(office.client("Fil AB")))
    office.client("Ny AB", source=None)
    app = office.screen("clients", **address)
    assert ([*rows(app)] if app.dataframe else []) == left


def test_the_order_of_the_address_puts_the_worst_first(office: Office) -> None:
    from_fortnox(office, years=(AGREES,), client=office.client("A stämmer AB", source=Source.FORTNOX))
    from_fortnox(office, client=office.client("B avviker AB", source=Source.FORTNOX))
    assert [*rows(office.screen("clients"))] == ["A stämmer AB", "B avviker AB"]
    assert [*rows(office.screen("clients", ordning="behov"))] == ["B avviker AB", "A stämmer AB"]
    assert [*rows(office.screen("clients", ordning="differens"))] == ["B avviker AB", "A stämmer AB"]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_own_clients_alone(office: Office, role: Role) -> None:
    mine = office.client("Min AB")
    office.client("Grannens AB")
    app = office.screen("clients", role, only=[mine.id])
    assert [*rows(app)] == ["Min AB"]
    assert bool([one for one in app.button if one.label == "Lägg till klient"]) == (
        role in {Role.ACCOUNTANT, Role.ADMIN}
    )


def test_the_workbook_holds_every_client_asked_for_and_says_what_was_asked(office: Office) -> None:
    from_fortnox(office)
    person = office.person(Role.ACCOUNTANT)
    asked = Asked(text="bryggstugan")
    found = client_list.found(client_list.every(person), asked)
    about = bureau_sheets.ManyClients(1, found.at, person.name, asked.told)
    content = BytesIO(workbook([bureau_sheets.sheet(found.frame(), "sv")], about, "sv"))
    table = pl.read_excel(content, sheet_id=1)
    assert table[translate("1510 against the books", "sv")].to_list() == [40.0]
    told = dict(pl.read_excel(content, sheet_id=2, has_header=False).iter_rows())
    assert told["Sök"] == "bryggstugan"
