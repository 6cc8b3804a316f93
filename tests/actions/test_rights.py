"""Who may do what: the table of roles x actions, and every action held against it."""

from collections.abc import Callable

import pytest

from lib.actions import appendices, balances, clients, connections, demo, fortnox, imports
from lib.actions.desk import Desk, Person
from lib.actions.rights import ACTION_NAMES, RIGHTS
from lib.core.errors import Forbidden, WrongState
from lib.core.periods import calendar_year
from lib.store import activity
from lib.store import clients as client_rows
from lib.store import imports as import_rows
from lib.store.database import Store
from lib.store.tables import Client, Import, ImportState, Role, Source
from tests.actions import closing_acts, consent_acts, entry_acts, people_acts, support_acts
from tests.jobs.inline import InlineRunner

VIEWER, SUPPORT, ACCOUNTANT, ADMIN = Role.VIEWER, Role.SUPPORT, Role.ACCOUNTANT, Role.ADMIN

EXPECTED = {
    #                  viewer support accountant admin
    "client.view": (True, True, True, True),
    "books.view": (True, True, True, True),
    "books.export": (True, True, True, True),
    "appendix.view": (True, True, True, True),
    "activity.view": (True, True, True, True),
    "import.preview": (True, True, True, True),
    "raw-line.view": (False, True, True, True),
    "support.view": (False, True, True, True),
    "import.upload": (False, True, True, True),
    "import.retry": (False, True, True, True),
    "import.discard": (False, True, True, True),
    "import.activate": (False, False, True, True),
    "import.undo": (False, False, True, True),
    "appendix.delete": (False, False, True, True),
    "fortnox.connect": (False, True, True, True),
    "fortnox.disconnect": (False, True, True, True),
    "fortnox.import": (False, True, True, True),
    "client.reset": (False, False, True, True),
    "balances.type": (False, False, True, True),
    "client.create": (False, False, True, True),
    "client.change": (False, False, True, True),
    "source.change": (False, False, True, True),
    "demo.reset": (False, False, False, True),
    **closing_acts.EXPECTED,
    **consent_acts.EXPECTED,
    **entry_acts.EXPECTED,
    **people_acts.EXPECTED,
    **support_acts.EXPECTED,
}

OF_NO_CLIENT = {"client.create", "demo.reset", *people_acts.ACTS}

Act = Callable[[Desk, Client, Import], object]
ACTS: dict[str, Act] = {
    "raw-line.view": lambda desk, _, import_: imports.raw_line(desk, import_.id, 1),
    "import.upload": lambda desk, client, _: imports.upload(desk, [("a.se", b"#FLAGGA 0")], client_id=client.id),
    "import.retry": lambda desk, _, import_: imports.retry(desk, import_.id),
    "import.discard": lambda desk, _, import_: imports.discard(desk, import_.id),
    "import.activate": lambda desk, _, import_: imports.activate(desk, import_.id, expected_version=0),
    "import.undo": lambda desk, client, _: imports.undo(desk, client.id, expected_version=0),
    "appendix.delete": lambda desk, client, _: appendices.delete_appendix(desk, client.id, "1510"),
    "balances.type": lambda desk, client, _: balances.type_balances(
        desk, client.id, calendar_year(2025), [("1930", "Bank", 0, 100)]
    ),
    "fortnox.connect": lambda desk, client, _: connections.begin_connect(
        desk, client.id, return_path="/import", browser="b", redirect_uri="http://127.0.0.1/fortnox/callback"
    ),
    "fortnox.disconnect": lambda desk, client, _: connections.disconnect(desk, client.id),
    "fortnox.import": lambda desk, client, _: fortnox.import_from_fortnox(desk, client.id),
    "client.reset": lambda desk, client, _: clients.reset_client(desk, client.id, expected_version=0),
    "client.create": lambda desk, *_: clients.create_client(desk, name="Nya Bolaget AB"),
    "client.change": lambda desk, client, _: clients.change_client(desk, client.id, name="Nytt Namn AB"),
    "source.change": lambda desk, client, _: clients.change_source(desk, client.id, Source.SIE4),
    "demo.reset": lambda desk, *_: demo.reset_demo(desk),
    **closing_acts.ACTS,
    **consent_acts.ACTS,
    **entry_acts.ACTS,
    **people_acts.ACTS,
    **support_acts.ACTS,
}


@pytest.fixture
def client(store: Store) -> Client:
    with store.transaction() as session:
        return client_rows.add(session, name="Provbolaget AB", source=Source.SIE4)


@pytest.fixture
def import_(store: Store, client: Client) -> Import:
    return import_rows.receive(
        store,
        client_id=client.id,
        source=Source.SIE4,
        file_name="a.se",
        content=b"#FLAGGA 0\r\n",
        user_id=1,
        options={},
    )


def desk_of(store: Store, role: Role, clients: frozenset[int] | None = None) -> Desk:
    return Desk(store, InlineRunner(store), Person(1, "Någon", role, clients))


def test_the_table_of_roles_and_actions_is_the_one_agreed() -> None:
    roles = (VIEWER, SUPPORT, ACCOUNTANT, ADMIN)
    assert {action: tuple(role in allowed for role in roles) for action, allowed in RIGHTS.items()} == EXPECTED


def test_every_action_has_a_name_for_people() -> None:
    assert ACTION_NAMES.keys() == RIGHTS.keys()


@pytest.mark.parametrize(
    ("action", "role"),
    [(action, role) for action in ACTS for role in Role if role not in RIGHTS[action]],
)
def test_an_action_without_the_right_is_refused(
    action: str, role: Role, store: Store, client: Client, import_: Import
) -> None:
    with pytest.raises(Forbidden):
        ACTS[action](desk_of(store, role), client, import_)


@pytest.mark.parametrize("action", [a for a in ACTS if a not in OF_NO_CLIENT])
def test_an_action_on_somebody_elses_client_is_refused(
    action: str, store: Store, client: Client, import_: Import
) -> None:
    with pytest.raises(Forbidden):
        ACTS[action](desk_of(store, ADMIN, frozenset()), client, import_)


def test_a_refused_action_is_written_to_the_activity_log(store: Store, client: Client, import_: Import) -> None:
    with pytest.raises(Forbidden):
        ACTS["import.activate"](desk_of(store, VIEWER), client, import_)
    with store.reading() as session:
        (entry,) = activity.entries(session, limit=10)
    assert (entry.action, entry.outcome, entry.user_name) == ("import.activate", "refused", "Någon")


def test_no_action_is_left_out_of_the_table() -> None:
    """Each key of the table that changes something has an act above that is held against it."""
    looking = {
        "import.preview",
        "client.view",
        "books.view",
        "books.export",
        "appendix.view",
        "activity.view",
        "support.view",
        *closing_acts.LOOKING,
        *entry_acts.LOOKING,
        *people_acts.LOOKING,
    }
    assert ACTS.keys() | looking == RIGHTS.keys()


def test_only_who_may_start_an_import_again_may_have_it_compared_again(store: Store, import_: Import) -> None:
    with pytest.raises(Forbidden):
        imports.compare_again(desk_of(store, VIEWER), import_.id)


def test_an_import_that_awaits_no_decision_is_not_compared(store: Store, import_: Import) -> None:
    with pytest.raises(WrongState):
        imports.compare_again(desk_of(store, ACCOUNTANT), import_.id)
    with store.reading() as session:
        assert import_rows.get(session, import_.id).state is ImportState.RECEIVED
