"""A working paper as it is to be printed: chapters of tables, facts, remarks and lines to sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.reports.provenance import Provenance
from lib.reports.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, one on each line."""

    title: str
    rows: Sequence[tuple[str, str]]
    small: bool = False
    """In small type, two beside each other: for what is looked up and not read."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What people have said, oldest first: who and when, and the words."""

    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: as what, and who has signed in the program already and on which day; blank: by hand."""

    role: str
    who: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The lines that a working paper is signed on."""

    title: str
    lines: Sequence[Signature]


Part = Sheet | Facts | Remarks | Signatures


@dataclass(frozen=True, slots=True)
class Chapter:
    """A paper of its own, which begins on a new page; `lead` says under its title what it is about."""

    title: str
    parts: Sequence[Part]
    lead: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed as one file: a single chapter as it is, several with a table of contents before them."""

    title: str
    about: Provenance
    chapters: Sequence[Chapter]


def of_one(title: str, parts: Sequence[Part], about: Provenance) -> Paper:
    """A paper of a single chapter, which says what narrows it."""
    return Paper(title, about, [Chapter(title, parts, about.filters)])
