"""Who may do what at the support desk: a part of the one table of `lib.actions.rights`."""

from collections.abc import Mapping
from typing import Final

from lib.actions.circles import SUPPORT
from lib.core.languages import mark
from lib.store.tables import Role

SUPPORT_RIGHTS: Final[Mapping[str, frozenset[Role]]] = {
    "books.compare": SUPPORT,
    "sandbox.try": SUPPORT,
}

SUPPORT_NAMES: Final[Mapping[str, str]] = {
    "books.compare": mark("compare imports and files"),
    "sandbox.try": mark("try on the local Fortnox"),
}

SUPPORT_DONE: Final[Mapping[str, str]] = {
    "books.compare": mark("{file} (SHA-256 {sha256}) was compared with the books in use; nothing was imported."),
    "sandbox.try": mark("Tried on the local Fortnox, with made-up data: {situation:text}."),
}
