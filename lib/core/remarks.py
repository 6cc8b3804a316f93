"""What is said of a ledger whether it agrees with its account or not: a part of the one table of explanations."""

from collections.abc import Mapping
from typing import Final

from lib.core.findings import CheckText, Severity
from lib.core.languages import mark

REMARKS: Final[Mapping[str, CheckText]] = {
    "stands-apart": CheckText(
        Severity.NOTE,
        mark("Shown apart"),
        mark("{part:kr} stands on account {account}, not reconciled from an earlier system, and is in no sum here."),
        mark("Nothing needs to be done for the ledger to agree."),
    ),
    "tax-share": CheckText(
        Severity.NOTE,
        mark("The tax agency's share"),
        mark(
            "{invoices:count|open invoice has|open invoices have} a ROT or RUT share of {share:kr}, which is taken "
            "off: it stands on account {account}, whose balance is {balance:kr}."
        ),
        mark("Reconcile account {account} with the requests for payment to the tax agency."),
    ),
    "migrated-agree": CheckText(
        Severity.NOTE,
        mark("Invoices without voucher agree with the opening balance"),
        mark(
            "{invoices:count|invoice without voucher, {total:kr},|invoices without voucher, {total:kr} in all,} came "
            "into the ledger without being booked; the opening balances answer to them."
        ),
        mark("Nothing needs to be done."),
    ),
    "unbooked-invoices": CheckText(
        Severity.NOTE,
        mark("Invoices that are not booked"),
        mark(
            "{invoices:count|invoice of {total:kr}, dated until the balance date, is|invoices of {total:kr} in all, "
            "dated until the balance date, are} not booked."
        ),
        mark(
            "What is not booked is listed apart and in no sum. Book it in Fortnox and import again, if it belongs to "
            "the period."
        ),
    ),
    "unbooked-payments": CheckText(
        Severity.NOTE,
        mark("Payments that are not booked"),
        mark(
            "{payments:count|payment of {total:kr}, dated until the balance date, is|payments of {total:kr} in all, "
            "dated until the balance date, are} not booked."
        ),
        mark(
            "What is not booked takes nothing off here. Book it in Fortnox and import again, if it belongs to the "
            "period."
        ),
    ),
    "balance-today": CheckText(
        Severity.WARNING,
        mark("Balances that the payments do not add up to"),
        mark(
            "For {invoices:count|invoice|invoices} Fortnox's balance today is not the total less its payments, but "
            "{gap:kr} from it; the first is invoice {invoice}."
        ),
        mark(
            "A payment may have been taken away, or the invoice set off or changed, after it was booked; compare the "
            "invoices with Fortnox."
        ),
    ),
}
