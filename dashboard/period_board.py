"""The board of a client's periods: how far each has come, who locked and reviewed it; a row opens its period."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, context, panels, tables, working
from dashboard.language import _, current, when
from dashboard.period_reach import Reach
from dashboard.tables import Column, Kind
from dashboard.working import Working
from lib.closing.periods import Period
from lib.core.languages import mark
from lib.core.money import count
from lib.store.locked import Changes
from lib.store.reconciling import PeriodView

ALL_YEARS: Final = "alla"
COLUMNS: Final = (
    Column("period", mark("Period"), width=196),
    Column("state", mark("Status"), width=122),
    Column("accounts", mark("Accounts done"), width=110),
    Column("difference", mark("Open difference"), Kind.AMOUNT, width=124),
    Column("findings", mark("Open findings"), width=112),
    Column("checklist", mark("Checklist"), width=84),
    Column("locked", mark("Locked"), width=214),
    Column("reviewed", mark("Reviewed"), width=214),
)
"""As wide together as the page is on a laptop of 1280 pixels."""
SCHEMA: Final = {column.name: pl.Int64 if column.kind is Kind.AMOUNT else pl.String for column in COLUMNS}
COLOURED: Final = ("state", "accounts", "findings", "checklist")
PERIODS_IN_SIGHT: Final = 13

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
        st.caption(_("Click a period to see it above. The findings are those of its whole year."), width="content")
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
        "difference": reach.accounts.open_difference,
        **_findings(reach),
        **_of("checklist", reach.ticked, reach.items),
        "locked": _signed(view.row.locked_at, view.row.locked_name) if view.row else "",
        "reviewed": _signed(view.row.reviewed_at, view.row.reviewed_name) if view.row else "",
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


def _signed(moment: datetime | None, name: str) -> str:
    """When and by whom; without a name it was the program itself."""
    return f"{when(moment)} {name or 'Brygga'}" if moment else ""
