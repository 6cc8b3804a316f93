"""What each company's accounts 1510 and 2440 hold beside their ledgers, and why: known, because it was made so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lib.sandbox.books import PAYABLE, RECEIVABLE, Books, Kind, Mark, Voucher
from lib.sandbox.documents import State
from lib.sandbox.stories import Stories

MANUAL, EDITED, EARLIER, CASH = "manual-voucher", "edited-voucher", "earlier-system", "cash-method"
TAX_SHARE, NO_VOUCHER = "tax-share", "no-voucher"


@dataclass(frozen=True, slots=True)
class Difference:
    """What an account holds beyond its ledger, in öre, from `day` on.

    It is the account's balance, debts taken as positive, less what is open of the invoices that were booked
    by then, by the day of their vouchers, without the tax agency's shares, at the invoices' own rates.
    What does not count (`counts`) is told for its own sake: shares on 1513, invoices without vouchers
    whose amount stands in the opening balance.
    """

    account: str
    kind: str
    amount: int
    day: date
    voucher: str = ""
    invoice: str = ""
    counts: bool = True

    def holds(self, day: date) -> bool:
        """Whether it stands on a day, and is a part of the difference."""
        return self.counts and self.day <= day


def truth(books: Books, stories: Stories, *, cash: bool) -> tuple[Difference, ...]:
    """All that is known of a company's two differences, by account and day."""
    found = [*_manual(books, cash=cash), *_edited(books, stories), *_earlier(books), *_shares(books)]
    return tuple(sorted(found, key=lambda one: (one.account, one.day, one.kind, one.invoice)))


def _manual(books: Books, *, cash: bool) -> Iterator[Difference]:
    """Vouchers by hand on the accounts; those of the cash method's year-end are taken back the next day."""
    for year in books.years:
        for voucher in year.vouchers:
            if voucher.kind is Kind.MANUAL:
                for account in (RECEIVABLE, PAYABLE):
                    if amount := _on(voucher, account):
                        kind = CASH if cash else MANUAL
                        yield Difference(account, kind, amount, voucher.day, f"{voucher.series} {voucher.number}")


def _on(voucher: Voucher, account: str) -> int:
    sign = -1 if account == PAYABLE else 1
    return sign * sum(row.amount for row in voucher.booked if row.account == account)


def _edited(books: Books, stories: Stories) -> Iterator[Difference]:
    numbers = {
        (kind, made.number)
        for kind, documents in ((Kind.INVOICE, books.invoices), (Kind.SUPPLIER_INVOICE, books.supplier_invoices))
        for made in documents
        if made.story in stories.edits
    }
    for year in books.years:
        for voucher in year.vouchers:
            if (voucher.kind, voucher.reference) in numbers:
                account = RECEIVABLE if voucher.kind is Kind.INVOICE else PAYABLE
                sign = -1 if account == PAYABLE else 1
                old = sum(row.amount for row in voucher.rows if row.account == account and row.mark is Mark.STRUCK)
                new = sum(row.amount for row in voucher.rows if row.account == account and row.mark is Mark.ADDED)
                yield Difference(
                    account, EDITED, sign * (new - old), voucher.day, voucher.label, invoice=voucher.reference
                )


def _earlier(books: Books) -> Iterator[Difference]:
    """Invoices from an earlier system: those that stand on another account are missing on this one."""
    start = books.years[0].span.start
    for account, documents in ((RECEIVABLE, books.invoices), (PAYABLE, books.supplier_invoices)):
        for made in documents:
            if made.state is State.MIGRATED:
                here = made.account == account
                amount, kind = (made.owed, NO_VOUCHER) if here else (-made.owed, EARLIER)
                yield Difference(account, kind, amount, start, invoice=made.number, counts=not here)


def _shares(books: Books) -> Iterator[Difference]:
    for made in books.invoices:
        if made.tax_share and made.counted:
            yield Difference(RECEIVABLE, TAX_SHARE, made.tax_share, made.counted, invoice=made.number, counts=False)
