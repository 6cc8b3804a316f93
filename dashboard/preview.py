"""An import before it counts: what came, what was found, what would change; and the decision."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import (
    address,
    changes,
    connection_view,
    data,
    findings,
    import_list,
    navigation,
    panels,
    period_changes,
    progress,
    reader,
    supplement_view,
    support_way,
)
from dashboard.context import View
from dashboard.language import _, when
from dashboard.words import word
from lib.actions.imports import activate, compare_again, discard, raw_line, retry, undo
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.core.money import megabytes
from lib.jobs.previews import Preview, preview
from lib.store import imports, jobs, locked, periods
from lib.store.tables import Import, ImportState, Source

CHOSEN: Final = "imp"
ASK: Final = "visa"
REASON: Final = "skal"
UNDO: Final = "angra"
THE_IMPORT: Final = mark("The import")
IMPORTED: Final = mark("Imported {moment} by {who}")
STARTED: Final = mark("Started {moment} by {who}")


def show(view: View, import_id: str) -> None:
    """One import of the client, whole."""
    seen = preview(data.house().store, import_id)
    if seen.import_.client_id != view.client.id:
        raise NotFound(thing=THE_IMPORT)
    one = seen.import_
    address.back(_("All imports"), CHOSEN)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(panels.plain(one.file_name), anchor=False)
        _decision(view, seen)
    if one.state not in imports.UNDER_WAY:  # how far it has come stands above
        found = findings.tally(one.counts) if one.state in import_list.READ else ""
        st.markdown(f"{import_list.state(one, in_use=bool(view.books.years))} &emsp; {found}")
    st.caption(_facts(one))
    _why(view, one)
    supplement_view.show(one)
    if seen.plan:
        changes.plan(seen)
        if reader.sees(view.client.id):
            _locked(view, one)
        changes.changes(seen)
    if seen.results:
        st.subheader(_("Findings"), anchor=False)
        may_see = view.may("raw-line.view")
        findings.listed(
            findings.as_seen(view.client.id, seen.results),
            (lambda line, file: raw_line(view.desk, one.id, line, file)) if may_see else None,
            key=one.id,
            from_fortnox=one.source is Source.FORTNOX,
        )
    if address.read(ASK) == REASON and view.may("import.activate") and one.state is ImportState.STAGED:
        _ask_reason(view, seen)


def _locked(view: View, one: Import) -> None:
    """The accounts of locked periods that an import would change, while it awaits a decision."""
    if one.state is not ImportState.STAGED:
        return
    store = data.house().store
    with store.reading() as session:
        board, found = periods.board(session, view.client.id), locked.changed_by(store, session, one.id)
    period_changes.coming(board, found)


def undo_button(view: View) -> None:
    """The way back from the last activation, where there is one and the role may go it."""
    if view.may("import.undo") and (view.books.import_id or view.books.emptied):
        label = _("Undo the reset") if view.books.emptied else _("Undo the last import")
        st.button(label, icon=":material/undo:", on_click=address.put, kwargs={ASK: UNDO})


def waiting(found: Sequence[Import]) -> None:
    """The newest import that awaits a decision, with the way to it."""
    staged = next((one for one in found if one.state is ImportState.STAGED), None)
    if staged is None:
        return
    text = _("{file} awaits a decision.", file=panels.plain(staged.file_name))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(panels.status(panels.State.DIFFERS, text), width="content")
        st.button(_("Look at the import"), on_click=address.put, kwargs={CHOSEN: staged.id})


def emptied(view: View) -> None:
    """That the client has been reset, with the way back; nothing while anything is in use."""
    if view.books.emptied:
        panels.empty(_("The client is reset: nothing is in use."), _("What was in use comes back by an undo."))
        undo_button(view)


def ask_if_asked(view: View) -> None:
    """The question before an undo, when the address asks it."""
    if address.read(ASK) == UNDO and view.may("import.undo") and (view.books.import_id or view.books.emptied):
        _ask_undo(view)


def _decision(view: View, seen: Preview) -> None:
    one = seen.import_
    with st.container(horizontal=True, width="content"):
        match one.state:
            case ImportState.STAGED:
                _decide(view, seen)
            case ImportState.FAILED if view.may("import.retry"):
                if st.button(_("Try again"), type="primary"):
                    panels.attempt(lambda: retry(view.desk, one.id), _("The import is on its way again."))


def _decide(view: View, seen: Preview) -> None:
    one = seen.import_
    if view.may("import.discard") and st.button(_("Discard")):
        panels.attempt(lambda: discard(view.desk, one.id), _("The import is discarded; the books are unchanged."))
    if not seen.current:
        if view.may("import.retry") and st.button(_("Compare again"), type="primary"):
            panels.attempt(lambda: compare_again(view.desk, one.id), _("The import is compared with the books in use."))
        return
    held = {"keep"} if supplement_view.brought(one) else {"keep", "same"}
    nothing = all(year.action in held for year in seen.plan)
    reason_needed = bool(one.counts.get("error"))
    pressed = st.button(
        _("Use this import"),
        type="primary",
        disabled=nothing or not view.may("import.activate"),
        help=None if view.may("import.activate") else _("An accountant decides which import counts."),
        on_click=address.put if reason_needed else None,
        kwargs={ASK: REASON} if reason_needed else None,
    )
    if pressed and not reason_needed:
        _use(view, seen, "")


def _use(view: View, seen: Preview, reason: str) -> None:
    version = seen.books_version
    if panels.done(lambda: activate(view.desk, seen.import_.id, expected_version=version, reason=reason)):
        panels.say(_("{file} is in use.", file=seen.import_.file_name))
        navigation.go("overview", ar=None, period=None)


def _ask_reason(view: View, seen: Preview) -> None:
    @st.dialog(_("Use despite errors"), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort(), st.form("reason", border=False):
            errors = seen.import_.counts.get("error", 0)
            st.markdown(_("The import has {errors:count|error|errors}. Why is it used all the same?", errors=errors))
            reason = st.text_area(_("Reason"), max_chars=500, help=_("Kept in the activity log."))
            if st.form_submit_button(_("Use this import"), type="primary"):
                _use(view, seen, reason or "")

    ask()


def _ask_undo(view: View) -> None:
    reset = view.books.emptied

    @st.dialog(_("Undo of the reset") if reset else _("Undo of the last import"), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            st.markdown(
                _("The books become what they were before the reset.")
                if reset
                else _("The books become what they were before the last import was put in use. Nothing is deleted.")
            )
            if st.button(_("Undo the reset") if reset else _("Undo the import"), type="primary"):
                version = view.books.version
                if panels.done(lambda: undo(view.desk, view.client.id, expected_version=version)):
                    panels.say(_("The reset is undone.") if reset else _("The last import is undone."))
                    navigation.go("overview", ar=None, period=None)

    ask()


def _close() -> None:
    address.put(**{ASK: None})


def _why(view: View, one: Import) -> None:
    """Why an import did not come in, or why it was used despite errors."""
    if one.reason:
        st.markdown(
            _("Used despite errors, because: {reason}", reason=panels.plain(reader.written(one.client_id, one.reason)))
        )
    if one.state is ImportState.REFUSED:
        st.markdown(_("The file did not come in; the books are unchanged."))
    if one.state is ImportState.FAILED:
        said, advice = _last_words(one.id)
        unchanged = _("Nothing was changed in the books.")
        st.error(f"{advice} {unchanged}".strip(), title=said or _("The import stopped."))
        st.caption(_("Reference for support: {reference}", reference=one.id[:8]))
        if one.source is Source.FORTNOX and not connection_view.is_live(connection_view.own(view)):
            connection_view.show(view, "import_data")
    if one.state in {ImportState.REFUSED, ImportState.FAILED}:
        support_way.link(view)


def _last_words(import_id: str) -> tuple[str, str]:
    """What became of the import's newest job, and the next step where it failed, as Markdown."""
    with data.house().store.reading() as session:
        found = jobs.of_import(session, import_id)
    texts = (progress.message(found[0]), progress.remedy(found[0])) if found else ("", "")
    return panels.plain(texts[0]), panels.plain(texts[1])


def _facts(one: Import) -> str:
    known = one.summary
    who, fetched = import_list.name_of(one.created_by), one.source is Source.FORTNOX
    program = "" if fetched else " ".join(filter(None, (known.get("program"), known.get("program_version"))))
    parts = [
        _(IMPORTED if one.state in import_list.READ else STARTED, moment=when(one.created_at), who=who),
        word(one.source),
        megabytes(one.size) if one.size else "",
        panels.plain(reader.written(one.client_id, str(known.get("company") or ""))),
        panels.plain(str(known.get("org_number") or "")),
        panels.plain(program),
        _("SIE type {type}", type=str(known["sie_type"])) if known.get("sie_type") and not fetched else "",
        "" if fetched else panels.plain(str(known.get("encoding") or "")),
    ]
    return " · ".join(part for part in parts if part)
