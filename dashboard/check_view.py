"""One check opened: what it looks at, the limits it goes by, and what it found, down to the vouchers."""

from collections.abc import Sequence
from typing import Any, Final
from zlib import crc32

import polars as pl
import streamlit as st

from dashboard import (
    address,
    analysis_parts,
    check_choices,
    check_filters,
    check_limits,
    check_run,
    digit_view,
    finding_view,
    panels,
    tables,
)
from dashboard.check_choices import Setting
from dashboard.check_filters import Narrowing
from dashboard.check_reading import Check, Item, Results
from dashboard.context import View
from dashboard.finding_view import FINDING
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.checks.analysis.registry import RULES
from lib.closing.results import Outlook
from lib.core.languages import mark

CHECK: Final = "kontroll"
DIGITS: Final = "benford"
"""The check whose bars can be looked at."""
COLUMNS: Final = (
    Column("weight", mark("Weight"), width=92),
    Column("voucher", mark("Voucher"), width=84),
    Column("account", mark("Account"), width=62),
    Column("amount", mark("Amount"), Kind.AMOUNT, width=110),
    Column("sentence", mark("What was found"), width=379),
    Column("mark", mark("Status"), width=110),
)
"""As wide together as the page is on a laptop of 1280 pixels, with the boxes to tick."""
ROWS_IN_SIGHT: Final = 10


def show(view: View, found: Results, check: Check) -> None:
    """The check, with the way back to all of them."""
    address.back(_("All checks"), CHECK, FINDING)
    st.subheader(panels.plain(f"{check.code} {check.title}".strip()), anchor=False)
    st.markdown(f"{check.status} &ensp; :gray[:small[{panels.plain(check_run.line(found.run))}]]")
    check_run.stale_line(view, found.run)
    check_run.follow(view)
    _explained(check)
    match check.outlook:
        case Outlook.NOT_RUN:
            panels.empty(panels.plain(_("It could not be run: {reason:text}.", reason=check.outcome.result.reason)))
        case Outlook.CLEAN:
            panels.empty(_("It found nothing."))
        case _:
            _findings(view, check)
    if check.outcome.choice.rule == DIGITS:
        digit_view.show(view, check)


def row(item: Item) -> dict[str, Any]:
    """A finding as a row of a grid."""
    weight = panels.WEIGHTS[item.finding.severity]
    marked = panels.SIGNS[panels.State.DONE]
    return {
        "weight": f"{weight.shape} {_(weight.word)}",
        "weight_colour": "" if item.mark else weight.colour,
        "voucher": item.finding.voucher or "",
        "account": item.finding.account or "",
        "amount": item.amount,
        "sentence": item.sentence,
        "mark": f"{marked.shape} {item.mark.user_name}" if item.mark else "",
        "mark_colour": "gray",
    }


def _explained(check: Check) -> None:
    """What the check looks at, from the help, and its limits where it has any."""
    choice = check.outcome.choice
    rule = RULES.get(choice.rule)
    if rule is None:
        return
    st.caption(check_choices.help_on(rule))
    if not rule.thresholds:
        return
    with st.expander(_("The limits it goes by"), type="compact"):
        check_limits.table(Setting(check.key, rule, enabled=True, name=check.name, limits=choice.limits))
        analysis_parts.to_settings()


def _findings(view: View, check: Check) -> None:
    narrowing = check_filters.written()
    narrowing = Narrowing(weight=narrowing.weight, account=narrowing.account)
    items = narrowing.items(check) or check.items
    if len(items) < len(check.items):
        _narrowed(check, items)
    chosen = items[0] if len(items) == 1 else _choose(view, check, items)
    if check.counts.unlisted:
        total = check.outcome.result.total
        st.caption(_("The first {shown:count} of {total:count} are listed.", shown=len(check.items), total=total))
    if chosen is not None:
        finding_view.show(view, check, chosen)


def _narrowed(check: Check, items: Sequence[Item]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        text = _("{shown:count} of {total:count} findings are shown.", shown=len(items), total=len(check.items))
        st.caption(text, width="content")
        clear = {check_filters.WEIGHT: None, check_filters.ACCOUNT: None}
        st.button(_("Show all"), type="tertiary", on_click=address.put, kwargs=clear)


def _choose(view: View, check: Check, items: Sequence[Item]) -> Item | None:
    """The findings in a grid: those ticked are marked at once; the one clicked is open, else the first that waits."""
    rows = pl.DataFrame([row(item) for item in items], schema_overrides={"amount": pl.Int64})
    trace = crc32(repr([(item.fingerprint, item.mark is None) for item in items]).encode())
    picked = tables.pick(
        rows,
        tables.filled(rows, COLUMNS),
        key=f"findings-{check.key}-{trace:08x}",
        alt=check.title,
        several=view.may("finding.mark"),
        in_sight=ROWS_IN_SIGHT,
    )
    ticked = [items[number] for number in picked.rows]
    if ticked:
        finding_view.mark_many(view, check, ticked)
        return None
    hint = _("Click a finding to open it.")
    st.caption(f"{hint} {_('Tick several to mark them at once.')}" if view.may("finding.mark") else hint)
    clicked = items[picked.cell[0]] if picked.cell else None
    if clicked is not None and clicked.code != address.read(FINDING):
        address.put(**{FINDING: clicked.code})
        st.rerun()
    named = next((item for item in items if item.code == address.read(FINDING)), None)
    return clicked or named or next((item for item in items if item.mark is None), None)
