"""Who may let people in and out: a part of the one table of `lib.actions.rights`."""

from collections.abc import Mapping
from typing import Final

from lib.actions.circles import ADMINS
from lib.core.languages import mark
from lib.store.tables import Role

PEOPLE_RIGHTS: Final[Mapping[str, frozenset[Role]]] = {
    "people.view": ADMINS,
    "person.add": ADMINS,
    "person.change": ADMINS,
    "person.sign-out": ADMINS,
}

PEOPLE_NAMES: Final[Mapping[str, str]] = {
    "people.view": mark("see the users"),
    "person.add": mark("add a user"),
    "person.change": mark("change a user"),
    "person.sign-out": mark("sign a user out"),
}

PEOPLE_DONE: Final[Mapping[str, str]] = {
    "person.add": mark("{name} was added: {role:text}, {clients:text}."),
    "person.change": mark("{name} was changed: {role:text}, {clients:text}, {standing:text}."),
    "person.sign-out": mark("{name} was signed out of {browsers:count|browser|browsers}."),
}
