"""The balance accounts of a period beside what they are held against; mark them as done."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import (
    account_marks,
    account_standing,
    check_standing,
    closing_data,
    entries_beside,
    exports,
    panels,
    paper_parts,
    period_words,
    reconciled,
    reconciliation_choice,
    reconciliation_grid,
    tables,
)
from dashboard.entries_beside import Beside
from dashboard.language import _
from dashboard.panels import State
from dashboard.reconciliation_choice import AccountFilters
from dashboard.working import Working
from lib.closing.standings import Standing, progress
from lib.core.languages import Language
from lib.core.money import count, sek
from lib.reports.closing_sheets import reconciliation_sheet
from lib.reports.sheets import Sheet

STALE_NAMED: Final = 4


def show(at: Working, beside: Beside) -> None:
    """The whole table, narrowed as the address says; with the entries `beside` unless they are left out."""
    rows, result = reconciled.accounts(at), reconciled.unbooked(at)
    with st.container(horizontal=True, vertical_alignment="center"):
        filters = reconciliation_choice.choose_accounts(rows)
        said = reconciliation_choice.choose_marks()
        after = entries_beside.shown(beside) and not said
    more = reconciled.in_entries_alone(at, beside, rows)
    found = filters.of(pl.concat([rows, more]).sort("account") if after else rows)
    every = found if filters.narrow else pl.concat([found, result])
    with exports.beside():
        tables.totals(_figures(rows, found, filters))
        _excel(at, beside.onto(every) if after else every, filters)
    period_words.state(at)
    sides = [_sides(rows, result)]
    if after:
        sides.append(f"{_('After entries')}: {_sides(*_after(beside, pl.concat([rows, more]), result))}")
    lines = [*([] if filters.narrow else sides), _checks(at), *_stale(rows)]
    st.markdown("  \n".join(f":small[{line}]" for line in lines))
    if found.is_empty():
        _nothing(filters)
        return
    reconciliation_grid.show(at, every, said=said, beside=beside if after else None)
    entries_beside.say(beside)
    ways = _("Click an amount to open its account, a count of findings to open them.")
    st.caption(f"{_(tables.SIGN_RULE)} {ways} {account_marks.how(at)}")


def _after(beside: Beside, rows: pl.DataFrame, result: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same rows with the books after entries for the books."""
    onto = [beside.onto(one).with_columns(closing="after") for one in (rows, result)]
    return onto[0], onto[1]


def _figures(rows: pl.DataFrame, found: pl.DataFrame, filters: AccountFilters) -> dict[str, int | str]:
    """How far it has come, and what is left."""
    whole = progress(rows)
    figures: dict[str, int | str] = {
        _("Accounts done"): _("{done:count} of {all:count}", done=whole.done, all=whole.accounts),
        _("Open difference"): whole.open_difference,
    }
    if filters.narrow:
        figures |= {_("Shown"): count(found.height), _("Closing"): int(found["closing"].fill_null(0).sum())}
    return figures


def _sides(rows: pl.DataFrame, result: pl.DataFrame) -> str:
    """Whether both sides of the balance sheet agree, the result that is not booked counted in."""
    closing = pl.concat([rows, result])["closing"]
    if closing.has_nulls():
        return _("The source of this year does not tell the balances of the period.")
    asset = pl.col("account").str.starts_with("1")
    assets, others = (int(rows.filter(side)["closing"].sum()) for side in (asset, ~asset))
    parts = {_("Assets"): assets, _("Equity and liabilities"): others, result["name"][0]: int(result["closing"][0])}
    left = sum(parts.values())
    agree = panels.status(State.AGREES, _("both sides agree"))
    differ = panels.status(State.DIFFERS, _("the sides differ by {amount:kr}", amount=left))
    return " &ensp; ".join([*(f"{name} {sek(amount)}" for name, amount in parts.items()), differ if left else agree])


def _checks(at: Working) -> str:
    """How the checks of the year stand; in a locked period as they stood."""
    return f"{_('Auto checks')}: {check_standing.worded(closing_data.checked_of(at.view, at.at))}"


def _stale(rows: pl.DataFrame) -> list[str]:
    """The accounts that were marked of other figures, each with what it was said of; no line where there are none."""
    found = rows.filter(pl.col("standing") == Standing.STALE.value)
    if found.is_empty():
        return []
    named = ", ".join(_said_of(row) for row in found.head(STALE_NAMED).iter_rows(named=True))
    words = _("{marks:count|mark is|marks are} of other figures: {accounts}", marks=found.height, accounts=named)
    more = found.height - STALE_NAMED
    return [panels.status(State.STALE, words + (f" + {more}" if more > 0 else ""))]


def _said_of(row: Mapping[str, Any]) -> str:
    """The account with the figure of its mark that is another now."""
    account, amount = row["account"], row["said_amount"]
    if row["said_balance"] != row["closing"]:
        return _("{account} of {balance:kr}", account=account, balance=row["said_balance"])
    if amount is None:
        return _("{account} held against nothing", account=account)
    return _("{account} held against {amount:kr}", account=account, amount=amount)


def _nothing(filters: AccountFilters) -> None:
    if filters.narrow:
        panels.empty(_("No account matches."), _("Clear the search, or choose every status and all account groups."))
    else:
        panels.empty(_("No balance account holds anything or has moved until the end of the period."))


def _excel(at: Working, rows: pl.DataFrame, filters: AccountFilters) -> None:
    def sheets(language: Language) -> list[Sheet]:
        return [reconciliation_sheet(rows, language)]

    title = f"{_('Balance reconciliation')} {at.period.label}"
    told = {**period_words.told(at), **filters.told}
    after: exports.Parts = lambda _language: paper_parts.of_period(at)  # noqa: E731
    exports.button(account_standing.seen(at), title, rows.height, sheets, told, after=after)
