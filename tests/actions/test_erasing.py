"""Erasing a client: nothing of it is left, what stands in the way is said, and the certificate tells the rest."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import zstandard
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col, update

from lib.actions import clients as client_acts
from lib.actions.desk import Desk, Person
from lib.actions.erasing import certificate, erase_client, go_on
from lib.actions.imports import activate, upload
from lib.closing.entries import Transfer
from lib.core.errors import REMEDY, InvalidInput, NotFound, WrongState
from lib.core.languages import Fact
from lib.jobs import erasing
from lib.store import activity, clients, consents, erasures, exports, imports, jobs, log_end
from lib.store.columns import now
from lib.store.database import Store
from lib.store.erasures import ClientBusy, EntriesInDoubt
from lib.store.exports import Landing
from lib.store.tables import Activity, Client, Role, Source
from lib.store.words import ErasureState, ItemFate
from tests.jobs.inline import InlineRunner
from tests.store.sent_entries import RUT, add, state
from tests.store.test_activity import UNLOCK

NAME, NUMBER = "Raderade Bolaget AB", "556036-0793"
FILE = (
    f'#FLAGGA 0\r\n#SIETYP 4\r\n#FNAMN "{NAME}"\r\n#ORGNR {NUMBER}\r\n#RAR 0 20250101 20251231\r\n'
    '#KONTO 1930 "Bank"\r\n#KONTO 3001 "Intakt"\r\n#VER A 1 20250131 "Raderade Bolaget AB betalar"\r\n{\r\n'
    "#TRANS 1930 {} 100.00\r\n#TRANS 3001 {} -100.00\r\n}\r\n#UB 0 1930 100.00\r\n#RES 0 3001 -100.00\r\n"
).encode()
YEAR_START = date(2025, 1, 1)
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


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", now() - timedelta(days=1)), ("user_id", 8), ("user_name", "Någon Annan"), ("client_id", 99)],
    ids=["at", "user_id", "user_name", "client_id"],
)
def test_who_did_what_and_when_is_sealed_in_an_emptied_entry_too(
    column: str, value: object, desk: Desk, client: Client
) -> None:
    erase_client(desk, client.id, NAME)
    with desk.store.transaction() as session:
        victim = next(row for row in activity.entries(session, limit=50) if row.message == activity.GONE)
        for statement in UNLOCK[desk.store.engine.dialect.name].split("; "):
            session.execute(text(statement))
        session.exec(update(Activity).where(col(Activity.id) == victim.id).values({column: value}))
    with desk.store.reading() as session:
        assert activity.verify(session) is not None


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("Fort", {"file": "Fortnox 2026-01-31 14:05"}),
        ("Import", {"file": "importerat.se"}),
        ("Test", {REMEDY: "Test the connection, then import again."}),
        ("Ek", {"name": "Anna Ek"}),
        ("Ek", {"amount": 5560360793}),
    ],
    ids=["within-a-word", "longer-word", "advice", "somebodys-name", "amount"],
)
def test_what_merely_holds_the_letters_of_a_name_is_left_in_others_entries(
    name: str, facts: dict[str, Fact], desk: Desk
) -> None:
    made = client_acts.create_client(desk, name=name, org_number=NUMBER)
    others = _told(desk, facts)
    erase_client(desk, made.id, name)
    assert _facts(desk, others) == facts


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("Fort", {"reason": "Fel fil, den var forts"}),
        ("Ek", {"name": "Ek"}),
        ("Raderade Bolaget AB", {"file": "2025_raderade bolaget ab_SIE4.se"}),
        ("Ek", {"found": NUMBER}),
        ("Ek", {"file": "SIE5560360793_2025.se"}),
    ],
    ids=["genitive", "whole-text", "file", "number", "bare-number"],
)
def test_what_names_the_client_is_emptied_in_others_entries(name: str, facts: dict[str, Fact], desk: Desk) -> None:
    made = client_acts.create_client(desk, name=name, org_number=NUMBER)
    others = _told(desk, facts)
    erase_client(desk, made.id, name)
    assert _facts(desk, others) == {}


def _told(desk: Desk, facts: dict[str, Fact]) -> int:
    """An entry of the log about a neighbour."""
    neighbour = client_acts.create_client(desk, name="Grannen AB", org_number="556016-0680")
    with desk.transaction() as session:
        return activity.append(
            session, user=RUT, client_id=neighbour.id, action="a", outcome="done", message="m", facts=facts
        ).id


def _facts(desk: Desk, row_id: int) -> dict[str, Fact]:
    with desk.store.reading() as session:
        return next(row.facts for row in activity.entries(session) if row.id == row_id)


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
    add(desk.store, client)
    _export_that_stops(desk, client, "r1")
    _export_that_stops(desk, client, "r2")
    with pytest.raises(EntriesInDoubt) as refused:
        erase_client(desk, client.id, NAME)
    assert refused.value.facts == {"entries": 1}  # one entry, sent twice


def test_a_client_whose_doubtful_entry_a_later_export_has_found_is_erased(desk: Desk, client: Client) -> None:
    entry = add(desk.store, client)
    _export_that_stops(desk, client, "r1")
    run = _begun(desk, client, "r2")
    with desk.transaction() as session:
        (item,) = exports.items(session, run)
        exports.land(session, item, Landing("A", "17", YEAR_START), found=True, at=now(), who=RUT)
        exports.finish(session, run)
        assert [one.fate for one in exports.items(session, "r1")] == [ItemFate.UNKNOWN]
    assert state(desk.store, entry) is Transfer.TRANSFERRED
    erase_client(desk, client.id, NAME)
    assert rows_in_database(desk.store) == []


def _begun(desk: Desk, client: Client, run_id: str) -> str:
    """An export of all the client's entries."""
    with desk.transaction() as session:
        run = exports.begin(session, client.id, YEAR_START, run_id=run_id, series={}, who=RUT)
    assert run is not None
    return run.id


