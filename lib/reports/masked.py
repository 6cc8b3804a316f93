"""Tables and papers without personal numbers, for who takes them out for support: as they are on the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from lib.core.masking import column_without_personal_numbers, without_personal_numbers
from lib.reports.papers import Chapter, Facts, Paper, Part, Remarks
from lib.reports.provenance import Provenance
from lib.reports.sheets import Sheet

_HIDDEN: Final = column_without_personal_numbers(pl.col(pl.String))


def sheet_without_persons(sheet: Sheet) -> Sheet:
    """The table with every personal number in its texts hidden."""
    return replace(sheet, title=without_personal_numbers(sheet.title), frame=sheet.frame.with_columns(_HIDDEN))


def about_without_persons(about: Provenance) -> Provenance:
    """Where a report comes from with every personal number hidden: a sole trader's organisation number is one."""
    return replace(
        about,
        company=without_personal_numbers(about.company),
        org_number=without_personal_numbers(about.org_number),
        source=without_personal_numbers(about.source),
        filters=values_without_persons(about.filters),
    )


def paper_without_persons(paper: Paper) -> Paper:
    """The paper with every personal number in its tables and texts hidden; who signs it stands as it does."""
    return replace(
        paper,
        title=without_personal_numbers(paper.title),
        about=about_without_persons(paper.about),
        chapters=[_chapter(one) for one in paper.chapters],
    )


def values_without_persons(told: Mapping[str, str]) -> dict[str, str]:
    """What stands beside headings, with every personal number hidden."""
    return {heading: without_personal_numbers(value) for heading, value in told.items()}


def _chapter(chapter: Chapter) -> Chapter:
    return replace(
        chapter,
        title=without_personal_numbers(chapter.title),
        parts=[_part(part) for part in chapter.parts],
        lead=values_without_persons(chapter.lead),
        note=without_personal_numbers(chapter.note),
    )


def _part(part: Part) -> Part:
    match part:
        case Sheet():
            return sheet_without_persons(part)
        case Facts() | Remarks():
            return replace(part, title=without_personal_numbers(part.title), rows=_rows(part.rows))
        case _signatures:
            return part


def _rows(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(without_personal_numbers(name), without_personal_numbers(value)) for name, value in rows]
