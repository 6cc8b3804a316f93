"""The connections to a client's Fortnox as support needs them: whose, of what, until when, and what is lacking."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import data, navigation, panels, tables
from dashboard.context import View
from dashboard.language import _, current, when
from dashboard.tables import Column
from lib.core.languages import mark
from lib.fortnox.reasons import REASONS, helps
from lib.store.columns import now
from lib.store.tables import Source
from lib.support.connections import Standing, refusals, standings

COLUMNS: Final = (
    Column("state", mark("Status"), width=105),
    Column("who", mark("Connected by"), width=140),
    Column("company", mark("Company in Fortnox"), width=230),
    Column("since", mark("Connected"), width=135),
    Column("used", mark("Last used"), width=135),
    Column("until", mark("Lasts to"), width=135),
)


def show(view: View) -> None:
    """Every connection to the client's Fortnox, and one of them in full."""
    if view.client.source is not Source.FORTNOX:
        panels.empty(
            _("The client's books do not come from Fortnox."), _("Nobody connects to anything; books come as files.")
        )
        return
    with data.house().store.reading() as session:
        found = standings(session, view.client.id, now())
        refused = [one.say(current()) for one in refusals(session, view.client.id)]
    if not found:
        panels.empty(_("Nobody at the bureau is connected to the client's Fortnox."))
        navigation.link("import_data")
        return
    rows = pl.DataFrame([_line(one) for one in found])
    clicked = tables.grid(rows, COLUMNS, key=f"connections-{view.client.id}", alt=_("Connections"), opens=True)
    _facts(found[clicked or 0])
    _licences(refused)


def _line(one: Standing) -> dict[str, object]:
    state, text = panels.State.AGREES, _("lives")
    if one.over is not None:
        state, text = panels.State.FAILED, _("is over")
    elif not one.signs_in:
        state, text = panels.State.DIFFERS, _("person has left")
    return {
        **panels.cell("state", state, text),
        "who": one.who,
        "company": f"{one.row.company_name} ({one.row.tenant})",
        "since": when(one.row.connected_at),
        "used": when(one.row.renewed_at),
        "until": when(one.row.valid_until),
    }


def _facts(one: Standing) -> None:
    """What one connection is, in a list: each line a fact with its name."""
    row = one.row
    again = _("yes, by itself") if one.over and helps(one.over) else _("only when that has been mended in Fortnox")
    told = {
        _("Connected by"): one.who if one.signs_in else _("{who}, who may no longer sign in", who=one.who),
        _("Kind"): _("the company's own service account") if row.service else _("personal"),
        _("Company in Fortnox"): _(
            "{company}, {number}, database {tenant}", company=row.company_name, number=row.org_number, tenant=row.tenant
        ),
        _("Why it is over"): _(REASONS[one.over]) if one.over else "",
        _("Can connecting again help?"): again if one.over else "",
        _("Covers"): ", ".join(row.scopes.split()),
        _("Does not cover"): ", ".join(one.missing),
    }
    lines = [f"- {name}: **{panels.plain(said)}**" for name, said in told.items() if said]
    st.markdown("\n".join(lines))
    st.caption(_("A connection lasts 30 days from the last import or export on it."))


def _licences(said: list[str]) -> None:
    """What Fortnox has said of licences and rights, with the last import."""
    if not said:
        st.markdown(panels.status(panels.State.AGREES, _("Fortnox has not said that a licence or a right is missing.")))
    for line in said:
        st.markdown(panels.status(panels.State.DIFFERS, panels.plain(line)))
