"""Lists as Fortnox gives them: changed since, sorted, one page of them, with MetaInformation first.

Source: `reference/fortnox.md` §2.6 and §2.7.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from lib.sandbox.fortnox.errors import invalid_filter, invalid_parameter
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, Resource, SandboxCompany

DEFAULT_LIMIT: Final = 100
LARGEST_LIMIT: Final = 500
_MOMENTS: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")


def listed(resource: Resource, company: SandboxCompany, key: Key, query: Query) -> Record:
    """The body of a list; raises Refused for a filter, a sorting or a page that does not exist."""
    wanted = query.get("filter", "")
    if wanted and wanted not in resource.filters:
        raise invalid_filter()
    every = resource.list(company, key, query) if resource.list is not None else ()
    rows = _sorted(resource, _changed(every, query), query)
    if not resource.paged:
        return {"MetaInformation": _meta(len(rows), 1, 1), resource.list_key: [row.record() for row in rows]}
    limit = min(_at_least(query, "limit", 1, DEFAULT_LIMIT), LARGEST_LIMIT)
    page = _at_least(query, "page", 1, 1)
    start = _at_least(query, "offset", 0, 0) + (page - 1) * limit
    shown = [row.record() for row in rows[start : start + limit]]
    return {"MetaInformation": _meta(len(rows), -(-len(rows) // limit), page), resource.list_key: shown}


def _meta(total: int, pages: int, page: int) -> Record:
    return {"@TotalResources": total, "@TotalPages": pages if total else 0, "@CurrentPage": page}


def _at_least(query: Query, name: str, least: int, default: int) -> int:
    value = query.number(name)
    if value is None:
        return default
    if value < least:
        raise invalid_parameter()
    return value


def _changed(rows: Sequence[Listed], query: Query) -> Sequence[Listed]:
    text = query.get("lastmodified", "")
    if not text:
        return rows
    since = _moment(text)
    return [row for row in rows if row.modified > since]


def _moment(text: str) -> datetime:
    """A point in time in Stockholm: `2026-01-31 12:30`."""
    for form in _MOMENTS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - their time has no zone
        except ValueError:
            continue
    raise invalid_parameter()


def _sorted(resource: Resource, rows: Sequence[Listed], query: Query) -> Sequence[Listed]:
    order = query.get("sortorder", "ascending")
    name = query.get("sortby", "")
    if order not in {"ascending", "descending"} or (name and name not in resource.sorts):
        raise invalid_parameter()
    if name:
        key = resource.sorts[name]
        rows = sorted(rows, key=lambda row: _place(row.record()[key]))
    return rows[::-1] if order == "descending" else rows


def _place(value: object) -> tuple[int, int, str]:
    """Numbers before words, and nothing last."""
    text = "" if value is None else str(value)
    if text.isascii() and text.isdigit():
        return 0, int(text), ""
    return (1, 0, text.casefold()) if text else (2, 0, "")
