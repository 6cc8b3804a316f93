"""Period closing: the periods of the year, how far each has come; start, review and lock them."""

import streamlit as st

from dashboard import (
    exports,
    period_board,
    period_changes,
    period_checklist,
    period_comments,
    period_folder,
    period_panel,
    period_papers,
    period_parts,
    period_questions,
    period_reach,
    period_standing,
    working,
)
from dashboard.language import _

at = working.header(_("Period closing"))
if period_parts.choose() == period_parts.CHECKLIST:
    with exports.beside():
        st.markdown(period_panel.heading(at), width="content")
        period_papers.checklist_button(at)
    left, right = st.columns((3, 2), gap="large")
    with left:
        period_checklist.show(at)
    with right:
        period_comments.show(at)
else:
    listed = period_board.listed(at)
    reaches = period_reach.of_started(at.view, at.at.board, listed)
    changed = period_standing.changed(at.view)
    reach = reaches[at.key][1] if at.key in reaches else None
    period_panel.show(at, reach)
    period_changes.since(at.at.board, changed, at.key)
    period_board.show(at, listed, reaches, changed)
    with exports.together():
        period_folder.button(at)
        period_papers.board_button(at, listed, reaches, changed)
    period_questions.length_button(at)
    period_questions.ask_if_asked(at, reach, changed=at.key in changed)
