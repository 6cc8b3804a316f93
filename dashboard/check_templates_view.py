"""The bureau's templates for checks: made from a client's settings, laid on one client or many, and removed."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, check_choices, data, panels, tables
from dashboard.account_roles_view import TITLES
from dashboard.check_choices import Setting
from dashboard.check_editor import NAME_AT_MOST
from dashboard.context import View
from dashboard.language import _, when
from dashboard.tables import Column, Kind
from lib.actions.check_settings import apply_template, remove_template, save_template
from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.store import analysis_choices, check_settings, clients
from lib.store.check_tables import CheckTemplate
from lib.store.tables import Client

TEMPLATE, ASK, REMOVE = "mall", "fraga", "tabort"
APPLY: Final = "template.apply"
CHANGE: Final = "template.change"
NOT_YOURS: Final = mark("Only administrators change the bureau's templates.")
COLUMNS: Final = (
    Column("name", mark("Template"), width=270),
    Column("holds", mark("Holds"), width=290),
    Column("clients", mark("Clients"), Kind.COUNT, width=68),
    Column("saved", mark("Saved"), width=250),
)
CHECKS: Final = (
    Column("code", mark("Code"), width=52),
    Column("title", mark("Check"), width=370),
    Column("state", mark("Status"), width=58),
    Column("limits", mark("Limits"), width=398),
)
USES: Final = (Column("account", mark("Account"), width=120), Column("role", mark("Used for"), width=400))


def show(view: View) -> None:
    """The templates, or the one that the address names."""
    with data.house().store.reading() as session:
        every = check_settings.templates(session)
        users = check_settings.clients_of_templates(session)
    found = next((one for one in every if str(one.id) == address.read(TEMPLATE)), None)
    if found is not None:
        _template(view, found)
        return
    _list(view, every, users)
    _save(view, every)


def _list(view: View, every: list[CheckTemplate], users: Mapping[int, set[int]]) -> None:
    if not every:
        panels.empty(
            _("The bureau has no templates for checks."),
            _("Set up the checks of one client, and save that as a template for the others."),
        )
        return
    rows = pl.DataFrame(
        [
            {
                "name": one.name,
                "holds": _holds(one),
                "clients": sum(view.desk.person.may("client.view", client) for client in users.get(one.id, ())),
                "saved": _signed(one),
            }
            for one in every
        ]
    )
    clicked = tables.grid(rows, COLUMNS, key="check-templates", alt=_("The bureau's templates"), opens=True)
    st.caption(_("Click a template to see what it holds, and to use it for clients."))
    if clicked is not None:
        address.put(**{TEMPLATE: every[clicked].id})
        st.rerun()


def _holds(template: CheckTemplate) -> str:
    """What a template holds, in short."""
    settings = check_choices.of_template(template)
    counted = Counter(("own" if one.own else "on" if one.enabled else "off") for one in settings)
    parts = (
        (counted["own"], mark("{number:count|own check|own checks}")),
        (counted["off"], mark("{number:count} switched off")),
        (counted["on"], mark("{number:count} switched on")),
        (len(template.roles), mark("{number:count|account|accounts}")),
    )
    return ", ".join(_(words, number=number) for number, words in parts if number) or _("nothing")


def _signed(template: CheckTemplate) -> str:
    return f"{when(template.at)} · {template.user_name}"


def _save(view: View, every: list[CheckTemplate]) -> None:
    """Keep the shown client's settings as a template."""
    with data.house().store.reading() as session:
        own = check_settings.of_client(session, view.client.id)
        uses = analysis_choices.roles(session, view.client.id)
    st.markdown(f"**{_('Template from this client')}**")
    if not view.may(CHANGE):
        st.caption(_(NOT_YOURS))
        return
    if not own and not uses:
        st.caption(_("This client's checks go as Brygga has them: there is nothing to save."))
        return
    with st.form("template", border=False, enter_to_submit=False):
        name = st.text_input(_("Name of the template"), max_chars=NAME_AT_MOST, width=480)
        replace = st.toggle(_("Replace a template of the same name"))
        st.caption(
            _(
                "It takes {checks:count|setting|settings} of checks and {uses:count|use|uses} of accounts.",
                checks=len(own),
                uses=len(uses),
            )
        )
        sent = st.form_submit_button(_("Save as template"), type="primary" if not every else "secondary")
    if not sent:
        return
    wanted = (name or "").strip()
    same = next((one.name for one in every if one.name.casefold() == wanted.casefold()), "")
    if same and not replace:
        st.warning(
            _("Give it another name, or switch on that it replaces the one there is."),
            title=_("There is already a template called {name}.", name=panels.plain(same)),
        )
        return
    panels.attempt(
        lambda: save_template(view.desk, view.client.id, same or wanted),
        _("The template {name} is saved.", name=wanted),
    )


