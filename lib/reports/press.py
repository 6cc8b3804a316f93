"""Papers as PDF: the data that the template takes, and the process that sets it in type."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any, Final

from babel.dates import format_timedelta

from lib.core.errors import BryggaError
from lib.core.languages import Language, mark, moment, translate
from lib.reports.papers import Chapter, Facts, Paper, Remarks, Signatures
from lib.reports.provenance import TITLE, Provenance
from lib.reports.sheets import Sheet
from lib.reports.table_layout import Cells, breakable, cells_of, is_wide, table

ROWS_AT_MOST: Final = 20_000
"""About 400 pages, which take some ten seconds; nobody reads more on paper."""
SECONDS_AT_MOST: Final = 180
LARGE: Final = 3_000
"""Papers of more rows are made one at a time: the longest takes more than a gigabyte while it is made."""
_AT_ONCE, _LARGE_AT_ONCE = BoundedSemaphore(2), BoundedSemaphore(1)
_TYPESETTER: Final = Path(__file__).with_name("typesetter.py")
_WORD_AT_MOST: Final = 44
_HEADING_WORD_AT_MOST: Final = 30
_COMPANY_AT_MOST, _PERIOD_AT_MOST, _LINE_AT_MOST = 48, 32, 110
"""What stands on one line at the head and foot of each page; at the end of the paper it stands whole."""


class NotPrinted(BryggaError):
    """The paper could not be set in type."""

    text = mark("The PDF of {paper} could not be made.")
    next_step = mark("Try again with fewer rows, or take the Excel file.")
    retryable = True


def pdf(paper: Paper, language: Language = "sv") -> bytes:
    """The paper as PDF/A, readable to screen readers too where it is not very long.

    It is made in a process of its own that can reach neither files nor network and gives its memory
    back; the same paper is the same file. Raises NotPrinted.
    """
    return _typeset(data_of(paper, language))


def data_of(paper: Paper, language: Language) -> dict[str, Any]:
    """All that the template sets, in words."""
    about = paper.about
    ends = [*paper.chapters[:-1], _with_origin(paper.chapters[-1], about, language)]
    return {
        "language": language,
        "title": " – ".join(part for part in (paper.title, about.company, about.period) if part),
        "name": _heading(paper.title),
        "author": about.made_by,
        "made_at": about.made_at.isoformat(timespec="seconds"),
        "company": _cut(about.company, _COMPANY_AT_MOST),
        "number": about.org_number,
        "period": _cut(_period(about), _PERIOD_AT_MOST),
        "source": _cut(_source(about, language), _LINE_AT_MOST),
        "made": _cut(_made(about, language), _LINE_AT_MOST),
        "words": {
            "page": translate(mark("Page {page} of {pages}"), language),
            "contents": translate(mark("Contents"), language),
            "nothing": translate(mark("Nothing to show."), language),
            "day": translate(mark("Date"), language),
        },
        "contents": len(paper.chapters) > 1,
        "lead": _softened(about.filters.items()),
        "chapters": [_chapter(one) for one in ends],
    }


def _with_origin(chapter: Chapter, about: Provenance, language: Language) -> Chapter:
    """The last chapter with all that is known of where the figures come from at its end."""
    origin = Facts(translate(TITLE, language), list(about.lines(language)), small=True)
    return Chapter(chapter.title, [*chapter.parts, origin], chapter.lead, chapter.note)


def _period(about: Provenance) -> str:
    """The period with its year; the whole year where there is none, as on a day."""
    if not about.period:
        return str(about.year)
    return about.period if about.year.label in about.period else f"{about.period} · {about.year.label}"


def _source(about: Provenance, language: Language) -> str:
    if about.imported_at is None:
        return translate(mark("Source: {source}"), language, source=about.source) if about.source else ""
    ago = format_timedelta(about.imported_at - about.made_at, add_direction=True, locale=language)
    when = moment(about.imported_at, language)
    return translate(
        mark("Source: {source}, imported {when} ({ago})"), language, source=about.source, when=when, ago=ago
    )


def _made(about: Provenance, language: Language) -> str:
    return translate(
        mark("Made {when} by {who} · Brygga {version} · books {books}"),
        language,
        when=moment(about.made_at, language),
        who=about.made_by,
        version=version("brygga"),
        books=about.fingerprint[:12] or "–",
    )


def _chapter(chapter: Chapter) -> dict[str, Any]:
    parts = [cells_of(part) if isinstance(part, Sheet) else part for part in chapter.parts]
    tables = [part for part in parts if isinstance(part, Cells)]
    wide = any(map(is_wide, tables))
    return {
        "title": _heading(chapter.title),
        "lead": [[name, _soft(value)] for name, value in chapter.lead.items() if value],
        "note": chapter.note,
        "wide": wide,
        "parts": [_part(part, wide=wide, under=chapter.title if len(tables) > 1 else None) for part in parts],
    }


def _part(part: Cells | Facts | Remarks | Signatures, *, wide: bool, under: str | None) -> dict[str, Any]:
    """A part as the template takes it; a single table, or one called like its chapter, has no heading of its own."""
    title = _heading(part.title)
    match part:
        case Cells():
            return table(part, wide=wide) | {"title": "" if under in {None, part.title} else title}
        case Facts():
            return {"kind": "origin" if part.small else "facts", "title": title, "rows": _softened(part.rows)}
        case Remarks():
            return {"kind": "remarks", "title": title, "rows": _softened(part.rows)}
        case Signatures():
            lines = [(line.role, line.who, line.day) for line in part.lines]
            return {"kind": "signatures", "title": title, "rows": _softened(lines)}


def _softened(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    return [[_soft(value) for value in row] for row in rows]


def _soft(text: str) -> str:
    return breakable(text, _WORD_AT_MOST)


def _heading(text: str) -> str:
    return breakable(text, _HEADING_WORD_AT_MOST)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _typeset(data: dict[str, Any]) -> bytes:
    """Run the typesetter, which knows nothing of this process' settings and secrets."""
    rows = sum(len(part["rows"]) for chapter in data["chapters"] for part in chapter["parts"])
    with _LARGE_AT_ONCE if rows > LARGE else _AT_ONCE, TemporaryDirectory() as empty:
        try:
            done = subprocess.run(  # noqa: S603 - our own file by this very interpreter
                [sys.executable, "-I", str(_TYPESETTER)],
                input=json.dumps(data).encode(),
                capture_output=True,
                cwd=empty,
                env={},
                timeout=SECONDS_AT_MOST,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as problem:
            raise NotPrinted(paper=data["name"]) from problem
    return done.stdout
