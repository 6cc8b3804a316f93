"""What a trial balance from a spreadsheet, or typed by hand, may be found to be: a part of the one table."""

from collections.abc import Mapping
from typing import Final

from lib.core.findings import CheckText, Severity
from lib.core.languages import mark

SPREADSHEETS: Final[Mapping[str, CheckText]] = {
    "not-a-trial-balance": CheckText(
        Severity.REFUSED,
        mark("The spreadsheet is a trial balance"),
        mark("{file:text} cannot be read as a trial balance: {cause:text}."),
        mark(
            "Export the trial balance as Excel or CSV with the columns Konto, Benämning, Ing balans and Utg balans; "
            "title rows above the headings may stay."
        ),
    ),
    "unreadable-balance": CheckText(
        Severity.REFUSED,
        mark("Every balance is readable"),
        mark(
            "{rows:count|row|rows} of {file:text} cannot be read; the first is row {line}, "
            "where “{text}” is not {wanted:text}."
        ),
        mark("Correct the row and upload the file again; nothing of it was read."),
    ),
    "account-twice": CheckText(
        Severity.REFUSED,
        mark("Accounts stand once"),
        mark("Account {account} stands on row {line} of {file:text} and on an earlier row."),
        mark("Leave one row for each account: export without cost centres and projects. Nothing was read."),
    ),
    "closing-not-zero": CheckText(
        Severity.WARNING,
        mark("Closing balances sum to zero"),
        mark("The closing balances sum to {difference:kr} instead of zero."),
        mark(
            "If only balance accounts are listed, the sum is the year's result: add the income and cost accounts. "
            "Debit stands without a sign, credit with a minus."
        ),
    ),
    "balances-read": CheckText(
        Severity.NOTE,
        mark("What was read is said"),
        mark(
            "{accounts:count|account|accounts} read: opening balances sum to {opening:kr} and closing balances to "
            "{closing:kr}; {passed:count|row|rows} without an account number passed over."
        ),
        mark("Compare the sums with those of the list itself."),
    ),
}
