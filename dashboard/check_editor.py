"""One check: what it looks at and its limits; switched, copied, and changed or removed where it is the client's own."""

from typing import Final

import streamlit as st

from dashboard import address, analysis_parts, check_choices, check_limits, panels
from dashboard.check_choices import Setting
from dashboard.context import View
from dashboard.language import _, when
from lib.actions.check_settings import add_check, change_check, reset_check, switch_check
from lib.checks.analysis import registry
from lib.core.languages import mark

CHECK, NEW = "kontroll", "ny"
ASK, REMOVE = "fraga", "tabort"
CHANGE: Final = "check.change"
FIRST: Final = "no-rows"
NOT_YOURS: Final = mark("Only accountants change how the checks go.")
RUN_AGAIN: Final = mark("Run the checks again to see what it finds.")
NAME_AT_MOST: Final = 80


def create_button(view: View) -> None:
    """The way to a new check."""
    st.button(
        _("Create check"),
        type="primary",
        icon=":material/add:",
        disabled=not view.may(CHANGE),
        help=None if view.may(CHANGE) else _(NOT_YOURS),
        on_click=address.put,
        kwargs={NEW: FIRST, CHECK: None},
    )


def show(view: View) -> None:
    """The check that the address names."""
    setting = check_choices.of_client(view.client.id).get(address.read(CHECK))
    _back()
    if setting is None:
        panels.empty(_("This client has no such check (any more)."), _("Choose one in the list."))
        return
    st.subheader(panels.plain(f"{setting.rule.code} {setting.title}"), anchor=False)
    st.markdown(_standing(setting))
    _told(setting)
    if setting.own and view.may(CHANGE):
        _form(view, setting)
    else:
        check_limits.table(setting)
    _ways(view, setting)
    _ask_if_asked(view, setting)


def new(view: View) -> None:
    """A check to be made of one of Brygga's, or of one that the client has."""
    _back()
    if not view.may(CHANGE):
        panels.empty(_(NOT_YOURS))
        return
    sources = _sources(view)
    if address.read(NEW) not in sources:
        address.put(**{NEW: FIRST})
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(_("New check"), anchor=False, width="content")
        chosen = st.selectbox(
            _("Made from"),
            list(sources),
            format_func=lambda key: f"{sources[key].rule.code} {sources[key].title}",
            label_visibility="collapsed",
            width=480,
            **address.tie(NEW, among=sources),
        )
    source = sources[chosen]
    _told(source)
    _add_form(view, source)


def _sources(view: View) -> dict[str, Setting]:
    """What a check can be made of: the templates, then every check."""
    bare = {choice.key: check_choices.plain(choice.rule) for choice in registry.templates()}
    return bare | check_choices.of_client(view.client.id)


def _back() -> None:
    address.back(_("All checks"), CHECK, NEW, ASK)


def _standing(setting: Setting) -> str:
    """What kind of check it is, whether it is on, and who last said so."""
    if setting.own:
        kind = _("the client's own, made from {check}", check=panels.plain(_(setting.rule.text.title)))
        if setting.template:
            kind = _("from the template {name}", name=panels.plain(setting.template))
    else:
        kind = panels.status(panels.State.LOCKED, _("standard: its limits cannot be changed"))
    state = f"**{_('on') if setting.enabled else _('off')}**"
    signed = _("changed by {who} {time}", who=panels.plain(setting.by), time=when(setting.at)) if setting.by else ""
    return " &ensp; ".join(part for part in (kind, state, f":gray[:small[{signed}]]" if signed else "") if part)


def _told(setting: Setting) -> None:
    text = check_choices.help_on(setting.rule)
    if text:
        st.caption(text)


