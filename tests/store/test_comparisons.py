"""Files that are only compared: there until they are read, gone after that."""

import os
from datetime import timedelta

import pytest

from lib.core.errors import NotFound
from lib.store import clients, comparisons
from lib.store.columns import now
from lib.store.database import Store
from tests.store.examples import add_client


def _kept(store: Store, client_id: int) -> None:
    comparisons.keep_file(store, client_id, "job", b"#FLAGGA 0")
    comparisons.save_result(store, client_id, "job", {"years": []})


def test_a_file_is_gone_when_it_is_dropped_and_what_was_found_stays(store: Store) -> None:
    _kept(store, 1)
    assert comparisons.read_file(store, 1, "job") == b"#FLAGGA 0"
    comparisons.drop_file(store, 1, "job")
    with pytest.raises(NotFound):
        comparisons.read_file(store, 1, "job")
    assert comparisons.result(store, 1, "job") == {"years": []}


def test_another_client_has_no_part_in_it(store: Store) -> None:
    _kept(store, 1)
    assert comparisons.result(store, 2, "job") is None
    assert comparisons.result(store, 2, "../1/job") is None


def test_what_was_found_is_let_go_after_a_day(store: Store) -> None:
    _kept(store, 1)
    assert comparisons.sweep(store) == []
    (folder,) = store.folder.glob("comparisons/1/*")
    yesterday = (now() - timedelta(hours=25)).timestamp()
    os.utime(folder, (yesterday, yesterday))
    assert comparisons.sweep(store) == [folder]
    assert comparisons.result(store, 1, "job") is None


def test_a_client_that_is_removed_takes_its_comparisons_along(store: Store) -> None:
    client = add_client(store, demo=True)
    _kept(store, client.id)
    clients.remove(store, client.id)
    assert comparisons.result(store, client.id, "job") is None
