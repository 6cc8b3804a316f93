"""The table of pages: each one's words, address, icon, shortcut, and who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.core.languages import mark

FOLDER: Final = Path(__file__).parent.parent / "pages"


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
        "troubleshooting",
        mark("Troubleshooting"),
        mark("What a code or a pasted error text means, what to do about it, and the clients that it hit."),
        BUREAU,
        ":material/search_insights:",
        "felsokning",
        "support.view",
        of_client=False,
        shortcut="Alt+F",
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
