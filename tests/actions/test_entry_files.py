"""Files are attached to closing entries as they are to appendices."""

import pytest

from lib.actions import entries, periods
from lib.actions.desk import Desk
from lib.actions.entry_files import attach_entry_file
from lib.actions.reconciliation import read_file, remove_file
from lib.closing.failures import PeriodClosed
from lib.closing.files import FILES_AT_MOST, AttachmentRefused
from lib.core.errors import NotFound
from lib.store import attachments
from lib.store.database import Store
from lib.store.tables import Client
from lib.store.words import FileOwner
from tests.actions.entries_by_hand import DRAFT, JANUARY, clerk_at, client_with_books, transferred
from tests.store.examples import add_client

PDF = b"%PDF-1.7\n"


@pytest.fixture
def client(store: Store) -> Client:
    return client_with_books(store)


@pytest.fixture
def desk(store: Store, client: Client) -> Desk:
    return clerk_at(store, client, JANUARY)


@pytest.fixture
def entry(desk: Desk, client: Client) -> int:
    return entries.save_entry(desk, client.id, JANUARY, DRAFT, ready=True)


def files(desk: Desk, client: Client, entry: int) -> list[str]:
    with desk.store.reading() as session:
        return [row.name for row in attachments.of_owner(session, client.id, FileOwner.CLOSING_ENTRY, entry)]


def test_a_file_is_kept_with_its_entry_until_it_is_removed(desk: Desk, client: Client, entry: int) -> None:
    file = attach_entry_file(desk, client.id, entry, "../avtal.pdf", PDF)
    assert files(desk, client, entry) == ["avtal.pdf"]
    assert read_file(desk, client.id, file) == ("avtal.pdf", "application/pdf", PDF)
    remove_file(desk, client.id, file)
    assert files(desk, client, entry) == []
    assert not [path for path in (desk.store.folder / "attachments").rglob("*") if path.is_file()]


def test_an_entry_that_has_gone_out_takes_files_still(desk: Desk, client: Client, entry: int) -> None:
    transferred(desk, client, entry)
    attach_entry_file(desk, client.id, entry, "a.pdf", PDF)
    assert files(desk, client, entry) == ["a.pdf"]


def test_an_entry_that_was_deleted_takes_no_file(desk: Desk, client: Client, entry: int) -> None:
    entries.delete_entry(desk, client.id, entry)
    with pytest.raises(NotFound):
        attach_entry_file(desk, client.id, entry, "a.pdf", PDF)
    assert files(desk, client, entry) == []


def test_the_files_of_a_locked_period_stay_as_they_are(desk: Desk, client: Client, entry: int) -> None:
    file = attach_entry_file(desk, client.id, entry, "a.pdf", PDF)
    periods.lock_period(desk, client.id, JANUARY, expected_version=1)
    with pytest.raises(PeriodClosed):
        attach_entry_file(desk, client.id, entry, "b.pdf", PDF)
    with pytest.raises(PeriodClosed):
        remove_file(desk, client.id, file)
    assert files(desk, client, entry) == ["a.pdf"]


def test_twelve_files_are_enough(desk: Desk, client: Client, entry: int) -> None:
    for number in range(FILES_AT_MOST):
        attach_entry_file(desk, client.id, entry, f"{number}.pdf", PDF)
    with pytest.raises(AttachmentRefused):
        attach_entry_file(desk, client.id, entry, "en till.pdf", PDF)


def test_nothing_is_attached_to_another_clients_entry(desk: Desk, client: Client, entry: int) -> None:
    other = add_client(desk.store, name="Annan AB")
    with pytest.raises(NotFound):
        attach_entry_file(desk, other.id, entry, "a.pdf", PDF)
    assert files(desk, client, entry) == []
