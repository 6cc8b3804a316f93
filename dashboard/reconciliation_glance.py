"""The balance accounts of a year, period by period, at one glance."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    account_marks,
    account_standing,
    address,
    closing_data,
    data,
    entries_beside,
    exports,
    panels,
    period_words,
    reconciliation_choice,
    tables,
    widths,
    working,
)
from dashboard.language import _
from dashboard.tables import COLOUR, Column, Kind
from dashboard.working import Working
from lib.closing import reconciliation
from lib.closing.periods import Period
from lib.closing.standings import WORST_FIRST
from lib.core.languages import Language, mark
from lib.core.money import count
from lib.reports.closing_sheets import glance_sheet
from lib.reports.sheets import Sheet
from lib.store import reconciling
from lib.store.reconciling import PeriodView

SHOWN: Final = "visa"
STANDING, BALANCE, DIFFERENCE = "lage", "saldo", "differens"
ENTRIES, AFTER = "verifikationer", "efter"
CHOICES: Final = {STANDING: mark("Status"), BALANCE: mark("Balance"), DIFFERENCE: mark("Difference")}
BESIDE: Final = {ENTRIES: entries_beside.ENTRIES.label, AFTER: entries_beside.AFTER.label}
"""What is to be chosen too where closing entries stand beside the year's books."""
_COLUMNS: Final = {
    STANDING: "standing",
    BALANCE: "closing",
    DIFFERENCE: "difference",
    ENTRIES: "entries",
    AFTER: "after",
}
SIGN_WIDTH, AMOUNT_WIDTH = 52, 115
"""Pixels: a year of months and its year-end fit beside the account, or six amounts."""
AMOUNTS_AT_ONCE: Final = 6
IN_SIGHT: Final = 17


def show(at: Working) -> None:
    """The glance: a row for each account, a column for each period of the year."""
    periods = working.of_year(at.at.board, at.period.year)
    with data.house().store.reading() as session:
        views = reconciling.views(session, at.client.id, at.at.board, periods)
    found = closing_data.over_periods(at.view, views)
    if found.is_empty():
        panels.empty(_("No balance account holds anything or has moved in the year."))
        return
    beside = with_entries(found, views)
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = _choose({**CHOICES, **(BESIDE if entries_beside.moved_in(beside) else {})})
        filters = reconciliation_choice.choose_group(found)
    rows = filters.of(beside if shown in BESIDE else found)
    wide = reconciliation.glance(rows, periods, _COLUMNS[shown])
    with exports.beside():
        st.markdown(f":small[{_told(shown)}]", width="content")
        _excel(at, wide, periods, shown)
    if wide.is_empty():
        panels.empty(_("No account matches."), _("Clear the search, or choose all account groups."))
        return
    _grid(at, wide, found, views, shown)


def with_entries(found: pl.DataFrame, views: Sequence[PeriodView]) -> pl.DataFrame:
    """A `MATRIX` with the entries beside the books of each period and the books after them, as `onto` has them."""
    parts = []
    for view in views:
        rows, beside = found.filter(pl.col("period") == view.period.key), entries_beside.of(view)
        more = entries_beside.alone(view, beside, rows, balance=True).with_columns(period=pl.lit(view.period.key))
        parts.append(beside.onto(pl.concat([rows, more.select(rows.columns)])))
    return pl.concat(parts)


def _choose(choices: Mapping[str, str]) -> str:
    chosen = st.segmented_control(
        _("What the table shows"),
        list(choices),
        format_func=lambda name: _(choices[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(SHOWN, STANDING, among=choices),
    )
    return chosen or STANDING


def _told(shown: str) -> str:
    """What the cells mean."""
    if shown == STANDING:
        signs = [(panels.SIGNS[account_marks.SIGNS[one]], _(account_marks.WORDS[one])) for one in WORST_FIRST]
        return " &ensp; ".join(f":{sign.colour}[{sign.shape}] {word}" for sign, word in signs)
    return _("Six periods at a time, until the one that is chosen. {rule}", rule=_(tables.SIGN_RULE))


def _grid(at: Working, wide: pl.DataFrame, found: pl.DataFrame, views: Sequence[PeriodView], shown: str) -> None:
    views = _in_sight(views, at.period, shown)
    periods = [view.period for view in views]
    rows = _signs(wide, found, periods) if shown == STANDING else wide
    columns = _columns(views, shown)
    picked = tables.pick(
        rows.with_columns(label=tables.account_label(), heavy=pl.col("account") == ""),
        columns,
        key=f"glance-{periods[0].key}-{shown}-{rows.height}",
        alt=_("Overview of the year"),
        several=False,
        bold="heavy",
        in_sight=IN_SIGHT,
    )
    st.caption(_("Click a cell to open its account in that period."))
    if picked.cell is None:
        return
    number, column = picked.cell
    period = next((working.code(one) for one in periods if one.key == column), working.code(at.period))
    if rows["account"][number]:
        reconciliation_choice.open_account(rows["account"][number], period)
    address.put(**{reconciliation_choice.PART: None, "period": period})
    st.rerun()


def _columns(views: Sequence[PeriodView], shown: str) -> list[Column]:
    """As wide together as the page; what the periods leave goes to the account. Each heading tells the state."""
    kind, each = (Kind.SIGN, SIGN_WIDTH) if shown == STANDING else (Kind.AMOUNT, AMOUNT_WIDTH)
    named = [
        Column(view.period.key, f"{panels.PERIOD_SIGNS[view.state].shape} {view.period.label}", kind, each)
        for view in views
    ]
    left = widths.PAGE - each * len(views)
    return [Column("label", mark("Account"), width=max(left, widths.NARROWEST)), *named]


def _in_sight(views: Sequence[PeriodView], now: Period, shown: str) -> Sequence[PeriodView]:
    """The periods that fit: all of them as shapes, as amounts the six until the one chosen, or the first six."""
    if shown == STANDING:
        return views
    place = [view.period.key for view in views].index(now.key) + 1
    last = max(place, AMOUNTS_AT_ONCE)
    return views[max(last - AMOUNTS_AT_ONCE, 0) : last]


def _signs(wide: pl.DataFrame, found: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """Shapes and colours in place of standings, below a row of how many accounts are left to do in each period."""
    signs = {one.value: panels.SIGNS[sign] for one, sign in account_marks.SIGNS.items()}
    shapes = {code: sign.shape for code, sign in signs.items()}
    colours = {code: sign.colour for code, sign in signs.items()}
    keys = [one.key for one in periods]
    left = {key: reconciliation.undone(found.filter(pl.col("period") == key)).height for key in keys}
    counts = {key: count(number) if number else panels.SIGNS[panels.State.DONE].shape for key, number in left.items()}
    head = pl.DataFrame([{"account": "", "name": _("Accounts left"), **counts}], schema=wide.schema)
    body = wide.with_columns(
        *(pl.col(key).replace(shapes).fill_null("") for key in keys),
        *(pl.col(key).replace(colours).fill_null("").alias(f"{key}{COLOUR}") for key in keys),
    )
    blank = head.with_columns(pl.lit("").alias(f"{key}{COLOUR}") for key in keys)
    return pl.concat([blank.select(body.columns), body])


def _excel(at: Working, wide: pl.DataFrame, periods: Sequence[Period], shown: str) -> None:
    def sheets(language: Language) -> list[Sheet]:
        return [glance_sheet(wide, {one.key: one.label for one in periods}, language, amounts=shown != STANDING)]

    title = f"{_('Overview of the year')} {at.period.year.label}"
    exports.button(account_standing.seen(at), title, wide.height, sheets, period_words.told(at))
