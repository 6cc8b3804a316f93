"""Compare: any two imports of the client, or a SIE file from the client against the books in use."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import address, data, exports, panels, progress, reader, support_differences
from dashboard.context import View
from dashboard.language import _, when
from dashboard.words import word
from lib.actions import comparisons
from lib.core.languages import Language, mark
from lib.core.money import MEBIBYTE, megabytes
from lib.core.periods import FinancialYear
from lib.jobs.comparisons import FileComparison
from lib.ledger.books import YearFrames
from lib.ledger.differences import YearDifference, differences
from lib.reports.difference_sheets import FILE, IMPORTS, Sides, difference_sheets
from lib.reports.sheets import Sheet
from lib.sie import LIMIT_BYTES
from lib.store import jobs
from lib.store.tables import Import, JobState, Snapshot

PART: Final = "jamfor"
WITH: Final = "med"
TWO_IMPORTS: Final = "importer"
A_FILE: Final = "fil"
WAYS: Final = {TWO_IMPORTS: mark("Two imports"), A_FILE: mark("A SIE file from the client")}
BEFORE: Final = "fran"
AFTER: Final = "till"
CHOSEN: Final = "jamforelse"
KEPT: Final = 16
"""A comparison holds at most some thousand rows."""
ROUND: Final = "compare-round"

Years = Mapping[FinancialYear, Snapshot]


def show(view: View) -> None:
    """Choose what to compare with what, and see what differs."""
    way = st.segmented_control(
        _("Compare"),
        list(WAYS),
        format_func=lambda name: _(WAYS[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(WITH, TWO_IMPORTS, among=WAYS),
    )
    if way == A_FILE:
        _file(view)
    else:
        _imports(view)


def _imports(view: View) -> None:
    found = comparisons.comparable(view.desk, view.client.id)
    if len(found) <= 1:  # two are needed
        panels.empty(
            _("There are not two imports to compare."),
            _("Every import that was read can be compared, whether it was used, replaced or discarded."),
        )
        return
    by_id = {one.id: (one, years) for one, years in found}
    newest, before = found[0][0].id, found[1][0].id
    left, right = st.columns(2)
    with left:
        old = _choose(_("Before"), BEFORE, before, by_id)
    with right:
        new = _choose(_("After"), AFTER, newest, by_id)
    if old == new:
        panels.empty(_("The same import is chosen twice."), _("Choose two that are to be compared."))
        return
    years = comparisons.shown(view.desk, view.client.id, _differences(by_id[old][1], by_id[new][1]))
    with exports.beside():
        st.subheader(_("What differs"), anchor=False)
        _excel(view, years, IMPORTS, {_("Before"): _label(by_id[old][0]), _("After"): _label(by_id[new][0])})
    support_differences.show(years, IMPORTS, key=f"{old}-{new}", hidden=_hidden(view))


def _choose(label: str, name: str, default: str, found: Mapping[str, tuple[Import, Years]]) -> str:
    chosen: str = st.selectbox(
        label,
        list(found),
        format_func=lambda one: _label(found[one][0]),
        **address.tie(name, default, among=found),
    )
    return chosen


def _label(one: Import) -> str:
    return f"{when(one.created_at)} · {reader.shown(one.file_name)} · {word(one.state)}"


@data.kept(KEPT)
def _differences(before: Years, now: Years) -> list[YearDifference]:
    return differences(_read(before), _read(now))


def _read(years: Years) -> dict[FinancialYear, YearFrames]:
    return {year: data.year_books(snapshot) for year, snapshot in years.items()}


def _file(view: View) -> None:
    if not view.books.years:
        panels.empty(_("The client has no books in use to compare with."), _("Import and use the books first."))
        return
    chosen = st.file_uploader(
        _("A SIE file from the client"),
        key=f"compare-{st.session_state.get(ROUND, 0)}",
        max_upload_size=LIMIT_BYTES // MEBIBYTE,
        label_visibility="collapsed",
    )
    st.caption(
        _("The file is only compared, never imported: it is gone when it has been read. At most {limit:MB}.",
          limit=LIMIT_BYTES)
    )  # fmt: skip
    if st.button(_("Compare with the books"), type="primary", disabled=chosen is None) and chosen is not None:
        name, content, started = chosen.name, chosen.getvalue(), list[str]()
        if panels.done(lambda: started.append(comparisons.compare_file(view.desk, view.client.id, name, content))):
            st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
            address.put(**{CHOSEN: started[0]})
            st.rerun()
    if address.read(CHOSEN):
        _followed(view, address.read(CHOSEN))


def _followed(view: View, job_id: str) -> None:
    """How the comparison stands: under way, failed with its reason, or done."""
    found = comparisons.found_in_file(view.desk, view.client.id, job_id)
    if found is not None:
        _found(view, found, job_id)
        return
    with data.house().store.reading() as session:
        known = [one for one in jobs.of_client(session, view.client.id) if one.id == job_id]
    if not known or known[0].state is JobState.DONE:
        panels.empty(_("What was found is kept for a day, and gone now."), _("Compare the file again to see it."))
    elif known[0].state in jobs.UNFINISHED:
        progress.follow(view.desk.person, view.client.id)
        st.caption(_("You may leave the page meanwhile: the comparison is found under Jobs."))
    else:
        st.error(panels.plain(progress.remedy(known[0])), title=panels.plain(progress.message(known[0])))


def _found(view: View, found: FileComparison, job_id: str) -> None:
    with exports.beside():
        st.subheader(panels.plain(found.file), anchor=False)
        with st.container(horizontal=True, width="content"):
            if st.button(_("Let go of the comparison")):
                comparisons.forget_file(view.desk, view.client.id, job_id)
                address.put(**{CHOSEN: None})
                st.rerun()
            _excel(view, found.years, FILE, {_("File"): found.file, "SHA-256": found.sha256})
    st.caption(_stated(found))
    if found.books_version != view.books.version:
        st.warning(_("The books have changed since the comparison."), icon=":material/sync_problem:")
    if not found.stated["org_number"]:
        st.warning(
            _("Make sure that it is this client's."), title=_("The file does not state whose it is."),
            icon=":material/help:",
        )  # fmt: skip
    if not found.common:
        st.warning(_("Ask for the file of the year in question."), title=_("The file holds no year of the books."))
    support_differences.show(found.years, FILE, key=job_id, hidden=_hidden(view))


def _stated(found: FileComparison) -> str:
    stated = found.stated
    type_ = _("SIE type {type}", type=stated["sie_type"]) if stated["sie_type"] else ""
    told = (stated["company"], stated["org_number"], type_, stated["program"], megabytes(found.size))
    compared = _("compared {moment}", moment=when(found.at))
    return " · ".join([*(panels.plain(one) for one in told if one), compared, f"SHA-256 {found.sha256[:12]}"])


def _hidden(view: View) -> bool:
    return not view.desk.person.sees(view.client.id)


def _excel(view: View, years: Sequence[YearDifference], sides: Sides, about: Mapping[str, str]) -> None:
    rows = support_differences.rows_of(years)
    if not rows or view.year is None:
        return

    def sheets(language: Language) -> list[Sheet]:
        return [sheet for year in years for sheet in difference_sheets(year, sides, language)]

    exports.button(view, _("Comparison"), rows, sheets, about)
