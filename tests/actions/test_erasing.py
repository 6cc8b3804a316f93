"""Erasing a client: nothing of it is left, what stands in the way is said, and the certificate tells the rest."""

import shutil
from collections.abc import Callable
from datetime import date

import pytest
import zstandard
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col, update

from lib.actions import clients as client_acts
from lib.actions.desk import Desk, Person
from lib.actions.erasing import certificate, erase_client
from lib.actions.imports import activate, upload
from lib.core.errors import InvalidInput, NotFound
from lib.jobs import erasing
from lib.store import activity, clients, consents, erasures, jobs, log_end
from lib.store.columns import now
from lib.store.database import Store
from lib.store.entry_tables import ExportItem, ExportRun
from lib.store.erasures import ClientBusy, FateUnknown
from lib.store.tables import Activity, Client, Role, Source
from lib.store.words import ErasureState, ItemFate
from tests.jobs.inline import InlineRunner
from tests.store.sent_entries import add

NAME, NUMBER = "Raderade Bolaget AB", "556036-0793"
FILE = (
    f'#FLAGGA 0\r\n#SIETYP 4\r\n#FNAMN "{NAME}"\r\n#ORGNR {NUMBER}\r\n#RAR 0 20250101 20251231\r\n'
    '#KONTO 1930 "Bank"\r\n#KONTO 3001 "Intakt"\r\n#VER A 1 20250131 "Raderade Bolaget AB betalar"\r\n{\r\n'
    "#TRANS 1930 {} 100.00\r\n#TRANS 3001 {} -100.00\r\n}\r\n#UB 0 1930 100.00\r\n#RES 0 3001 -100.00\r\n"
).encode()
WRITTEN = (NAME.encode(), NUMBER.encode(), NUMBER.replace("-", "").encode())


class Idle(InlineRunner):
    """Takes a job and never comes to it, as a worker that is not there."""

    def start(self, kind: str, job_id: str, *ids: str) -> None:
        """Nothing."""


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, InlineRunner(store), Person(7, "Adam Admin", Role.ADMIN))


@pytest.fixture
def client(desk: Desk) -> Client:
    """A client with books in use, told of in the log, with a consent; and a neighbour that must stay."""
    made = client_acts.create_client(desk, name=NAME, org_number=NUMBER)
    client_acts.change_source(desk, made.id, Source.SIE4)
    (one,) = upload(desk, [("Raderade Bolaget AB 2025.se", FILE)], client_id=made.id)
    activate(desk, one.import_id or "", expected_version=0, reason="Raderade Bolaget AB ska in")
    with desk.transaction() as session:
        consents.give(session, made.id, None, until=now(), reason=f"Fel hos {NAME}")
    neighbour = client_acts.create_client(desk, name="Grannen AB", org_number="556016-0680")
    assert neighbour.id != made.id
    return made


