"""The board of a client's periods: how far each has come, who locked and reviewed it; a row opens its period."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, context, panels, tables, working
from dashboard.language import _, current, zone
from dashboard.period_reach import Reach
from dashboard.tables import Column, Kind
from dashboard.working import Working
from lib.closing.periods import Period
from lib.core.languages import mark
from lib.core.money import count
from lib.store.closing_tables import PeriodRow
from lib.store.locked import Changes
from lib.store.reconciling import PeriodView

ALL_YEARS: Final = "alla"
COLUMNS: Final = (
    Column("period", mark("Period"), width=162),
    Column("state", mark("Status"), width=128),
    Column("accounts", mark("Accounts"), width=72),
    Column("difference", mark("Difference"), Kind.AMOUNT, width=96),
    Column("findings", mark("Hits"), width=64),
    Column("checklist", mark("Checklist"), width=78),
    Column("locked", mark("Locked"), width=164),
    Column("reviewed", mark("Reviewed"), width=112),
)
"""As wide together as the page is on a laptop of 1280 pixels. The accounts are those marked done, of all; the
difference is what is open on the others."""
HINT: Final = mark(
    "Accounts marked as done, and the difference of the others. Findings are of the whole year. "
    "Click a period to see it above."
)
SCHEMA: Final = {column.name: pl.Int64 if column.kind is Kind.AMOUNT else pl.String for column in COLUMNS}
COLOURED: Final = ("state", "accounts", "findings", "checklist")
PERIODS_IN_SIGHT: Final = 65
"""Five years of months: the board scrolls with the page, and not within it."""

Reaches = Mapping[str, tuple[PeriodView, Reach]]


def show(at: Working, listed: Sequence[Period], reaches: Reaches, changed: Changes) -> None:
    """The board of these periods; a click opens one above."""
    rows = [_row(at, period, reaches.get(period.key), is_changed=period.key in changed) for period in listed]
    frame = pl.DataFrame(
        rows, schema={**SCHEMA, **{f"{name}_colour": pl.String for name in COLOURED}, "chosen": pl.Boolean}
    )
    clicked = tables.grid(
        frame,
        COLUMNS,
        key=f"periods-{at.client.id}-{at.key}-{len(listed)}",
        alt=_("Periods"),
        opens=True,
        bold="chosen",
        in_sight=PERIODS_IN_SIGHT,
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(_(HINT), width="content")
        st.toggle(_("Show all years"), **address.tie_switch(ALL_YEARS))
    if clicked is not None and listed[clicked].key != at.key:
        open_period(listed[clicked])
        st.rerun()


def open_period(period: Period) -> None:
    """Let the address name a period, and its year."""
    address.put(**named(period))


def named(period: Period) -> dict[str, str]:
    """What names a period in an address."""
    return {context.YEAR: period.year.start.isoformat(), context.PERIOD: working.code(period)}


def listed(at: Working) -> Sequence[Period]:
    """The periods of the year shown, or by a switch of all years: the newest year first, each in order."""
    board = at.at.board
    if address.read(ALL_YEARS) != address.YES:
        return working.of_year(board, at.period.year)
    years = sorted({period.year for period in board.periods}, reverse=True)
    return [period for year in years for period in working.of_year(board, year)]


def _row(at: Working, period: Period, found: tuple[PeriodView, Reach] | None, *, is_changed: bool) -> dict[str, object]:
    sign = panels.PERIOD_SIGNS[at.at.board.state(period)]
    word = f"{sign.shape} {_(sign.word)}"
    cells: dict[str, object] = {
        "period": period.title(current()),
        "state": _("{state}, changed", state=word) if is_changed else word,
        "state_colour": "orange" if is_changed else sign.colour,
        "chosen": period.key == at.key,
    }
    if found is None:
        return cells
    view, reach = found
    return cells | {
        **_of("accounts", reach.accounts.done, reach.accounts.accounts),
        "difference": reach.difference,
        **_findings(reach),
        **_of("checklist", reach.ticked, reach.items),
        **_signed(view.row),
    }


def _of(name: str, done: int, every: int) -> dict[str, object]:
    """Done of all, green when nothing is left."""
    text = _("{done} of {all}", done=count(done), all=count(every)) if every else ""
    return {name: text, f"{name}_colour": "green" if every and done == every else ""}


def _findings(reach: Reach) -> dict[str, str]:
    if reach.findings is None:
        return panels.cell("findings", panels.State.NOT_RUN, _("not run"))
    if reach.stale:
        return panels.cell("findings", panels.State.STALE, count(reach.findings))
    state = panels.State.DIFFERS if reach.findings else panels.State.AGREES
    return panels.cell("findings", state, count(reach.findings) if reach.findings else _("none"))


def _signed(row: PeriodRow | None) -> dict[str, str]:
    """Who locked it on which day, and who reviewed it; without a name it was the program itself."""
    if row is None:
        return {}
    day = row.locked_at.astimezone(zone()).date().isoformat() if row.locked_at else ""
    return {
        "locked": f"{day} {row.locked_name or 'Brygga'}" if day else "",
        "reviewed": (row.reviewed_name or "Brygga") if row.reviewed_at else "",
    }
