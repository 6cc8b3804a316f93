"""How each of a client's appendices stands on a balance date: agrees, differs, or why it could not be run."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from dashboard import data, panels
from dashboard.context import View
from dashboard.import_list import name_of
from dashboard.language import _, current, day
from dashboard.panels import State
from dashboard.words import word
from lib.checks.explainer import CASH_METHOD, EARLIER
from lib.closing.appendices import AppendixView
from lib.core.errors import REMEDY
from lib.core.languages import translate
from lib.core.money import sek
from lib.ledger.sides import ACCOUNTS, Side
from lib.reports.appendix_sheets import appendix_title
from lib.store import appendices, imports
from lib.store.fortnox_tables import Appendix, Supplement
from lib.store.tables import Source
from lib.store.words import SupplementKind, SupplementState


@dataclass(frozen=True, slots=True)
class Standing:
    """One appendix: its state with words of its own, and what it shows.

    Where there is nothing to show, `text` says why and `next_step` what to do, and `booked` is what the
    books come to all the same (öre, None outside them). `refused` says why the newest import got no
    ledger, where an older one is shown instead. `deleted` is the row of one that was deleted.
    """

    side: Side
    state: State
    text: str
    next_step: str = ""
    shown: AppendixView | None = None
    fetched_at: datetime | None = None
    deleted: Appendix | None = None
    refused: str = ""
    booked: int | None = None

    @property
    def account(self) -> str:
        """The account that the appendix is named for."""
        return ACCOUNTS[self.side].main

    @property
    def title(self) -> str:
        """What the appendix is called."""
        return appendix_title(self.side, current())

    @property
    def cell(self) -> dict[str, str]:
        """Its state as a cell of a grid; a reason stands below the grid and is not repeated here."""
        short = self.text if self.shown else _(panels.SIGNS[self.state].word)
        return panels.cell("state", self.state, _("deleted") if self.deleted else short)


def of_client(view: View, when: date) -> list[Standing]:
    """Both appendices of a client."""
    with data.house().store.reading() as session:
        rows = {row.account: row for row in appendices.of_client(session, view.client.id, deleted=True)}
    found = [_standing(view, side, rows.get(ACCOUNTS[side].main), when) for side in Side]
    return [one if one.shown else replace(one, booked=data.booked(view.books, one.side, when)) for one in found]


def _standing(view: View, side: Side, row: Appendix | None, when: date) -> Standing:
    if row is not None and row.deleted_at is not None:
        gone = _("Deleted {day} by {who}.", day=day(row.deleted_at.date()), who=name_of(row.deleted_by))
        return Standing(side, State.NOT_RUN, gone, _("It comes back with the next import from Fortnox."), deleted=row)
    found = data.supplement(view.client.id, side)
    if found is None:
        return _not_there(view, side)
    if found.state is not SupplementState.FETCHED:
        return _refused(view, side, found, when)
    shown = data.appendix(view.client, view.books, found, when)
    state, text = _compared(shown)
    old = state is State.DIFFERS and _is_older(view, found, when)
    if old:
        state, text = State.STALE, _("older than the books")
    return Standing(side, state, text, shown=shown, fetched_at=found.fetched_at)


def _is_older(view: View, found: Supplement, when: date) -> bool:
    """Whether the books of the day's year came in after the ledger, by an import that did not bring it."""
    import_id = next((import_id for year, import_id in view.books.imports.items() if when in year), found.import_id)
    if import_id == found.import_id:
        return False
    with data.house().store.reading() as session:
        return imports.get(session, import_id).created_at > found.fetched_at


def _not_there(view: View, side: Side) -> Standing:
    if view.client.source is not Source.FORTNOX:
        return Standing(side, State.NOT_RUN, *_elsewhere(view))
    with data.house().store.reading() as session:
        made = bool(appendices.of_client(session, view.client.id))
    if not made:
        return Standing(
            side,
            State.NOT_RUN,
            _("Nothing has been imported from Fortnox yet."),
            _("Every import from Fortnox makes this appendix by itself."),
        )
    ledger = _("the customer ledger") if side is Side.RECEIVABLES else _("the supplier ledger")
    return Standing(
        side,
        State.NOT_RUN,
        _("The imports from Fortnox so far were made without {ledger}.", ledger=ledger),
        _("Import again, with {ledger} chosen.", ledger=ledger),
    )


def _elsewhere(view: View) -> tuple[str, str]:
    """What is said of a client whose books do not come from Fortnox, where nothing there can be mended."""
    if view.client.source is None:
        return _("The appendices come with imports from Fortnox."), _("This client has no data source yet.")
    source = word(view.client.source)
    return (
        _("The appendices come with imports from Fortnox."),
        _("This client's data source is {source}.", source=source),
    )


def _refused(view: View, side: Side, found: Supplement, when: date) -> Standing:
    """The ledger that the books went by before, out of date; else why there is none."""
    reason, next_step = _why(found) if view.client.source is Source.FORTNOX else _elsewhere(view)
    with data.house().store.reading() as session:
        older = appendices.last_ledger(session, view.client.id, SupplementKind(side.value))
    if older is None:
        return Standing(side, State.NOT_RUN, reason, next_step)
    shown = data.appendix(view.client, view.books, older, when)
    out = _(panels.SIGNS[State.STALE].word)
    return Standing(side, State.STALE, out, next_step, shown=shown, fetched_at=older.fetched_at, refused=reason)


def _why(found: Supplement) -> tuple[str, str]:
    """What Fortnox refused, with its cause and next step as the import kept them."""
    facts = dict(found.facts)
    remedy = str(facts.pop(REMEDY, ""))
    reason = translate(found.message, current(), **facts) if found.message else _("Fortnox refused the ledger.")
    return reason, translate(remedy, current(), **facts) if remedy else ""


def _compared(shown: AppendixView) -> tuple[State, str]:
    if shown.difference is None:
        return State.NOT_RUN, _("nothing to compare with")
    if shown.difference == 0:
        return State.AGREES, _(panels.SIGNS[State.AGREES].word)
    causes = {cause.finding.check for cause in shown.explanation.causes}
    if causes == {CASH_METHOD}:
        return State.NOT_RUN, _("cash method")
    if causes == {EARLIER}:
        return State.AGREES, _("agrees with account {account}", account=ACCOUNTS[shown.side].earlier)
    return State.DIFFERS, _("differs by {amount}", amount=sek(shown.difference))
