"""The help texts, read from `dashboard/help` in the language of the session."""

from pathlib import Path
from typing import Final

from dashboard.language import _, current

FOLDER: Final = Path(__file__).parent / "help"
FILES: Final = {
    "start": "start",
    "kontroller": "checks",
    "installningar": "settings",
    "ordlista": "glossary",
    "kortkommandon": "shortcuts",
}
"""The parts of the help as the address names them, and their files."""


def text(part: str) -> str:
    """One part of the help, as Markdown."""
    path = FOLDER / f"{FILES[part]}.{current()}.md"
    return path.read_text(encoding="utf-8") if path.exists() else _("This part of the help is not written yet.")
