"""Why a ledger and its account differ, as people read it: each cause with its amount, its voucher and the next step."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import polars as pl
import streamlit as st

from dashboard import navigation, panels, tables
from dashboard.language import _, current
from dashboard.tables import Column, Kind
from lib.checks.causes import Cause
from lib.closing.appendices import AppendixView
from lib.core.explanations import EXPLANATIONS
from lib.core.findings import Finding, Severity
from lib.core.languages import mark
from lib.core.money import sek

COLUMNS: Final = (
    Column("voucher", mark("Voucher"), width=85),
    Column("amount", mark("Amount"), Kind.AMOUNT),
    Column("sentence", mark("Finding"), width=670),
)
IN_FULL: Final = 3
"""So many causes of a kind are written out; more stand in a grid."""
ROWS_IN_SIGHT: Final = 6
WIDTHS: Final = (6.2, 1.3, 1.3)
"""A cause, its amount, and the way to its voucher."""


def explained(shown: AppendixView) -> None:
    """The causes of a difference, then what is worth knowing whether there is one or not."""
    found = shown.explanation
    if found.causes:
        st.markdown(f"**{_('What the difference comes of')}**")
        for cause in found.began:
            st.markdown(f"{panels.weight(Severity.NOTE)} &nbsp; {panels.plain(_sentence(cause.finding))}")
        by_kind = sorted(found.causes, key=lambda cause: _place(found.causes, cause))
        for kind, causes in groupby(by_kind, key=lambda cause: cause.finding.check):
            _kind(kind, list(causes))
        for hint in found.pointers:
            _single(hint, advised=True)
        tables.totals(_sums(shown))
    _remarks(shown.remarks)


def _place(causes: Sequence[Cause], cause: Cause) -> int:
    """Kinds in the order of their largest causes."""
    return next(number for number, one in enumerate(causes) if one.finding.check == cause.finding.check)


def _sums(shown: AppendixView) -> dict[str, int | str]:
    found = shown.explanation
    return {
        _("Explained"): found.difference - found.unexplained,
        _("Unexplained"): found.unexplained,
        _("Difference"): found.difference,
    }


def _kind(kind: str, causes: list[Cause]) -> None:
    """All causes of one kind: written out when they are few, under one heading when one next step mends them all."""
    together = len(causes) > 1 and len({_step(cause.finding) for cause in causes}) == 1
    if together or len(causes) > IN_FULL:
        title = panels.plain(_(EXPLANATIONS[kind].title))
        st.markdown(f"{panels.weight(causes[0].finding.severity, str(len(causes)))} &nbsp; {title}")
    if together:
        _advice(causes[0].finding)
    if len(causes) > IN_FULL:
        _table(kind, causes, advised=not together)
        return
    for cause in causes:
        _single(cause, advised=not together)


def _single(cause: Cause, *, advised: bool) -> None:
    """A cause beside its amount and the way to its voucher; `advised` with the next step."""
    said, amount, way = st.columns(WIDTHS, gap="small")
    with said, st.container(gap="xsmall"):
        st.markdown(f"{panels.weight(cause.finding.severity)} &nbsp; {panels.plain(_sentence(cause.finding))}")
        if advised:
            _advice(cause.finding)
    if cause.amount:
        amount.markdown(f"**{sek(cause.amount)}**", text_alignment="right")
    with way:
        _way(cause)


def _way(cause: Cause) -> None:
    """The way to the voucher that shows the cause; a link, for a page left by a button cannot be come back to."""
    if cause.year_start is None or not cause.finding.voucher:
        return
    label = _("Open {voucher}", voucher=cause.finding.voucher)
    start, finding = cause.year_start.isoformat(), cause.finding
    navigation.link("ledger", panels.plain(label), ar=start, period=None, konto=finding.account, ver=finding.voucher)


def _table(kind: str, causes: list[Cause], *, advised: bool) -> None:
    rows = pl.DataFrame(
        {
            "voucher": [cause.finding.voucher or "" for cause in causes],
            "amount": [cause.amount for cause in causes],
            "sentence": [_sentence(cause.finding) for cause in causes],
        },
        schema_overrides={"amount": pl.Int64},
    )
    title = _(EXPLANATIONS[kind].title)
    clicked = tables.grid(
        rows, tables.filled(rows, COLUMNS), key=f"causes-{kind}", alt=title, opens=True, in_sight=ROWS_IN_SIGHT
    )
    if clicked is None:
        st.caption(
            _("Click a row to read it whole, with its next step.") if advised else _("Click a row to read it whole.")
        )
        return
    st.markdown(panels.plain(rows["sentence"][clicked]))
    if advised:
        _advice(causes[clicked].finding)
    _way(causes[clicked])


def _remarks(remarks: Sequence[Finding]) -> None:
    """What is worth a look stands open, what only is said so that nobody wonders folded."""
    for finding in remarks:
        if finding.severity is not Severity.NOTE:
            st.markdown(f"{panels.weight(finding.severity)} &nbsp; {panels.plain(_sentence(finding))}")
            _advice(finding)
    notes = [finding for finding in remarks if finding.severity is Severity.NOTE]
    if notes:
        with st.expander(_("{notes:count|thing|things} worth knowing", notes=len(notes)), type="compact"):
            for finding in notes:
                st.markdown(f"{panels.weight(finding.severity)} &nbsp; {panels.plain(_sentence(finding))}")
                _advice(finding)


def _advice(finding: Finding) -> None:
    st.markdown(f":small[**{_('Next step')}:** {panels.plain(_step(finding))}]")


def _step(finding: Finding) -> str:
    return EXPLANATIONS[finding.check].advise(finding, current())


def _sentence(finding: Finding) -> str:
    return EXPLANATIONS[finding.check].say(finding, current())
