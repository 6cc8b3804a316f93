"""The digits of the amounts against Benford's law: bars with their band, what stands out, and the amounts behind it."""

from typing import Final

import altair as alt
import polars as pl
import streamlit as st

from dashboard import address, data, ledger_filters, navigation, panels, tables
from dashboard.check_reading import Check
from dashboard.context import View
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.checks.analysis import digits
from lib.checks.analysis.benford import counted
from lib.checks.analysis.case import Case
from lib.checks.analysis.digits import LAWS, Amounts, Digits, DigitTest, Fit
from lib.checks.analysis.registry import RULES
from lib.checks.analysis.thresholds import Limits, among
from lib.core.languages import mark
from lib.core.money import count
from lib.ledger import extracts
from lib.store.tables import Snapshot

TEST, GROUP = "siffror", "grupp"
TESTS: Final = {
    DigitTest.FIRST_TWO: mark("First two digits"),
    DigitTest.FIRST: mark("First digit"),
    DigitTest.SECOND: mark("Second digit"),
    DigitTest.FIRST_THREE: mark("First three digits"),
    DigitTest.LAST_TWO: mark("Last two digits"),
}
FITS: Final = {
    Fit.CLOSE: (panels.State.AGREES, mark("close to the law")),
    Fit.ACCEPTABLE: (panels.State.AGREES, mark("acceptably close to the law")),
    Fit.MARGINAL: (panels.State.DIFFERS, mark("barely close to the law")),
    Fit.NONE: (panels.State.DIFFERS, mark("not as the law says")),
}
SPIKES: Final = (
    Column("digits", mark("Digits"), Kind.COUNT, width=80),
    Column("count", mark("Amounts"), Kind.COUNT, width=110),
    Column("expected_count", mark("Expected"), Kind.COUNT, width=110),
    Column("excess", mark("Too many"), Kind.COUNT, width=110),
)
BEHIND: Final = (
    Column("amount", mark("Amount"), Kind.AMOUNT, width=240),
    Column("count", mark("Times"), Kind.COUNT, width=170),
)
ROWS: Final = (
    Column("date", mark("Date"), Kind.DAY, width=95),
    Column("label", mark("Voucher"), width=85),
    Column("account", mark("Account"), width=75),
    Column("text", mark("Text"), width=504),
    Column("amount", mark("Amount"), Kind.AMOUNT),
)
SPIKES_AT_MOST: Final = 20
IN_SIGHT: Final = 8
HEIGHT: Final = 260
LINES: Final = {"light": "#0B1418", "dark": "#E7ECEE"}
"""The law's line is drawn in the colour of text."""
_WHOLE: Final = 100
KEPT: Final = 8
"""The sorted amounts of so many ledgers are kept: 8 bytes each."""


def show(view: View, check: Check) -> None:
    """The chosen test on the amounts of the books in use, down to the vouchers behind a bar."""
    st.markdown(f"**{_('The digits of the amounts in the books in use')}**")
    rule = RULES[check.outcome.choice.rule]
    accounts = Limits(rule.thresholds, check.outcome.choice.limits).words("accounts")
    amounts = _amounts(view.shown_snapshot, accounts)
    test = _choose()
    told = digits.digits(amounts, test)
    _summary(told, ", ".join(accounts))
    if told.n < LAWS[test].least:
        return
    st.altair_chart(_chart(told), alt=_(TESTS[test]), key=f"digits-{test}")
    st.caption(
        _(
            "Bars: how large a part of the amounts. Line: what the law expects. "
            "Band around it: where 95 % of true figures lie."
        )
    )
    spikes, amounts_behind = st.columns(2, gap="medium")
    with spikes:
        group = _spikes(told)
    if group is None:
        return
    with amounts_behind:
        amount = _behind(amounts, told, group)
    if amount is not None:
        _rows(view, amount, accounts)


@data.kept(KEPT)
def _amounts(snapshot: Snapshot, accounts: tuple[str, ...]) -> Amounts:
    limits = Limits(RULES["benford"].thresholds, {"accounts": ",".join(accounts)})
    return Amounts.of(counted(Case(data.year_books(snapshot), snapshot.year.end), limits))


def _choose() -> DigitTest:
    chosen = st.segmented_control(
        _("Digits"),
        [test.value for test in TESTS],
        format_func=lambda test: _(TESTS[DigitTest(test)]),
        required=True,
        label_visibility="collapsed",
        **address.tie(TEST, DigitTest.FIRST_TWO.value, among={test.value for test in TESTS}),
    )
    return DigitTest(chosen or DigitTest.FIRST_TWO)


