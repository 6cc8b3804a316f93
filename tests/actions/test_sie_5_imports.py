"""A SIE 5 file on its way in through the actions: to its client, into books, or refused with the raw line at hand."""

import pytest

from lib.actions.desk import Desk, Person
from lib.actions.imports import activate, raw_line, upload
from lib.ledger.books import Extent
from lib.sie import HEAD_BYTES
from lib.store import books, clients, imports, people, snapshots
from lib.store.database import Store
from lib.store.tables import Import, ImportState, Role, Source
from tests.jobs.inline import InlineRunner
from tests.sie.documents import accounts, document, entry, journal, line_with

OWN = "555555-5555"
STRUCK = '<LedgerEntry accountId="1930" amount="-9"><Overstrike date="2026-02-02" by="TH"/></LedgerEntry>'
ROWS = ('<LedgerEntry accountId="5010" amount="4000"/>', '<LedgerEntry accountId="1930" amount="-4000"/>')
CHART = accounts(
    '<Account id="1930" name="Företagskonto" type="asset"><ClosingBalance month="2026-12" amount="-4000"/></Account>',
    '<Account id="5010" name="Hyra" type="cost"><ClosingBalance month="2026-12" amount="4000"/></Account>',
    *(f'<Account id="{number}" name="Konto {number}" type="cost"/>' for number in range(6000, 8000)),
)
SOUND = document(CHART, journal(entry(STRUCK, *ROWS)))


@pytest.fixture
def desk(store: Store) -> Desk:
    with store.transaction() as session:
        user = people.add_user(session, subject="Rut", name="Rut", role=Role.ACCOUNTANT, all_clients=True)
        clients.add(session, name="Bryggstugan på Ön AB", org_number=OWN, source=Source.SIE4)
    return Desk(store, InlineRunner(store), Person(user.id, user.name, user.role))


def taken_in(desk: Desk, text: str) -> Import:
    (one,) = upload(desk, [("bok.sie", text.encode())], client_id=None)
    assert one.import_id, one.refusal
    with desk.store.reading() as session:
        return imports.get(session, one.import_id)


def line_of_finding(desk: Desk, import_: Import, check: str) -> int:
    results = imports.results(desk.store, import_.id)
    (line,) = [
        one.location.line for result in results for one in result.findings if one.check == check and one.location
    ]
    assert line
    return line


def test_a_file_larger_than_its_beginning_finds_its_client_and_becomes_books(desk: Desk) -> None:
    assert len(SOUND) > HEAD_BYTES
    import_ = taken_in(desk, SOUND)
    assert import_.state is ImportState.STAGED
    map_ = activate(desk, import_.id, expected_version=0)
    (snapshot,) = map_.years.values()
    year = snapshots.load(desk.store, snapshot)
    assert (year.extent, year.vouchers.height) == (Extent.FULL, 1)
    assert year.entries["amount"].to_list() == [400000, -400000]
    assert year.history["amount"].to_list() == [-900]


def test_the_raw_line_of_a_row_is_its_element(desk: Desk) -> None:
    import_ = taken_in(desk, SOUND)
    line = line_with(SOUND, 'accountId="5010"')
    assert raw_line(desk, import_.id, line) == ROWS[0]


def test_the_raw_line_of_a_refused_file_reads_as_it_was_written(desk: Desk) -> None:
    damaged = SOUND.replace('name="Företagskonto"', "name=Företagskonto")
    import_ = taken_in(desk, damaged)
    assert import_.state is ImportState.REFUSED
    line = line_of_finding(desk, import_, "broken-sie-5")
    assert "name=Företagskonto" in raw_line(desk, import_.id, line)


def test_hostile_xml_leaves_the_books_in_use_as_they_are(desk: Desk) -> None:
    first = taken_in(desk, SOUND)
    activate(desk, first.id, expected_version=0)
    hostile = SOUND.replace("</Sie>", "<!-- -->" + "<a>" * 1000 + "</a>" * 1000 + "</Sie>")
    import_ = taken_in(desk, hostile)
    assert import_.state is ImportState.REFUSED
    with desk.store.reading() as session:
        assert books.active(session, first.client_id).version == 1
