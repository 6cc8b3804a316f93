"""Add and change client companies, and where their books come from."""

from typing import Final, TypedDict, Unpack

from lib.actions.desk import Desk
from lib.core.errors import InvalidInput
from lib.core.languages import mark
from lib.core.organisations import is_valid, org_number
from lib.store import books, clients, period_lengths, returns
from lib.store.columns import now
from lib.store.tables import (
    AccountingMethod,
    Client,
    Framework,
    LegalForm,
    ReconciliationPeriod,
    Source,
    VatPeriod,
)
from lib.store.words import SOURCE_NAMES

FIELD_NAME: Final = mark("Company name")
FIELD_ORG_NUMBER: Final = mark("Organisation number")
FIELD_SERIES: Final = mark("Series for vouchers without one")
FIELD_SOURCE: Final = mark("Data source")
_SERIES_AT_MOST: Final = 8


class ClientDetails(TypedDict, total=False):
    """What may be stated of a client; None is unset, and said where it matters."""

    name: str
    org_number: str
    legal_form: LegalForm | None
    accounting_method: AccountingMethod | None
    vat_period: VatPeriod | None
    framework: Framework | None
    reconciliation_period: ReconciliationPeriod | None
    default_series: str
    self_activating: bool


def create_client(desk: Desk, **details: Unpack[ClientDetails]) -> Client:
    """Add a client company; raises InvalidInput when the name or the number cannot be used."""
    with desk.acting("client.create", name=details.get("name", "")):
        checked = _checked({"name": "", "org_number": "", **details})
        with desk.transaction() as session:
            _refuse_taken(clients.by_org_number(session, checked.get("org_number", "")), None)
            return clients.add(session, **checked)


def change_client(desk: Desk, client_id: int, **details: Unpack[ClientDetails]) -> Client:
    """Change what is stated of a client; raises InvalidInput or NotFound.

    Another length of periods holds from the next quarter, once work on periods is under way.
    """
    with desk.acting("client.change", client_id, fields=", ".join(details)):
        checked = _checked(details)
        length = checked.get("reconciliation_period")
        with desk.transaction() as session:
            _refuse_taken(clients.by_org_number(session, checked.get("org_number", "")), client_id)
            if length is not None:
                # first, so that what is stated of the client is not yet what it becomes
                period_lengths.change_length(session, client_id, length, now().date())
            return clients.change(session, client_id, **checked)


def choose_source(desk: Desk, client_id: int, source: Source) -> Client:
    """Choose the client's data source in the start guide; every source may be chosen there."""
    with desk.acting("source.change", client_id, source=SOURCE_NAMES[source]), desk.transaction() as session:
        return clients.change(session, client_id, source=source)


def change_source(desk: Desk, client_id: int, source: Source) -> Client:
    """Change the data source afterwards: never to manual entry, which only the start guide offers.

    Books that are in use stay until an import from the new source replaces them.
    """
    with desk.acting("source.change", client_id, source=SOURCE_NAMES[source]), desk.transaction() as session:
        current = clients.get(session, client_id).source
        if source is Source.MANUAL and current is not Source.MANUAL:
            raise InvalidInput(field=FIELD_SOURCE, problem=mark("manual entry can be chosen only in the start guide"))
        return clients.change(session, client_id, source=source)


def reset_client(desk: Desk, client_id: int, *, expected_version: int) -> None:
    """Take all books of the client out of use; an undo brings them back.

    The next import from Fortnox takes the last three financial years again. Raises BooksChanged, and
    WrongState when nothing is in use.
    """
    with desk.acting("client.reset", client_id), desk.transaction() as session:
        books.reset(session, client_id, expected_version=expected_version, user_id=desk.person.user_id)
        returns.follow(desk.store, session, client_id)


def _checked(details: ClientDetails) -> ClientDetails:
    if "name" in details:
        details["name"] = details["name"].strip()
        if not details["name"]:
            raise InvalidInput(field=FIELD_NAME, problem=mark("state the company's name"))
    if "default_series" in details:
        details["default_series"] = _series(details["default_series"])
    if details.get("org_number"):
        details["org_number"] = org_number(details["org_number"])
        if not is_valid(details["org_number"]):
            raise InvalidInput(
                field=FIELD_ORG_NUMBER, problem=mark("the number is not valid: its check digit or form is wrong")
            )
    return details


def _series(text: str) -> str:
    series = text.strip()
    if not series.isalnum() or len(series) > _SERIES_AT_MOST:
        raise InvalidInput(field=FIELD_SERIES, problem=mark("a series is one to eight letters or digits"))
    return series


def _refuse_taken(holder: Client | None, client_id: int | None) -> None:
    if holder is not None and holder.id != client_id:
        raise InvalidInput(field=FIELD_ORG_NUMBER, problem=mark("another client already has this number"))
