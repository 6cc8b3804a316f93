"""Transaction analysis: what the checks found, how each goes, and vouchers to explore freely."""

import streamlit as st

from dashboard import analysis_parts, check_results, check_settings_view, context, exploring, navigation, panels
from dashboard.language import _

part = analysis_parts.shown()
view = context.header(
    _("Transaction analysis"), "books.view", context.pick_span if part == analysis_parts.EXPLORE else None
)
analysis_parts.choose()
if part == analysis_parts.SETTINGS:
    check_settings_view.show(view)
elif view.year is None:
    panels.empty(_("This client has no books yet."), _("They come in by an import."))
    navigation.link("import_data")
    st.stop()
elif part == analysis_parts.EXPLORE:
    exploring.show(view)
else:
    check_results.show(view)
