"""The users as one table: role, clients, whether they may sign in, and when they were last seen."""

from datetime import datetime
from typing import Final

import polars as pl
import streamlit as st

from dashboard import data, panels
from dashboard.language import _, age
from dashboard.tables import Column
from dashboard.words import word
from lib.core.languages import mark
from lib.settings import load
from lib.store import people
from lib.store.tables import User

PERSON: Final = "anvandare"
"""The parameter that names the user who is looked at."""
COLUMNS: Final = (
    Column("name", mark("User"), width=185),
    Column("standing", mark("Status"), width=160),
    Column("role", mark("Role"), width=150),
    Column("clients", mark("Clients"), width=75),
    Column("seen", mark("Last seen"), width=125),
    Column("email", mark("E-mail")),
)
SCHEMA: Final = {
    **{column.name: pl.String for column in COLUMNS},
    "id": pl.Int64,
    "standing_colour": pl.String,
    "waiting": pl.Boolean,
}


def found() -> pl.DataFrame:
    """Everybody, those who wait for access first."""
    with data.house().store.reading() as session:
        users = sorted(people.everyone(session), key=lambda user: not user.waiting)
        seen = people.seen(session)
        lines = [_line(user, people.client_ids(session, user), seen.get(user.id)) for user in users]
    return pl.DataFrame(lines, schema=SCHEMA)


def about(rows: pl.DataFrame) -> None:
    """Where the users come from, and whether somebody waits."""
    waiting = int(rows["waiting"].sum())
    if waiting:
        told = _("{waiting:count|person waits|people wait} for access: click a name and give a role.", waiting=waiting)
        st.markdown(panels.status(panels.State.DIFFERS, told))
    if load().demo:
        st.caption(_("These are the demo's made-up people: whoever opens the demo chooses among them."))


def standing(user: User) -> tuple[panels.State, str]:
    """Whether a person may sign in, in words."""
    if user.waiting:
        return panels.State.DIFFERS, _("waits for access")
    if not user.active:
        return panels.State.LOCKED, _("deactivated")
    if user.subject.startswith(people.INVITED):
        return panels.State.NOT_RUN, _("has not signed in yet")
    return panels.State.AGREES, _("may sign in")


def _line(user: User, clients: set[int] | None, seen: datetime | None) -> dict[str, object]:
    state, words = standing(user)
    return {
        "id": user.id,
        "waiting": user.waiting,
        "name": user.name,
        "email": user.email,
        "role": "" if user.waiting else word(user.role),
        "clients": "" if user.waiting else _("all") if clients is None else str(len(clients)),
        **panels.cell("standing", state, words),
        "seen": age(seen, short=True) if seen else _("never"),
    }
