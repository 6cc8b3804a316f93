"""The entry script of every page: who is at the screen, in which language, and where they may go."""

from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, context, data, language, navigation, news, panels, reader
from dashboard.language import _
from dashboard.places import GROUPS
from dashboard.sign_in import SIGN_OUT, current_language, current_person, language_link
from dashboard.words import word
from lib.actions.desk import Person
from lib.core.languages import Language

ICON: Final = str(Path(__file__).parent / "brygga.svg")

LOGO: Final = str(Path(__file__).parent / "brygga-wide.svg")
SIDEBAR: Final = 240
"""Pixels: the longest word of the menu fits, and the tables keep the rest."""
INK: Final = "color: inherit; font-size: 0.875rem"
"""Links of ours outside Markdown look like the text around them, underlined."""


def main() -> None:
    """Turn away who is not signed in; else draw the menu and the page, and catch what goes wrong in it."""
    st.set_page_config(page_title="Brygga", page_icon=ICON, layout="wide", initial_sidebar_state=SIDEBAR)
    language.choose(current_language())
    person = current_person()
    if person is None:
        turn_away()
        return
    reader.choose(person)
    st.logo(LOGO, icon_image=ICON)
    page = st.navigation(navigation.pages(), position="hidden")
    with st.sidebar:
        menu(person)
        shortcuts(person)
        at_the_desk(person, page.url_path)
    navigation.at(page.url_path)
    with panels.last_resort():
        page.run()


def turn_away() -> None:
    """The sign-in is over: say so, with the way back in."""
    st.navigation([st.Page(st.write, title="Brygga")], position="hidden")
    st.info(_("Your sign-in has ended, or was ended elsewhere."), icon=":material/login:")
    st.html(f'<a href="/sign-in">{escape(_("Sign in"))}</a>')


def menu(person: Person) -> None:
    """The pages by group; those about a client wait until one is chosen."""
    places = [place for place in navigation.open_to(person) if place.in_menu]
    chosen = bool(address.read(context.CLIENT))
    for group in GROUPS:
        with st.container(gap="xxsmall"):
            st.caption(_(group))
            for place in places:
                if place.group == group:
                    label = news.help_label(data.desk(person)) if place.name == "help" else None
                    navigation.in_menu(place, label, disabled=place.of_client and not chosen)


def shortcuts(person: Person) -> None:
    """The main pages by key; a closed list still listens."""
    with st.expander(_("Shortcuts"), type="compact"):
        for place in navigation.open_to(person):
            if place.shortcut and st.button(
                _(place.title), key=f"go-{place.name}", type="tertiary", shortcut=place.shortcut
            ):
                navigation.go(place.name)


def at_the_desk(person: Person, here: str) -> None:
    """Who is signed in, and as what; the other language, and the way out."""
    back = f"/{here}?{urlencode(st.query_params.to_dict())}"
    other: Language = "en" if language.current() == "sv" else "sv"
    st.caption(f"{panels.plain(person.name)}  \n{word(person.role)}")
    links = ((language_link(other, back), language.NAMES[other]), (SIGN_OUT, _("Sign out")))
    st.html(" &emsp; ".join(f'<a style="{INK}" href="{escape(to)}">{escape(words)}</a>' for to, words in links))


main()
