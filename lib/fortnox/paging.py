"""Lists in pages that may shift while they are read: nothing twice, and read again when something moved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from lib.fortnox.answers import dumped, parsed
from lib.fortnox.fields import Row, whole

LIMIT: Final = 500
"""Rows asked for on a page: the most that Fortnox gives."""
ROUNDS: Final = 3
"""How often a list that keeps moving is read; after that all that was seen is taken, newest reading first."""
META: Final = "MetaInformation"
UNTOLD: Final = -1
"""The total of a list that does not state one."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and what it says of the whole: `pages` and `total` rows."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int

    @classmethod
    def of(cls, answer: Mapping[str, Any], envelope: str, number: int) -> "Page":
        """Read an answer; raises ValueError when it is no list."""
        rows = answer.get(envelope)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError(envelope)
        meta = answer.get(META)
        if not isinstance(meta, dict):
            # nothing says how many there are: a full page is followed by another
            more = len(rows) >= LIMIT
            return cls(tuple(rows), number, number + 1 if more else number, UNTOLD)
        return cls(tuple(rows), number, whole(meta, "@TotalPages"), whole(meta, "@TotalResources"))

    def as_text(self) -> str:
        """The page as JSON, for a shelf."""
        return dumped({"rows": self.rows, "number": self.number, "pages": self.pages, "total": self.total})

    @classmethod
    def from_text(cls, text: str | bytes) -> "Page":
        """The page that `as_text` wrote."""
        kept = parsed(text)
        if not isinstance(kept, dict):
            raise ValueError(META)  # noqa: TRY004 - a text that is not ours
        return cls(tuple(kept["rows"]), kept["number"], kept["pages"], kept["total"])


class Shelf(Protocol):
    """Where pages that were read are put, so that nothing is read twice after a kill."""

    def get(self, reading: int, number: int) -> Page | None:
        """The page of that reading of the list, if it is there."""

    def put(self, reading: int, page: Page) -> None:
        """Keep a page."""


class NoShelf:
    """Keeps nothing."""

    def get(self, reading: int, number: int) -> Page | None:
        """Nothing."""

    def put(self, reading: int, page: Page) -> None:
        """Let it go."""


def whole_list(
    fetch: Callable[[int], Page],
    key: Sequence[str],
    shelf: Shelf | None = None,
    moved: Callable[[], None] | None = None,
) -> tuple[Row, ...]:
    """All rows of a list, each once, in order.

    `fetch` gives a page by its number from 1, `key` names the fields that tell rows apart. A list whose
    total changed, or that showed a row twice, has moved and is read again, at most `ROUNDS` times; one
    that never stood still is told of to `moved`. Raises ValueError for a row without its key.
    """
    shelf = shelf or NoShelf()
    found: dict[tuple[str, ...], Row] = {}
    for reading in range(1, ROUNDS + 1):
        pages = _read(fetch, shelf, reading)
        keys = [_key(row, key) for page in pages for row in page.rows]
        newest = dict(zip(keys, (row for page in pages for row in page.rows), strict=True))
        if len({page.total for page in pages}) == 1 and len(newest) == len(keys):
            return tuple(newest.values())
        found |= newest
    if moved is not None:
        moved()
    return tuple(found.values())


def _read(fetch: Callable[[int], Page], shelf: Shelf, reading: int) -> list[Page]:
    pages: list[Page] = []
    while not _ended(pages):
        number = len(pages) + 1
        page = shelf.get(reading, number)
        if page is None:
            page = fetch(number)
            shelf.put(reading, page)
        pages.append(page)
    return pages


def _ended(pages: Sequence[Page]) -> bool:
    """Whether the list ends with the last of these pages: as many as it says, or an empty or a shorter one.

    Its total may be too large, and its pages smaller than they were asked to be.
    """
    if not pages:
        return False
    last, full = pages[-1], len(pages[0].rows)
    return last.number >= last.pages or not last.rows or len(last.rows) < full


def _key(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    if any(row.get(name) in (None, "") for name in names):
        raise ValueError(*names)
    return tuple(str(row[name]) for name in names)
