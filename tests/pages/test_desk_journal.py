"""The journal of calls on the support desk: never a token, a name or an amount, whatever Fortnox was asked."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard import support_calls
from dashboard.exports import Export
from lib.core.languages import LANGUAGES
from lib.fortnox.ports import Call
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.people import DEMO_CLIENT_SECRET
from lib.store import calls
from lib.store.calls import CallFilter, StoredJournal
from lib.store.fortnox_tables import ApiCall
from lib.store.tables import Client, Role
from tests.fortnox.secret_journey import issued
from tests.jobs import exporting
from tests.jobs.local_fortnox import SOUND, Bureau
from tests.pages.desk_cases import bureau_of
from tests.pages.office import Office, shown

CALLS: dict[str, Any] = {"del": "anrop"}
FORMS = {
    "at": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    "outcome": r". (besvarat|nekat|hejdat|fel hos Fortnox|inget svar)",
    "what": r"[a-zåäö ]+",
    "method": r"GET|POST",
    "path": r"/(3|oauth-v1)(/[a-z\d]+)+(/[A-Z]{1,10})?(\?[a-z&]+)?",
    "status": r"\d{3}|–",
    "milliseconds": r"\d+",
    "request_id": r"[0-9a-f-]*",
}
"""What can stand in each column; the words are those of this program."""


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    with bureau_of(office, monkeypatch, only=(SOUND,)) as opened:
        yield opened


@pytest.fixture
def client(bureau: Bureau) -> Client:
    """A client that was imported with its ledgers, written to, refused and cut off from."""
    made = exporting.with_entries(bureau, 1)
    bureau.bring_in(made)
    exporting.send(bureau, made)
    for fault in (Fault.NO_RIGHT, Fault.ERROR, Fault.DROP_BEFORE, Fault.EXPIRE_ACCESS):
        bureau.befall(fault)
        bureau.bring_in(made)
        bureau.world.recover(SOUND)
    return made


def names(bureau: Bureau, client: Client) -> set[str]:
    """What must not be told: people, companies, customers, suppliers, texts and amounts of the local Fortnox."""
    live = ours(bureau.world.companies[SOUND]).live
    texts = {account.name for account in live.books.chart} | {client.name, client.org_number or ""}
    return {*texts, "Rut", "rut@byran.example", "Periodisering", "100,50", "100.5", "10050"} - {""}


def found(bureau: Bureau, client: Client) -> list[ApiCall]:
    with bureau.store.reading() as session:
        return calls.entries(session, CallFilter(client.id), limit=1_000)


def test_every_cell_of_the_journal_is_a_time_a_place_or_a_number(
    office: Office, bureau: Bureau, client: Client
) -> None:
    made = found(bureau, client)
    assert {calls.outcome(call) for call in made} >= {"well", "refused", "faulty", "silent"}
    assert {call.method for call in made} == {"GET", "POST"}
    app = office.screen("support_desk", Role.SUPPORT, consent=False, klient=client.id, **CALLS)
    (frame,) = [one.value for one in app.dataframe]
    assert set(FORMS) == set(frame.columns)
    odd = {
        (name, str(cell)) for name in FORMS for cell in frame[name] if not re.fullmatch(FORMS[name], str(cell))
    }  # fmt: skip
    assert odd == set()


def test_neither_page_nor_workbook_holds_a_token_a_name_or_an_amount(
    office: Office, bureau: Bureau, client: Client
) -> None:
    app = office.screen("support_desk", Role.ADMIN, klient=client.id, **CALLS)
    (frame,) = [one.value for one in app.dataframe]
    header = {client.name, client.org_number or ""}
    said = "\n".join(line for line in shown(app).splitlines() if not any(word in line for word in header))
    secret = names(bureau, client) | issued(bureau.world) | {DEMO_CLIENT_SECRET}
    everything = [frame.to_string(), said]
    for language in LANGUAGES:
        (sheet,) = support_calls._sheets(bureau.store, CallFilter(client.id), language)  # noqa: SLF001 - what the button downloads
        everything.append(sheet.frame.write_csv())
    assert len(secret) > 100
    assert {word for text in everything for word in secret if word in text} == set()


def test_the_workbook_is_read_when_it_is_asked_for_and_names_the_job(
    office: Office, bureau: Bureau, client: Client, workbooks: list[Export]
) -> None:
    job_id = found(bureau, client)[0].job_id or ""
    office.screen("support_desk", Role.ADMIN, klient=client.id, **CALLS, jobb=job_id)
    StoredJournal(bureau.store, client.id, job_id).note(Call("GET", "/3/made-since", 200, 1))
    (export,) = workbooks
    (sheet,) = export.sheets("sv")
    assert "/3/made-since" in sheet.frame["path"].to_list()
    assert export.about.filters == {"Uppgift": job_id}


def test_a_workbook_that_is_cut_off_says_so(
    office: Office, bureau: Bureau, client: Client, workbooks: list[Export], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(support_calls, "EXPORTED_AT_MOST", 2)
    office.screen("support_desk", Role.ADMIN, klient=client.id, **CALLS)
    (export,) = workbooks
    (sheet,) = export.sheets("sv")
    made = found(bureau, client)
    assert [row["request_id"] for row in sheet.frame.to_dicts()] == [call.request_id for call in made[:2]]
    assert export.about.filters == {"Rader": f"de 2 nyaste av {len(made)}"}
