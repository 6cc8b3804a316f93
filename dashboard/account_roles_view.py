"""What the client's accounts are used for: by their numbers, by their names, or as somebody has said."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, check_editor, data, navigation, panels, tables
from dashboard.context import View
from dashboard.language import _
from dashboard.tables import Column
from lib.actions.check_settings import set_role
from lib.checks.analysis.roles import ROLES, Why, explained
from lib.core.languages import mark
from lib.store import analysis_choices

ACCOUNT, TEXT, ONLY = "konto", "sok", "visa"
USED, NONE, STATED, ANY = "", "ingen", "angivna", "alla"
AUTOMATIC: Final = "automatic"
COLUMNS: Final = (
    Column("account_label", mark("Account"), width=380),
    Column("role", mark("Used for"), width=300),
    Column("why", mark("Told by"), width=198),
)
WHY: Final = {
    Why.NUMBER: mark("its number"),
    Why.NAME: mark("its name"),
    Why.STATED: mark("stated for this client"),
    None: "",
}
TITLES: Final = {role.name: role.title for role in ROLES}


def show(view: View) -> None:
    """Every account with its use; the one that the address names opened above."""
    if view.year is None:
        panels.empty(_("This client has no books yet."), _("They come in by an import."))
        navigation.link("import_data")
        return
    chart = _chart(view)
    _open(view, chart)
    shown = _chosen(chart)
    st.caption(_("Many checks ask what an account is used for. Where its number and name say it wrongly, say it here."))
    if shown.is_empty():
        panels.empty(_("No account matches."), _("Clear the search, or show all accounts."))
        return
    first, length = tables.page_of(shown.height)
    page = shown.slice(first, length)
    clicked = tables.grid(page, COLUMNS, key=f"roles-{first}", alt=_("Uses of accounts"), opens=True, in_sight=14)
    st.caption(_("Click an account to change what it is used for."))
    if clicked is not None and page["account"][clicked] != address.read(ACCOUNT):
        address.put(**{ACCOUNT: str(page["account"][clicked])})
        st.rerun()


def _chart(view: View) -> pl.DataFrame:
    """The accounts of the year shown, used or not, with what they are used for and what told it."""
    books = data.year_books(view.shown_snapshot)
    used = pl.concat([books.frame(name).select("account") for name in ("months", "balances")]).unique()
    named = books.frame("accounts").select("account", pl.col("name").fill_null(""))
    chart = named.join(used, on="account", how="full", coalesce=True).with_columns(pl.col("name").fill_null(""))
    names = dict(chart.sort("account").collect().iter_rows())
    with data.house().store.reading() as session:
        stated = analysis_choices.roles(session, view.client.id)
    uses = explained(names.items(), stated)
    by_itself = explained(names.items())
    return pl.DataFrame(
        [
            {
                "account": account,
                "name": names.get(account, ""),
                "key": role,
                "role": _(TITLES[role]) if role else _("nothing in particular") if why else "",
                "stated": why is Why.STATED,
                "why": _(WHY[why]) if why else "",
                "by_itself": by_itself.get(account, ("", None))[0],
            }
            for account, (role, why) in uses.items()
        ],
        schema=dict.fromkeys(("account", "name", "key", "role", "why", "by_itself"), pl.String)
        | {"stated": pl.Boolean},
    ).with_columns(account_label=tables.account_label())


def _chosen(chart: pl.DataFrame) -> pl.DataFrame:
    """The accounts that the address asks for."""
    choices = {
        USED: mark("Accounts with a use"),
        ANY: mark("All accounts"),
        NONE: mark("Accounts without a use"),
        STATED: mark("Stated for this client"),
        **TITLES,
    }
    label = _("Search for an account")
    with st.container(horizontal=True):
        only = st.selectbox(
            _("Show"),
            list(choices),
            format_func=lambda key: _(choices[key]),
            label_visibility="collapsed",
            width=330,
            **address.tie(ONLY, among=choices),
        )
        text = st.text_input(
            label, type="search", placeholder=label, label_visibility="collapsed", width=240, **address.tie(TEXT)
        )
    groups = {
        USED: (pl.col("key") != "") | pl.col("stated"),
        ANY: pl.lit(value=True),
        NONE: pl.col("key") == "",
        STATED: pl.col("stated"),
    }
    wanted = groups.get(only, pl.col("key") == only)
    held = pl.col("account_label").str.to_lowercase().str.contains((text or "").lower().strip(), literal=True)
    return chart.filter(wanted, held)


def _open(view: View, chart: pl.DataFrame) -> None:
    """The account that the address names, to be said what it is used for."""
    found = chart.filter(pl.col("account") == address.read(ACCOUNT))
    if found.is_empty():
        return
    row = found.row(0, named=True)
    locked = not view.may(check_editor.CHANGE)
    with st.form(f"role-{row['account']}", border=True, enter_to_submit=False):
        options = [AUTOMATIC, "", *TITLES]
        now = row["key"] if row["stated"] else AUTOMATIC
        chosen = st.selectbox(
            _("{account} is used for", account=panels.plain(row["account_label"])),
            options,
            index=options.index(now),
            format_func=lambda name: _option(name, row["by_itself"]),
            disabled=locked,
            width=480,
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            sent = st.form_submit_button(
                _("Save"), type="primary", disabled=locked, help=_(check_editor.NOT_YOURS) if locked else None
            )
            closed = st.form_submit_button(_("Close"), type="tertiary")
    if closed:
        address.put(**{ACCOUNT: None})
        st.rerun()
    if sent:
        role = None if chosen == AUTOMATIC else chosen
        done = _("What account {account} is used for is saved.", account=row["account"])
        panels.attempt(
            lambda: set_role(view.desk, view.client.id, row["account"], role), f"{done} {_(check_editor.RUN_AGAIN)}"
        )


def _option(name: str, by_itself: str) -> str:
    if name == AUTOMATIC:
        told = _(TITLES[by_itself]) if by_itself else _("nothing in particular")
        return _("what its number and name tell: {use}", use=told)
    return _(TITLES[name]) if name else _("nothing in particular")
