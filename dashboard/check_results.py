"""What the checks found in the year: how each stands, and one check opened down to its vouchers."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    address,
    analysis_parts,
    check_filters,
    check_papers,
    check_run,
    check_view,
    data,
    exports,
    finding_view,
    panels,
    tables,
)
from dashboard.check_filters import Narrowing
from dashboard.check_reading import Check, Item, Results, read
from dashboard.context import View
from dashboard.findings import COUNTED
from dashboard.language import _, when
from dashboard.tables import Column, Kind
from lib.checks.analysis.registry import RULES
from lib.closing.results import Outlook
from lib.core.findings import Severity
from lib.core.languages import mark
from lib.reports import check_sheets

CHECKS: Final = (
    Column("state", mark("Status"), width=150),
    Column("code", mark("Code"), width=50),
    Column("title", mark("Check"), width=335),
    Column("text", mark("What was found"), width=342),
)
FINDINGS: Final = (
    Column("weight", mark("Weight"), width=92),
    Column("code", mark("Code"), width=50),
    Column("voucher", mark("Voucher"), width=84),
    Column("account", mark("Account"), width=62),
    Column("amount", mark("Amount"), Kind.AMOUNT, width=110),
    Column("sentence", mark("What was found"), width=369),
    Column("mark", mark("Status"), width=110),
)
"""As wide together as the page is on a laptop of 1280 pixels."""


def show(view: View) -> None:
    """The results of the newest run on the year, or one check of it."""
    found = read(view)
    chosen = found.check(address.read(check_view.CHECK)) if found else None
    if found and chosen:
        check_view.show(view, found, chosen)
        return
    if found is None:
        check_run.follow(view)
        _never_run(view)
        return
    with exports.beside():
        st.caption(check_run.line(found.run), width="content")
        with st.container(horizontal=True, width="content"):
            check_run.button(view, found.run)
            _excel(view, found)
    check_run.follow(view)
    check_run.stale(found.run)
    narrowing = check_filters.choose(found.checks, names(view))
    checks = [check for check in found.checks if narrowing.takes(check)]
    if not checks:
        check_filters.emptied()
        return
    _checks(checks, narrowing, stale=found.run.stale)
    if narrowing.of_findings:
        _findings(checks, narrowing)
    _off(found)


def names(view: View) -> dict[str, str]:
    """The year's accounts with their names."""
    chart = data.year_books(view.shown_snapshot).frame("accounts").select("account", pl.col("name").fill_null(""))
    return dict(chart.collect().iter_rows())


def _never_run(view: View) -> None:
    if check_run.under_way(view):
        return
    if view.may("checks.run"):
        panels.empty(
            _("The checks were never run on this year."),
            _("They look at every voucher of the year, and take a few seconds. They change nothing."),
        )
        check_run.button(view, None)
    else:
        panels.empty(_("The checks were never run on this year."), _("A colleague with the right to run them does so."))


def _checks(checks: Sequence[Check], narrowing: Narrowing, *, stale: bool) -> None:
    rows = pl.DataFrame([_row(check, narrowing, stale=stale) for check in checks])
    key = f"checks-{narrowing.state}-{narrowing.weight}-{narrowing.account}"
    clicked = tables.grid(rows, CHECKS, key=key, alt=_("Check results"), opens=True, in_sight=max(len(checks), 1))
    st.caption(_("Click a check to see what it looks at and what it found."))
    if clicked is not None:
        _open(checks[clicked])


def _row(check: Check, narrowing: Narrowing, *, stale: bool) -> dict[str, str]:
    sign = check.sign
    old = f"{panels.SIGNS[panels.State.STALE].shape} " if stale else ""
    return {
        "state": f"{old}{sign.shape} {_(sign.word)}",
        "state_colour": sign.colour,
        "code": check.code,
        "title": check.title,
        "text": _(check.outcome.result.reason) if check.outlook is Outlook.NOT_RUN else counted(check, narrowing),
    }


def counted(check: Check, narrowing: Narrowing) -> str:
    """How many findings of each weight wait for somebody, and how many are marked; blank where there are none."""
    items = narrowing.items(check)
    waiting = [item.finding.severity for item in items if item.mark is None]
    parts = [_(COUNTED[weight], n=waiting.count(weight)) for weight in Severity if weight in waiting]
    if check.counts.unlisted and not narrowing.of_findings:
        parts.append(_("{n:count} more not listed", n=check.counts.unlisted))
    if marked := len(items) - len(waiting):
        parts.append(_("{n:count} marked as done", n=marked))
    return ", ".join(parts)


def _findings(checks: Sequence[Check], narrowing: Narrowing) -> None:
    """All findings that are asked for, whatever check they are of."""
    listed = [(check, item) for check in checks for item in narrowing.items(check)][: tables.ROWS_AT_ONCE]
    if not listed:
        return
    heading = _("Findings on {account}", account=narrowing.account) if narrowing.account else _("Findings")
    st.markdown(f"**{panels.plain(heading)}**")
    rows = pl.DataFrame(
        [check_view.row(item) | {"code": check.code} for check, item in listed], schema_overrides={"amount": pl.Int64}
    )
    key = f"found-{narrowing.state}-{narrowing.weight}-{narrowing.account}"
    clicked = tables.grid(rows, tables.filled(rows, FINDINGS), key=key, alt=heading, opens=True, in_sight=12)
    st.caption(_("Click a finding to open it."))
    if clicked is not None:
        _open(listed[clicked][0], listed[clicked][1])


def _open(check: Check, item: Item | None = None) -> None:
    address.put(**{check_view.CHECK: check.key, finding_view.FINDING: item.code if item else None})
    st.rerun()


def _off(found: Results) -> None:
    """How many checks are switched off, and where they are switched on."""
    run = {check.outcome.choice.rule for check in found.checks}
    off = [rule for name, rule in RULES.items() if rule.code.startswith("T") and name not in run]
    if off:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("{checks:count|check was|checks were} switched off.", checks=len(off)), width="content")
            analysis_parts.to_settings()


def _excel(view: View, found: Results) -> None:
    narrowing = check_filters.written()
    checks = [check for check in found.checks if narrowing.takes(check)]
    lines = [check_papers.line(check, narrowing.items(check)) for check in checks]
    run = found.run
    told = narrowing.told | {_("Checks run"): f"{when(run.run_at)}, {run.run_by}"}
    if run.stale:
        told[_("Note")] = _("The results are out of date.")
    rows = sum(len(narrowing.items(check)) for check in checks)
    exports.button(
        view,
        _("Check results"),
        rows,
        lambda language: check_sheets.sheets(lines, language),
        told,
        after=lambda _language: check_papers.explained(checks),
    )