def _form(view: View, setting: Setting) -> None:
    with st.form(f"check-{setting.key}", border=False, enter_to_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(_("Name of the check"), setting.name, max_chars=NAME_AT_MOST, width=560)
            enabled = st.toggle(_("The check is on"), setting.enabled)
        typed = check_limits.fields(setting)
        sent = st.form_submit_button(_("Save"), type="primary")
    if not sent:
        return
    values, problems = check_limits.wrong(setting, typed)
    if _said(problems):
        return
    desk, client_id, rule = view.desk, view.client.id, setting.rule.name
    panels.attempt(
        lambda: change_check(
            desk, client_id, setting.key, based_on=rule, name=name or "", thresholds=values, enabled=enabled
        ),
        f"{_('The check is saved.')} {_(RUN_AGAIN)}",
    )


def _add_form(view: View, source: Setting) -> None:
    replaces = source.key in check_choices.of_client(view.client.id) and source.enabled
    with st.form(f"new-{source.key}", border=False, enter_to_submit=False):
        name = st.text_input(
            _("Name of the check"),
            _("{check} (copy)", check=source.title)[:NAME_AT_MOST],
            key=f"name-{source.key}",
            max_chars=NAME_AT_MOST,
            width=560,
        )
        typed = check_limits.fields(source)
        instead = replaces and st.toggle(
            _("Switch off “{check}” instead", check=source.title), value=True, key=f"instead-{source.key}"
        )
        sent = st.form_submit_button(_("Add the check"), type="primary")
    if not sent:
        return
    values, problems = check_limits.wrong(source, typed)
    if _said(problems):
        return
    made: list[str] = []
    stands_in = source.key if instead else ""
    desk, client_id, rule = view.desk, view.client.id, source.rule.name
    if panels.done(
        lambda: made.append(add_check(desk, client_id, rule, name=name or "", thresholds=values, instead_of=stands_in))
    ):
        panels.say(f"{_('The check is added.')} {_(RUN_AGAIN)}")
        address.put(**{NEW: None, CHECK: made[0]})
        st.rerun()


def _said(problems: list[str]) -> bool:
    """Say what cannot be saved, and whether there was anything."""
    if problems:
        lines = "\n".join(f"- {panels.plain(problem)}" for problem in problems)
        st.error(lines, title=_("Nothing was saved."), icon=":material/error:")
    return bool(problems)


def _ways(view: View, setting: Setting) -> None:
    """What else can be done with the check."""
    locked = not view.may(CHANGE)
    tip = _(NOT_YOURS) if locked else None
    with st.container(horizontal=True):
        st.button(
            _("Copy to a check of one's own"),
            type="secondary" if setting.own else "primary",
            icon=":material/content_copy:",
            disabled=locked,
            help=tip,
            on_click=address.put,
            kwargs={NEW: setting.key, CHECK: None},
        )
        if setting.own:
            st.button(
                _("Remove the check"),
                icon=":material/delete:",
                type="tertiary",
                disabled=locked,
                on_click=address.put,
                kwargs={ASK: REMOVE},
            )
        elif st.button(_("Switch off") if setting.enabled else _("Switch on"), disabled=locked, help=tip):
            _switch(view, setting)
        st.button(
            _("What it found"),
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=address.put,
            kwargs={analysis_parts.PART: None, ASK: None},
        )
        if not setting.own and setting.limits and st.button(_("Back to Brygga's limits"), disabled=locked):
            panels.attempt(
                lambda: reset_check(view.desk, view.client.id, setting.key), _("The check goes as Brygga has it again.")
            )


def _switch(view: View, setting: Setting) -> None:
    on = not setting.enabled
    done = f"{_('The check is switched on.')} {_(RUN_AGAIN)}" if on else _("The check is switched off.")
    panels.attempt(lambda: switch_check(view.desk, view.client.id, setting.key, enabled=on), done)


def _ask_if_asked(view: View, setting: Setting) -> None:
    if address.read(ASK) != REMOVE or not setting.own or not view.may(CHANGE):
        return

    @st.dialog(_("Remove the check"), on_dismiss=lambda: address.put(**{ASK: None}))
    def ask() -> None:
        with panels.last_resort():
            st.markdown(
                _(
                    "“{name}” is removed from this client. What it has found goes with the next run of the checks.",
                    name=panels.plain(setting.name),
                )
            )
            if st.button(_("Remove"), type="primary") and panels.done(
                lambda: reset_check(view.desk, view.client.id, setting.key)
            ):
                panels.say(_("The check was removed."))
                address.put(**{ASK: None, CHECK: None})
                st.rerun()

    ask()
