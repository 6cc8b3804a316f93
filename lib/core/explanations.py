"""The one table of what makes a ledger differ from its account: what each cause says, and what to do about it.

A part of the words beside `lib.core.catalogue`, of the same form; `lib/locale/sv/ledgers.po` holds
the Swedish. Amounts are turned so that what is owed is positive.
"""

from collections.abc import Mapping
from typing import Final

from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import Fact, mark
from lib.core.remarks import REMARKS

_LOOK, _NOTE = Severity.WARNING, Severity.NOTE

EXPLANATIONS: Final[Mapping[str, CheckText]] = {
    # when it began
    "difference-arose": CheckText(
        _NOTE,
        mark("When the difference arose"),
        mark(
            "Ledger and account agreed until {before:date}; the difference arose on {since:date} and "
            "{changes:noun|is unchanged since|has been {difference:kr} since {steady:date}}."
        ),
        mark("Begin with what was booked and registered on {since:date}."),
    ),
    "difference-from-start": CheckText(
        _NOTE,
        mark("The difference is older than the books here"),
        mark(
            "Ledger and account have never agreed since the books here begin, {start:date}; "
            "the difference {changes:noun|is unchanged since|has been {difference:kr} since {steady:date}}."
        ),
        mark("Import the year before as well, to see on which day it arose."),
    ),
    "difference-beside": CheckText(
        _NOTE,
        mark("When the rest of the difference arose"),
        mark(
            "Beside the {part:kr} of an earlier system, ledger and account agreed until {before:date}; the rest arose "
            "on {since:date} and {changes:noun|is unchanged since|has been {difference:kr} since {steady:date}}."
        ),
        mark("Begin with what was booked and registered on {since:date}."),
    ),
    # what it comes of
    "manual-voucher": CheckText(
        _LOOK,
        mark("A voucher outside the ledger's own series"),
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) books {booked:kr} on account {account} "
            "and is no voucher of the ledger's own."
        ),
        mark(
            "Open the voucher. If it is an invoice or a payment, register it in Fortnox's ledger and reverse the "
            "voucher; if not, book it on another account than {account}."
        ),
    ),
    "edited-voucher": CheckText(
        _LOOK,
        mark("A voucher that was changed after booking"),
        mark(
            "Voucher {voucher} of {date:date} was changed after booking: on account {account} {struck:kr} was struck "
            "out and {added:kr} added, so that {booked:kr} is left where the ledger has {ledger:kr}."
        ),
        mark(
            "The ledger does not follow when a voucher is changed. Restore the row on account {account} in Fortnox, "
            "or correct the invoice or the payment in the ledger."
        ),
    ),
    "voucher-alone": CheckText(
        _LOOK,
        mark("A voucher that nothing in the ledger answers to"),
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) books {booked:kr} on account {account}, but no invoice or "
            "payment in the ledger answers to it."
        ),
        mark(
            "See in Fortnox whether an invoice or a payment was taken away after it was booked; register it again, "
            "or reverse the voucher."
        ),
    ),
    "cancelled-booked": CheckText(
        _LOOK,
        mark("A cancelled invoice that is still booked"),
        mark(
            "Voucher {voucher} of {date:date} books {booked:kr} on account {account} for invoice {invoice}, "
            "which is cancelled in the ledger."
        ),
        mark("Reverse the voucher in Fortnox."),
    ),
    "invoice-differs": CheckText(
        _LOOK,
        mark("An invoice whose voucher has another amount"),
        mark(
            "Invoice {invoice} is {ledger:kr} in the ledger, but its voucher {voucher} of {date:date} books "
            "{booked:kr} on account {account}."
        ),
        mark(
            "Compare the invoice with its voucher. Correct the row on account {account} in Fortnox, or credit the "
            "invoice and make it anew."
        ),
    ),
    "invoice-voucher-missing": CheckText(
        _LOOK,
        mark("An invoice whose voucher is not in the books"),
        mark("Invoice {invoice} of {ledger:kr} names voucher {voucher}, which the books here do not have."),
        mark(
            "Import again, so that ledger and books are of the same moment; if the voucher is missing still, look for "
            "it in Fortnox."
        ),
    ),
    "payment-before-invoice": CheckText(
        _LOOK,
        mark("A payment that was booked before its invoice"),
        mark(
            "Payment {payment} of {date:date} is booked by voucher {voucher}, but invoice {invoice} was not booked "
            "until {from:date}: on the balance date the ledger has neither."
        ),
        mark(
            "From {from:date} on the two agree. If the balance date must agree too, give the invoice's voucher an "
            "earlier date in Fortnox."
        ),
    ),
    "payment-unbooked-invoice": CheckText(
        _LOOK,
        mark("A payment of an invoice that is not booked"),
        mark(
            "Payment {payment} of {date:date} is booked by voucher {voucher}, but invoice {invoice} is not booked, "
            "is cancelled or is gone, so that the ledger has neither."
        ),
        mark("Book invoice {invoice} in Fortnox, or move the payment to the invoice that it belongs to."),
    ),
    "payment-other-day": CheckText(
        _LOOK,
        mark("A payment booked on another day"),
        mark(
            "Payment {payment} of invoice {invoice} counts in the ledger from {day:date}, but its voucher {voucher} "
            "is dated {date:date}."
        ),
        mark(
            "The difference goes by itself after the later of the two days; if the balance date must agree, change "
            "one of the dates in Fortnox."
        ),
    ),
    "payment-differs": CheckText(
        _LOOK,
        mark("A payment whose voucher has another amount"),
        mark(
            "The payment of invoice {invoice} is {ledger:kr} in the ledger, but voucher {voucher} of {date:date} "
            "books {booked:kr} on account {account}."
        ),
        mark("Compare the payment with its voucher in Fortnox and correct the one that is wrong."),
    ),
    "payment-alone": CheckText(
        _LOOK,
        mark("A payment that no voucher answers to"),
        mark(
            "Payment {payment} of {date:date} takes {paid:kr} off invoice {invoice}, but no voucher books it on "
            "account {account}."
        ),
        mark(
            "Look for the payment on another account, for example one for payments to be sorted out, and book it "
            "against account {account}."
        ),
    ),
    "opening-moved": CheckText(
        _LOOK,
        mark("The opening balance is not last year's closing balance"),
        mark("Account {account} opens {date:date} with {opening:kr}, but closed before that with {closing:kr}."),
        mark("In Fortnox: Register > Kontoplan > Överför balanser från föregående år; then import again."),
    ),
    "earlier-system": CheckText(
        _NOTE,
        mark("Not reconciled from an earlier system"),
        mark(
            "{part:kr} stands on account {account}, not reconciled from an earlier system, and answers to what the "
            "ledger has beyond account {main}."
        ),
        mark(
            "Nothing needs to be wrong: the amount is shown apart. Carry it from account {account} to {main} when the "
            "invoices that it answers to are known."
        ),
    ),
    "migrated-differs": CheckText(
        _LOOK,
        mark("Invoices without voucher that the opening balance does not hold"),
        mark(
            "{invoices:count|invoice without voucher, {total:kr},|invoices without voucher, {total:kr} in all,} came "
            "into the ledger without being booked, and the opening balance {opening:kr} of account {account} on "
            "{start:date} does not answer to them."
        ),
        mark(
            "Compare the invoices marked “without voucher” with the list of open items from the earlier system, and "
            "correct the opening balance or the invoices."
        ),
    ),
    "unexplained": CheckText(
        _LOOK,
        mark("Unexplained"),
        mark("{amount:kr} of the difference is not explained: it was there when the books here begin, {start:date}."),
        mark(
            "Import the year before as well, or compare ledger and account in Fortnox on the day before {start:date}."
        ),
    ),
    "cash-method": CheckText(
        _NOTE,
        mark("The cash method"),
        mark(
            "The books follow the cash method: {invoices:count|invoice not yet paid, {total:kr}, is|invoices not yet "
            "paid, {total:kr} in all, are} not booked during the year."
        ),
        mark("Nothing is to be booked from here. At the end of the year Fortnox does it: Årsomföring i Fortnox."),
    ),
    "more-causes": CheckText(
        _LOOK,
        mark("More of the same kind"),
        mark("{number:count} more of the kind “{kind:text}” come to {amount:kr} together."),
        mark("Mend those listed first, import again, and see what is left."),
    ),
    # where to look
    "same-amount": CheckText(
        _NOTE,
        mark("A voucher of just that amount"),
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) has exactly the amount of the difference on account {account}."
        ),
        mark("Open it first."),
    ),
    "same-amount-elsewhere": CheckText(
        _NOTE,
        mark("A voucher of just that amount on other accounts"),
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) is of exactly the amount of the difference, and is not booked "
            "on account {account}."
        ),
        mark("Open it, and see whether it should have been booked on account {account}."),
    ),
    "two-vouchers": CheckText(
        _NOTE,
        mark("Two vouchers that sum to the amount"),
        mark("Vouchers {voucher} and {other} sum to exactly the difference on account {account}."),
        mark("Open them first."),
    ),
    # said so that nobody wonders
    **REMARKS,
}


def explanation(
    kind: str, facts: Mapping[str, Fact], *, account: str | None = None, voucher: str | None = None
) -> Finding:
    """Make a finding of one kind, with the weight that the table gives it."""
    return Finding(kind, EXPLANATIONS[kind].severity, facts, None, account, voucher)
