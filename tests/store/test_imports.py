"""A source is taken in once, and moves on only as its state allows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lib.core.errors import NotFound, WrongState
from lib.core.findings import CheckResult, Finding, Location, Severity, Status
from lib.store import imports
from lib.store.database import Store
from lib.store.sources import LINE_AT_MOST
from lib.store.tables import Client, Import, ImportState, Source
from tests.store.examples import add_client, receive, state_of

LINES = '#FLAGGA 0\r\n#FNAMN "Åkerbärs Öl"\r\n#RAR 0 20260101 20261231\r\n'.encode("cp437")


def test_the_source_comes_back_byte_for_byte(store: Store, client: Client) -> None:
    content = bytes(range(256)) * 400

    import_ = receive(store, client, content)

    assert imports.source(store, import_.id) == content


def test_the_same_bytes_twice_are_one_import(store: Store, client: Client) -> None:
    first = receive(store, client, LINES)

    assert receive(store, client, LINES, name="copy.se").id == first.id


def test_a_double_click_makes_one_import(store: Store, client: Client) -> None:
    together = Barrier(4)

    def upload(_: int) -> str:
        together.wait()
        return receive(store, client, LINES).id

    with ThreadPoolExecutor(4) as threads:
        ids = set(threads.map(upload, range(4)))

    assert len(ids) == 1
    assert [folder.name for folder in (store.folder / "imports").iterdir()] == list(ids)


def test_the_same_bytes_for_another_client_are_another_import(store: Store, client: Client) -> None:
    other = add_client(store, "Kajen AB")

    assert receive(store, client, LINES).id != receive(store, other, LINES).id


def test_the_same_bytes_for_another_year_are_another_import(store: Store, client: Client) -> None:
    def receive_for(start: str) -> str:
        return imports.receive(
            store,
            client_id=client.id,
            source=Source.SPREADSHEET,
            file_name="saldo.csv",
            content=LINES,
            user_id=None,
            options={"start": start},
        ).id

    assert receive_for("2025-01-01") != receive_for("2026-01-01")


@pytest.mark.parametrize("end", [ImportState.REFUSED, ImportState.FAILED, ImportState.DISCARDED])
def test_what_has_ended_may_be_uploaded_again(store: Store, client: Client, end: ImportState) -> None:
    first = receive(store, client, LINES)
    with store.transaction() as session:
        imports.set_state(session, first.id, end)

    assert receive(store, client, LINES).id != first.id


def test_a_retried_import_is_again_the_one_that_lives(store: Store, client: Client) -> None:
    first = receive(store, client, LINES)
    with store.transaction() as session:
        imports.set_state(session, first.id, ImportState.FAILED)
        imports.set_state(session, first.id, ImportState.RECEIVED)

    assert receive(store, client, LINES).id == first.id


def test_an_import_for_nobody_is_not_taken_in(store: Store) -> None:
    with pytest.raises(NotFound):
        receive(store, Client(id=4711, name=""), LINES)

    assert not (store.folder / "imports").exists()


def test_a_file_name_is_kept_without_its_folders_and_unprintable_characters(store: Store, client: Client) -> None:
    assert receive(store, client, LINES, name="C:\\bok\\2026\0\udcff.se").file_name == "2026.se"


def test_a_state_that_may_not_follow_is_refused(store: Store, client: Client) -> None:
    import_ = receive(store, client, LINES)

    with pytest.raises(WrongState), store.transaction() as session:
        imports.set_state(session, import_.id, ImportState.ACTIVATED)

    assert state_of(store, import_) is ImportState.RECEIVED


def test_the_state_it_has_already_changes_nothing(store: Store, client: Client) -> None:
    import_ = receive(store, client, LINES)
    with store.transaction() as session:
        imports.set_state(session, import_.id, ImportState.DISCARDED)
        ended = imports.get(session, import_.id).ended_at

    with store.transaction() as session:
        assert imports.set_state(session, import_.id, ImportState.DISCARDED).ended_at == ended


def test_imports_are_listed_newest_first(store: Store, client: Client) -> None:
    made = [receive(store, client, LINES + bytes([n])).id for n in range(3)]

    with store.reading() as session:
        assert [import_.id for import_ in imports.of_client(session, client.id)] == made[::-1]
        assert [import_.id for import_ in imports.of_client(session, client.id, limit=1)] == made[-1:]


def test_summary_and_counts_are_kept(store: Store, client: Client) -> None:
    import_ = receive(store, client, LINES)
    with store.transaction() as session:
        imports.summarise(session, import_.id, {"company": "Åkerbärs Öl", "years": [{"debit": 2**40}]})
        imports.count(session, import_.id, {"error": 2})

    with store.reading() as session:
        kept = imports.get(session, import_.id)
    assert kept.summary == {"company": "Åkerbärs Öl", "years": [{"debit": 2**40}]}
    assert kept.counts == {"error": 2}


def test_results_come_back_as_they_were(store: Store, client: Client) -> None:
    found = Finding("closing-differs", Severity.ERROR, {"difference": -125}, Location("bok.se", 7), "1930", "A 17")
    results = (
        CheckResult("closing-differs", Status.FOUND, (found,), 250),
        CheckResult("checksum-damaged", Status.NOT_RUN, reason="The file has no checksum."),
    )
    import_ = receive(store, client, LINES)

    imports.save_results(store, import_.id, results)

    assert imports.results(store, import_.id) == results


def test_an_import_that_was_not_checked_has_no_results(store: Store, client: Client) -> None:
    assert imports.results(store, receive(store, client, LINES).id) == ()


def test_small_files_are_kept_with_the_import(store: Store, client: Client) -> None:
    import_ = receive(store, client, LINES)

    imports.save_file(store, import_.id, "changes.json", b"[1]")
    imports.save_file(store, import_.id, "changes.json", b"[2]")

    assert imports.read_file(store, import_.id, "changes.json") == b"[2]"
    assert imports.read_file(store, import_.id, "other.json") is None


def test_a_raw_line_is_read_in_the_encoding_that_was_found(store: Store, client: Client) -> None:
    import_ = _with_encoding(store, client, LINES, "cp437")

    assert imports.raw_line(store, import_.id, 2) == '#FNAMN "Åkerbärs Öl"'


def test_lone_carriage_returns_end_lines_where_there_are_no_others(store: Store, client: Client) -> None:
    import_ = _with_encoding(store, client, LINES.replace(b"\r\n", b"\r"), "cp437")

    assert imports.raw_line(store, import_.id, 3) == "#RAR 0 20260101 20261231"


def test_an_endless_line_is_cut(store: Store, client: Client) -> None:
    import_ = _with_encoding(store, client, b"#GEN\n" + b"x" * 3_000_000, "ascii")

    assert imports.raw_line(store, import_.id, 2) == "x" * LINE_AT_MOST + "…"


@pytest.mark.parametrize("line", [-1, 0, 4])
def test_a_line_that_is_not_there_is_not_found(store: Store, client: Client, line: int) -> None:
    import_ = receive(store, client, LINES)

    with pytest.raises(NotFound):
        imports.raw_line(store, import_.id, line)


def _with_encoding(store: Store, client: Client, content: bytes, encoding: str) -> Import:
    import_ = receive(store, client, content)
    with store.transaction() as session:
        imports.summarise(session, import_.id, {"encoding": encoding})
    return import_
