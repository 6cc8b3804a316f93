"""Comparing a client's own SIE file with the books in use: what is told, what is left behind, who sees it."""

from datetime import timedelta
from hashlib import sha256

import pytest

from lib.actions import comparisons
from lib.actions.desk import Desk, Person
from lib.core.errors import FileRefused, NotFound
from lib.core.masking import TEXT
from lib.core.periods import calendar_year
from lib.sie import LIMIT_BYTES
from lib.store import activity, books, clients, imports, jobs
from lib.store import comparisons as stored
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Client, Job, JobState, Role, Source
from tests.jobs.inline import InlineRunner
from tests.ledger.sie_texts import CHART, voucher
from tests.store.examples import activated, booked

YEAR = calendar_year(2025)
HEAD = '#FLAGGA 0\n#PROGRAM "Test" 1\n#FORMAT PC8\n#GEN 20260101\n#SIETYP 4\n#RAR 0 20250101 20251231\n'


@pytest.fixture
def client(store: Store) -> Client:
    with store.transaction() as session:
        return clients.add(session, name="Provbolaget AB", org_number="559998-0025", source=Source.SIE4)


def desk_of(store: Store, role: Role = Role.ACCOUNTANT) -> Desk:
    return Desk(store, InlineRunner(store), Person(1, "Rut", role))


def file_of(records: str, number: str = "559998-0025") -> bytes:
    return (HEAD + f'#ORGNR {number}\n#FNAMN "Provbolaget AB"\n' + CHART + records).encode("cp437")


def job_of(store: Store, job_id: str) -> Job:
    with store.reading() as session:
        return jobs.get(session, job_id)


def test_a_file_is_compared_and_leaves_no_import_and_no_file_behind(store: Store, client: Client) -> None:
    activated(store, client, b"a", booked(YEAR))
    desk = desk_of(store)
    job_id = comparisons.compare_file(desk, client.id, "bok.se", file_of(voucher("B 7", "20250105", [("1930", 5)])))
    assert job_of(store, job_id).state is JobState.DONE
    found = comparisons.found_in_file(desk, client.id, job_id)
    assert found is not None
    (year,) = found.common
    assert year.changes is not None
    assert (year.changes.voucher_counts.new, year.changes.voucher_counts.removed) == (1, 1)
    with store.reading() as session:
        assert len(imports.of_client(session, client.id)) == 1
        assert books.active(session, client.id).version == 1
    with pytest.raises(NotFound):
        stored.read_file(store, client.id, job_id)


def test_the_log_tells_who_compared_which_file(store: Store, client: Client) -> None:
    content = file_of("")
    comparisons.compare_file(desk_of(store), client.id, "bok.se", content)
    with store.reading() as session:
        (row,) = activity.entries(session, limit=10)
    assert (row.user_name, row.action, row.outcome) == ("Rut", "books.compare", "done")
    assert (row.facts["file"], row.facts["sha256"]) == ("bok.se", sha256(content).hexdigest())


def test_another_companys_file_is_told_and_not_compared(store: Store, client: Client) -> None:
    job_id = comparisons.compare_file(desk_of(store), client.id, "fel.se", file_of("", number="556677-8899"))
    job = job_of(store, job_id)
    assert job.state is JobState.FAILED
    assert (job.facts["found"], job.facts["number"]) == ("556677-8899", "559998-0025")
    assert comparisons.found_in_file(desk_of(store), client.id, job_id) is None


def test_what_is_no_sie_file_is_told_and_gone(store: Store, client: Client) -> None:
    job_id = comparisons.compare_file(desk_of(store), client.id, "bild.png", b"\x89PNG\r\n\x1a\n")
    assert job_of(store, job_id).state is JobState.FAILED
    assert list(store.folder.glob("comparisons/*/*/source*")) == []


def test_a_file_over_the_limit_is_refused_before_it_is_kept(store: Store, client: Client) -> None:
    with pytest.raises(FileRefused):
        comparisons.compare_file(desk_of(store), client.id, "stor.se", bytes(LIMIT_BYTES + 1))
    assert list(store.folder.glob("comparisons/*/*")) == []


def test_support_sees_names_and_amounts_only_while_the_accountants_consent_stands(store: Store, client: Client) -> None:
    activated(store, client, b"a", booked(YEAR))
    support = desk_of(store, Role.SUPPORT)
    rows = voucher("B 7", "20250105", [("1930", 500), ("3001", -500)], "Lön till Kalle")
    job_id = comparisons.compare_file(support, client.id, "bok.se", file_of(rows))

    def seen(desk: Desk) -> tuple[str, int | None, str, int]:
        found = comparisons.found_in_file(desk, client.id, job_id)
        assert found is not None
        (year,) = found.common
        assert year.changes is not None
        row = year.changes.vouchers.row(0, named=True)
        return row["text"], row["total"], found.stated["company"], year.changes.after.debit

    assert seen(support) == (TEXT, None, TEXT, 0)
    assert seen(desk_of(store)) == ("Lön till Kalle", 500, "Provbolaget AB", 500)
    until = {client.id: now() + timedelta(hours=1)}
    consented = Desk(store, support.jobs, Person(1, "Sara", Role.SUPPORT, None, until))
    assert seen(consented) == ("Lön till Kalle", 500, "Provbolaget AB", 500)


def test_only_the_clients_own_imports_can_be_compared(store: Store, client: Client) -> None:
    with store.transaction() as session:
        other = clients.add(session, name="Annat AB", source=Source.SIE4)
    import_ = activated(store, other, b"a", booked(YEAR))
    with pytest.raises(NotFound):
        comparisons.years_of(desk_of(store), client.id, import_.id)
    assert [one.id for one, _ in comparisons.comparable(desk_of(store), other.id)] == [import_.id]
    assert comparisons.comparable(desk_of(store), client.id) == []
