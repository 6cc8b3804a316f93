"""The client's last imports as support needs them: what came of each, its findings, and the raw lines beside them."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import address, data, findings, import_list, navigation, panels, reader, support_diagnosis, support_way
from dashboard.context import View
from dashboard.language import _, current, when
from lib.actions.imports import raw_line
from lib.store.tables import Import, ImportState
from lib.support import imports as of_imports
from lib.support.diagnoses import Diagnosis
from lib.support.imports import WEIGHTS

PART: Final = "importer"
CHOSEN: Final = "imp"
WIDTHS: Final = (1.1, 1)
SEVERITIES: Final = {weight: severity for severity, weight in WEIGHTS.items()}


def show(view: View) -> None:
    """The imports, and one of them with its findings: the one chosen, else the newest."""
    found = import_list.of_client(view.client.id)
    if not found:
        panels.empty(_("Nothing has been imported yet."))
        return
    key = f"support-imports-{view.client.id}"
    opened = {"page": "support_desk", support_way.PART: PART}
    import_list.table(found, key=key, in_use=bool(view.books.years), in_sight=6, onto=opened)
    _one(view, _chosen(found))


def _chosen(found: Sequence[Import]) -> Import:
    asked = address.read(CHOSEN)
    return next((one for one in found if one.id == asked), found[0])


def _one(view: View, one: Import) -> None:
    """One import: how it stands, why it stopped if it did, and all that was found in it."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(panels.plain(one.file_name), anchor=False)
        navigation.link("import_data", _("To the import"), imp=one.id)
    who = import_list.name_of(one.created_by)
    started = _("Started {moment} by {who}", moment=when(one.created_at), who=panels.plain(who))
    st.markdown(f"{import_list.state(one, in_use=bool(view.books.years))} &emsp; :small[:gray[{started}]]")
    if one.state is ImportState.FAILED:
        _stopped(one)
    told = list(of_imports.findings(data.house().store, one))
    if not reader.sees(view.client.id):
        told = [each.masked for each in told]
    if not told and one.state is not ImportState.FAILED:
        st.markdown(panels.status(panels.State.AGREES, _("nothing found")))
    for each in sorted(told, key=lambda one: one.weight):
        _finding(view, each)
    if any(each.line for each in told) and not reader.sees(view.client.id):
        st.caption(_("Names and amounts are hidden in the lines until the accountant consents."))


def _stopped(one: Import) -> None:
    with data.house().store.reading() as session:
        why = of_imports.stopped(session, one)
    st.error(panels.plain(why.step.say(current())), title=panels.plain(why.why.say(current())))
    st.caption(panels.plain(why.what.say(current())))


def _finding(view: View, one: Diagnosis) -> None:
    """What one check found: the first in words, its line of the source beside it, and the others below."""
    said, beside = st.columns(WIDTHS, gap="medium")
    with said, st.container(gap="xxsmall"):
        weight = panels.weight(SEVERITIES[one.weight])
        st.markdown(f"{weight} &nbsp; {panels.plain(one.what.say(current()))}")
        st.markdown(f":small[**{_('Cause:')}** {panels.plain(one.why.say(current()))}]")
        st.markdown(f":small[**{_('Next step:')}** {panels.plain(one.step.say(current()))}]")
        support_diagnosis.others(one.also, one.more)
    line = one.line
    if line is not None and view.may("raw-line.view"):
        with beside:
            st.caption(
                _("Line {line:count} as it stands in the file", line=line.number) + f" · {panels.plain(line.file)}"
            )
            findings.show_line(
                lambda number, file: raw_line(view.desk, line.import_id, number, file),
                line.number,
                line.file,
                named=False,
            )
