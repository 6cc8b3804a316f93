"""What a check may need, and the words for its absence: blank means that it is there."""

import polars as pl

from lib.checks.registry import Intake
from lib.core.languages import mark
from lib.core.organisations import is_valid
from lib.ledger.books import Extent


def sie_file(intake: Intake) -> str:
    """A SIE file, not a spreadsheet or typed rows."""
    return mark("the source is not a SIE file") if intake.sie is None else ""


def financial_year(intake: Intake) -> str:
    """Books of at least one year."""
    return "" if intake.books else mark("the file names no financial year")


def whole_year(intake: Intake) -> str:
    """More than loose vouchers."""
    loose = bool(intake.books) and intake.books[0].extent is Extent.PART
    return mark("the file holds loose vouchers (SIE 4I or 5I) and no balances") if loose else ""


def vouchers(intake: Intake) -> str:
    """At least one voucher."""
    return mark("the file has no vouchers") if intake.vouchers.is_empty() else ""


def all_vouchers(intake: Intake) -> str:
    """Vouchers, or the promise of type 4E that the file holds all there are."""
    return "" if intake.sie and intake.sie.sie_type == "4E" else vouchers(intake)


def opening_balances(intake: Intake) -> str:
    """At least one opening balance of the file's own year."""
    if _states(intake, "IB") or (intake.sie is None and (intake.books[0].balances["opening"] != 0).any()):
        return ""
    return mark("the file states no opening balances")


def opening_balances_if_left_out(intake: Intake) -> str:
    """Opening balances where a source may lack the whole column; a SIE file that states none opens at nought."""
    return "" if intake.sie else opening_balances(intake)


def closing_balances(intake: Intake) -> str:
    """At least one closing balance of the file's own year."""
    return "" if _states(intake, "UB") else mark("the file states no closing balances")


def results(intake: Intake) -> str:
    """At least one result of the file's own year."""
    return "" if _states(intake, "RES") else mark("the file states no results (#RES)")


def last_year(intake: Intake) -> str:
    """Last year's closing balances, in the file or in the client's books."""
    there = _states(intake, "UB", -1) or (intake.previous is not None and not intake.previous.is_empty())
    return "" if there else mark("last year is neither in the file nor in the client's books")


def chart_of_accounts(intake: Intake) -> str:
    """At least one declared account: type 4I may leave them all out."""
    return "" if intake.sie and not intake.sie.accounts.is_empty() else mark("the file has no chart of accounts")


def checksum(intake: Intake) -> str:
    """A checksum that was read to its end."""
    return mark("the file has no checksum") if intake.sie and intake.sie.checksum == "absent" else ""


def client(intake: Intake) -> str:
    """A client that the books should belong to."""
    return "" if intake.client else mark("no client is chosen")


def client_number(intake: Intake) -> str:
    """The client's own organisation number."""
    known = intake.client and intake.client.org_number
    return "" if known else mark("the client has no organisation number yet")


def org_number(intake: Intake) -> str:
    """A number in the file that some company carries."""
    valid = intake.sie and is_valid(intake.sie.head("org_number") or "")
    return "" if valid else mark("the file has no valid organisation number")


def _states(intake: Intake, kind: str, year_index: int = 0) -> bool:
    if intake.sie is None:
        return False
    rows = (pl.col("kind") == kind) & (pl.col("year_index") == year_index)
    return bool(intake.sie.balances.select(rows.any()).item())
