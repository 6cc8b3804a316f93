"""Bad input ends in a clear message, and the books in use are untouched; the pipeline is the real one."""

import io
import zipfile
from collections.abc import Callable

import pytest

from lib.actions.desk import Desk, Person
from lib.actions.imports import activate, discard, undo, upload
from lib.core.catalogue import CATALOGUE
from lib.core.errors import BooksChanged, FileRefused, OwnerUnknown, ReasonRequired, WrongState
from lib.core.findings import Severity
from lib.core.money import MEBIBYTE
from lib.store import books, clients, imports, jobs, people
from lib.store.database import Store
from lib.store.tables import Import, ImportState, Role, Source
from tests.jobs.inline import InlineRunner

OWN = "556677-8808"
OTHER = "559999-0008"


def sie(*, org_number: str = OWN, year: str = "20250101 20251231", rows: str = "", name: str = "Bryggan AB") -> bytes:
    """A small sound file, to which `rows` are added at the end."""
    head = f"""#FLAGGA 0
#PROGRAM "Prov" 1.0
#FORMAT PC8
#GEN 20260101
#SIETYP 4
#ORGNR {org_number}
#FNAMN "{name}"
#RAR 0 {year}
#KONTO 1930 "Företagskonto"
#KONTO 3001 "Försäljning"
#VER A 1 20250110 "Försäljning"
{{
#TRANS 1930 {{}} 100.00
#TRANS 3001 {{}} -100.00
}}
{rows}"""
    return head.replace("\n", "\r\n").encode("cp437")


def voucher(amount: str) -> str:
    return f'#VER A 2 20250111 "Prov"\n{{\n#TRANS 1930 {{}} {amount}\n#TRANS 3001 {{}} -1.50\n}}\n'


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("bok.se", sie())
    return target.getvalue()


def objects(number: int) -> bytes:
    return sie() + b"".join(b'#OBJEKT 1 "%d" "Objekt"\r\n' % one for one in range(number))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "empty-file"),
    "a PDF renamed .se": (lambda: b"%PDF-1.7\n1 0 obj\n", "not-sie"),
    "a zip": (zipped, "not-sie"),
    "UTF-16": (lambda: sie().decode("cp437").encode("utf-16"), "not-sie"),
    "a 50 MB single line": (lambda: b"x" * (50 * MEBIBYTE), "not-sie"),
    "no financial year": (
        lambda: sie().replace(b"#RAR 0 20250101 20251231\r\n", b"#UB 0 1930 100.00\r\n"),
        "no-financial-year",
    ),
    "another company's file": (lambda: sie(org_number=OTHER, name="Grannen AB"), "other-company"),
    "a checksum that is never closed": (
        lambda: sie().replace(b"#FLAGGA 0\r\n", b"#FLAGGA 0\r\n#KSUMMA\r\n"),
        "cut-off-checksum",
    ),
}
STAGED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a file cut in mid-line": (lambda: sie(rows=voucher("1.50"))[:-30], "cut-off"),
    "three million objects": (lambda: objects(3_000_000), "objects-skipped"),
    "a 50 MB single line after the head": (lambda: sie(rows="#VER " + "x" * (50 * MEBIBYTE)), "unreadable-line"),
    "a row before any voucher": (
        lambda: sie().replace(b"#VER A 1", b"#TRANS 1930 {} 5.00\r\n#VER A 1"),
        "row-outside-voucher",
    ),
    "an amount with a comma": (lambda: sie(rows=voucher("1,5")), "odd-amount"),
    "an amount in powers of ten": (lambda: sie(rows=voucher("1e9")), "unreadable-amount"),
    "an amount that is no number": (lambda: sie(rows=voucher("NaN")), "unreadable-amount"),
    "a year of 19 months": (lambda: sie(year="20250101 20260731"), "year-too-long"),
}


@pytest.fixture
def desk(store: Store) -> Desk:
    return _desk(store, "Rut")


def _desk(store: Store, name: str) -> Desk:
    with store.transaction() as session:
        user = people.add_user(session, subject=name, name=name, role=Role.ACCOUNTANT, all_clients=True)
    return Desk(store, InlineRunner(store), Person(user.id, user.name, user.role))


@pytest.fixture
def client_id(desk: Desk) -> int:
    """A client whose books are in use at version 1."""
    with desk.transaction() as session:
        client = clients.add(session, name="Bryggan AB", org_number=OWN, source=Source.SIE4)
    activate(desk, taken_in(desk, client.id, sie()).id, expected_version=0, reason="prov")
    return client.id


def taken_in(desk: Desk, client_id: int, content: bytes) -> Import:
    (one,) = upload(desk, [("bok.se", content)], client_id=client_id)
    assert one.import_id, one.refusal
    with desk.store.reading() as session:
        return imports.get(session, one.import_id)


def found(desk: Desk, import_: Import) -> dict[str, Severity]:
    results = imports.results(desk.store, import_.id)
    return {one.check: one.severity for result in results for one in result.findings}


