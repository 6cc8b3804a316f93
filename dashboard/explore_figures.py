"""The exploration's figures by month, each a chart with its table: account by month, trend, booking lag."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, context, data, explore_charts, explored_data, exports, panels, period_choice, tables
from dashboard.context import View
from dashboard.explore_filters import ACCOUNTS, Asked
from dashboard.language import _, day, month
from dashboard.tables import Column, Kind
from lib.core.languages import mark
from lib.core.money import count
from lib.ledger import explored
from lib.reports.explored_sheets import by_account_sheet, lags_sheet, trend_sheet

SHOWN: Final = "bild"
ROWS, VOUCHERS, HEAT, TREND, LAG, AGEING = "rader", "verifikationer", "manader", "trend", "eftersl", "alder"
SHAPES: Final = {
    ROWS: mark("Rows"),
    VOUCHERS: mark("Vouchers"),
    HEAT: mark("Account and month"),
    TREND: mark("Trend"),
    LAG: mark("Booking lag"),
    AGEING: mark("Ageing"),
}
"""What the exploration can be seen as."""
MEASURE: Final = "matt"
MEASURES: Final = {"movement": mark("Net movement"), "debit": mark("Debit"), "rows": mark("Number of rows")}
ACCOUNTS_IN_CHART: Final = 24
TREND_ROWS: Final = 18
_MONTH: Final = Column("when", mark("Month"), width=120)
_FIGURES: Final = (
    Column("rows", mark("Rows"), Kind.COUNT, width=70),
    Column("debit", mark("Debit"), Kind.AMOUNT),
    Column("credit", mark("Credit"), Kind.AMOUNT),
    Column("movement", mark("Net movement"), Kind.AMOUNT),
)
HEAT_COLUMNS: Final = (Column("account", mark("Account"), width=280), _MONTH, *_FIGURES)
LAG_COLUMNS: Final = (
    _MONTH,
    Column("vouchers", mark("Vouchers"), Kind.COUNT, width=110),
    Column("in_time", mark("In time"), Kind.COUNT, width=100),
    Column("late", mark("Late"), Kind.COUNT, width=100),
    Column("median", mark("Half within (days)"), Kind.COUNT, width=150),
    Column("longest", mark("Longest (days)"), Kind.COUNT, width=130),
)


def heat(view: View, asked: Asked) -> None:
    """Each account's months beside each other."""
    found = explored_data.by_account(view, asked.filters)
    with exports.beside():
        measure = _choose_measure(("movement", "rows"), "movement")
        exports.button(
            view, _("Account and month"), found.height, lambda language: [by_account_sheet(found, language)], asked.told
        )
    if _nothing(found):
        return
    named = found.with_columns(number=pl.col("account"), account=tables.account_label(), value=pl.col(measure))
    largest = named.group_by("number").agg(size=pl.col("value").abs().sum()).sort("size", descending=True)
    chosen = largest["number"].head(ACCOUNTS_IN_CHART)
    cells = named.filter(pl.col("number").is_in(chosen.implode()))
    every = [part.start.replace(day=1) for part in view.shown_year.periods() if part.overlaps(asked.filters.span)]
    _heat_caption(measure, chosen.len(), largest.height)
    picked = explore_charts.heat_map(cells, every, _kind(measure), key="heat-map", alt_text=_("Account and month"))
    if picked:
        _open(view, date.fromisoformat(picked["day"]), account=str(picked["account"]).partition(" ")[0])
    first, length = tables.page_of(named.height)
    page = named.slice(first, length).with_columns(when=_month_names(named["month"].slice(first, length)))
    clicked = tables.grid(page, HEAT_COLUMNS, key=f"heat-{first}", alt=_("Account and month"), opens=True)
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click a row to see what it is of.')}")
    if clicked is not None:
        _open(view, page["month"][clicked], account=page["number"][clicked])


def trend(view: View, asked: Asked) -> None:
    """The months one after the other, beside the same ones a year before."""
    found = explored_data.trend(view, asked.filters)
    with exports.beside():
        measure = _choose_measure(tuple(MEASURES), "movement" if asked.filters.accounts else "debit")
        exports.button(view, _("Trend"), found.height, lambda language: [trend_sheet(found, language)], asked.told)
    compared = bool(view.before) and found["rows_before"].null_count() < found.height
    if not int(found["rows"].sum()) and not int(found["rows_before"].fill_null(0).sum()):
        _nothing(found.clear())
        return
    shown = found.with_columns(
        when=_month_names(found["month"]), before=f"{measure}_before", change=pl.col(measure) - f"{measure}_before"
    )
    tables.totals(_trend_sums(found))
    own, other = view.shown_year.label, view.before[0].label if view.before else ""
    picked = explore_charts.bars(
        _paired(shown, measure, own, other, compared=compared),
        _kind(measure),
        groups=[other, own] if compared else [own],
        colours=[explore_charts.gray(), explore_charts.accent()] if compared else [explore_charts.accent()],
        stacked=False,
        title=_(MEASURES[measure]),
        key="trend-chart",
        alt_text=_("Trend"),
    )
    if picked:
        _open(view, date.fromisoformat(picked["id"]))
    kind = Kind.COUNT if measure == "rows" else Kind.AMOUNT
    beside = (
        Column("before", _("{measure} last year", measure=_(MEASURES[measure])), kind, width=150),
        Column("change", _("Change"), kind, width=118),
    )
    columns = [_MONTH, *_FIGURES, *(beside if compared else ())]
    clicked = tables.grid(shown, columns, key="trend", alt=_("Trend"), opens=True, in_sight=TREND_ROWS)
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click a row to see what it is of.')}")
    if clicked is not None:
        _open(view, found["month"][clicked])


