"""`/3/me`: who the app acts as. The only register that is of a person and not of a company."""

from typing import Final

from lib.sandbox.fortnox.resources import Key, Query, Record, Resource, SandboxCompany


def _me(_company: SandboxCompany, _key: Key, query: Query) -> Record:
    person = query.person
    return {
        "Email": person.email,
        "Id": str(person.number),
        "Locale": "sv_SE",
        "Name": person.name,
        "SysAdmin": person.sysadmin,
    }


ME: Final = Resource(scope="profile", item_key="MeInformation", item=_me, item_depth=0)
