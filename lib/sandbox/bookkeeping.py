"""Keeps the books of a made-up business: all it did until a day, as numbered vouchers in closed and open years."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from lib.core.periods import FinancialYear
from lib.sandbox.books import Books, BooksYear, Draft, Voucher
from lib.sandbox.chart import Account, company_chart, sole_trader_chart
from lib.sandbox.documents import Invoice, State
from lib.sandbox.names import person
from lib.sandbox.profile import Profile
from lib.sandbox.routine import routine
from lib.sandbox.stories import NO_STORIES, Stories
from lib.sandbox.trade import customers, disbursements, purchases, receipts, sales, suppliers
from lib.sandbox.vouchers import billed, edited, invoiced, paid, received
from lib.sandbox.year_end import unpaid_at, vat_returns, year_end


def keep(profile: Profile, today: date, stories: Stories = NO_STORIES) -> Books:
    """Make the books of `profile` as they stand on `today`, with what `stories` tell beside its routine.

    Years before the one that `today` lies in are closed; the current one runs until `today`. The same
    profile and day give the same books, and a later day adds vouchers without changing earlier ones,
    but for those of year-ends and VAT returns passed meanwhile.
    """
    spans = profile.spans(today)
    until = min(today, spans[-1].end)
    invoices = sales(profile, spans, until, stories.invoices)
    bills = purchases(profile, spans, until, stories.bills)
    bare = Books(
        chart=_chart(profile),
        centres=profile.centres,
        projects=profile.projects,
        customers=customers(profile) + stories.customers,
        suppliers=suppliers(profile) + stories.suppliers,
        invoices=tuple(invoices),
        payments=tuple(receipts(profile, invoices, until, stories.payments)),
        supplier_invoices=tuple(bills),
        supplier_payments=tuple(disbursements(bills, until, stories.payments)),
        years=(),
    )
    told = (*_from_documents(profile, bare, stories), *stories.drafts)
    drafts = [*(draft for draft in told if draft.day <= until), *routine(profile, spans, until)]
    return replace(bare, years=tuple(_years(profile, bare, spans, drafts, today)))


def _chart(profile: Profile) -> tuple[Account, ...]:
    chart = sole_trader_chart() if profile.sole_trader else company_chart()
    return tuple(sorted(chart + profile.accounts, key=lambda account: account.number)) if profile.accounts else chart


def _from_documents(profile: Profile, books: Books, stories: Stories) -> Iterator[Draft]:
    if not profile.cash:
        for make, documents in ((invoiced, books.invoices), (billed, books.supplier_invoices)):
            yield from (_told(make(made), made, stories) for made in documents if made.state is State.BOOKED)
    sold, bought = _by_number(books.invoices), _by_number(books.supplier_invoices)
    yield from (received(p, sold[p.invoice], cash=profile.cash) for p in books.payments if p.booked)
    yield from (paid(p, bought[p.invoice], cash=profile.cash) for p in books.supplier_payments if p.booked)


def _told(draft: Draft, invoice: Invoice, stories: Stories) -> Draft:
    edit = stories.edits.get(invoice.story)
    return edited(draft, edit.change, edit.day, person(3)) if edit else draft


def _by_number(invoices: Iterable[Invoice]) -> dict[str, Invoice]:
    return {invoice.number: invoice for invoice in invoices}


def _years(
    profile: Profile, books: Books, spans: Sequence[FinancialYear], drafts: list[Draft], today: date
) -> Iterator[BooksYear]:
    opening = {account: kronor * 100 for account, kronor in profile.opening.items()}
    waiting = drafts
    for span in spans:
        mine = [draft for draft in waiting if draft.day in span]
        waiting = [draft for draft in waiting if draft.day > span.end]
        closed = span.end < today
        if profile.cash and closed:
            for entry, back in _unpaid(books, span):
                mine.append(entry)
                waiting.append(back)
        returns = list(vat_returns(profile, span, mine, today))
        mine += (draft for draft in returns if draft.day in span)
        waiting += (draft for draft in returns if draft.day > span.end)
        if closed:
            entries, carried = year_end(profile, span, mine, books.supplier_invoices)
            mine += entries
            waiting += (draft for draft in carried if draft.day <= today)
        year = BooksYear(span, min(span.end, today), opening, tuple(_numbered(mine, today)))
        yield year
        opening = year.closing


def _unpaid(books: Books, span: FinancialYear) -> Iterator[tuple[Draft, Draft]]:
    for supplier in (False, True):
        left = books.open_items(span.end, suppliers=supplier)
        documents = books.supplier_invoices if supplier else books.invoices
        if left:
            yield unpaid_at(span, [made for made in documents if made.number in left], supplier=supplier)


def _numbered(drafts: Iterable[Draft], today: date) -> Iterator[Voucher]:
    """Number each series in the order the vouchers were entered, as the program does when they are saved."""
    last: dict[str, int] = {}
    for draft in sorted(drafts, key=lambda made: (made.series, made.registered or made.day)):
        number = last[draft.series] = last.get(draft.series, 0) + 1
        entered = min(draft.registered or draft.day, today)
        document = (draft.kind, draft.reference, draft.changed)
        yield Voucher(draft.series, number, draft.day, draft.text, draft.rows, entered, *document)