def lag(view: View, asked: Asked) -> None:
    """How long after their date vouchers were entered, and how many of them later than the law allows."""
    if not explored.tells_entry(data.year_books(view.shown_snapshot)):
        panels.empty(
            _("The source does not tell when vouchers were entered."),
            _("Import the year from Fortnox, or as a SIE 4 file whose vouchers have a date of registration."),
        )
        return
    found = explored_data.lags(view, asked.filters)
    if _nothing(found):
        return
    vouchers, late = int(found["vouchers"].sum()), int(found["late"].sum())
    with exports.beside():
        tables.totals({_("Vouchers"): count(vouchers), _("Late"): f"{count(late)} ({_share(late, vouchers)} %)"})
        exports.button(view, _("Booking lag"), found.height, lambda language: [lags_sheet(found, language)], asked.told)
    st.caption(
        _(
            "Late is more than {days:count} days after the end of the month. Vouchers dated {end} close the year and "
            "are left out. Click a row to see its vouchers.",
            days=explored_data.allowed(view.shown_year.end),
            end=day(view.shown_year.end),
        )
    )
    shown = found.with_columns(when=_month_names(found["month"]))
    words = {"in_time": _("In time"), "late": _("Late")}
    picked = explore_charts.bars(
        _stacked(found, words),
        Kind.COUNT,
        groups=list(words.values()),
        colours=[explore_charts.accent(), tables.ink("orange")],
        stacked=True,
        title=_("Vouchers"),
        key="lag-chart",
        alt_text=_("Booking lag"),
    )
    if picked:
        _open(view, date.fromisoformat(picked["id"]), shape=VOUCHERS)
    clicked = tables.grid(shown, LAG_COLUMNS, key="lag", alt=_("Booking lag"), opens=True, in_sight=TREND_ROWS)
    if clicked is not None:
        _open(view, found["month"][clicked], shape=VOUCHERS)


def choose_shape() -> str:
    """What the exploration is seen as."""
    chosen = st.segmented_control(
        _("Seen as"),
        list(SHAPES),
        format_func=lambda name: _(SHAPES[name]),
        required=True,
        label_visibility="collapsed",
        wrap=True,
        **address.tie(SHOWN, ROWS, among=SHAPES),
    )
    return chosen or ROWS


def _choose_measure(names: tuple[str, ...], usual: str) -> str:
    chosen = st.segmented_control(
        _("Measure"),
        names,
        format_func=lambda name: _(MEASURES[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(MEASURE, usual, among=names),
    )
    return chosen or usual


def _open(view: View, start: date, *, account: str = "", shape: str = ROWS) -> None:
    """Show what a month's figure is of: its rows or vouchers, of one account if one is named."""
    starts = [part.start.replace(day=1) for part in view.shown_year.periods()]
    if start not in starts:  # a click that was on its way when another year was chosen
        return
    number = starts.index(start) + 1
    own = {ACCOUNTS: account} if account else {}
    code = period_choice.code(number, number, view.shown_year)
    address.put(**{SHOWN: None if shape == ROWS else shape, context.PERIOD: code, **own})
    st.rerun()


def _heat_caption(measure: str, shown: int, every: int) -> None:
    parts = [
        _("An account's strongest colour is its largest month; petrol is debit, ochre credit.")
        if measure == "movement"
        else _("An account's strongest colour is its month with most rows."),
        _("Click a square to see its rows."),
    ]
    if shown < every:
        parts.append(
            _(
                "The {shown:count} largest of {every:count} accounts are drawn; the table has all.",
                shown=shown,
                every=every,
            )
        )
    st.caption(" ".join(parts))


def _paired(shown: pl.DataFrame, measure: str, own: str, other: str, *, compared: bool) -> pl.DataFrame:
    """Each month twice, this year's figure and last year's, as a chart of bars wants it."""
    places = pl.Series("place", explore_charts.months(shown["month"]))
    base = shown.with_columns(places, id=pl.col("month").cast(pl.String))
    parts = [base.select("id", "place", value=measure, group=pl.lit(own), rank=pl.lit(1))]
    if compared:
        parts.insert(0, base.select("id", "place", value="before", group=pl.lit(other), rank=pl.lit(0)))
    return pl.concat([part.with_columns(pl.col("value").cast(pl.Int64)) for part in parts])


def _stacked(found: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    places = pl.Series("place", explore_charts.months(found["month"]))
    base = found.with_columns(places, id=pl.col("month").cast(pl.String))
    parts = [
        base.select("id", "place", value=pl.col(name).cast(pl.Int64), group=pl.lit(word), rank=pl.lit(rank))
        for rank, (name, word) in enumerate(words.items())
    ]
    return pl.concat(parts)


def _trend_sums(found: pl.DataFrame) -> dict[str, int | str]:
    sums = {name: int(found[name].sum()) for name in ("rows", "debit", "credit", "movement")}
    return {
        _("Rows"): count(sums["rows"]),
        _("Debit"): sums["debit"],
        _("Credit"): sums["credit"],
        _("Net movement"): sums["movement"],
    }


def _share(part: int, whole: int) -> str:
    per_mille = part * 1000 // whole
    return f"{per_mille // 10},{per_mille % 10}"


def _kind(measure: str) -> Kind:
    return Kind.COUNT if measure == "rows" else Kind.AMOUNT


def _month_names(months: pl.Series) -> pl.Series:
    return pl.Series([month(start) for start in months], dtype=pl.String)


def _nothing(found: pl.DataFrame) -> bool:
    if found.height:
        return False
    panels.empty(_("Nothing passes the filters."), _("Clear some of them, or choose a longer period."))
    return True
