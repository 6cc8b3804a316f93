"""The help texts, read from `dashboard/help` in the language of the session."""

import re
from pathlib import Path
from typing import Final

from dashboard.language import _, current

FOLDER: Final = Path(__file__).parent / "help"
FILES: Final = {
    "start": "start",
    "fortnox": "fortnox",
    "kontroller": "checks",
    "avslut": "closing",
    "bilagor": "appendices",
    "analys": "analysis",
    "installningar": "settings",
    "ordlista": "glossary",
    "kortkommandon": "shortcuts",
}
"""The parts of the help as the address names them, and their files."""
_HASHES: Final = re.compile(r"^(#+ )", re.MULTILINE)
"""Headings: those of a text with a title of its own go one step down, under the title of the page."""


def text(part: str) -> str:
    """One part of the help, as Markdown."""
    path = FOLDER / f"{FILES[part]}.{current()}.md"
    if not path.exists():
        return _("This part of the help is not written yet.")
    written = path.read_text(encoding="utf-8")
    return _HASHES.sub(r"#\1", written) if written.startswith("# ") else written
