"""Texts of others in tables: copied or saved as CSV, and opened in a spreadsheet, none of them becomes a formula."""

from typing import Final

import polars as pl
import polars.selectors as cs

JOINER: Final = "\u2060"
"""A sign without any looks: after it a spreadsheet takes what follows for a text."""
_FORMULA: Final = r"^([=+\-@\t\r])"


def inert() -> pl.Expr:
    """Every column of text, those with a sign in front that would begin a formula kept from it; looks as before."""
    return cs.string().str.replace(_FORMULA, f"{JOINER}$1")
