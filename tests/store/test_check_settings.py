"""Check settings, account roles, the bureau's templates and saved views."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lib.core.errors import NotFound
from lib.store import check_settings, views
from lib.store.database import Store
from lib.store.tables import Client
from tests.store.examples import add_client

RUT = (7, "Rut Revisor")


def test_without_settings_a_client_goes_as_the_program_has_it(store: Store, client: Client) -> None:
    with store.reading() as session:
        assert check_settings.of_client(session, client.id) == {}
        assert check_settings.roles(session, client.id) == {}


def test_a_check_is_disabled_given_a_threshold_and_let_go_again(store: Store, client: Client) -> None:
    with store.transaction() as session:
        check_settings.change(session, client.id, "gaps", enabled=False, who=RUT)
        check_settings.change(session, client.id, "gaps", thresholds={"amount": 10**12}, who=RUT)
        row = check_settings.of_client(session, client.id)["gaps"]
        assert (row.enabled, row.thresholds, row.user_name) == (True, {"amount": 10**12}, "Rut Revisor")
        check_settings.remove(session, client.id, "gaps")
        assert check_settings.of_client(session, client.id) == {}
        with pytest.raises(NotFound):
            check_settings.remove(session, client.id, "gaps")


def test_an_accounts_role_is_said_and_left_to_its_number_again(store: Store, client: Client) -> None:
    with store.transaction() as session:
        check_settings.set_role(session, client.id, "1935", "bank", RUT)
        check_settings.set_role(session, client.id, "1690", "", RUT)
        assert check_settings.roles(session, client.id) == {"1690": "", "1935": "bank"}
        check_settings.set_role(session, client.id, "1935", None, RUT)
        assert check_settings.roles(session, client.id) == {"1690": ""}


def test_a_template_lays_one_clients_settings_on_another(store: Store, client: Client) -> None:
    other = add_client(store, "Kajen AB")
    with store.transaction() as session:
        check_settings.change(session, client.id, "gaps", enabled=False, who=RUT)
        check_settings.change(session, client.id, "own-1", based_on="high-amount", name="Över 1 mkr", who=RUT)
        check_settings.set_role(session, client.id, "1935", "bank", RUT)
        check_settings.change(session, other.id, "kept", enabled=False, who=RUT)
        template = check_settings.save_template(session, "Byggbolag", client.id, RUT)

        check_settings.apply_template(session, template.id, other.id, RUT)

        assert check_settings.clients_of_templates(session) == {template.id: {other.id}}
        found = check_settings.of_client(session, other.id)
        assert set(found) == {"gaps", "own-1", "kept"}
        assert (found["own-1"].based_on, found["own-1"].name) == ("high-amount", "Över 1 mkr")
        assert (found["gaps"].enabled, found["gaps"].template_id) == (False, template.id)
        assert check_settings.roles(session, other.id) == {"1935": "bank"}


def test_what_a_template_no_longer_holds_goes_when_it_is_laid_on_again(store: Store, client: Client) -> None:
    other = add_client(store, "Kajen AB")
    with store.transaction() as session:
        check_settings.change(session, client.id, "gaps", enabled=False, who=RUT)
        template = check_settings.save_template(session, "Byggbolag", client.id, RUT)
        check_settings.apply_template(session, template.id, other.id, RUT)
        check_settings.remove(session, client.id, "gaps")
        assert check_settings.save_template(session, "Byggbolag", client.id, RUT).id == template.id
        check_settings.apply_template(session, template.id, other.id, RUT)
        assert check_settings.of_client(session, other.id) == {}


def test_a_removed_template_leaves_the_clients_settings(store: Store, client: Client) -> None:
    with store.transaction() as session:
        check_settings.change(session, client.id, "gaps", enabled=False, who=RUT)
        template = check_settings.save_template(session, "Byggbolag", client.id, RUT)
        check_settings.apply_template(session, template.id, client.id, RUT)
        check_settings.remove_template(session, template.id)
    with store.reading() as session:
        assert check_settings.templates(session) == []
        assert check_settings.of_client(session, client.id)["gaps"].template_id is None
    with store.transaction() as session, pytest.raises(NotFound):
        check_settings.apply_template(session, template.id, client.id, RUT)


def test_two_who_save_a_template_of_one_name_leave_one(store: Store, client: Client) -> None:
    barrier = Barrier(2)

    def attempt(number: int) -> None:
        barrier.wait()
        with store.transaction() as session:
            check_settings.save_template(session, "Byggbolag", client.id, (number, str(number)))

    with ThreadPoolExecutor(2) as both:
        list(both.map(attempt, range(2)))
    with store.reading() as session:
        assert len(check_settings.templates(session)) == 1


def test_a_view_is_kept_for_one_client_or_for_all(store: Store, client: Client) -> None:
    other = add_client(store, "Kajen AB")
    with store.transaction() as session:
        views.save(session, "analysis", "Stora belopp", {"lowest": 10**9}, client_id=None, who=RUT)
        views.save(session, "analysis", "Stora belopp", {"lowest": 10**10}, client_id=None, who=RUT)
        views.save(session, "analysis", "Bara här", {}, client_id=client.id, who=RUT)
        views.save(session, "ledger", "Annan sida", {}, client_id=client.id, who=RUT)
        assert [view.name for view in views.of_page(session, "analysis", client.id)] == ["Bara här", "Stora belopp"]
        (shared,) = views.of_page(session, "analysis", other.id)
        assert shared.content == {"lowest": 10**10}
        views.remove(session, shared.id, other.id)
        with pytest.raises(NotFound):
            views.remove(session, shared.id, other.id)
        (own,) = views.of_page(session, "analysis", client.id)
        with pytest.raises(NotFound):
            views.remove(session, own.id, other.id)
