"""The support desk's part of the table of roles x actions, and an act for each action."""

from collections.abc import Callable

from lib.actions import comparisons, practice
from lib.actions.desk import Desk
from lib.store.tables import Client, Import

SUPPORT = (False, True, True, True)
EXPECTED = {
    "books.compare": SUPPORT,
    "sandbox.try": SUPPORT,
}

ACTS: dict[str, Callable[[Desk, Client, Import], object]] = {
    "books.compare": lambda desk, client, _: comparisons.compare_file(desk, client.id, "a.se", b"#FLAGGA 0"),
    "sandbox.try": lambda desk, client, _: practice.try_situation(desk, client.id, "faulty"),
}
