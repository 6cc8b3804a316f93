"""What an import would do to the books: the plan for each year, and what changes in it."""

from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import panels, reader, tables
from dashboard.language import _, current
from dashboard.tables import Column, Kind
from dashboard.words import EXTENTS
from lib.core.languages import mark
from lib.jobs.previews import Preview
from lib.ledger.comparison import Counts, YearChanges
from lib.store.tables import Import, ImportState

ACTIONS: Final = {
    "new": (panels.State.AGREES, mark("comes in as a new year")),
    "replace": (panels.State.DIFFERS, mark("replaces the year in the books")),
    "same": (panels.State.AGREES, mark("is in the books already")),
    "keep": (panels.State.LOCKED, mark("does not come in")),
}
CHANGE_WORDS: Final = {"new": mark("new"), "changed": mark("changed"), "removed": mark("removed")}
PLAN_COLUMNS: Final = (
    Column("year", mark("Financial year"), width=175),
    Column("plan", mark("What happens"), width=190),
    Column("extent", mark("Holds"), width=165),
    Column("accounts", mark("Accounts"), Kind.COUNT, width=65),
    Column("vouchers", mark("Vouchers"), Kind.COUNT, width=90),
    Column("rows", mark("Rows"), Kind.COUNT, width=75),
    Column("debit", mark("Debit"), Kind.AMOUNT),
)
VOUCHER_COLUMNS: Final = (
    Column("change", mark("Change"), width=100),
    Column("voucher", mark("Voucher"), width=100),
    Column("date", mark("Date"), Kind.DAY, width=110),
    Column("text", mark("Text"), width=320),
    Column("total_before", mark("Total before"), Kind.AMOUNT),
    Column("total", mark("Total now"), Kind.AMOUNT),
)
ACCOUNT_COLUMNS: Final = (
    Column("change", mark("Change"), width=100),
    Column("account", mark("Account"), width=100),
    Column("name_before", mark("Name before"), width=320),
    Column("name", mark("Name now")),
)
BALANCE_COLUMNS: Final = (
    Column("account", mark("Account"), width=280),
    Column("opening_before", mark("Opening before"), Kind.AMOUNT),
    Column("opening", mark("Opening now"), Kind.AMOUNT),
    Column("closing_before", mark("Closing before"), Kind.AMOUNT),
    Column("closing", mark("Closing now"), Kind.AMOUNT),
)


def plan(seen: Preview) -> None:
    """What happens to each year, and how much it holds."""
    rows = pl.DataFrame(
        [
            {
                "year": str(year.year),
                **panels.cell("plan", state, _(words)),
                "extent": _(EXTENTS[year.snapshot.extent]),
                **{name: year.snapshot.totals.get(name, 0) for name in ("accounts", "vouchers", "rows", "debit")},
            }
            for year in sorted(seen.plan, key=lambda one: one.year, reverse=True)
            for state, words in [ACTIONS[year.action]]
        ]
    )
    columns = PLAN_COLUMNS if reader.sees(seen.import_.client_id) else PLAN_COLUMNS[:-1]
    tables.grid(rows, columns, key=f"plan-{seen.import_.id}", alt=_("What happens to each financial year"))
    for year in sorted(seen.plan, key=lambda one: one.year, reverse=True):
        if why := year.explain(current()):
            st.caption(f"{year.year}: {why}")


def changes(seen: Preview) -> None:
    """What changes in each year, held against the books in use."""
    awaits = seen.import_.state is ImportState.STAGED
    if awaits and not seen.current:
        st.warning(_("The books have changed since the comparison."), icon=":material/sync_problem:")
    st.subheader(_("Changes"), anchor=False)
    if not awaits:
        st.caption(_("Held against the books as they were before it was decided on."))
    kept = {year.year for year in seen.plan if year.action == "keep"}
    for year in sorted(seen.changes, key=lambda one: one.year, reverse=True):
        if year.year not in kept:
            _year(year, seen.import_)


def _year(year: YearChanges, one: Import) -> None:
    if year.before is None:
        st.markdown(f"**{year.year.label}** &nbsp; {_('The books hold nothing of this year before.')}")
        return
    if not year:
        st.markdown(f"**{year.year.label}** &nbsp; {panels.status(panels.State.AGREES, _('nothing changes'))}")
        return
    accounts, vouchers = _counted(year.account_counts), _counted(year.voucher_counts)
    balances = _("{balances:count|account|accounts} with another balance", balances=year.balances_changed)
    st.markdown(f"**{year.year.label}** &nbsp; {_('Vouchers')}: {vouchers} · {_('Accounts')}: {accounts} · {balances}")
    if not reader.sees(one.client_id):
        return
    key = one.id
    with st.expander(_("Changes of {year} one by one", year=year.year.label), type="compact"):
        _listed(year.vouchers, VOUCHER_COLUMNS, f"{key}-{year.year}-vouchers", _("Changed vouchers"))
        _listed(year.accounts, ACCOUNT_COLUMNS, f"{key}-{year.year}-accounts", _("Changed accounts"))
        _listed(year.balances, BALANCE_COLUMNS, f"{key}-{year.year}-balances", _("Changed balances"))
        st.caption(_("At most {rows:count} of each kind are listed.", rows=100))


def _listed(frame: pl.DataFrame, columns: tuple[Column, ...], key: str, title: str) -> None:
    if frame.is_empty():
        return
    words: dict[str, Any] = {change: _(text) for change, text in CHANGE_WORDS.items()}
    if "change" in frame.columns:
        frame = frame.with_columns(change=pl.col("change").cast(pl.String).replace(words))
    if "account" in frame.columns and "change" not in frame.columns:
        frame = frame.with_columns(account=tables.account_label())
    st.caption(title)
    tables.grid(frame, columns, key=key, alt=title, in_sight=10)


def _counted(counts: Counts) -> str:
    return _(
        "{new:count} new, {changed:count} changed, {removed:count} removed",
        new=counts.new,
        changed=counts.changed,
        removed=counts.removed,
    )
