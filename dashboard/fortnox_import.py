"""Import from Fortnox on the screen: what is new there, what to fetch, and the button."""

from typing import Final

import streamlit as st

from dashboard import address, connection_view, context, data, navigation, panels, support_way
from dashboard.connection_view import told
from dashboard.context import View
from dashboard.fortnox_routes import OUTCOME
from dashboard.language import _, age, when
from lib.actions.fortnox import IMPORT, import_from_fortnox, look_for_news
from lib.core.errors import REMEDY
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.fortnox.reasons import REASONS
from lib.jobs.fortnox import is_first
from lib.jobs.news import last_import
from lib.jobs.orders import LEDGERS, Order, is_without, newest_first
from lib.store import news
from lib.store.fortnox_tables import FortnoxNews
from lib.store.words import SupplementKind

POLL_SECONDS: Final = 2.0
LEDGER_NAMES: Final = {
    SupplementKind.RECEIVABLES: mark("Customer ledger (1510)"),
    SupplementKind.PAYABLES: mark("Supplier ledger (2440)"),
}


def show(view: View, *, running: bool) -> None:
    """The whole of it, for a client whose books come from Fortnox; `running` while an import is under way."""
    if not view.may(IMPORT):
        st.caption(_("Your role may look at imports, but not import."))
        return
    live = connection_view.show(view, "import_data")
    if live and not running:
        known = ask(view)
        whats_new(view, known)
        year_missing(known)
        _order(view, known)
    elif not live and connection_view.own(view):
        support_way.link(view)


def ask(view: View) -> FortnoxNews | None:
    """Have Fortnox asked for news now and then; gives what is known, and draws the page anew when it answers."""
    if connection_view.is_live(connection_view.own(view)):
        look_for_news(view.desk, view.client.id)
    known = _known(view)
    if news.is_pending(known):
        _wait(view)
    return known


def whats_new(view: View, known: FortnoxNews | None) -> None:
    """Whether Fortnox has vouchers newer than the last import, and how many."""
    if known is None:
        return
    if news.is_pending(known):
        st.caption(_("Fortnox is being asked what is new …"))
    elif known.message in REASONS.values():
        return  # why an earlier connection was lost
    elif known.message:
        st.warning(told(known.facts, str(known.facts.get(REMEDY) or "")), title=told(known.facts, known.message))
    elif known.vouchers is not None and last_import(data.house().store, view.client.id):
        state = panels.State.STALE if known.vouchers else panels.State.AGREES
        st.markdown(f"{panels.status(state, _news(known.vouchers))} &ensp; :small[:gray[{_asked(known)}]]")


def year_missing(known: FortnoxNews | None) -> None:
    """That Fortnox has no financial year for today, where it has none."""
    today = context.today()
    if is_without(news.years(known), today):
        text = _(
            "Fortnox has no financial year that holds {day:date}: create it there, then import again.",
            day=today.isoformat(),
        )
        st.warning(text, icon=":material/event_busy:")


def last_line(view: View) -> str:
    """When books last came from Fortnox, in words; blank when they never have."""
    last = last_import(data.house().store, view.client.id)
    return _("Last import from Fortnox: {moment}", moment=when(last.created_at)) if last else ""


def _news(vouchers: int) -> str:
    if not vouchers:
        return _("Fortnox has nothing newer than the last import")
    return _("Fortnox has {vouchers:count|newer voucher|newer vouchers}", vouchers=vouchers)


def _asked(known: FortnoxNews) -> str:
    return _("asked {age}", age=age(known.looked_at))


def _known(view: View) -> FortnoxNews | None:
    with data.house().store.reading() as session:
        return news.get(session, view.client.id)


@st.fragment(run_every=POLL_SECONDS)
def _wait(view: View) -> None:
    with panels.last_resort():
        if not news.is_pending(_known(view)):
            st.rerun()


def _order(view: View, known: FortnoxNews | None) -> None:
    """What to fetch, said before it is fetched, and the button."""
    years = newest_first(news.years(known))
    first = is_first(data.house().store, view.client.id)
    ruled = Order().chosen(years, context.today(), first=first) if years else ()
    st.subheader(_("What to fetch"), anchor=False)
    picked = _pick_years(years, ruled, first=first)
    with st.container(horizontal=True):
        ledgers = tuple(kind for kind in LEDGERS if _wants(kind, covered=connection_view.covers(view, kind)))
    if not all(connection_view.covers(view, kind) for kind in LEDGERS):
        st.caption(
            _("The connection is for the bookkeeping alone: the ledgers need a connection that covers them too.")
        )
        label = _("Connect again for the ledgers too")
        connection_view.anchor(view, "import_data", label, main=False)
    _say(years, picked, first=first)
    if st.button(_("Import from Fortnox"), type="primary", disabled=bool(years) and not picked):
        wanted = () if tuple(picked) == ruled else tuple(year.start for year in picked)
        _start(view, Order(wanted, ledgers))


def _wants(kind: SupplementKind, *, covered: bool) -> bool:
    """Whether a ledger is to come; one that the connection does not cover is asked for, so that it says why."""
    picked = st.checkbox(_(LEDGER_NAMES[kind]), value=covered, key=f"fetch-{kind}-{covered}", disabled=not covered)
    return picked or not covered


def _pick_years(
    years: list[FinancialYear], ruled: tuple[FinancialYear, ...], *, first: bool
) -> tuple[FinancialYear, ...]:
    if not years:
        return ()
    by_start = {year.start.isoformat(): year for year in years}
    picked = st.multiselect(
        _("Financial years"),
        list(by_start),
        default=[year.start.isoformat() for year in ruled],
        format_func=lambda start: by_start[start].label,
        key=f"years-{first}-{len(years)}",
        width=480,
    )
    return tuple(year for start, year in by_start.items() if start in picked)


def _say(years: list[FinancialYear], picked: tuple[FinancialYear, ...], *, first: bool) -> None:
    rule = (
        _("The first import takes the last three financial years.")
        if first
        else _("Later imports take the year being closed and the one after it.")
    )
    if not years:
        st.caption(rule)
        return
    coming = ", ".join(str(year) for year in picked) or "–"
    left = ", ".join(year.label for year in years if year not in picked)
    text = f"{rule} " + _("To be fetched: {years}.", years=coming)
    st.caption(text + (" " + _("Not fetched: {years}.", years=left) if left else ""))


def _start(view: View, order: Order) -> None:
    begun: list[str] = []
    if panels.done(lambda: begun.append(import_from_fortnox(view.desk, view.client.id, order))):
        address.put(**{OUTCOME: None})
        navigation.go("import_data", imp=begun[0])
