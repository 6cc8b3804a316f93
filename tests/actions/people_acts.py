"""The users' part of the table of roles x actions, and an act for each action; none is about a client."""

from collections.abc import Callable

from lib.actions import users
from lib.actions.desk import Desk
from lib.store.tables import Client, Import, Role

ADMINS = (False, False, False, True)
EXPECTED = {
    "people.view": ADMINS,
    "person.add": ADMINS,
    "person.change": ADMINS,
    "person.sign-out": ADMINS,
}
LOOKING = {"people.view"}

ACTS: dict[str, Callable[[Desk, Client, Import], object]] = {
    "person.add": lambda desk, *_: users.add_person(
        desk, email="ny@byran.example", name="Nils Ny", role=Role.VIEWER, clients=None
    ),
    "person.change": lambda desk, *_: users.change_person(
        desk, 1, expected_version=1, role=Role.ADMIN, clients=None, active=True
    ),
    "person.sign-out": lambda desk, *_: users.sign_out(desk, 1),
}
