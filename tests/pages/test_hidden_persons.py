"""Personal numbers that people have written, on screens that support sees with the accountant's consent: none shows."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import Export, Printed
from lib.actions import clients, entries, entry_templates, imports, reconciliation
from lib.closing.entries import Draft, EntryRow
from lib.core.masking import PERSON
from lib.store import imports as import_rows
from lib.store.tables import Client, Role
from tests.pages.closings import DECEMBER, start
from tests.pages.office import Office, shown
from tests.pages.test_others_texts import Address, nodes
from tests.reports.printed_pages import pages

NUMBER = "850709-9805"
TRADER = "810412-9815"
WORDS = f"Lön {NUMBER}"
BOOK = (
    "#FLAGGA 0\r\n#PROGRAM {program}\r\n#SIETYP 4\r\n#ORGNR 555555-5555\r\n#RAR 0 20250101 20251231\r\n"
    '#DIM 1 "Resultatenhet"\r\n#OBJEKT 1 "A1" "Anna 850709-9805"\r\n#KONTO 1930 "Bank"\r\n#KONTO 7010 "Lon"\r\n'
    '#VER A 1 20250131 "Lon 850709-9805"\r\n{{\r\n#TRANS 1930 {{}} -100.00\r\n#TRANS 7010 {{1 "A1"}} 100.00\r\n}}\r\n'
    "#UB 0 1930 -100.00\r\n#RES 0 7010 100.00\r\n"
)
Make = Callable[[Office, Client], Address]


@pytest.fixture
def client(office: Office) -> Client:
    """A client whose books were taken in twice, from files that are named after a person."""
    client = office.client()
    for program in ("Ett", "Nytt"):
        content = BOOK.format(program=program).encode("cp437")
        (one,) = imports.upload(office.desk(), [(f"{program} {NUMBER}.se", content)], client_id=client.id)
        with office.store.reading() as session:
            found = import_rows.get(session, one.import_id or "")
        office.put_in_use(found)
    start(office, client)
    return client


def entry(office: Office, client: Client) -> Address:
    rows = (EntryRow("7010", 1_00, WORDS), EntryRow("1930", -1_00))
    made = entries.save_entry(office.desk(), client.id, DECEMBER, Draft(WORDS, date(2025, 12, 31), rows))
    return {"page": "closing_entries", "period": DECEMBER, "bv": made}


def template(office: Office, client: Client) -> Address:
    made = entry_templates.save_template(office.desk(), client.id, name=WORDS, rows=[EntryRow("7010", 1_00, WORDS)])
    return {"page": "closing_entries", "period": DECEMBER, "mall": made}


def appendix(office: Office, client: Client) -> Address:
    made = reconciliation.save_appendix(
        office.desk(), client.id, DECEMBER, name=WORDS, accounts=["1930"], lines=[(WORDS, 1)]
    )
    return {"page": "reconciliation", "period": DECEMBER, "konto": "1930", "ub": made}


def objects(_office: Office, _client: Client) -> Address:
    return {"page": "ledger", "vy": "saldon", "dim": "1"}


def two_imports(_office: Office, _client: Client) -> Address:
    return {"page": "support_desk", "del": "jamfor"}


def sent(app: AppTest) -> str:
    """All that a page is made of, its tables too."""
    protos = (getattr(node, "proto", None) for node in nodes(app))
    return b"".join(proto.SerializeToString() for proto in protos if proto is not None).decode(errors="replace")


@pytest.mark.parametrize("make", [entry, template, appendix, objects, two_imports], ids=lambda make: make.__name__)
def test_support_reads_none_where_the_accountant_does(office: Office, client: Client, make: Make) -> None:
    address = {"klient": client.id, **make(office, client)}
    page = str(address.pop("page"))
    assert NUMBER in sent(office.screen(page, Role.ACCOUNTANT, **address))
    theirs = sent(office.screen(page, Role.SUPPORT, **address))
    assert NUMBER not in theirs
    assert PERSON in theirs


def test_the_whole_year_is_no_file_that_support_takes_out(office: Office, client: Client) -> None:
    theirs = office.screen("export", Role.SUPPORT, klient=client.id, mal="sie")
    assert "Supporten tar inte ut ett helt år som fil" in shown(theirs)
    assert not theirs.get("download_button")
    own = office.screen("export", Role.VIEWER, klient=client.id, mal="sie")
    assert own.get("download_button")


def cells(workbook: bytes) -> str:
    """All that stands in a workbook."""
    sheets = pl.read_excel(BytesIO(workbook), sheet_id=0, has_header=False)
    return str([sheet.rows() for sheet in sheets.values()])


def test_no_number_is_in_what_support_takes_out_of_a_sole_traders_books(
    office: Office, client: Client, workbooks: list[Export], printed: list[Printed]
) -> None:
    clients.change_client(office.desk(), client.id, name="Ängströms Keramik", org_number=TRADER)
    for role in (Role.ACCOUNTANT, Role.SUPPORT):
        office.screen("ledger", role, klient=client.id, vy="verifikationer", sok=NUMBER)
    own, theirs = cells(workbooks[0]()), cells(workbooks[-1]())
    assert all(number in own for number in (TRADER, f"Nytt {NUMBER}.se", f"'{NUMBER}'", f"Lon {NUMBER}"))
    assert not any(number in theirs for number in (TRADER, NUMBER))
    own, theirs = "".join(pages(printed[0]())), "".join(pages(printed[-1]()))
    assert all(number in own for number in (TRADER, NUMBER))
    assert not any(number in theirs for number in (TRADER, NUMBER))
    assert PERSON in theirs


def test_no_number_is_in_the_list_of_clients_that_support_takes_out(
    office: Office, client: Client, files: list[Callable[[], bytes]]
) -> None:
    clients.change_client(office.desk(), client.id, name="Ängströms Keramik", org_number=TRADER)
    for role in (Role.ACCOUNTANT, Role.SUPPORT):
        office.screen("clients", role, sok=TRADER)
    assert TRADER in cells(files[0]())
    theirs = cells(files[-1]())
    assert TRADER not in theirs
    assert "Ängströms Keramik" in theirs
