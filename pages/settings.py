"""Settings: a client's data source, series and self-activating imports; and the demo's reset."""

import streamlit as st

from dashboard import address, client_settings, context, erasing_view, navigation, panels
from dashboard.language import _
from lib.actions.demo import reset_demo
from lib.settings import load

if address.read(context.CLIENT):
    view = context.header(_("Settings"), "client.view")
    client_settings.source(view)
    client_settings.imports(view)
    client_settings.reset(view)
    erasing_view.show(view)
else:
    context.title(_("Settings"))
    panels.notice()
    panels.empty(_("No client is chosen."), _("Choose one under Clients to see its settings."))
    navigation.link("clients")

desk = context.desk("client.view")
if not address.read(context.CLIENT):
    erasing_view.certificates(desk)
if load().demo and desk.person.may("demo.reset"):
    st.subheader(_("Demo"), anchor=False)
    st.caption(_("Removes every client of the demo with all that was made of them, and makes them anew."))
    if st.button(_("Reset demo")) and panels.done(lambda: reset_demo(desk)):
        navigation.go("clients", klient=None, ar=None, period=None)
