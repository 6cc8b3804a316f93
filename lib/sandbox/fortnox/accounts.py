"""The chart of accounts of each financial year, cost centres and projects."""

from collections.abc import Mapping, Sequence
from typing import Final

from lib.sandbox.chart import Account
from lib.sandbox.fortnox.amounts import kronor
from lib.sandbox.fortnox.asked import exists, first_of, matches, year_asked
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import Refused, not_found
from lib.sandbox.fortnox.general import always
from lib.sandbox.fortnox.live_books import Year
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, SandboxCompany

_VAT_CODES: Final[Mapping[str, str]] = {
    "2611": "U1", "2621": "U2", "2631": "U3", "2641": "I", "3001": "MP1", "3002": "MP2", "3003": "MP3", "3041": "MP1",
}  # fmt: skip


def accounts(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The accounts of a year, by number."""
    us = ours(company)
    year = year_asked(us, query)
    wanted = matches(query, {"sru": lambda account: account.sru})
    return always((_account(us, year, one) for one in us.books.chart if wanted(one)), year.span.start)


def account(company: SandboxCompany, key: Key, query: Query) -> Record:
    """One account of a year, with what it carries forward."""
    us = ours(company)
    year = year_asked(us, query)
    found = exists(first_of(us.books.chart, lambda one: (one.number,) == key), not_found(2000423, "kontot"))
    brief = dict(_account(us, year, found))
    carried = kronor(us.live.of(year).closing.get(found.number, 0))
    vat, sru, own = brief.pop("VATCode"), brief.pop("SRU"), brief.pop("Year")
    forward = {"BalanceCarriedForward": carried} if found.is_balance else {"BalanceCarriedForward": 0}
    return _with_forward(brief, forward) | {
        "OpeningQuantities": [], "QuantitySettings": "ALLOWED", "QuantityUnit": "", "SRU": sru,
        "TransactionInformation": "", "TransactionInformationSettings": "ALLOWED", "VATCode": vat, "Year": own,
    }  # fmt: skip


def _with_forward(brief: Mapping[str, object], forward: Mapping[str, object]) -> dict[str, object]:
    """The account's carried balance stands behind what it brought with it."""
    made: dict[str, object] = {}
    for name, value in brief.items():
        made[name] = value
        if name == "BalanceBroughtForward":
            made |= forward
    return made


def _account(company: FortnoxCompany, year: Year, account: Account) -> Record:
    setup, number = company.setup, account.number
    return {
        "@url": f"accounts/{number}?financialyear={year.id}",
        "Active": number not in setup.inactive_accounts,
        "BalanceBroughtForward": kronor(company.live.of(year).opening.get(number, 0)),
        "CostCenter": None,
        "CostCenterSettings": "MANDATORY" if number in setup.centre_needed else "ALLOWED",
        "Description": account.name,
        "Number": int(number),
        "Project": None,
        "ProjectSettings": "MANDATORY" if number in setup.project_needed else "ALLOWED",
        "SRU": int(account.sru or 0),
        "VATCode": _VAT_CODES.get(number),
        "Year": year.id,
    }


def cost_centres(company: SandboxCompany, _key: Key, _query: Query) -> Sequence[Listed]:
    """The cost centres, those that are no longer used among them."""
    us = ours(company)
    return always([_centre(us, code) for code in sorted(_centres(us))], us.live.years[0].span.start)


def cost_centre(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One cost centre, by its code; raises Refused 2999103 (our code)."""
    us = ours(company)
    code = exists(first_of(_centres(us), lambda one: (one,) == key), not_found(2999103, "kostnadsstället"))
    return _centre(us, code)


def _centres(company: FortnoxCompany) -> Mapping[str, str]:
    return {**company.books.centres, **company.setup.inactive_centres}


def _centre(company: FortnoxCompany, code: str) -> Record:
    return {
        "@url": f"costcenters/{code}",
        "Active": code not in company.setup.inactive_centres,
        "Code": code,
        "Description": _centres(company)[code],
        "Note": None,
    }


def projects(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The projects, those that are over among them."""
    us = ours(company)
    known = _projects(us)
    wanted = matches(query, {"description": known.__getitem__, "projectleader": lambda _: ""})
    return always([_project(us, code) for code in sorted(known) if wanted(code)], us.live.years[0].span.start)


def project(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One project, by its number; raises Refused 2001161."""
    us = ours(company)
    missing = Refused(404, 2001161, "Kan inte hitta projektet.")
    brief = dict(_project(us, exists(first_of(_projects(us), lambda one: (one,) == key), missing)))
    return {"@url": brief.pop("@url"), "Comments": None, "ContactPerson": None, **brief}


def _projects(company: FortnoxCompany) -> Mapping[str, str]:
    return {**company.books.projects, **company.setup.completed_projects}


def _project(company: FortnoxCompany, code: str) -> Record:
    over = code in company.setup.completed_projects
    return {
        "@url": f"projects/{code}",
        "Description": _projects(company)[code][:50],
        "EndDate": company.live.years[0].span.end if over else None,
        "ProjectLeader": None,
        "ProjectNumber": code,
        "Status": "COMPLETED" if over else "ONGOING",
        "StartDate": None,
    }
