"""The diagnosis of a client: what is wrong now, worst first, each in plain words; and the text to answer with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import streamlit as st

from dashboard import address, data, findings, import_list, navigation, panels, support_reading
from dashboard.context import View
from dashboard.language import NAMES, _, current, when
from dashboard.panels import Sign
from dashboard.places import BY_NAME
from lib.actions.imports import raw_line
from lib.core.languages import LANGUAGES, mark
from lib.store import news
from lib.store.columns import now
from lib.support import cases
from lib.support.diagnoses import CONNECTING, PEOPLE, WEIGHTS, Diagnosis, Told, Weight

ANSWER: Final = "svar"
"""What the address calls the language of the case text."""
SIGNS: Final[Mapping[Weight, Sign]] = {
    Weight.STOPS: Sign("✕", WEIGHTS[Weight.STOPS], "red"),
    Weight.WRONG: Sign("▲", WEIGHTS[Weight.WRONG], "red"),
    Weight.LOOK: Sign("▲", WEIGHTS[Weight.LOOK], "orange"),
    Weight.KNOW: Sign("○", WEIGHTS[Weight.KNOW], "gray"),
}
TO: Final[Mapping[str, str]] = {
    "import_data": mark("To the import"),
    "appendices": mark("To the appendix"),
    "export": mark("To the export"),
    "periods": mark("To the periods"),
}
SAID_AT_MOST: Final = 3
"""So many others of a kind stand open; more are folded."""


def show(view: View) -> None:
    """All diagnoses, and the case text of those that are chosen."""
    moment = now()
    found = support_reading.diagnoses(view, moment)
    wrong = [one for one in found if one.weight is not Weight.KNOW]
    known = [one for one in found if one.weight is Weight.KNOW]
    if not wrong:
        _nothing_wrong()
    _looked(view, moment)
    chosen = [one for one in wrong if _row(view, one)]
    if known:
        with st.expander(_("{notes:count|thing|things} worth knowing", notes=len(known)), type="compact"):
            chosen += [one for one in known if _row(view, one, chosen=False)]
    _answer(view, chosen, moment)


def _nothing_wrong() -> None:
    st.markdown(panels.status(panels.State.AGREES, _("Nothing is wrong that Brygga knows of.")))


def _looked(view: View, moment: datetime) -> None:
    """When all this was last looked at: just now here, and in the source when something last came from it."""
    newest = next(iter(import_list.of_client(view.client.id, 1)), None)
    with data.house().store.reading() as session:
        asked = news.get(session, view.client.id)
    parts = [
        _("Looked at {moment}", moment=when(moment)),
        _("last import {moment}", moment=when(newest.created_at)) if newest else "",
        _("Fortnox last asked {moment}", moment=when(asked.looked_at)) if asked and asked.vouchers is not None else "",
    ]
    st.caption(" · ".join(part for part in parts if part))


def _row(view: View, one: Diagnosis, *, chosen: bool = True) -> bool:
    """One diagnosis; gives whether it is to be in the case text."""
    sign = SIGNS[one.weight]
    what = panels.plain(one.what.say(current()))
    with st.container(horizontal=True, gap="small"):
        picked = st.checkbox(
            _("In the case text: {what}", what=what),
            value=chosen,
            key=f"case-{view.client.id}-{one.key}",
            label_visibility="collapsed",
        )
        with st.container(gap="xxsmall"):
            st.markdown(f":{sign.colour}[{sign.shape} {_(sign.word)}] &nbsp; **{what}**")
            others(one.also, 0 if one.causes else one.more)
            st.markdown(f"{_('Cause:')} {panels.plain(one.why.say(current()))}")
            others(one.causes, one.more if one.causes else 0)
            st.markdown(f"**{_('Next step:')}** {panels.plain(one.step.say(current()))}")
            _small(view, one)
            _raw_line(view, one)
    return bool(picked)


def others(also: Sequence[Told], more: int) -> None:
    """Others of the same kind, or further causes, in their own words; so many `more` are not listed."""
    said = [f"- {panels.plain(told.say(current()))}" for told in also]
    if more:
        said.append("- " + _("and {more:count} more of the same kind", more=more))
    if 0 < len(said) <= SAID_AT_MOST:
        st.markdown("\n".join(said))
    elif said:
        label = _("{number:count} more of the same kind", number=len(also) + more)
        with st.expander(label, type="compact"):
            st.markdown("\n".join(said))


def _small(view: View, one: Diagnosis) -> None:
    """Whose step it is, whether connecting again can help, when it happened, and the way to where it is mended."""
    parts = [
        when(one.at),
        f"{_('Whose step:')} {_(PEOPLE[one.who])}",
        _(CONNECTING[one.reconnect]).rstrip(".") if one.reconnect else "",
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" · ".join(part for part in parts if part), width="content")
        if one.page and view.may(BY_NAME[one.page].action):
            navigation.link(one.page, _(TO[one.page]) if one.page in TO else None, **one.view)


def _raw_line(view: View, one: Diagnosis) -> None:
    """The line of the source, folded."""
    line = one.line
    if line is not None and view.may("raw-line.view"):
        label = _("Line {line:count} as it stands in the file", line=line.number)
        key = f"line-{view.client.id}-{one.key}"
        with st.expander(f"{label} · {panels.plain(line.file)}", type="compact", on_change="rerun", key=key) as opened:
            if opened.open:
                findings.show_line(
                    lambda number, file: raw_line(view.desk, line.import_id, number, file),
                    line.number,
                    line.file,
                    named=False,
                )


def _answer(view: View, chosen: Sequence[Diagnosis], moment: datetime) -> None:
    """The text to copy into a reply, in the language of whoever asked."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(_("Case text"), anchor=False)
        st.segmented_control(
            _("Language of the case text"),
            list(LANGUAGES),
            format_func=lambda language: NAMES[language],
            required=True,
            label_visibility="collapsed",
            **address.tie(ANSWER, current(), among=LANGUAGES),
        )
    asked = address.read(ANSWER)
    language = asked if asked in LANGUAGES else current()
    st.code(cases.text(view.client, chosen, language, moment), language=None, wrap_lines=True)
    st.caption(
        _("Made of what is ticked above, without greeting; copy it into the reply with the button at its corner.")
    )
