"""The demo bureau: made-up clients, people and imports, through the same stations as real ones.

Beside the clients whose books came as files stand those of the local Fortnox, which nobody has connected to yet.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.jobs import stations
from lib.sandbox.companies import demo_companies
from lib.sandbox.facts import CompanyFacts
from lib.sandbox.fortnox.companies import sandbox_companies
from lib.store import books, clients, consents, imports, people
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import (
    AccountingMethod,
    Client,
    Framework,
    ImportState,
    LegalForm,
    ReconciliationPeriod,
    Role,
    Source,
    User,
    VatPeriod,
)

THE_COMPANY: Final = mark("The made-up company")
PEOPLE: Final[Mapping[Role, str]] = {
    Role.VIEWER: "Vilma Visby",
    Role.SUPPORT: "Sara Supportström",
    Role.ACCOUNTANT: "Rut Redovall",
    Role.ADMIN: "Adam Adminsson",
}
CONSENT: Final = "Visning: supporten hjälper till med importen"
_STATIONS: Final[tuple[Callable[[Store, str], stations.Outcome], ...]] = (
    stations.read,
    stations.check,
    stations.keep,
    stations.compare,
)


def seed(store: Store, today: date) -> None:
    """Make the demo's people, clients and imports where they are missing; a second call changes nothing."""
    accountant = _people(store)[Role.ACCOUNTANT]
    for company in demo_companies(today):
        client = _client(store, company, Source.SIE4)
        for name, content in company.files():
            _import(store, client, accountant, name, content)
    _consent(store, today, accountant)
    for company_in_fortnox in sandbox_companies(today):
        _client(store, company_in_fortnox, Source.FORTNOX)


def of_the_local_fortnox(store: Store, tenant: int, today: date) -> Client:
    """The demo's client that a company of the local Fortnox is, added where it is missing. Raises NotFound.

    A client of that number that is not a demo's is no made-up one: it is not given.
    """
    company = next((one for one in sandbox_companies(today) if one.tenant == tenant), None)
    if company is None:
        raise NotFound(thing=THE_COMPANY)
    client = _client(store, company, Source.FORTNOX)
    if not client.demo:
        raise NotFound(thing=THE_COMPANY)
    return client


def reset(store: Store, today: date) -> None:
    """Remove every client of the demo, with all that was made of them, and make them anew."""
    with store.transaction() as session:
        old = [client.id for client in clients.search(session) if client.demo]
    for client_id in old:
        clients.remove(store, client_id)
    seed(store, today)


def _people(store: Store) -> dict[Role, User]:
    with store.transaction() as session:
        return {
            role: people.by_subject(session, f"demo-{role.value}")
            or people.add_user(session, subject=f"demo-{role.value}", name=name, role=role, all_clients=True)
            for role, name in PEOPLE.items()
        }


def _consent(store: Store, today: date, accountant: User) -> None:
    """Let support see one of the clients for a week, so that both ways can be shown."""
    number = next(iter(demo_companies(today))).org_number
    with store.transaction() as session:
        client = clients.by_org_number(session, number)
        if client is not None and not consents.history(session, client.id):
            until = now() + timedelta(days=7)
            consents.give(session, client.id, (accountant.id, accountant.name), until=until, reason=CONSENT)


def _client(store: Store, company: CompanyFacts, source: Source) -> Client:
    with store.transaction() as session:
        return clients.by_org_number(session, company.org_number) or clients.add(
            session,
            name=company.name,
            org_number=company.org_number,
            legal_form=LegalForm(company.legal_form),
            accounting_method=AccountingMethod(company.accounting_method),
            vat_period=VatPeriod(company.vat_period),
            framework=Framework(company.framework) if company.framework else None,
            reconciliation_period=ReconciliationPeriod(company.reconciliation_period),
            source=source,
            demo=True,
        )


def _import(store: Store, client: Client, accountant: User, name: str, content: bytes) -> None:
    import_ = imports.receive(
        store,
        client_id=client.id,
        source=Source.SIE4,
        file_name=name,
        content=content,
        user_id=accountant.id,
        options={},
    )
    waiting = _STATIONS if import_.state in imports.UNDER_WAY else ()
    for station in waiting:
        if station(store, import_.id) is not stations.Outcome.GO_ON:
            break
    stations.forget(import_.id)
    with store.transaction() as session:
        staged = imports.get(session, import_.id)
        if staged.state is ImportState.STAGED and not staged.counts.get("error", 0):
            version = staged.compared_with or 0
            books.activate(session, import_.id, expected_version=version, user_id=accountant.id, reason="")
