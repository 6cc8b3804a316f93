"""The ways from one page to another: every link carries what identifies the view."""

from typing import Final, NoReturn

import streamlit as st

from dashboard import help_texts
from dashboard.language import _
from dashboard.places import BY_NAME, PLACES, Place
from lib.actions.desk import Person

HERE: Final = "page-drawn"
KEPT: Final = ("klient", "ar", "period")
"""The parameters that go along from page to page; the others belong to one page's view."""


def at(url_path: str) -> None:
    """Remember which page is drawn; the first one's address is blank."""
    st.session_state[HERE] = next((place.name for place in PLACES if place.url_path == url_path), PLACES[0].name)


def help_link(part: str | None = None, label: str | None = None) -> None:
    """The way to a part of the help; without one, to that of the page that is drawn."""
    here = st.session_state.get(HERE, PLACES[0].name)
    st.page_link(
        BY_NAME["help"].path,
        label=label or _("About this page"),
        icon=BY_NAME["help"].icon,
        width="content",
        query_params=kept(**{"del": part or help_texts.OF_PAGE.get(here, "start")}),
    )


def open_to(person: Person) -> tuple[Place, ...]:
    """The pages that the person's role may see."""
    return tuple(place for place in PLACES if person.may(place.action))


def pages() -> list[st.Page]:
    """Every page as Streamlit wants it.

    Those closed to a role have an address too, and say themselves why they are closed: for an
    address that it does not know, Streamlit opens a dialog of its own, in English.
    """
    return [
        st.Page(
            place.path,
            title=_(place.title),
            icon=place.icon,
            url_path=place.url_path,
            default=place.name == "clients",
            help=_(place.help),
        )
        for place in PLACES
    ]


def kept(**view: str | int | None) -> dict[str, str]:
    """The parameters of a link: those that go along, and those of the view asked for."""
    along: dict[str, str | int | None] = {name: st.query_params.get(name) for name in KEPT}
    return {name: str(value) for name, value in (along | view).items() if value not in (None, "")}


def go(name: str, **view: str | int | None) -> NoReturn:
    """Leave for another page."""
    st.switch_page(BY_NAME[name].path, query_params=kept(**view))


def in_menu(place: Place, label: str | None = None, *, disabled: bool) -> None:
    """A page's line in the menu; one that cannot be opened yet stands there too."""
    st.page_link(place.path, label=label or _(place.title), icon=place.icon, disabled=disabled, query_params=kept())


def link(name: str, label: str | None = None, /, **view: str | int | None) -> None:
    """A link to another page, with its own title when no label is given."""
    place = BY_NAME[name]
    st.page_link(place.path, label=label or _(place.title), icon=place.icon, query_params=kept(**view))
