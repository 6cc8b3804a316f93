"""Cookies behind TLS, and sign-ins that end by themselves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from starlette.responses import Response

from dashboard import sessions
from dashboard.sessions import Sessions, find_person
from lib.settings import load
from lib.store import activity, people
from lib.store.database import Store
from lib.store.tables import Role

SECRET = "of these tests alone"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("behind", [{"public_url": "https://brygga.example"}, {"address": "0.0.0.0"}])  # noqa: S104 - not bound
def test_behind_tls_the_cookie_is_secure_and_no_other_host_can_set_it(store: Store, behind: dict[str, str]) -> None:
    response = Response()
    Sessions(store, load(**behind), SECRET).give(response, "token")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-brygga_session=token;")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_behind_tls_the_plain_cookie_is_nobody(store: Store) -> None:
    here = Sessions(store, load(public_url="https://brygga.example"), SECRET)
    token = here.open(here.demo_user(Role.VIEWER))
    assert here.person({"brygga_session": token}) is None
    assert here.person({"__Host-brygga_session": token})


def test_a_sign_in_ends_when_it_has_not_been_used(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Sessions(store, load(session_idle_minutes=30), SECRET)
    token = here.open(here.demo_user(Role.VIEWER))
    _later(monkeypatch, minutes=29)
    assert find_person(store, token)
    _later(monkeypatch, minutes=58)
    assert find_person(store, token)
    _later(monkeypatch, minutes=89)
    assert find_person(store, token) is None


def test_a_sign_in_ends_after_its_hours_however_much_it_is_used(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Sessions(store, load(session_idle_minutes=600, session_hours=8), SECRET)
    token = here.open(here.demo_user(Role.VIEWER))
    _later(monkeypatch, minutes=7 * 60 + 59)
    assert find_person(store, token)
    _later(monkeypatch, minutes=8 * 60 + 1)
    assert find_person(store, token) is None


def test_a_person_has_the_clients_that_are_theirs(store: Store) -> None:
    with store.transaction() as session:
        user = people.add_user(session, subject="s", name="Sara", role=Role.SUPPORT)
        token = people.open_session(
            session, user, now=datetime.now(UTC), idle=timedelta(hours=1), absolute=timedelta(hours=1)
        )
    person = find_person(store, token)
    assert person
    assert (person.name, person.role, person.clients) == ("Sara", Role.SUPPORT, frozenset())


def test_signing_in_and_out_stand_in_the_activity_log(store: Store) -> None:
    here = Sessions(store, load(demo=True), SECRET)
    token = here.open(here.demo_user(Role.ADMIN))
    here.close({here.cookie: token})
    with store.reading() as session:
        rows = activity.entries(session, limit=10)
    assert sorted(row.action for row in rows) == ["sign-in", "sign-out"]
    assert token not in str(rows)


def _later(monkeypatch: pytest.MonkeyPatch, *, minutes: int) -> None:
    moment = datetime.now(UTC) + timedelta(minutes=minutes)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # noqa: ARG003 - always UTC
            return moment

    monkeypatch.setattr(sessions, "datetime", Clock)
