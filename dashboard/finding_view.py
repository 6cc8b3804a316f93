"""One finding opened: the whole sentence, the next step, its vouchers and account, and the mark on it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboard import address, data, navigation, panels, period_choice
from dashboard.check_reading import Check, Item
from dashboard.context import View
from dashboard.language import _, when
from dashboard.panels import State
from lib.actions import marks
from lib.checks.analysis.client import Client as Told
from lib.checks.analysis.targets import target
from lib.core.money import sek
from lib.core.periods import FinancialYear
from lib.ledger import extracts

FINDING: Final = "fynd"
"""What the address calls the finding that is open."""
IN_FULL: Final = 8
"""So many vouchers are told with date, text and total; of more there are links only."""
LINKS_AT_MOST: Final = 40
LEDGERS: Final = "ledger-account"
"""The check whose findings the appendix explains."""
VOUCHERS: Final = "verifikationer"
"""The part of the ledger that lists vouchers."""
WIDTHS: Final = (1.2, 7)


def show(view: View, check: Check, item: Item) -> None:
    """The finding, with all that it can be opened down to."""
    with st.container(gap="xsmall"):
        st.markdown(f"{panels.weight(item.finding.severity)} &nbsp; {panels.plain(item.sentence)}")
        st.markdown(f":small[**{_('Next step')}:** {panels.plain(item.advice)}]")
        _opened(view, check, item)
    _mark(view, check, item)


def mark_many(view: View, check: Check, items: Sequence[Item]) -> None:
    """Mark those of these findings that are not, with one comment; or take the marks back where all have one."""
    waiting = [item for item in items if item.mark is None]
    if waiting:
        several = _("Mark {findings:count|finding|findings} as done", findings=len(waiting))
        _form(
            several if len(items) > 1 else _("Mark as done"),
            _("{findings:count|finding is|findings are} marked as done.", findings=len(waiting)),
            lambda comment: marks.mark_findings(
                view.desk, view.client.id, check.key, _prints(waiting), comment=comment
            ),
            key=f"mark-{check.key}",
        )
        return
    label = _("Remove {marks:count|mark|marks}", marks=len(items)) if len(items) > 1 else _("Remove the mark")
    if st.button(label, icon=":material/undo:"):
        done = _("{findings:count|finding waits|findings wait} for somebody again.", findings=len(items))
        panels.attempt(lambda: marks.unmark_findings(view.desk, view.client.id, check.key, _prints(items)), done)


def _mark_and_go_on(view: View, check: Check, waiting: Sequence[Item], comment: str) -> None:
    """Mark them; the next finding that waits is then the one that is open."""
    prints = _prints(waiting)
    marks.mark_findings(view.desk, view.client.id, check.key, prints, comment=comment)
    address.put(**{FINDING: None})


def _mark(view: View, check: Check, item: Item) -> None:
    """Who dealt with the finding; or the form for it, or that a colleague does it."""
    if item.mark is not None:
        by = _("Marked as done by {who}, {time}", who=item.mark.user_name, time=when(item.mark.at))
        comment = f": {item.mark.comment}" if item.mark.comment else "."
        st.markdown(panels.status(State.DONE, panels.plain(f"{by}{comment}")))
        st.caption(_("The mark stays with every import that has the same finding, and falls when it changes."))
    if not view.may("finding.mark"):
        if item.mark is None:
            st.caption(_("Accountants mark findings as done."))
    else:
        mark_many(view, check, [item])


def _form(label: str, outcome: str, action: Callable[[str], object], *, key: str) -> None:
    with st.form(key, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        comment = st.text_input(_("Comment"), max_chars=500, placeholder=_("What was found out, if you want to say"))
        pressed = st.form_submit_button(label, type="primary", icon=":material/check:")
    if pressed:
        panels.attempt(lambda: action(comment), outcome)


def _prints(items: Sequence[Item]) -> list[str]:
    return [item.fingerprint for item in items]


def _opened(view: View, check: Check, item: Item) -> None:
    """The ways on: each voucher, the account over the days that it is about, and the appendix of a ledger."""
    opened = target(item.finding)
    for label in opened.vouchers[:IN_FULL]:
        _voucher(view, label, opened.account)
    rest = opened.vouchers[IN_FULL:LINKS_AT_MOST]
    if rest:
        with st.container(horizontal=True, gap="small"):
            for label in rest:
                _link(label, opened.account)
    if more := len(opened.vouchers) - len(rest) - min(len(opened.vouchers), IN_FULL):
        st.caption(_("and {more:count} more", more=more))
    year = view.shown_year
    if opened.account:
        # a balance on one day is made of all that was booked until then
        period = _period(year, opened.first or year.start, opened.last)
        navigation.link("ledger", _("Account {account}", account=opened.account), konto=opened.account, period=period)
    elif opened.last and not opened.vouchers:
        period = _period(year, opened.first or _vat_start(view, opened.last), opened.last)
        navigation.link("ledger", _("Vouchers of the period"), vy=VOUCHERS, period=period)
    if check.outcome.choice.rule == LEDGERS:
        navigation.link("appendices", bilaga=opened.account)


def _voucher(view: View, label: str, account: str | None) -> None:
    link, said = st.columns(WIDTHS, gap="small", vertical_alignment="center")
    with link:
        _link(label, account)
    found = extracts.vouchers_named(data.year_books(view.shown_snapshot), label)
    said.markdown("  \n".join(_told(row) for row in found.rows(named=True)) or f":gray[{_('not in the books in use')}]")


def _told(row: dict[str, Any]) -> str:
    parts = [str(row["date"] or ""), panels.plain(row["text"] or ""), f"**{sek(row['total'])}**"]
    return " &ensp; ".join(part for part in parts if part)


def _link(label: str, account: str | None) -> None:
    navigation.link("ledger", panels.plain(label), ver=label, konto=account, period=None)


def _vat_start(view: View, end: date) -> date:
    """The first day of the client's VAT period that ends on a day; of the month where the period is not known."""
    months = Told(vat_period=view.client.vat_period or "").vat_months or 1
    ends = [number for number, span in enumerate(view.shown_year.periods(), 1) if end in span]
    first = max(ends[0] - months + 1, 1) if ends else 1
    return list(view.shown_year.periods())[first - 1].start


def _period(year: FinancialYear, first: date, last: date | None) -> str | None:
    """The periods that hold these days, as the address has them; the whole year where the last is not known."""
    if last is None:
        return None
    held = [number for number, span in enumerate(year.periods(), 1) if span.start <= last and span.end >= first]
    return period_choice.code(held[0], held[-1], year) if held else None
