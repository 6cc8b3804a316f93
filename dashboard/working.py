"""The reconciliation period that a page works on, read from the address: its books, its state, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import address, context, data, navigation, panels
from dashboard.context import View
from dashboard.language import _, current
from lib.closing.periods import Period
from lib.closing.states import Board, State
from lib.core.periods import FinancialYear
from lib.ledger.books import LazyBooks
from lib.store import periods, reconciling
from lib.store.reconciling import PeriodView
from lib.store.tables import Client


@dataclass(frozen=True, slots=True)
class Working:
    """A client's books, and the period of them that the page is about."""

    view: View
    at: PeriodView

    @property
    def client(self) -> Client:
        """The client."""
        return self.view.client

    @property
    def period(self) -> Period:
        """The period."""
        return self.at.period

    @property
    def key(self) -> str:
        """What names the period in the store."""
        return self.at.period.key

    @property
    def state(self) -> State:
        """How the period stands."""
        return self.at.state

    @property
    def books(self) -> LazyBooks:
        """The period's year as the period sees it: as it was locked, else as it is in use."""
        return data.year_books(self.at.snapshot)

    @property
    def before(self) -> LazyBooks | None:
        """The year before, where the period's books hold it."""
        return data.year_books(self.at.previous) if self.at.previous else None

    def may(self, action: str, *states: State) -> bool:
        """Whether the person may do this, and the period stands so that it can be done (active, if not said)."""
        return self.view.may(action) and self.state in (states or (State.ACTIVE,))


def header(title: str) -> Working:
    """The page's title with client, year and period; without books the page says so and stops."""
    view = context.header(title, "period.view", _choose)
    if view.year is None:
        panels.empty(_("This client has no books yet."), _("They come in by an import."))
        navigation.link("import_data")
        st.stop()
    period = shown(board(view), view.year)
    with data.house().store.reading() as session:
        return Working(view, reconciling.view(session, view.client.id, period.key))


def board(view: View) -> Board:
    """All of the client's periods and how they stand."""
    with data.house().store.reading() as session:
        return periods.board(session, view.client.id)


def of_year(found: Board, year: FinancialYear) -> list[Period]:
    """The periods of one year in order, its year-end last."""
    return [period for period in found.periods if period.year == year]


def shown(found: Board, year: FinancialYear) -> Period:
    """The period that the address names; else the one worked on, the first that is not locked, or the year-end."""
    own = of_year(found, year)
    named = next((period for period in own if code(period) == address.read(context.PERIOD)), None)
    active = next((period for period in own if found.state(period) is State.ACTIVE), None)
    unlocked = (period for period in own if found.state(period) is not State.LOCKED)
    return named or active or next(unlocked, own[-1])


def code(period: Period) -> str:
    """How a period is written in the address: `3`, `4-6`, and the year-end `13`."""
    if period.year_end or period.first == period.last:
        return str(period.number)
    return f"{period.first}-{period.last}"


def label(found: Board, period: Period) -> str:
    """A period with its state's shape: `■ P3 mars 2026`."""
    return f"{panels.PERIOD_SIGNS[found.state(period)].shape} {period.title(current())}"


def _choose(view: View, year: FinancialYear) -> None:
    found = board(view)
    own = of_year(found, year)
    now = shown(found, year)
    named = {code(period): period for period in own}
    st.selectbox(
        _("Period"),
        list(named),
        format_func=lambda choice: label(found, named[choice]),
        label_visibility="collapsed",
        width=230,
        **address.tie(context.PERIOD, code(now), among=named, face=found.state(now).value),
    )
    context.arrows({step: _step(own, now, step) for step in context.ARROWS})


def _step(own: Sequence[Period], now: Period, step: int) -> str | None:
    place = own.index(now) + step
    return code(own[place]) if 0 <= place < len(own) else None
