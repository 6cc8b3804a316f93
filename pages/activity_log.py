"""Activity log: who did what, when and how it went; and the system tasks with their steps."""

from typing import Final

import streamlit as st

from dashboard import activity_list, address, context, progress
from dashboard.language import _
from lib.core.languages import mark

VIEWS: Final = {"personer": mark("People"), "system": mark("System tasks")}

desk = context.desk("activity.view")
context.title(_("Activity log"))
with st.container(horizontal=True, vertical_alignment="center"):
    shown = st.segmented_control(
        _("What is shown"),
        list(VIEWS),
        format_func=lambda name: _(VIEWS[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie("vy", "personer", among=VIEWS),
    )
    client_id = activity_list.choose_client(desk.person)
if shown == "system":
    progress.follow(desk.person, client_id)
    activity_list.tasks(desk.person, client_id)
else:
    activity_list.entries(desk.person, client_id)
