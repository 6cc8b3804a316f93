"""Whose books Fortnox would give us: held against the client's organisation number and its database in Fortnox."""

from typing import Final

from lib.core.languages import mark
from lib.core.organisations import TEST_COMPANY, is_valid, org_number
from lib.fortnox.failures import WrongCompany
from lib.fortnox.registers import Company
from lib.store import books, clients, connections, imports
from lib.store.database import Session
from lib.store.tables import Client

NONE: Final = "–"
FORTNOX_PROGRAM: Final = "Fortnox"


class CompanyTaken(WrongCompany):
    """The company that was chosen is another client of Brygga's, `expected`."""

    text = mark("The company chosen in Fortnox is {found} ({found_number}), which is another client here: {expected}.")
    next_step = mark("Open {expected} and connect from there, or connect again and choose this client's own company.")


class OtherDatabase(WrongCompany):
    """The right company, in another of its databases in Fortnox (`chosen`) than the books here come from (`known`)."""

    text = mark(
        "{found} has more than one database in Fortnox: {chosen} was chosen, but the books here come from {known}."
    )
    next_step = mark(
        "Connect again and choose database {known} in Fortnox; if it cannot be chosen there, have Fortnox unlink "
        "the database that is no longer used."
    )


def check_company(session: Session, client: Client, company: Company) -> None:
    """Raise WrongCompany, by name, when `company` is not the client.

    A client without a number takes any company that is no other client's (else CompanyTaken), but stays with
    the database that it had first (else OtherDatabase). Fortnox's own test company stands in for any client of
    the demo, and for no other.
    """
    expected, found = org_number(client.org_number), org_number(company.org_number)
    stands_in = client.demo and found == TEST_COMPANY
    if expected and found != expected and not stands_in:
        raise _wrong(client, company, found or NONE, expected)
    if not expected:
        _check_free(session, client, company, found)
    known = known_tenants(session, client.id)
    if known and company.tenant not in known:
        database = ", ".join(str(tenant) for tenant in sorted(known))
        raise OtherDatabase(found=company.name, chosen=str(company.tenant), known=database)


def fill_number(session: Session, client: Client, company: Company) -> str:
    """Give a client without an organisation number the company's; the number that was set, blank when none was."""
    number = org_number(company.org_number)
    if client.org_number or is_test_company(number) or not is_valid(number):
        return ""
    clients.change(session, client.id, org_number=number)
    return number


def is_test_company(number: str) -> bool:
    """Whether a number is the one of Fortnox's test companies, which several of them carry."""
    return org_number(number) == TEST_COMPANY


def known_tenants(session: Session, client_id: int) -> set[int]:
    """The databases in Fortnox that the client's connections and its books in use come from."""
    tenants = {connection.tenant for connection in connections.of_client(session, client_id)}
    for import_id in set(books.active(session, client_id).imports.values()):
        known = imports.get(session, import_id).summary
        stated = str(known.get("company_id") or "")
        if known.get("program") == FORTNOX_PROGRAM and stated.isdecimal():
            tenants.add(int(stated))
    return tenants


def _check_free(session: Session, client: Client, company: Company, number: str) -> None:
    holder = None if is_test_company(number) else clients.by_org_number(session, number)
    if holder is not None and holder.id != client.id:
        raise CompanyTaken(found=company.name, found_number=number, expected=holder.name)


def _wrong(client: Client, company: Company, found: str, number: str) -> WrongCompany:
    return WrongCompany(found=company.name, found_number=found, expected=client.name, number=number)