def version(desk: Desk, client_id: int) -> int:
    with desk.store.reading() as session:
        return books.active(session, client_id).version


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_become_books_is_refused(what: str, desk: Desk, client_id: int) -> None:
    make, check = REFUSED[what]
    import_ = taken_in(desk, client_id, make())
    assert import_.state is ImportState.REFUSED
    assert found(desk, import_)[check] is Severity.REFUSED
    assert version(desk, client_id) == 1


@pytest.mark.parametrize("what", STAGED)
def test_a_file_with_faults_is_staged_with_what_was_found(what: str, desk: Desk, client_id: int) -> None:
    make, check = STAGED[what]
    import_ = taken_in(desk, client_id, make())
    assert import_.state is ImportState.STAGED
    assert check in found(desk, import_)
    assert version(desk, client_id) == 1


def test_101_megabytes_are_refused_before_reading_with_the_limit_and_the_size(desk: Desk, client_id: int) -> None:
    (one,) = upload(desk, [("stor.se", b"#" * (101 * MEBIBYTE))], client_id=client_id)
    assert isinstance(one.refusal, FileRefused)
    assert "101,0" in one.refusal.sentence("sv")
    assert "100,0" in one.refusal.sentence("sv")
    assert one.import_id is None
    assert version(desk, client_id) == 1


def test_files_without_a_client_go_to_the_client_whose_number_they_carry(desk: Desk, client_id: int) -> None:
    mine, stranger = upload(
        desk,
        [("a.se", sie(rows=voucher("1.50"))), ("b.se", sie(org_number=OTHER))],
        client_id=None,
    )
    assert mine.client
    assert mine.client.id == client_id
    assert isinstance(stranger.refusal, OwnerUnknown)
    assert OTHER in stranger.refusal.sentence("sv")


def test_two_companies_files_in_turn_never_mix(desk: Desk, client_id: int) -> None:
    taken_in(desk, client_id, sie(org_number=OTHER))
    staged = taken_in(desk, client_id, sie(rows=voucher("1.50")))
    assert staged.state is ImportState.STAGED
    assert version(desk, client_id) == 1


def test_the_same_upload_twice_is_one_import_and_one_job(desk: Desk, client_id: int) -> None:
    content = sie(rows=voucher("1.50"))
    first, second = taken_in(desk, client_id, content), taken_in(desk, client_id, content)
    assert first.id == second.id
    with desk.store.reading() as session:
        assert len(jobs.of_import(session, first.id)) == 1


def test_of_two_people_the_second_is_told_that_the_books_changed(store: Store, desk: Desk, client_id: int) -> None:
    other = _desk(store, "Sven")
    first = taken_in(desk, client_id, sie(rows=voucher("1.50")))
    second = taken_in(other, client_id, sie(rows=voucher("1.50") + "\r\n#PROSA sent"))
    activate(desk, first.id, expected_version=1)
    with pytest.raises(BooksChanged) as told:
        activate(other, second.id, expected_version=1)
    assert "Rut" in told.value.sentence("sv")
    assert version(desk, client_id) == 2


def test_an_import_with_errors_is_used_only_with_a_reason(desk: Desk, client_id: int) -> None:
    staged = taken_in(desk, client_id, sie(rows=voucher("2.00")))
    assert found(desk, staged)["unbalanced-voucher"] is Severity.ERROR
    with pytest.raises(ReasonRequired):
        activate(desk, staged.id, expected_version=1, reason="  ")
    activate(desk, staged.id, expected_version=1, reason="Klienten rättar i morgon")
    assert version(desk, client_id) == 2


def test_the_last_activation_can_be_undone(desk: Desk, client_id: int) -> None:
    staged = taken_in(desk, client_id, sie(rows=voucher("1.50")))
    with desk.store.reading() as session:
        before = books.active(session, client_id)
    activate(desk, staged.id, expected_version=1)
    after = undo(desk, client_id, expected_version=2)
    assert {year: s.fingerprint for year, s in after.years.items()} == {
        y: s.fingerprint for y, s in before.years.items()
    }


def test_a_discarded_import_cannot_be_used(desk: Desk, client_id: int) -> None:
    staged = taken_in(desk, client_id, sie(rows=voucher("1.50")))
    discard(desk, staged.id)
    with pytest.raises(WrongState):
        activate(desk, staged.id, expected_version=1)


def test_every_refusal_says_what_to_do_next() -> None:
    refused = [text for text in CATALOGUE.values() if text.severity is Severity.REFUSED]
    assert all(text.remedy for text in refused)


def test_an_upload_that_is_kept_out_leaves_no_import(desk: Desk, client_id: int) -> None:
    with desk.store.reading() as session:
        before = len(imports.of_client(session, client_id))
    upload(desk, [("stor.se", b"#" * (101 * MEBIBYTE))], client_id=client_id)
    with desk.store.reading() as session:
        assert len(imports.of_client(session, client_id)) == before