def _template(view: View, template: CheckTemplate) -> None:
    """One template: what it holds, and whom it is to be used for."""
    address.back(_("All templates"), TEMPLATE, ASK)
    st.subheader(panels.plain(template.name), anchor=False)
    st.markdown(f":gray[:small[{panels.plain(_signed(template))}]]")
    _use(view, template)
    settings = check_choices.of_template(template)
    if settings:
        rows = pl.DataFrame([_row(setting) for setting in settings])
        tables.grid(rows, CHECKS, key=f"template-checks-{template.id}", alt=_("All checks"), in_sight=10)
    if template.roles:
        uses = [
            {"account": account, "role": _(TITLES.get(role, "")) if role else _("nothing in particular")}
            for account, role in sorted(template.roles.items())
        ]
        tables.grid(pl.DataFrame(uses), USES, key=f"template-uses-{template.id}", alt=_("Uses of accounts"), in_sight=8)
    if view.may(CHANGE):
        st.button(
            _("Remove the template"),
            icon=":material/delete:",
            type="tertiary",
            on_click=address.put,
            kwargs={ASK: REMOVE},
        )
        _ask_if_asked(view, template)


def _row(setting: Setting) -> dict[str, str]:
    return {
        "code": setting.rule.code,
        "title": setting.title,
        "state": _("on") if setting.enabled else _("off"),
        "limits": check_choices.in_short(setting),
    }


def _use(view: View, template: CheckTemplate) -> None:
    """Choose clients and lay the template on them."""
    if not view.may(APPLY):
        st.caption(_("Only accountants use templates for clients."))
        return
    with data.house().store.reading() as session:
        found = clients.search(session, only=view.desk.person.clients)
        users = check_settings.clients_of_templates(session).get(template.id, set())
    names = {client.id: _named(client, users) for client in found}
    with st.form(f"use-{template.id}", border=False, enter_to_submit=False):
        chosen = st.multiselect(
            _("Clients to use it for"),
            list(names),
            default=[view.client.id],
            format_func=lambda number: names[number],
            key=f"use-clients-{template.id}",
        )
        every = st.toggle(
            _("All {clients:count|client|clients} of yours", clients=len(names)), key=f"use-all-{template.id}"
        )
        st.caption(
            _(
                "Its checks and uses of accounts take the place of the same ones there; all others stay. "
                "The clients' results are then out of date until the checks are run again."
            )
        )
        sent = st.form_submit_button(_("Use the template"), type="primary")
    if sent:
        _lay(view, template, list(names) if every else chosen, {client.id: client.name for client in found})


def _named(client: Client, users: set[int]) -> str:
    """A client by name and number, with a word where the template is used already."""
    known = " ".join(part for part in (client.name, client.org_number) if part)
    return _("{client} (uses it)", client=known) if client.id in users else known


def _lay(view: View, template: CheckTemplate, chosen: list[int], names: Mapping[int, str]) -> None:
    """Lay the template on each client; those for whom it could not be done are named with the reason."""
    if not chosen:
        st.warning(_("Choose at least one client."))
        return
    failed: list[BryggaError] = []
    for client_id in chosen:
        try:
            apply_template(view.desk, client_id, template.id)
        except BryggaError as error:
            failed.append(error)
            st.error(panels.plain(names[client_id]), icon=":material/error:")
            panels.problem(error)
    if not failed:
        panels.say(
            _(
                "The template {name} is used for {clients:count|client|clients}.",
                name=template.name,
                clients=len(chosen),
            )
        )
        st.rerun()


def _ask_if_asked(view: View, template: CheckTemplate) -> None:
    if address.read(ASK) != REMOVE:
        return

    @st.dialog(_("Remove the template"), on_dismiss=lambda: address.put(**{ASK: None}))
    def ask() -> None:
        with panels.last_resort():
            st.markdown(_("{name} is removed. What it gave clients stays theirs.", name=panels.plain(template.name)))
            if st.button(_("Remove"), type="primary") and panels.done(lambda: remove_template(view.desk, template.id)):
                panels.say(_("The template was removed."))
                address.put(**{ASK: None, TEMPLATE: None})
                st.rerun()

    ask()
