"""Whose books they are, and in what state and currency the file says they come."""

from typing import Final

from lib.checks.needs import client, client_number, org_number, sie_file
from lib.checks.registry import Found, Intake, check
from lib.core.catalogue import finding
from lib.core.organisations import is_valid
from lib.core.organisations import org_number as written

NOTHING: Final = Found()
_ALREADY_IMPORTED: Final = "1"
_KRONOR: Final = "SEK"
_NAMELESS: Final = "–"


@check("other-company", needs=(sie_file, client, client_number, org_number))
def other_company(intake: Intake) -> Found:
    """The file's number is valid and not the client's own."""
    found = written(_head(intake, "org_number"))
    owner = intake.client
    if owner is None or found == written(owner.org_number):
        return NOTHING
    company = _head(intake, "company_name") or _NAMELESS
    expected = written(owner.org_number)
    return _one(intake, "other-company", company=company, found=found, client=owner.name, expected=expected)


@check("org-number-missing", needs=(sie_file,))
def org_number_missing(intake: Intake) -> Found:
    """The file has no organisation number, or a blank one."""
    return NOTHING if _head(intake, "org_number") else _one(intake, "org-number-missing")


@check("org-number-invalid", needs=(sie_file,))
def org_number_invalid(intake: Intake) -> Found:
    """The file has a number that no company and no person carries."""
    found = _head(intake, "org_number")
    return _one(intake, "org-number-invalid", found=found) if found and not is_valid(found) else NOTHING


@check("foreign-currency", of="sie")
def foreign_currency(intake: Intake) -> Found:
    """The books are kept in another currency than kronor (bokföringslagen 4 kap. 6 §)."""
    currency = _head(intake, "currency").upper()
    return _one(intake, "foreign-currency", currency=currency) if currency not in {"", _KRONOR} else NOTHING


@check("already-imported", of="sie")
def already_imported(intake: Intake) -> Found:
    """Another program has set the file's flag."""
    return _one(intake, "already-imported") if _head(intake, "flag") == _ALREADY_IMPORTED else NOTHING


def _head(intake: Intake, field: str) -> str:
    return str(intake.sie.head(field) or "").strip() if intake.sie else ""


def _one(intake: Intake, name: str, **facts: str) -> Found:
    return Found.of([finding(name, location=intake.place(), **facts)])
