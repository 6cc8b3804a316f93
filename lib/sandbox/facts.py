"""What a bureau keeps of a company, made up."""

from dataclasses import dataclass
from datetime import date

from lib.sandbox.profile import Profile


@dataclass(frozen=True)
class CompanyFacts:
    """A made-up company with the facts that a bureau keeps of it (values as `lib.store.words` has them).

    `today` is the day that its books are made for.
    """

    name: str
    org_number: str
    legal_form: str
    accounting_method: str
    vat_period: str
    framework: str | None
    reconciliation_period: str
    contact: str
    street: str
    town: str
    profile: Profile
    today: date
