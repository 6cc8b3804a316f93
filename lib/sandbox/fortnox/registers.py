"""Every resource of the local Fortnox, by the path where it is found."""

from typing import Final

from lib.sandbox.fortnox.resources import Key, Query, Record, Resource, Resources, SandboxCompany


def _information(company: SandboxCompany, _key: Key, _query: Query) -> Record:
    return {
        "Address": "Storgatan 1",
        "City": "Växjö",
        "CountryCode": "SE",
        "DatabaseNumber": company.tenant,
        "CompanyName": company.name,
        "OrganizationNumber": company.org_number,
        "VisitAddress": None,
        "VisitCity": None,
        "VisitCountryCode": None,
        "VisitZipCode": None,
        "ZipCode": "352 31",
    }


RESOURCES: Final[Resources] = {
    "companyinformation": Resource(
        scope="companyinformation", item_key="CompanyInformation", item=_information, item_depth=0
    ),
}