def _export_that_stops(desk: Desk, client: Client, run_id: str) -> None:
    """An export that ends when its entry was sent and nothing was answered."""
    run = _begun(desk, client, run_id)
    with desk.transaction() as session:
        (item,) = exports.items(session, run)
        assert exports.intend(session, item, series="A", at=now(), settles_at=now())
        exports.stop(session, run, "", {})


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


def test_what_came_after_the_erasing_was_begun_is_removed_and_counted_too(desk: Desk, client: Client) -> None:
    erase_client(Desk(desk.store, Idle(desk.store), desk.person), client.id, NAME)
    (later,) = upload(desk, [("senare.se", FILE.replace(b"100.00", b"200.00"))], client_id=client.id)
    with desk.store.reading() as session:
        job_ids = [one.id for one in jobs.of_client(session, client.id)]
        of_imports = [one.id for one in imports.of_client(session, client.id)]
    assert later.import_id in of_imports
    erasing.erase(desk.store, client.id)
    assert bytes_on_disk(desk.store) == []
    with desk.store.reading() as session:
        erasure = erasures.of_client(session, client.id)
    assert erasure is not None
    assert (erasure.imports, erasure.jobs) == (sorted(of_imports), sorted(job_ids))
    assert erasure.removed["rows"]["import"] == 2


@pytest.mark.parametrize("finished", [False, True], ids=["never-begun", "done"])
def test_only_an_erasing_that_is_under_way_can_be_gone_on_with(desk: Desk, client: Client, *, finished: bool) -> None:
    if finished:
        erase_client(desk, client.id, NAME)
    with pytest.raises(WrongState):
        go_on(desk, client.id)


def test_the_certificates_fingerprint_tells_every_figure_and_the_end(desk: Desk, client: Client) -> None:
    erase_client(desk, client.id, NAME)
    with desk.store.reading() as session:
        (erasure,) = erasures.every(session)
    assert erasure.ended_at is not None
    first = erasures.fingerprint(erasure)
    erasure.removed = erasure.removed | {"log": erasure.removed["log"] + 1}
    second = erasures.fingerprint(erasure)
    erasure.ended_at += timedelta(seconds=1)
    assert len({first, second, erasures.fingerprint(erasure)}) == 3


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
