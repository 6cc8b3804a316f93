"""Keeps the books of a made-up business: all it did until a day, as numbered vouchers in closed and open years."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lib.core.periods import FinancialYear
from lib.sandbox.books import Books, BooksYear, Draft, Invoice, Voucher
from lib.sandbox.chart import company_chart, sole_trader_chart
from lib.sandbox.profile import Profile
from lib.sandbox.routine import routine
from lib.sandbox.trade import customers, disbursements, purchases, receipts, sales, suppliers
from lib.sandbox.vouchers import billed, invoiced, paid, received
from lib.sandbox.year_end import unpaid_at, vat_returns, year_end


def keep(profile: Profile, today: date) -> Books:
    """Make the books of `profile` as they stand on `today`.

    Years before the one that `today` lies in are closed; the current one runs until `today`. The same
    profile and day give the same books, and a later day adds vouchers without changing earlier ones,
    but for those of year-ends and VAT returns passed meanwhile.
    """
    spans = profile.spans(today)
    invoices, bills = sales(profile, spans, today), purchases(profile, spans, today)
    bare = Books(
        chart=sole_trader_chart() if profile.sole_trader else company_chart(),
        centres=profile.centres,
        projects=profile.projects,
        customers=customers(profile),
        suppliers=suppliers(profile),
        invoices=tuple(invoices),
        payments=tuple(receipts(profile, invoices, today)),
        supplier_invoices=tuple(bills),
        supplier_payments=tuple(disbursements(bills, today)),
        years=(),
    )
    drafts = [*_from_documents(profile, bare), *routine(profile, spans, today)]
    years = tuple(_years(profile, bare, spans, drafts, today))
    return Books(**(vars(bare) | {"years": years}))


def _from_documents(profile: Profile, books: Books) -> Iterator[Draft]:
    if not profile.cash:
        yield from map(invoiced, books.invoices)
        yield from map(billed, books.supplier_invoices)
    sold, bought = _by_number(books.invoices), _by_number(books.supplier_invoices)
    yield from (received(p, sold[p.invoice], cash=profile.cash) for p in books.payments)
    yield from (paid(p, bought[p.invoice], cash=profile.cash) for p in books.supplier_payments)


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
        yield Voucher(draft.series, number, draft.day, draft.text, draft.rows, entered, draft.kind, draft.reference)
