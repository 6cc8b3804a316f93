"""Appendices: what customers and suppliers owe on a balance date, beside the books, and what a difference comes of."""

import streamlit as st

from dashboard import appendix_choice, appendix_removal, appendix_standing, appendix_view, context, navigation, panels
from dashboard.language import _

view = context.header(_("Appendices"), "appendix.view")
if view.year is None:
    panels.empty(_("This client has no books yet."), _("They come in by an import."))
    navigation.link("import_data")
    st.stop()

day = appendix_choice.choose_day(view)
standings = appendix_standing.of_client(view, day)
appendix_view.overview(standings)
chosen = next(standing for standing in standings if standing.side is appendix_choice.chosen_side())
appendix_view.show(view, chosen)
appendix_removal.ask_if_asked(view, chosen)
