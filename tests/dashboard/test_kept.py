"""What is worked out of books that never change is kept, and never shown for other books."""

from collections.abc import Iterator
from datetime import date

import pytest

from dashboard import data
from lib.ledger.books import Extent
from lib.store.tables import Snapshot


@pytest.fixture
def calls() -> Iterator[list[tuple[int, str]]]:
    """The books that `_told` was worked out of, in order."""
    _CALLS.clear()
    _told.clear()  # type: ignore[attr-defined]
    yield _CALLS
    _told.clear()  # type: ignore[attr-defined]


_CALLS: list[tuple[int, str]] = []


@data.kept(4)
def _told(snapshot: Snapshot, days: tuple[int, ...]) -> str:
    _CALLS.append((snapshot.client_id, snapshot.fingerprint))
    return f"{snapshot.client_id} {snapshot.fingerprint} {days}"


def _snapshot(client_id: int, fingerprint: str, row_id: int = 1) -> Snapshot:
    day = date(2024, 1, 1)
    return Snapshot(
        id=row_id,
        import_id="i",
        year_id=1,
        client_id=client_id,
        start=day,
        end=day,
        extent=Extent.PART,
        folder="f",
        fingerprint=fingerprint,
    )


def test_two_clients_with_the_same_books_are_kept_apart(calls: list[tuple[int, str]]) -> None:
    assert _told(_snapshot(1, "a"), (1,)) == "1 a (1,)"
    assert _told(_snapshot(2, "a"), (1,)) == "2 a (1,)"


def test_other_books_of_a_client_are_worked_out_anew(calls: list[tuple[int, str]]) -> None:
    assert _told(_snapshot(1, "a"), (1,)) == "1 a (1,)"
    assert _told(_snapshot(1, "b"), (1,)) == "1 b (1,)"


def test_another_question_is_answered_anew(calls: list[tuple[int, str]]) -> None:
    assert _told(_snapshot(1, "a"), (1,)) == "1 a (1,)"
    assert _told(_snapshot(1, "a"), (1, 2)) == "1 a (1, 2)"


def test_the_same_books_read_from_another_row_are_not_worked_out_again(calls: list[tuple[int, str]]) -> None:
    _told(_snapshot(1, "a", row_id=1), (1,))
    _told(_snapshot(1, "a", row_id=2), (1,))
    assert calls == [(1, "a")]
