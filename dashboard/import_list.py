"""A client's imports as a table: what came, from whom, how it stands, what was found."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from dashboard import data, findings, navigation, panels, tables
from dashboard.language import _, when
from dashboard.tables import Column
from dashboard.words import word
from lib.core.languages import mark
from lib.store import imports, people
from lib.store.tables import Import, ImportState

COLUMNS: Final = (
    Column("state", mark("Status"), width=130),
    Column("file", mark("Import"), width=285),
    Column("findings", mark("Findings"), width=210),
    Column("at", mark("Started"), width=135),
    Column("who", mark("By"), width=120),
)
STATES: Final = {
    ImportState.RECEIVED: panels.State.STALE,
    ImportState.RUNNING: panels.State.STALE,
    ImportState.STAGED: panels.State.DIFFERS,
    ImportState.ACTIVATED: panels.State.AGREES,
    ImportState.SUPERSEDED: panels.State.NOT_RUN,
    ImportState.DISCARDED: panels.State.NOT_RUN,
    ImportState.UNDONE: panels.State.NOT_RUN,
    ImportState.REFUSED: panels.State.FAILED,
    ImportState.FAILED: panels.State.FAILED,
}

THE_IMPORT: Final = {"page": "import_data"}
READ: Final = frozenset(STATES) - {ImportState.RECEIVED, ImportState.RUNNING, ImportState.FAILED}
"""The states in which the checks have been run."""


def of_client(client_id: int, limit: int = 50) -> list[Import]:
    """The client's imports, newest first."""
    with data.house().store.reading() as session:
        return imports.of_client(session, client_id, limit)


def name_of(user_id: int | None) -> str:
    """The name of the person who did something; Brygga itself when nobody did."""
    if user_id is None:
        return "Brygga"
    with data.house().store.reading() as session:
        return people.get_user(session, user_id).name


def table(
    found: Sequence[Import],
    *,
    key: str,
    in_use: bool = True,
    in_sight: int = 10,
    onto: Mapping[str, str] = THE_IMPORT,
) -> None:
    """The imports; a row opens its import. `in_use` tells whether the client has any books in use.

    `onto` is the page that an import opens on, and what its address holds beside it.
    """
    names = {user: name_of(user) for user in {one.created_by for one in found}}
    rows = pl.DataFrame([_row(one, names[one.created_by], in_use=in_use) for one in found])
    clicked = tables.grid(rows, COLUMNS, key=key, alt=_("Imports"), opens=True, in_sight=in_sight)
    if clicked is not None:
        page, view = onto["page"], {name: value for name, value in onto.items() if name != "page"}
        navigation.go(page, imp=found[clicked].id, **view)


def state(import_: Import, *, in_use: bool = True) -> str:
    """How an import stands, as Markdown."""
    return panels.status(*_standing(import_, in_use=in_use))


def _standing(one: Import, *, in_use: bool) -> tuple[panels.State, str]:
    if one.state is ImportState.SUPERSEDED and not in_use:  # by a reset: nothing has taken its place
        return panels.State.NOT_RUN, _("Taken out of use")
    return STATES[one.state], word(one.state)


def _row(one: Import, who: str, *, in_use: bool) -> dict[str, object]:
    standing, words = _standing(one, in_use=in_use)
    return {
        **panels.cell("state", standing, words),
        "file": one.file_name,
        **(findings.cell(one.counts) if one.counts or one.state in READ else findings.UNKNOWN),
        "at": when(one.created_at),
        "who": who,
    }
