"""Try on the local Fortnox: the client's situation with a made-up company, so that support sees what the user sees."""

from typing import Final

import streamlit as st

from dashboard import address, data, import_list, navigation, panels, progress, support_reading
from dashboard.context import View
from dashboard.language import _, current, when
from lib.actions import practice
from lib.jobs.practising import MENDED, SITUATION
from lib.jobs.situations import SITUATIONS, Situation
from lib.store import clients, imports, jobs
from lib.store.columns import now
from lib.store.tables import Import, ImportState, JobState
from lib.support.matching import fitting

CHOSEN: Final = "situation"
TRIED: Final = "forsok"


def show(view: View) -> None:
    """The situations that are like the client's, one to try, and what came of it."""
    found = support_reading.diagnoses(view, now())
    fits = fitting(found)
    st.markdown(
        _("Nothing of the client's is sent: a made-up company is put in the same situation, and an import of it run.")
    )
    if fits:
        for situation, like in fits.values():
            st.markdown(f"**{_(situation.name)}** &nbsp; {_('Like this:')} {like.what.say(current(), panels.plain)}")
    else:
        panels.empty(
            _("No situation of the local Fortnox is like what is wrong with this client."),
            _("You may still try any of them."),
        )
    situation = _choose(list(fits))
    st.caption(_(situation.shows))
    if not practice.is_possible():
        _how_to_start(situation)
        return
    with st.container(horizontal=True):
        if st.button(_("Try the situation"), type="primary"):
            _try(view, situation, mended=False)
        if st.button(_("Try with the remedy"), help=_("The faults are taken away, and the import is run again.")):
            _try(view, situation, mended=True)
    _tried(view)


def _choose(fits: list[str]) -> Situation:
    """The situation to try: at first one that is like the client's."""
    keys = [*fits, *(key for key in SITUATIONS if key not in fits)]
    chosen: str = st.selectbox(
        _("Situation"),
        keys,
        format_func=lambda key: _(SITUATIONS[key].name),
        width=480,
        **address.tie(CHOSEN, keys[0], among=keys),
    )
    return SITUATIONS[chosen]


def _how_to_start(situation: Situation) -> None:
    """Why nothing can be tried here, and how to try it elsewhere."""
    st.info(
        _("Brygga is set up with the real Fortnox here. Start `brygga demo` on a computer of your own and try there."),
        title=_("There is no local Fortnox to try on."),
        icon=":material/science:",
    )
    switches = ", ".join(" ".join(switch.values()) for switch in situation.switches)
    by_hand = _("By hand: company {tenant}, faults {switches}.", tenant=str(situation.tenant), switches=switches or "–")
    st.caption(panels.plain(by_hand))


def _try(view: View, situation: Situation, *, mended: bool) -> None:
    started: list[Import] = []
    if panels.done(
        lambda: started.append(practice.try_situation(view.desk, view.client.id, situation.key, mended=mended))
    ):
        address.put(**{TRIED: started[0].id})
        st.rerun()


def _tried(view: View) -> None:
    """What came of the try that the address names, for who may see the made-up client."""
    if not address.read(TRIED):
        return
    with data.house().store.reading() as session:
        one = imports.get(session, address.read(TRIED))
        practised = clients.get(session, one.client_id)
        newest = next(iter(jobs.of_import(session, one.id)), None)
    key = one.options.get(SITUATION, "")
    if key not in SITUATIONS or not view.desk.person.may("client.view", practised.id):
        return
    st.subheader(_("What came of it"), anchor=False)
    mended = f" · {_('with the remedy')}" if MENDED in one.options else ""
    st.caption(f"{_(SITUATIONS[key].name)}{mended} · {panels.plain(practised.name)} · {when(one.created_at)}")
    if progress.follow(view.desk.person, practised.id):
        return
    st.markdown(import_list.state(one))
    if newest is not None and newest.state is JobState.FAILED:
        st.error(panels.plain(progress.remedy(newest)), title=panels.plain(progress.message(newest)))
    elif one.state is ImportState.STAGED:
        st.markdown(panels.plain(_("The import came in and awaits a decision.")))
    with st.container(horizontal=True):
        client = practised.id
        navigation.link("import_data", _("See what the user sees"), klient=client, ar=None, period=None, imp=one.id)
        desk = _("Support desk of the made-up client")
        navigation.link("support_desk", desk, klient=client, ar=None, period=None)
