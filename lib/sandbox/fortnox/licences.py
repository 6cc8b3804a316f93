"""Which licence a scope needs of the company: what it has bought decides what an app may be let into.

What needs which licence is inferred from the names of Fortnox's products; `companyinformation` is known
to need none.
"""

from collections.abc import Iterable, Mapping
from typing import Final

API: Final = "api"
FREE: Final = "companyinformation"
"""The one scope that needs no licence at all."""
LICENCE_OF: Final[Mapping[str, frozenset[str]]] = {
    "bookkeeping": frozenset({"bookkeeping"}),
    "costcenter": frozenset({"bookkeeping"}),
    "project": frozenset({"bookkeeping"}),
    "invoice": frozenset({"invoice"}),
    "supplierinvoice": frozenset({"supplierinvoice"}),
    "payment": frozenset({"invoice", "supplierinvoice"}),
}
"""Scope -> licences of which one is enough; a scope that is not here needs the API licence alone."""
LICENCES: Final = frozenset({"bookkeeping", "invoice", "supplierinvoice"})
"""All that a company may have bought beside the API licence."""


def lacking(scopes: Iterable[str], licences: frozenset[str]) -> list[str]:
    """The scopes that a company with `licences` cannot let an app into, in their order."""
    return [scope for scope in scopes if not may(scope, licences)]


def may(scope: str, licences: frozenset[str]) -> bool:
    """Whether the licences are enough for the scope."""
    if scope == FREE:
        return True
    wanted = LICENCE_OF.get(scope)
    return API in licences and (wanted is None or bool(wanted & licences))
