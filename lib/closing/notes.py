"""What stands in the note of an open item: what makes it unlike an ordinary invoice."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lib.core.languages import Fact, Language, mark, translate
from lib.ledger.open_items import Trace

_TRACES: Final[Mapping[str, str]] = {
    Trace.NONE: mark("without voucher"),
    Trace.ELSEWHERE: mark("voucher in a year that is not here"),
    Trace.MISSING: mark("voucher not in the books"),
}
BETWEEN: Final = "; "


def note(item: Mapping[str, Any], language: Language, *, cash: bool = False) -> str:
    """The note of one item, a row of `lib.ledger.open_items.ITEMS`, in the reader's language.

    Under the `cash` method no unpaid invoice has a voucher, and nothing is said of it.
    """
    return BETWEEN.join(translate(text, language, **facts) for text, facts in _notes(item, cash=cash))


def voucher_label(item: Mapping[str, Any]) -> str:
    """The item's voucher as people say it; blank when there is none."""
    return f"{item['series'] or ''} {item['voucher_number']}".strip() if item["voucher_number"] else ""


def _notes(item: Mapping[str, Any], *, cash: bool) -> Iterator[tuple[str, dict[str, Fact]]]:
    if item["total"] < 0:
        yield mark("credit note"), {}
    if item["trace"] in _TRACES and item["counts"] and not (cash and item["trace"] == Trace.NONE):
        yield _TRACES[item["trace"]], {}
    if item["share"]:
        yield mark("tax agency's share {share:kr} taken off"), {"share": item["share"]}
    if item["written_off"]:
        yield mark("{amount:kr} written off"), {"amount": item["written_off"]}
    if item["paid_early"]:
        yield mark("paid before it was booked"), {}
    if item["remaining"] * item["total"] < 0:
        yield mark("paid too much"), {}
    if item["trace"] == Trace.FOUND and item["booked_on"] != item["date"]:
        yield mark("booked {day:date}"), {"day": item["booked_on"].isoformat()}
