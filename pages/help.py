"""Help: how Brygga works, the checks, the settings and the words, in the reader's language."""

import streamlit as st

from dashboard import address, context, introduction, news
from dashboard.help_texts import PARTS, text
from dashboard.language import _

desk = context.desk("client.view")
st.header(_("Help"), anchor=False)
wide, narrow = st.columns([4, 1], gap="medium")
with narrow:
    fresh = news.unread(desk)
    names = {name: _(title) + (" ●" if name == news.PART and fresh else "") for name, title in PARTS.items()}
    part = st.radio(
        _("Part"),
        list(names),
        format_func=names.__getitem__,
        label_visibility="collapsed",
        **address.tie("del", "start", among=PARTS, face="new" if fresh else ""),
    )
    introduction.way_back()
with wide:
    st.markdown(text(part or "start"))
if part == news.PART and fresh:
    news.read(desk)
