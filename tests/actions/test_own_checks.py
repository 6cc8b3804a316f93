"""How the checks go for a client: switched, copied with limits of their own, and what no check can go by refused."""

from typing import Any

import pytest

from lib.actions import check_settings
from lib.actions.desk import Desk
from lib.checks.analysis.registry import RULES
from lib.core.errors import InvalidInput, NotFound
from lib.store import activity, analysis_choices
from lib.store import check_settings as rows
from lib.store.check_tables import CheckSetting
from lib.store.database import Store
from lib.store.tables import Client
from tests.actions.test_closing_work import desk_of, log
from tests.store.examples import add_client

ON, OFF = "recurring-missing", "benford"
LIMITS = {"share": 90, "least": 5_000_00}


@pytest.fixture
def client(store: Store) -> Client:
    return add_client(store)


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store, 1, "Rut")


def settings(store: Store, client: Client) -> dict[str, CheckSetting]:
    with store.reading() as session:
        return rows.of_client(session, client.id)


def run(store: Store, client: Client) -> set[str]:
    with store.reading() as session:
        return {choice.key for choice in analysis_choices.chosen(session, client.id)}


def test_a_check_is_switched_off_and_on_again_without_a_trace(store: Store, desk: Desk, client: Client) -> None:
    check_settings.switch_check(desk, client.id, ON, enabled=False)
    assert ON not in run(store, client)
    assert log(store)[0] == ("done", "Kontrollen ”Det som återkommer finns med” stängdes av.")
    check_settings.switch_check(desk, client.id, ON, enabled=True)
    assert ON in run(store, client)
    assert settings(store, client) == {}


def test_a_check_that_is_off_by_itself_can_be_switched_on(store: Store, desk: Desk, client: Client) -> None:
    check_settings.switch_check(desk, client.id, OFF, enabled=True)
    assert OFF in run(store, client)


def test_an_own_check_that_is_switched_off_keeps_its_limits(store: Store, desk: Desk, client: Client) -> None:
    key = check_settings.add_check(desk, client.id, ON, name="Hyra", thresholds=LIMITS)
    check_settings.switch_check(desk, client.id, key, enabled=False)
    assert key not in run(store, client)
    row = settings(store, client)[key]
    assert (row.name, row.based_on, row.thresholds) == ("Hyra", ON, LIMITS)


def test_a_copy_may_stand_in_for_what_it_was_made_of(store: Store, desk: Desk, client: Client) -> None:
    key = check_settings.add_check(desk, client.id, ON, name=" Hyra ", thresholds=LIMITS, instead_of=ON)
    assert {key} == run(store, client) - set(RULES)
    assert ON not in run(store, client)
    assert log(store)[0] == ("done", "Kontrollen ”Hyra” lades till.")


def test_a_copy_of_what_is_not_there_leaves_nothing(store: Store, desk: Desk, client: Client) -> None:
    with pytest.raises(NotFound):
        check_settings.add_check(desk, client.id, ON, name="Hyra", thresholds={}, instead_of="no-such")
    assert settings(store, client) == {}


def test_no_two_own_checks_have_one_name(store: Store, desk: Desk, client: Client) -> None:
    key = check_settings.add_check(desk, client.id, ON, name="Hyra", thresholds={})
    with pytest.raises(InvalidInput, match="has that name"):
        check_settings.add_check(desk, client.id, OFF, name="hyra", thresholds={})
    check_settings.change_check(desk, client.id, key, based_on=ON, name="HYRA", thresholds=LIMITS)
    assert settings(store, client)[key].name == "HYRA"


@pytest.mark.parametrize("thresholds", [{"share": "90"}, {"share": -1}, {"share": 1.5}, {"no-such": 1}])
def test_limits_that_no_check_can_go_by_are_refused(
    store: Store, desk: Desk, client: Client, thresholds: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput, match="nothing that a check can go by"):
        check_settings.add_check(desk, client.id, ON, name="Hyra", thresholds=thresholds)
    assert settings(store, client) == {}


def test_the_limits_of_bryggas_checks_stay(store: Store, desk: Desk, client: Client) -> None:
    with pytest.raises(InvalidInput, match="cannot be changed"):
        check_settings.change_check(desk, client.id, ON, thresholds=LIMITS)
    assert settings(store, client) == {}


def test_a_check_that_is_not_there_cannot_be_switched(desk: Desk, client: Client) -> None:
    with pytest.raises(NotFound):
        check_settings.switch_check(desk, client.id, "own-gone", enabled=False)


def test_an_account_has_no_use_that_brygga_does_not_know(store: Store, desk: Desk, client: Client) -> None:
    with pytest.raises(InvalidInput):
        check_settings.set_role(desk, client.id, "1935", "pocket")
    with store.reading() as session:
        assert rows.roles(session, client.id) == {}
        assert activity.entries(session) == []
