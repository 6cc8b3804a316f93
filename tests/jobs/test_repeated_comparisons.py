"""A comparison with a file whose step is repeated, for its worker was killed, is told as it ended the first time."""

import pytest

from lib.actions.comparisons import compare_file
from lib.actions.desk import Desk, Person
from lib.jobs import comparisons
from lib.store import clients, jobs
from lib.store import comparisons as stored
from lib.store.database import Store
from lib.store.tables import Client, JobState, Role, Source
from tests.jobs.inline import InlineRunner
from tests.pages.office import FILES, SOUND


class Killed(BaseException):
    """Nothing in the program outlives it."""


@pytest.fixture
def client(store: Store) -> Client:
    with store.transaction() as session:
        return clients.add(session, name="Provbolaget AB", source=Source.SIE4)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_comparison_that_was_done_stays_done_when_its_step_is_repeated(
    when: str, store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = stored.drop_file

    def killed(store: Store, client_id: int, job_id: str) -> None:
        if when == "after":
            let_go(store, client_id, job_id)
        raise Killed

    desk = Desk(store, InlineRunner(store), Person(1, "Rut", Role.ACCOUNTANT))
    with monkeypatch.context() as patch:
        patch.setattr(stored, "drop_file", killed)
        with pytest.raises(Killed):
            compare_file(desk, client.id, SOUND, (FILES / SOUND).read_bytes())
    with store.reading() as session:
        (job,) = jobs.of_client(session, client.id)
    comparisons.run(store, job.id)
    with store.reading() as session:
        again = jobs.get(session, job.id)
    assert (again.state, again.message) == (JobState.DONE, comparisons.COMPARED)
    assert list(store.folder.glob("comparisons/*/*/source*")) == []
