"""The limits of a check on the screen: as a table where they are fixed, as fields where they can be changed."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import check_choices, tables
from dashboard.check_choices import Setting
from dashboard.language import _
from dashboard.tables import Column
from lib.checks.analysis.thresholds import TEXTUAL, Threshold, Unit, Value, read, written
from lib.core.languages import mark

COLUMNS: Final = (Column("limit", mark("Limit"), width=640), Column("value", mark("Value"), width=238))
UNITS: Final = {Unit.ORE: "kr", Unit.PERCENT: "%"}
ABREAST: Final = 3
EXAMPLES: Final = {
    Unit.ORE: mark("An amount in kronor, such as 1 000 or 1 000,50."),
    Unit.HUNDREDTHS: mark("A number with at most two decimals, such as 3,5."),
    Unit.ACCOUNTS: mark("Accounts and ranges with commas between, such as 1910, 1920-1979."),
    Unit.WORDS: mark("Words with commas between."),
}
"""How to write what is not a plain whole number."""


def table(setting: Setting) -> None:
    """The limits as they are."""
    if not setting.values:
        st.caption(_("This check has no limits."))
        return
    rows = [{"limit": _(limit.text), "value": check_choices.said(limit, value)} for limit, value in _values(setting)]
    tables.grid(pl.DataFrame(rows), COLUMNS, key=f"limits-{setting.key}", alt=_("Limits"))


def fields(setting: Setting) -> dict[str, str]:
    """A field for each limit, texts in the whole width, inside a form; gives what stands in them, by limit."""
    typed: dict[str, str] = {}
    figures = [one for one in _values(setting) if one[0].unit not in TEXTUAL]
    for limit, value in _values(setting):
        if limit.unit in TEXTUAL:
            typed[limit.name] = _field(setting, limit, value)
    for first in range(0, len(figures), ABREAST):
        places = st.columns(ABREAST, gap="medium", vertical_alignment="bottom")
        for place, (limit, value) in zip(places, figures[first : first + ABREAST], strict=False):
            with place:
                typed[limit.name] = _field(setting, limit, value)
    return typed


def wrong(setting: Setting, typed: dict[str, str]) -> tuple[dict[str, Value], list[str]]:
    """What was typed as values, and a sentence on each field that holds something else."""
    values: dict[str, Value] = {}
    problems: list[str] = []
    for limit in setting.rule.thresholds:
        text = typed[limit.name]
        if limit.unit is Unit.ACCOUNTS and not limit.default and not text.strip():
            problems.append(_("“{field}” is blank: name at least one account.", field=label(limit)))
            continue
        try:
            values[limit.name] = read(limit, text)
        except ValueError:
            problems.append(_wrong(limit, text))
    return values, problems


def label(limit: Threshold) -> str:
    """What a field is called: the limit's text with its unit."""
    text = _(limit.text).rstrip(".")
    unit = UNITS.get(limit.unit)
    return f"{text} ({unit})" if unit else text


def _values(setting: Setting) -> list[tuple[Threshold, Value]]:
    return list(setting.values.items())


def _field(setting: Setting, limit: Threshold, value: Value) -> str:
    tip = EXAMPLES.get(limit.unit)
    found = st.text_input(
        label(limit),
        written(limit, value),
        key=f"limit-{setting.key}-{limit.name}",
        help=_(tip) if tip else None,
    )
    return found or ""


def _wrong(limit: Threshold, text: str) -> str:
    if not text.strip():
        return _("“{field}” is blank.", field=label(limit))
    tip = EXAMPLES.get(limit.unit, mark("A whole number that is not negative."))
    return _("“{field}” cannot be “{text}”. {tip:text}", field=label(limit), text=text.strip(), tip=tip)
