"""The periods and a period's checklist out to Excel and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from dashboard import account_standing, data, exports, panels, paper_parts
from dashboard.language import _, current, when
from dashboard.period_checklist import WORDS
from dashboard.period_reach import Reach
from dashboard.working import Working
from lib.closing.periods import Period
from lib.core.languages import Language
from lib.reports.period_sheets import BOARD, ITEMS, board_sheet, checklist_sheet
from lib.reports.sheets import Sheet
from lib.store import checklists
from lib.store.closing_tables import ChecklistItem
from lib.store.locked import Changes
from lib.store.reconciling import PeriodView
from lib.store.words import ItemState

Reaches = Mapping[str, tuple[PeriodView, Reach]]
_SHAPES = {ItemState.OPEN: "◌", ItemState.DONE: "✓", ItemState.NOT_APPLICABLE: "–"}


def board_button(at: Working, listed: Sequence[Period], reaches: Reaches, changed: Changes) -> None:
    """The buttons for the board."""
    frame = board(at, listed, reaches, changed)

    def sheets(language: Language) -> list[Sheet]:
        return [board_sheet(frame, language)]

    whole = replace(at.view, first=1, last=at.view.shown_year.months)
    exports.button(whole, _("Period closing"), frame.height, sheets)


def board(at: Working, listed: Sequence[Period], reaches: Reaches, changed: Changes) -> pl.DataFrame:
    """The periods as `lib.reports.period_sheets.BOARD`."""
    rows = [_row(at, period, reaches.get(period.key), is_changed=period.key in changed) for period in listed]
    return pl.DataFrame(rows, schema=dict(BOARD))


def checklist_button(at: Working) -> None:
    """The buttons for the checklist, with the comments and the lines to sign on paper."""
    items = checklist(at)

    def sheets(language: Language) -> list[Sheet]:
        return [checklist_sheet(items, language)]

    title = f"{_('Checklist')} {at.period.label}"
    told = {_("Reconciled period"): at.period.title(current()), _("Status"): state(at)}
    exports.button(
        account_standing.seen(at), title, items.height, sheets, told, after=lambda _language: paper_parts.of_period(at)
    )


def checklist(at: Working) -> pl.DataFrame:
    """The period's checklist as `lib.reports.period_sheets.ITEMS`."""
    with data.house().store.reading() as session:
        items = checklists.items(session, at.client.id, at.key)
    return pl.DataFrame([_item(item) for item in items], schema=dict(ITEMS))


def state(at: Working) -> str:
    """How the period stands, shape and word."""
    sign = panels.PERIOD_SIGNS[at.state]
    return f"{sign.shape} {_(sign.word)}"


def _item(item: ChecklistItem) -> dict[str, str]:
    touched = item.state is not ItemState.OPEN or bool(item.comment)
    return {
        "text": _(item.text),
        "state": f"{_SHAPES[item.state]} {_(WORDS[item.state])}",
        "who": item.user_name if touched else "",
        "at": when(item.at) if touched else "",
        "comment": item.comment,
    }


def _row(at: Working, period: Period, found: tuple[PeriodView, Reach] | None, *, is_changed: bool) -> dict[str, object]:
    sign = panels.PERIOD_SIGNS[at.at.board.state(period)]
    cells: dict[str, object] = {
        "period": period.title(current()),
        "state": f"{sign.shape} {_(sign.word)}",
        "note": _("The books have changed since it was locked.") if is_changed else "",
    }
    if found is None:
        return cells
    view, reach = found
    notes = [cells["note"], _("The results of the checks are out of date.") if reach.stale else ""]
    row = view.row
    return cells | {
        "accounts": reach.accounts.accounts,
        "done": reach.accounts.done,
        "difference": reach.difference,
        "findings": reach.findings,
        "note": " ".join(str(note) for note in notes if note),
        "items": reach.items,
        "ticked": reach.ticked,
        "locked": _signed(row.locked_name, row.locked_at) if row else "",
        "reviewed": _signed(row.reviewed_name, row.reviewed_at) if row else "",
    }


def _signed(name: str, at: datetime | None) -> str:
    return f"{name or paper_parts.PROGRAM}, {when(at)}" if at else ""