def bytes_on_disk(store: Store) -> list[str]:
    """The files in the data directory that hold the client's name or number, packed ones too."""
    found = []
    for path in (path for path in store.folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".zst":
            content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
        if any(word in content for word in WRITTEN) or any(word.decode() in str(path) for word in WRITTEN):
            found.append(path.name)
    return found


def rows_in_database(store: Store) -> list[str]:
    """The tables that hold the client's name or number in any column."""
    found = []
    with store.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                told = " ".join(str(value) for value in row)
                found += [table.name] if any(word.decode() in told for word in WRITTEN) else []
    return found


def test_no_byte_of_name_or_number_is_left(desk: Desk, client: Client) -> None:
    assert rows_in_database(desk.store)
    assert bytes_on_disk(desk.store)
    erase_client(desk, client.id, NAME)
    assert rows_in_database(desk.store) == []
    assert bytes_on_disk(desk.store) == []
    with desk.store.reading() as session:
        assert [one.name for one in clients.search(session)] == ["Grannen AB"]


def test_the_log_keeps_who_did_what_without_texts_and_its_chain_holds(desk: Desk, client: Client) -> None:
    with desk.store.reading() as session:
        before = activity.total(session)
    erase_client(desk, client.id, NAME)
    assert log_end.verify(desk.store).whole
    with desk.store.reading() as session:
        rows = activity.entries(session, limit=50)
    assert len(rows) == before + 2
    assert rows[0].action == rows[1].action == "client.erase"
    assert {row.user_name for row in rows} == {"Adam Admin"}
    created = next(row for row in reversed(rows) if row.action == "client.create")
    assert (created.message, created.facts) == (activity.GONE, {})


def test_an_entry_that_somebody_else_empties_is_told_apart(desk: Desk, client: Client) -> None:
    erase_client(desk, client.id, NAME)
    with desk.store.transaction() as session:
        victim = next(row for row in activity.entries(session, limit=50) if "Grannen" in str(row.facts))
        victim.message, victim.facts = activity.GONE, {}
        session.add(victim)
    with desk.store.reading() as session:
        assert activity.verify(session) == victim.id


def test_nothing_but_its_texts_may_be_taken_from_an_entry(desk: Desk, client: Client) -> None:
    erase_client(desk, client.id, NAME)
    with desk.store.reading() as session:
        victim = next(row for row in activity.entries(session, limit=50) if row.message == activity.GONE)
    with pytest.raises(DBAPIError, match="append-only"), desk.store.transaction() as session:
        session.exec(update(Activity).where(col(Activity.id) == victim.id).values(user_id=99))


def test_another_name_erases_nothing(desk: Desk, client: Client) -> None:
    with pytest.raises(InvalidInput):
        erase_client(desk, client.id, "Raderade bolaget")
    with desk.store.reading() as session:
        assert clients.get(session, client.id).name == NAME
        assert erasures.of_client(session, client.id) is None


def test_a_client_with_a_job_under_way_is_not_erased(desk: Desk, client: Client) -> None:
    with desk.transaction() as session:
        jobs.add(
            session, job_id="j1", kind="import", client_id=client.id, import_id=None, steps=("read",), started_by=1
        )
    with pytest.raises(ClientBusy):
        erase_client(desk, client.id, NAME)


def test_a_client_with_an_entry_of_unknown_fate_is_not_erased(desk: Desk, client: Client) -> None:
    entry = add(desk.store, client)
    with desk.transaction() as session:
        session.add(ExportRun(id="r1", client_id=client.id, year_start=date(2025, 1, 1)))
        session.flush()
        item = ExportItem(run_id="r1", entry_id=entry.id, marker="m", position=1, fate=ItemFate.UNKNOWN)
        session.add(item)
    with pytest.raises(FateUnknown):
        erase_client(desk, client.id, NAME)


def _nothing(_store: Store, _client_id: int) -> None:
    """Cut off before anything was removed."""


def _half_the_files(store: Store, client_id: int) -> None:
    """Cut off while files were removed."""
    erasures.remove_rows(store, client_id)
    shutil.rmtree(store.folder / "snapshots" / str(client_id))


@pytest.mark.parametrize("done", [_nothing, erasures.remove_rows, _half_the_files], ids=["begun", "rows", "files"])
def test_an_erasing_that_was_cut_off_goes_on(done: Callable[[Store, int], None], desk: Desk, client: Client) -> None:
    idle = Desk(desk.store, Idle(desk.store), desk.person)
    erase_client(idle, client.id, NAME)
    done(desk.store, client.id)
    assert bytes_on_disk(desk.store)
    erasing.erase(desk.store, client.id)
    erasures.finish(desk.store, client.id)
    assert bytes_on_disk(desk.store) == []
    with desk.store.reading() as session:
        erasure = erasures.of_client(session, client.id)
    assert erasure is not None
    assert (erasure.state, erasure.imports) == (ErasureState.DONE, [])
    assert log_end.verify(desk.store).whole


def test_the_certificate_tells_what_was_removed_by_whom_and_of_the_duty_to_keep(desk: Desk, client: Client) -> None:
    erase_client(desk, client.id, NAME)
    with desk.store.reading() as session:
        (erasure,) = erasures.every(session)
    told = certificate(erasure, "sv")
    assert f"klient nummer {client.id}" in told
    assert "Raderad av Adam Admin" in told
    assert "1  importer" in told
    assert "1  medgivanden för supporten" in told
    assert "sju år" in told
    assert NAME not in told
    assert "Certificate of erasing" in certificate(erasure, "en")


def test_an_erased_client_is_gone_for_everybody(desk: Desk, client: Client) -> None:
    erase_client(desk, client.id, NAME)
    with pytest.raises(NotFound):
        erase_client(desk, client.id, NAME)
