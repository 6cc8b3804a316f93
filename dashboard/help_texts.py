"""The help texts, read from `dashboard/help` in the language of the session."""

import re
from pathlib import Path
from typing import Final

from dashboard.language import _, current
from lib.core.languages import mark

FOLDER: Final = Path(__file__).parent / "help"
FILES: Final = {
    "start": "start",
    "nytt": "news",
    "klienter": "bureau",
    "oversikt": "overview",
    "import": "import",
    "fortnox": "fortnox",
    "kontroller": "checks",
    "huvudbok": "ledger",
    "avslut": "closing",
    "verifikationer": "entries",
    "export": "export",
    "avstamning": "reconciliation",
    "bilagor": "appendices",
    "analys": "analysis",
    "utforska": "exploring",
    "papper": "papers",
    "underhall": "maintenance",
    "anvandare": "users",
    "supportbord": "support_desk",
    "felsokning": "troubleshooting",
    "logg": "activity",
    "installningar": "settings",
    "ordlista": "glossary",
    "kortkommandon": "shortcuts",
    "granssnitt": "interface",
}
"""The parts of the help as the address names them, and their files."""
PARTS: Final = {
    "start": mark("First steps"),
    "nytt": mark("What's new"),
    "klienter": mark("Clients"),
    "oversikt": mark("Overview"),
    "import": mark("Import"),
    "fortnox": mark("Fortnox"),
    "kontroller": mark("The checks"),
    "huvudbok": mark("Ledger"),
    "avslut": mark("Period closing"),
    "verifikationer": mark("Closing entries"),
    "export": mark("Export"),
    "avstamning": mark("Reconciliation"),
    "bilagor": mark("Appendices"),
    "analys": mark("Transaction analysis"),
    "utforska": mark("Exploring vouchers"),
    "papper": mark("Working papers, PDF and Excel"),
    "underhall": mark("Client details and sources"),
    "anvandare": mark("Users and roles"),
    "supportbord": mark("Support desk"),
    "felsokning": mark("Troubleshooting"),
    "logg": mark("Activity log"),
    "installningar": mark("Settings of the program"),
    "ordlista": mark("Glossary"),
    "kortkommandon": mark("Shortcuts"),
    "granssnitt": mark("Words and keys of the screens"),
}
"""What each part is called."""
OF_PAGE: Final = {
    "clients": "klienter",
    "activity_log": "logg",
    "help": "start",
    "troubleshooting": "felsokning",
    "overview": "oversikt",
    "import_data": "import",
    "ledger": "huvudbok",
    "periods": "avslut",
    "reconciliation": "avstamning",
    "appendices": "bilagor",
    "transaction_analysis": "analys",
    "closing_entries": "verifikationer",
    "export": "export",
    "support_desk": "supportbord",
    "client_details": "underhall",
    "settings": "underhall",
    "start_guide": "start",
    "manual_entry": "import",
    "users": "anvandare",
}
"""The part that tells of each page of `dashboard.places.PLACES`."""
_HASHES: Final = re.compile(r"^(#+ )", re.MULTILINE)
"""Headings: those of a text with a title of its own go one step down, under the title of the page."""


def text(part: str) -> str:
    """One part of the help, as Markdown."""
    path = FOLDER / f"{FILES[part]}.{current()}.md"
    if not path.exists():
        return _("This part of the help is not written yet.")
    written = path.read_text(encoding="utf-8")
    return _HASHES.sub(r"#\1", written) if written.startswith("# ") else written
