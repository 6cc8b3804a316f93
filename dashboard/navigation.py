"""The table of pages, and the ways from one to another: every link carries what identifies the view."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import streamlit as st

from dashboard import help_texts
from dashboard.language import _
from lib.actions.desk import Person
from lib.core.languages import mark

FOLDER: Final = Path(__file__).parent.parent / "pages"
HERE: Final = "page-drawn"
KEPT: Final = ("klient", "ar", "period")
"""The parameters that go along from page to page; the others belong to one page's view."""


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its file, its words, who may see it, and whether it is about one client."""

    name: str
    title: str
    help: str
    group: str
    icon: str
    url_path: str
    action: str
    of_client: bool = True
    in_menu: bool = True
    shortcut: str | None = None

    @property
    def path(self) -> Path:
        """The script of the page."""
        return FOLDER / f"{self.name}.py"


BUREAU, CLIENT, MAINTENANCE = mark("Bureau"), mark("Client"), mark("Maintenance")

PLACES: Final = (
    Place(
        "clients",
        mark("Clients"),
        mark("Every client company, its source, its last import and what needs attention."),
        BUREAU,
        ":material/domain:",
        "klienter",
        "client.view",
        of_client=False,
        shortcut="Alt+K",
    ),
    Place(
        "activity_log",
        mark("Activity log"),
        mark("Who did what and when, and how it went; system tasks with their steps."),
        BUREAU,
        ":material/history:",
        "aktivitetslogg",
        "activity.view",
        of_client=False,
        shortcut="Alt+A",
    ),
    Place(
        "help",
        mark("Help"),
        mark("How Brygga works, what each check means, and the words it uses."),
        BUREAU,
        ":material/help:",
        "hjalp",
        "client.view",
        of_client=False,
        shortcut="Alt+J",
    ),
    Place(
        "overview",
        mark("Overview"),
        mark("What is in, when and from where; what is wrong and what is next."),
        CLIENT,
        ":material/dashboard:",
        "oversikt",
        "books.view",
        shortcut="Alt+O",
    ),
    Place(
        "import_data",
        mark("Import"),
        mark("Bring in files, look at what came in before it counts, and make it count."),
        CLIENT,
        ":material/upload_file:",
        "import",
        "import.preview",
        shortcut="Alt+I",
    ),
    Place(
        "ledger",
        mark("Ledger"),
        mark("Trial balance, statements, accounts and vouchers."),
        CLIENT,
        ":material/menu_book:",
        "huvudbok",
        "books.view",
        shortcut="Alt+H",
    ),
    Place(
        "periods",
        mark("Period closing"),
        mark("The periods of the year: how far each has come; start, review and lock them."),
        CLIENT,
        ":material/event_available:",
        "periodavslut",
        "period.view",
        shortcut="Alt+P",
    ),
    Place(
        "reconciliation",
        mark("Reconciliation"),
        mark("The accounts of a period beside what they are held against; mark them as done."),
        CLIENT,
        ":material/balance:",
        "avstamning",
        "period.view",
        shortcut="Alt+S",
    ),
    Place(
        "appendices",
        mark("Appendices"),
        mark("What customers and suppliers owe on a balance date, beside the books, and what a difference comes of."),
        CLIENT,
        ":material/attach_file:",
        "bilagor",
        "appendix.view",
        shortcut="Alt+B",
    ),
    Place(
        "transaction_analysis",
        mark("Transaction analysis"),
        mark("What the automatic checks found in the year, how each goes, and vouchers to explore freely."),
        CLIENT,
        ":material/troubleshoot:",
        "transaktionsanalys",
        "books.view",
        shortcut="Alt+T",
    ),
    Place(
        "closing_entries",
        mark("Closing entries"),
        mark("Vouchers that the closing work adds: made by hand, from a difference or a template; ready to be sent."),
        CLIENT,
        ":material/edit_square:",
        "bokslutsverifikationer",
        "entry.view",
        shortcut="Alt+V",
    ),
    Place(
        "export",
        mark("Export"),
        mark("Closing entries on their way to the bookkeeping program: what waits, what has landed, and where."),
        CLIENT,
        ":material/output:",
        "export",
        "entry.view",
        shortcut="Alt+E",
    ),
    Place(
        "support_desk",
        mark("Support desk"),
        mark("What is wrong with the client, why, who takes the next step; and a text to answer with."),
        CLIENT,
        ":material/support_agent:",
        "supportbord",
        "support.view",
        shortcut="Alt+D",
    ),
    Place(
        "client_details",
        mark("Client details"),
        mark("Organisation number, legal form, accounting method, VAT period and the like."),
        MAINTENANCE,
        ":material/badge:",
        "klientuppgifter",
        "client.view",
    ),
    Place(
        "settings",
        mark("Settings"),
        mark("Data source, series for vouchers without one, imports that use themselves."),
        MAINTENANCE,
        ":material/tune:",
        "installningar",
        "client.view",
        of_client=False,
    ),
    Place(
        "users",
        mark("Users"),
        mark("Who may sign in, with which role and to which clients; and where they are signed in."),
        MAINTENANCE,
        ":material/group:",
        "anvandare",
        "people.view",
        of_client=False,
    ),
    Place(
        "start_guide",
        mark("Start guide"),
        mark("Choose where the client's books come from."),
        MAINTENANCE,
        ":material/flag:",
        "startguide",
        "source.change",
    ),
    Place(
        "manual_entry",
        mark("Manual entry"),
        mark("Type the balances of a financial year."),
        MAINTENANCE,
        ":material/edit_note:",
        "inmatning",
        "balances.type",
        in_menu=False,
    ),
)
GROUPS: Final = (BUREAU, CLIENT, MAINTENANCE)
BY_NAME: Final[Mapping[str, Place]] = {place.name: place for place in PLACES}


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


def link(name: str, label: str | None = None, /, *, disabled: bool | None = None, **view: str | int | None) -> None:
    """A link to another page, with its own title when no label is given."""
    place = BY_NAME[name]
    st.page_link(
        place.path,
        label=label or _(place.title),
        icon=place.icon,
        disabled=bool(disabled),
        query_params=kept(**view),
    )
