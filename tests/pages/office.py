"""A bureau for page tests: a real store, jobs carried out at once, people signed in, and their screens."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from dashboard import data, sign_in
from dashboard.data import House
from dashboard.inert import JOINER
from dashboard.sessions import LANGUAGE_COOKIE, SESSION_COOKIE
from lib.actions import imports as act
from lib.actions.desk import Desk, Person, person_of
from lib.core.languages import Language
from lib.store import books, clients, consents, imports, people
from lib.store.database import Store
from lib.store.tables import Client, Import, Role, Source
from tests.jobs.inline import InlineRunner

ROOT = Path(__file__).parent.parent.parent
FILES = ROOT / "tests" / "data"
PATIENCE = 20.0
SOUND = "already-imported.se"
FAULTY = "unbalanced-voucher.se"


@dataclass
class Office:
    """One bureau with its store."""

    store: Store
    patch: pytest.MonkeyPatch

    def person(self, role: Role, *, only: list[int] | None = None) -> Person:
        """A person of this role, added when new; `only` are the clients that are theirs."""
        with self.store.transaction() as session:
            user = people.by_subject(session, role.value) or people.add_user(
                session, subject=role.value, name=f"Person {role.value}", role=role, all_clients=only is None
            )
            people.set_clients(session, user.id, only or [])
            return person_of(session, user)

    def consent(self) -> None:
        """Let support see every client, as their accountants may."""
        with self.store.transaction() as session:
            for client in clients.search(session):
                until = datetime.now(UTC) + timedelta(hours=1)
                consents.give(session, client.id, (0, "Rut Redovall"), until=until, reason="Provet")

    def desk(self, role: Role = Role.ACCOUNTANT) -> Desk:
        """The desk of a person of this role."""
        return Desk(self.store, InlineRunner(self.store), self.person(role))

    def client(self, name: str = "Bryggstugan på Ön AB", *, source: Source | None = Source.SIE4) -> Client:
        """A client without books."""
        with self.store.transaction() as session:
            return clients.add(session, name=name, org_number="555555-5555", source=source)

    def bring_in(self, client: Client, name: str = SOUND, source: Source = Source.SIE4) -> Import:
        """Take in one of the example files and let it be read, checked and stored."""
        content = (FILES / name).read_bytes()
        (upload,) = act.upload(self.desk(), [(name, content)], client_id=client.id, source=source)
        with self.store.reading() as session:
            return imports.get(session, upload.import_id or "")

    def put_in_use(self, import_: Import) -> None:
        """Make an import count."""
        with self.store.reading() as session:
            version = books.active(session, import_.client_id).version
        act.activate(self.desk(), import_.id, expected_version=version, reason="the example asks for it")

    def with_books(self) -> Client:
        """A client whose books are in use."""
        client = self.client()
        self.put_in_use(self.bring_in(client))
        return client

    def screen(
        self,
        page: str,
        role: Role = Role.ACCOUNTANT,
        language: Language = "sv",
        *,
        only: list[int] | None = None,
        consent: bool = True,
        **address: str | int,
    ) -> AppTest:
        """The page as a person of this role sees it at this address; support with the accountant's consent or not."""
        person = self.person(role, only=only)
        if role is Role.SUPPORT and consent:
            self.consent()
        with self.store.transaction() as session:
            user = people.get_user(session, person.user_id)
            token = people.open_session(
                session, user, now=datetime.now(UTC), idle=timedelta(hours=1), absolute=timedelta(hours=1)
            )
        self.patch.setattr(sign_in, "cookies", lambda: {SESSION_COOKIE: token, LANGUAGE_COOKIE: language})
        app = AppTest.from_file(ROOT / "dashboard" / "app.py", default_timeout=PATIENCE).run()
        for name, value in address.items():
            app.query_params[name] = str(value)
        return app.switch_page(f"../pages/{page}.py").run()


KINDS = ("title", "header", "subheader", "markdown", "caption", "text", "code", "success", "info", "warning", "error")


def shown(app: AppTest) -> str:
    """Every text on the screen, the titles of notices too."""
    elements = [element for kind in KINDS for element in app.get(kind) if isinstance(element, Element)]
    titles = [str(getattr(element.proto, "title", "")) for element in elements]
    return "\n".join([*(str(element.value) for element in elements), *titles]).replace("\\", "").replace(JOINER, "")


def button(app: AppTest, label: str) -> None:
    """Press the button of this label."""
    next(found for found in app.button if found.label == label).click().run()


def click(app: AppTest, key: str, row: int, column: str = "") -> None:
    """Click a cell in a row of a grid; in which column, where that makes a difference."""
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(row, column)]}}
    app.run()


def make_office(folder: Path, patch: pytest.MonkeyPatch) -> Office:
    """A new bureau in `folder`."""
    store = Store.open(folder)
    patch.setattr(data, "house", lambda: House(store, InlineRunner(store)))
    return Office(store, patch)
