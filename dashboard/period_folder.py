"""The whole period as one paper with a table of contents: the folder of working papers that an accountant files.

It is gathered when the button is pressed, outside the page's run, of what the period's own pages show.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import polars as pl

from dashboard import (
    account_papers,
    account_standing,
    check_papers,
    check_reading,
    closing_data,
    data,
    entries_beside,
    entry_papers,
    exports,
    held_against,
    income_view,
    main_appendix_view,
    paper_parts,
    period_papers,
    reconciled,
    vat_data,
    vat_view,
)
from dashboard.language import _, current, when
from dashboard.working import Working
from lib.closing.main_appendices import main_appendices
from lib.closing.standings import progress
from lib.closing.vat_returns import VatReturn
from lib.core.languages import Language, mark
from lib.core.money import count, sek
from lib.ledger.balances import without_zeros
from lib.ledger.statements import balance_sheet, income_statement
from lib.reports import ledger_sheets
from lib.reports.appendix_sheets import appendix_sheets, appendix_title
from lib.reports.check_sheets import sheets as check_sheets
from lib.reports.closing_sheets import main_appendices_sheet, reconciliation_sheet
from lib.reports.income_sheets import income_analysis_sheet
from lib.reports.paper_sheets import papers_sheet
from lib.reports.papers import Chapter, Facts, Paper, Part
from lib.reports.period_sheets import checklist_sheet
from lib.reports.provenance import Provenance
from lib.reports.sheets import Sheet
from lib.reports.vat_sheets import vat_sheets
from lib.store import checklists

ROWS_A_TABLE: Final = 3_000
"""A longer table is left out of the folder, which says so: it is taken out by itself."""
LEFT_OUT: Final = mark("{rows} rows are too many for the folder: take this table out by itself, from its own page.")

Chapters = Iterator[Chapter]


def button(at: Working) -> None:
    """The button for the folder."""
    title = f"{_('Working papers')} {at.period.label}"
    told = {_("Reconciled period"): at.period.title(current()), _("Status"): period_papers.state(at)}

    def folder(about: Provenance, language: Language) -> Paper:
        at.view.desk.allow("books.export", at.client.id)
        return of_period(at, title, about, language)

    exports.paper_button(account_standing.seen(at), _("The period's working papers (PDF)"), title, folder, told)


def of_period(at: Working, title: str, about: Provenance, language: Language) -> Paper:
    """All chapters of the folder that hold anything."""
    chapters = [
        Chapter(one.title, [_fitting(part) for part in one.parts], one.lead, one.note)
        for make in _CHAPTERS
        for one in make(at, language)
        if one.parts
    ]
    return Paper(title, about, chapters)


def _standing(at: Working, language: Language) -> Chapters:
    """How the period stands, its checklist, what was said of it, and the lines to sign."""
    done = progress(reconciled.accounts(at))
    found = closing_data.checked_of(at.view, at.at)
    facts = [
        (_("Status"), period_papers.state(at)),
        (_("Accounts done"), _("{done:count} of {all:count}", done=done.done, all=done.accounts)),
        (_("Open difference"), sek(done.open_difference)),
        (_("Checks run"), f"{when(found.run_at)}, {found.run_by}" if found else _("not run")),
    ]
    items = period_papers.checklist(at)
    listed = [checklist_sheet(items, language)] if items.height else []
    yield Chapter(_("Period closing"), [Facts("", facts), *listed, *paper_parts.of_period(at)])


def _reconciliation(at: Working, language: Language) -> Chapters:
    rows, beside = reconciled.accounts(at), entries_beside.of(at.at)
    more = reconciled.in_entries_alone(at, beside, rows)
    every = pl.concat([pl.concat([rows, more]).sort("account"), reconciled.unbooked(at)])
    yield _of_sheet(reconciliation_sheet(beside.onto(every) if beside else every, language))
    groups = main_appendix_view.grouped(rows, more, beside) if beside else main_appendices(rows)
    if groups.height:
        yield _of_sheet(main_appendices_sheet(groups, language))


def _accounts(at: Working, language: Language) -> Chapters:
    """Each account that is held against something, marked or commented on."""
    with data.house().store.reading() as session:
        commented = {row.account for row in checklists.comments(session, at.client.id, at.key) if row.account}
    held = {paper.account for paper in held_against.of_period(at)}
    for number in sorted({*held, *commented, *closing_data.papers(at.view, at.at).done}):
        found = account_standing.of(at, number)
        if found is not None:
            rows = account_papers.rows(found)
            listed = [papers_sheet(rows, language)] if rows.height else []
            yield Chapter(found.title, [*listed, *paper_parts.of_account(found)])


def _ledgers(at: Working, language: Language) -> Chapters:
    for side, shown in closing_data.ledgers(at.view, at.at).items():
        lead = {_("Balance date"): shown.day.isoformat()}
        yield Chapter(appendix_title(side, language), appendix_sheets(shown, language), lead)


def _income(at: Working, language: Language) -> Chapters:
    rows, beside = income_view.of_period(at), entries_beside.of(at.at)
    rows = income_view.with_entries(at, beside, rows) if beside else rows
    if rows.height:
        yield _of_sheet(income_analysis_sheet(rows, language))


def _vat(at: Working, language: Language) -> Chapters:
    every = vat_data.spans(at)
    if not every:
        return
    span = vat_data.usual(at, every)
    found = vat_data.returned(at, span)
    known = found if isinstance(found, VatReturn) else None
    reason = "" if known else _("The return cannot be told: {reason:text}.", reason=str(found))
    accounts = vat_view.with_entries_that_move(at, vat_data.accounts(at, span), entries_beside.of(at.at, span))
    sheets = vat_sheets(known, accounts, vat_data.wages(at, span), language)
    yield Chapter(f"{_('VAT and fees')} {span}", sheets, {_("VAT return"): reason})


def _checks(at: Working, language: Language) -> Chapters:
    """What the checks found; in a locked period as they stood."""
    found = check_reading.read_of(at.view, closing_data.checked_of(at.view, at.at))
    if found is None:
        return
    lines = [check_papers.line(check, check.items) for check in found.checks]
    run = f"{when(found.run.run_at)}, {found.run.run_by}"
    note = _("The results are out of date.") if found.run.stale else ""
    parts = [*check_sheets(lines, language), *check_papers.explained(found.checks)]
    yield Chapter(_("Check results"), parts, {_("Checks run"): run}, note)


def _entries(at: Working, language: Language) -> Chapters:
    yield Chapter(_("Closing entries"), entry_papers.parts(at, language))


def _books(at: Working, language: Language) -> Chapters:
    """The ledger's own statements of the period."""
    view = account_standing.seen(at)
    trial = data.balances(view.shown_snapshot, view.first, view.last, view.before[1] if view.before else None)
    yield _of_sheet(ledger_sheets.trial_balance_sheet(without_zeros(trial), language))
    yield _of_sheet(ledger_sheets.income_sheet(income_statement(trial, zeros=False), language))
    yield _of_sheet(ledger_sheets.balance_sheet(balance_sheet(trial, zeros=False), language))


_CHAPTERS: Final[Sequence[Callable[[Working, Language], Chapters]]] = (
    _standing,
    _reconciliation,
    _accounts,
    _ledgers,
    _income,
    _vat,
    _checks,
    _entries,
    _books,
)


def _of_sheet(sheet: Sheet) -> Chapter:
    return Chapter(sheet.title, [sheet])


def _fitting(part: Part) -> Part:
    if isinstance(part, Sheet) and part.frame.height > ROWS_A_TABLE:
        return Facts(part.title, [(_("Left out"), _(LEFT_OUT, rows=count(part.frame.height)))])
    return part
