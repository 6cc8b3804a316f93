"""The question before an appendix is deleted, and the deed."""

import streamlit as st

from dashboard import address, navigation, panels
from dashboard.appendix_standing import Standing
from dashboard.context import View
from dashboard.language import _
from lib.actions.appendices import delete_appendix

ASK, DELETE = "fraga", "tabort"


def button(view: View, standing: Standing) -> None:
    """The way to the question, for those who may."""
    if view.may("appendix.delete"):
        st.button(
            _("Delete the appendix"),
            key=f"delete-{standing.account}",
            icon=":material/delete:",
            type="tertiary",
            on_click=address.put,
            kwargs={ASK: DELETE},
        )


def ask_if_asked(view: View, standing: Standing) -> None:
    """The question, when the address asks it of an appendix that is there."""
    if address.read(ASK) != DELETE or standing.shown is None or not view.may("appendix.delete"):
        return

    @st.dialog(_("Delete the appendix"), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            st.markdown(
                _(
                    "{title} is taken away from this client. Nothing is changed in the books or in Fortnox, and the "
                    "next import from Fortnox makes the appendix again.",
                    title=panels.plain(standing.title),
                )
            )
            if st.button(_("Delete"), type="primary") and panels.done(
                lambda: delete_appendix(view.desk, view.client.id, standing.account)
            ):
                panels.say(_("The appendix was deleted."))
                navigation.go("appendices", bilaga=standing.account, dag=address.read("dag"))

    ask()


def _close() -> None:
    address.put(**{ASK: None})
