"""Files that are only compared: there until they are read, gone after that."""

import os
from datetime import timedelta

import pytest

from lib.core.errors import NotFound
from lib.store import clients, comparisons
from lib.store.columns import now
from lib.store.database import Store
from tests.store.examples import add_client

JOB = "0b8b2a1c-6a0e-4f0e-9d3c-1f2e3d4c5b6a"


def _kept(store: Store, client_id: int) -> None:
    comparisons.keep_file(store, client_id, JOB, b"#FLAGGA 0")
    comparisons.save_result(store, client_id, JOB, {"years": []})


def test_a_file_is_gone_when_it_is_dropped_and_what_was_found_stays(store: Store) -> None:
    _kept(store, 1)
    assert comparisons.read_file(store, 1, JOB) == b"#FLAGGA 0"
    comparisons.drop_file(store, 1, JOB)
    with pytest.raises(NotFound):
        comparisons.read_file(store, 1, JOB)
    assert comparisons.result(store, 1, JOB) == {"years": []}


def test_another_client_has_no_part_in_it(store: Store) -> None:
    _kept(store, 1)
    assert comparisons.result(store, 2, JOB) is None
    assert comparisons.result(store, 2, f"../1/{JOB}") is None


@pytest.mark.parametrize("no_job", ["", ".", "..", "../1", f"../1/{JOB}", "1", "job"])
def test_what_is_no_jobs_id_leads_nowhere(store: Store, no_job: str) -> None:
    _kept(store, 1)
    assert comparisons.result(store, 1, no_job) is None
    with pytest.raises(NotFound):
        comparisons.read_file(store, 1, no_job)
    with pytest.raises(NotFound):
        comparisons.forget(store, 1, no_job)
    assert comparisons.result(store, 1, JOB) == {"years": []}


def test_what_was_found_is_let_go_after_a_day(store: Store) -> None:
    _kept(store, 1)
    assert comparisons.sweep(store) == []
    (folder,) = store.folder.glob("comparisons/1/*")
    yesterday = (now() - timedelta(hours=25)).timestamp()
    os.utime(folder, (yesterday, yesterday))
    assert comparisons.sweep(store) == [folder]
    assert comparisons.result(store, 1, JOB) is None


def test_a_client_that_is_removed_takes_its_comparisons_along(store: Store) -> None:
    client = add_client(store, demo=True)
    _kept(store, client.id)
    clients.remove(store, client.id)
    assert comparisons.result(store, client.id, JOB) is None
