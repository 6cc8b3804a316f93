"""What the checks of VAT and payroll found in a VAT period: T3, T4 and T12, and the client's copies of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from dashboard import closing_data, navigation, panels, tables
from dashboard.closing_data import Checked
from dashboard.language import _, current, when
from dashboard.panels import State
from dashboard.tables import Column
from dashboard.working import Working
from lib.checks.analysis.registry import RULES, Outcome, text_of
from lib.checks.analysis.targets import target
from lib.closing.results import open_findings
from lib.core.findings import Finding, Status
from lib.core.languages import mark
from lib.core.periods import FinancialYear

ASKED: Final = ("voucher-vat", "period-vat", "payroll")
COLUMNS: Final = (
    Column("here", mark("In the period"), width=180),
    Column("check", mark("Check"), width=420),
    Column("year", mark("In the year"), width=276),
)
IN_FULL: Final = 5


@dataclass(frozen=True, slots=True)
class Result:
    """How one check went: what waits for somebody in the year, and those of it that are about the days asked for."""

    outcome: Outcome
    waiting: tuple[Finding, ...]
    here: tuple[Finding, ...]

    @property
    def unlisted(self) -> int:
        """Findings that are counted and not kept: on which days they are is not known."""
        return self.outcome.result.total - len(self.outcome.result.findings)


def show(at: Working, span: FinancialYear) -> None:
    """The checks as a grid, each opening its results, and what they found in the days."""
    found = closing_data.checked_of(at.view, at.at)
    if found is None:
        panels.empty(_("The checks of VAT and payroll were never run on this year."))
        navigation.link("transaction_analysis")
        return
    results = list(_results(found, span))
    rows = pl.DataFrame([_row(result) for result in results] + [_off(name) for name in _missing(results)])
    clicked = tables.grid(rows, COLUMNS, key="vat-checks", alt=_("Checks of VAT and payroll"), opens=True)
    st.caption(_run(found))
    _sentences(results, at)
    if clicked is not None:
        _open(results, clicked)


def about(finding: Finding, span: FinancialYear) -> bool:
    """Whether a finding is about any of these days; one that names no day may be."""
    opened = target(finding)
    told = finding.facts.get("date")
    own = date.fromisoformat(told) if isinstance(told, str) and told else None
    first, last = opened.first or opened.last or own, opened.last or opened.first or own
    return first is None or last is None or (first <= span.end and span.start <= last)


def _results(found: Checked, span: FinancialYear) -> Iterator[Result]:
    for name in ASKED:
        for outcome in found.outcomes:
            if outcome.choice.rule == name:
                waiting = tuple(open_findings(outcome, found.marks))
                yield Result(outcome, waiting, tuple(finding for finding in waiting if about(finding, span)))


def _missing(results: list[Result]) -> list[str]:
    return [name for name in ASKED if all(result.outcome.choice.rule != name for result in results)]


def _row(result: Result) -> dict[str, str]:
    title = _title(result.outcome.choice.rule)
    if result.outcome.result.status is Status.NOT_RUN:
        reason = _(result.outcome.result.reason)
        return {"check": title, **panels.cell("here", State.NOT_RUN, _("not run")), "year": reason, "year_colour": ""}
    if not (result.waiting or result.unlisted):
        clean = result.outcome.result.status is Status.CLEAN
        sign, word = (State.AGREES, _("nothing found")) if clean else (State.DONE, _("marked done"))
        return {"check": title, **panels.cell("here", sign, word), **panels.cell("year", sign, word)}
    here = (
        panels.cell("here", State.DIFFERS, _counted(len(result.here)))
        if result.here
        else panels.cell("here", State.AGREES, _("nothing found"))
    )
    return {
        "check": title,
        **here,
        **panels.cell("year", State.DIFFERS, _counted(len(result.waiting) + result.unlisted)),
    }


def _off(name: str) -> dict[str, str]:
    return {"check": _title(name), **panels.cell("here", State.NOT_RUN, _("not chosen")), "year": "", "year_colour": ""}


def _title(name: str) -> str:
    rule = RULES[name]
    return f"{rule.code} {_(rule.text.title)}"


def _counted(number: int) -> str:
    return _("{findings:count|finding|findings}", findings=number)


def _run(found: Checked) -> str:
    """When the checks were run and by whom; that something has changed since comes first."""
    by = panels.plain(_("The checks were run {time} by {who}.", time=when(found.run_at), who=found.run_by))
    return f"{panels.status(State.STALE, _('Out of date: run the checks again.'))} &nbsp; {by}" if found.stale else by


def _sentences(results: list[Result], at: Working) -> None:
    """What was found in the days, with the ways to the vouchers."""
    here = [finding for result in results for finding in result.here]
    for number, finding in enumerate(here[:IN_FULL]):
        with st.container(horizontal=True, vertical_alignment="center", key=f"vat-finding-{number}"):
            said = text_of(finding.check).say(finding, current())
            st.markdown(f"{panels.weight(finding.severity)} &nbsp; {panels.plain(said)}", width="stretch")
            if voucher := next(iter(target(finding).vouchers), ""):
                start = at.period.year.start.isoformat()
                label = panels.plain(_("Open {voucher}", voucher=voucher))
                navigation.link("ledger", label, ar=start, period=None, konto=finding.account, ver=voucher)
    if len(here) > IN_FULL:
        st.caption(_("{findings:count} more: click the check to see them all.", findings=len(here) - IN_FULL))


def _open(results: list[Result], row: int) -> None:
    if row < len(results):
        navigation.go("transaction_analysis", kontroll=results[row].outcome.choice.key)
    navigation.go("transaction_analysis", vy="installningar")
