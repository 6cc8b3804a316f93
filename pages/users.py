"""Users: who may sign in, with which role and to which clients; and their signed-in browsers."""

import streamlit as st

from dashboard import address, context, panels, tables, user_list, user_view
from dashboard.language import _

NEW = "ny"

desk = context.desk("people.view")
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    context.title(_("Users"))
    chosen = address.row_id(address.read(user_list.PERSON))
    st.button(
        _("Add user"),
        type="secondary" if chosen else "primary",
        icon=":material/person_add:",
        on_click=address.put,
        kwargs={user_view.ASK: NEW},
    )
panels.notice()
rows = user_list.found()
user_list.about(rows)
first, length = tables.page_of(rows.height)
shown = rows.slice(first, length)
clicked = tables.grid(shown, user_list.COLUMNS, key=f"users-{first}", alt=_("Users"), opens=True, in_sight=10)
if clicked is not None:
    chosen = int(shown["id"][clicked])
    address.put(**{user_list.PERSON: chosen})
if chosen is None:
    st.caption(_("Click a user to change what they may do, or to sign them out."))
else:
    user_view.show(desk, chosen)
if address.read(user_view.ASK) == NEW:
    user_view.add(desk)
