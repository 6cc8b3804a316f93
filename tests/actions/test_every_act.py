"""No act without the right: every function that takes a desk, each role, other people's clients and their rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import SQLModel

from lib.actions.consent_rights import NEEDS_CONSENT
from lib.actions.desk import Desk, Person
from lib.actions.rights import ACTION_NAMES, RIGHTS
from lib.core.errors import BryggaError, ConsentNeeded, Forbidden, NotFound
from lib.jobs.lines import NotConnected
from lib.store import people
from lib.store.database import Store
from lib.store.tables import Role
from tests.actions import every_act
from tests.actions.entries_by_hand import JANUARY, clerk_at, client_with_books
from tests.actions.every_act import (
    BY_ROW,
    EVERY,
    OF_A_ROW,
    ON_CLIENTS,
    WITHOUT_RIGHT,
    Acts,
    public,
)
from tests.actions.filled_clients import Theirs, filled
from tests.jobs.inline import InlineRunner

LOGGED = {"activity"}
"""Where a refusal leaves a row."""


@dataclass(frozen=True)
class Bureau:
    """Two clients, of which one is ours, and what the other has."""

    store: Store
    ours: int
    client: int
    theirs: Theirs

    def desk(self, role: Role, *clients: int) -> Desk:
        """The desk of somebody whose clients these are."""
        return Desk(self.store, InlineRunner(self.store), Person(7, "Eva", role, frozenset(clients)))

    def kept(self) -> dict[str, list[object]]:
        """All that is kept in the database."""
        with self.store.reading() as session:
            tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in LOGGED]
            return {table.name: list(session.connection().execute(table.select())) for table in tables}


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    store = Store.open(tmp_path_factory.mktemp("every-act") / "data")
    with store.transaction() as session:
        people.add_user(session, subject="a", name="Anna", role=Role.ADMIN, all_clients=True)
    ours, client = client_with_books(store), client_with_books(store)
    clerk_at(store, ours, JANUARY)
    yield Bureau(store, ours.id, client.id, filled(clerk_at(store, client, JANUARY), client))
    store.close()


def acts(*tables: Acts) -> list[object]:
    """Each act by its name."""
    return [pytest.param(act, id=every_act.name(act)) for table in tables for act in table]


def test_every_function_that_takes_a_desk_is_held_against_its_right() -> None:
    known: list[Callable[..., object]] = [*EVERY, *WITHOUT_RIGHT]
    assert sorted(map(every_act.name, public())) == sorted(map(every_act.name, known))


@pytest.mark.parametrize("act", acts(ON_CLIENTS))
def test_nothing_is_done_for_a_client_that_is_not_ones_own(bureau: Bureau, act: Callable[..., object]) -> None:
    right, call = EVERY[act]
    before = bureau.kept()
    with pytest.raises(Forbidden) as refused:
        call(bureau.desk(Role.ADMIN, bureau.ours), bureau.client, bureau.theirs)
    seen_first = "client.view" if act in BY_ROW else right
    assert refused.value.facts["action"] in {ACTION_NAMES[right], ACTION_NAMES[seen_first]}
    assert bureau.kept() == before


@pytest.mark.parametrize("act", acts(OF_A_ROW))
def test_a_row_of_another_clients_is_not_found_under_ones_own(bureau: Bureau, act: Callable[..., object]) -> None:
    _right, call = EVERY[act]
    before = bureau.kept()
    with pytest.raises(BryggaError) as refused:
        call(bureau.desk(Role.ADMIN, bureau.ours), bureau.ours, bureau.theirs)
    assert isinstance(refused.value, (NotFound, NotConnected))
    assert bureau.kept() == before


@pytest.mark.parametrize("act", acts(EVERY))
def test_nothing_is_done_without_the_right(bureau: Bureau, act: Callable[..., object]) -> None:
    right, call = EVERY[act]
    before = bureau.kept()
    for role in set(Role) - RIGHTS[right]:
        with pytest.raises(Forbidden) as refused:
            call(bureau.desk(role, bureau.client), bureau.client, bureau.theirs)
        assert refused.value.facts["action"] == ACTION_NAMES[right], role
    assert bureau.kept() == before


@pytest.mark.parametrize("act", acts({act: told for act, told in EVERY.items() if told[0] in NEEDS_CONSENT}))
def test_support_does_nothing_that_shows_a_clients_contents_without_consent(
    bureau: Bureau, act: Callable[..., object]
) -> None:
    right, call = EVERY[act]
    before = bureau.kept()
    with pytest.raises(ConsentNeeded) as refused:
        call(bureau.desk(Role.SUPPORT, bureau.client), bureau.client, bureau.theirs)
    assert refused.value.facts["action"] == ACTION_NAMES[right]
    assert bureau.kept() == before