def _summary(told: Digits, accounts: str) -> None:
    """How many amounts of which accounts, and how near they are to the law; that they are too few is said."""
    tables.totals({_("Amounts"): count(told.n), _("Accounts"): panels.plain(accounts)})
    least = LAWS[told.test].least
    if told.n < least:
        text = _("At least {least:count} amounts are needed for the digits to say anything.", least=least)
        st.markdown(panels.status(panels.State.NOT_RUN, text))
    elif told.fit is not None:
        state, words = FITS[told.fit]
        off, chance = _percent(told.deviation), _percent(told.by_chance)
        text = _(
            "{fit:text}: {off} percentage points off on average, where chance alone gives {chance}",
            fit=words,
            off=off,
            chance=chance,
        )
        st.markdown(panels.status(state, text))


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".replace(".", ",")


def _chart(told: Digits) -> alt.LayerChart | alt.FacetChart:
    """The bars, those above their band in another colour, with the law's line and its band."""
    words = {"orange": f"▲ {_('above the band')}", "green": f"● {_('as expected')}", "gray": f"▽ {_('below the band')}"}
    share, high, low = pl.col("share"), pl.col("high"), pl.col("low")
    place = (
        pl.when(share > high).then(pl.lit("orange")).when(share < low).then(pl.lit("gray")).otherwise(pl.lit("green"))
    )
    shown = told.bars.select(
        "digits",
        "count",
        *(pl.col(name) * _WHOLE for name in ("share", "expected", "low", "high")),
        word=place.replace(words),
    )
    colours = alt.Scale(domain=list(words.values()), range=[tables.ink(colour) for colour in words])
    x = alt.X("digits:O", title=_("Digits"), axis=alt.Axis(labelOverlap=True, labelAngle=0))
    base = alt.Chart(shown)
    tips = [
        alt.Tooltip("digits:O", title=_("Digits")),
        alt.Tooltip("count:Q", title=_("Amounts"), format="d"),
        alt.Tooltip("share:Q", title=_("Part, %"), format=".2f"),
        alt.Tooltip("expected:Q", title=_("Expected, %"), format=".2f"),
    ]
    bars = base.mark_bar(opacity=0.75).encode(
        x=x,
        y=alt.Y("share:Q", title=_("Part of the amounts, %")),
        color=alt.Color("word:N", scale=colours, legend=alt.Legend(orient="top", title=None)),
        tooltip=tips,
    )
    line = LINES["dark" if st.context.theme.type == "dark" else "light"]
    band = base.mark_area(opacity=0.3, color=line).encode(x=x, y="low:Q", y2="high:Q")
    law = base.mark_line(color=line, strokeWidth=1.5).encode(x=x, y="expected:Q")
    return alt.layer(bars, band, law).properties(height=HEIGHT)


def _spikes(told: Digits) -> int | None:
    """The bars above their band, the furthest first; gives the digits of the one chosen."""
    rows = told.spikes(SPIKES_AT_MOST).select(
        "digits",
        "count",
        expected_count=(pl.col("expected") * told.n).round().cast(pl.Int64),
        excess=pl.col("count") - (pl.col("expected") * told.n).round().cast(pl.Int64),
    )
    if rows.is_empty():
        panels.empty(_("No bar stands above its band."))
        return None
    st.markdown(f"**{_('Bars above their band')}**")
    clicked = tables.grid(
        rows, SPIKES, key=f"spikes-{told.test}", alt=_("Bars above their band"), opens=True, in_sight=IN_SIGHT
    )
    st.caption(_("Click a bar to see the amounts behind it."))
    if clicked is not None and str(rows["digits"][clicked]) != address.read(GROUP):
        address.put(**{GROUP: int(rows["digits"][clicked])})
        st.rerun()
    named = address.row_id(address.read(GROUP))
    return named if named in rows["digits"].to_list() else None


def _behind(amounts: Amounts, told: Digits, group: int) -> int | None:
    """The amounts that a bar is made of, the most frequent first; gives the one that was clicked."""
    rows = digits.behind(amounts, told.test, group)
    title = _("The amounts behind {digits}", digits=group)
    st.markdown(f"**{title}**")
    clicked = tables.grid(rows, BEHIND, key=f"behind-{told.test}-{group}", alt=title, opens=True, in_sight=IN_SIGHT)
    st.caption(_("Without sign, the most frequent first. Click an amount to see its vouchers."))
    return None if clicked is None else int(rows["amount"][clicked])


def _rows(view: View, amount: int, accounts: tuple[str, ...]) -> None:
    """The rows of this amount; a click opens the voucher."""
    books = data.year_books(view.shown_snapshot)
    chart = books.frame("accounts").select("account").collect()["account"]
    used = books.frame("months").select("account").unique().collect()["account"]
    wanted = [account for account in {*chart, *used} if among(account, accounts)]
    found = books.frame("entries").filter(pl.col("amount").abs() == amount, pl.col("account").is_in(wanted)).collect()
    first, length = tables.page_of(found.height)
    page = extracts.with_texts(books, found.slice(first, length))
    clicked = tables.grid(page, ROWS, key=f"amount-{amount}-{first}", alt=_("Rows"), opens=True, in_sight=IN_SIGHT)
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click a row to open its voucher.')}")
    if clicked is not None:
        navigation.go("ledger", **{ledger_filters.VOUCHER: str(page["label"][clicked]), "period": None})
