"""Who may do what with consents, bundles and erasing: a part of the one table of `lib.actions.rights`."""

from collections.abc import Mapping
from typing import Final

from lib.actions.circles import ACCOUNTANTS, ADMINS, SUPPORT
from lib.core.languages import mark
from lib.store.tables import Role

CONSENT_RIGHTS: Final[Mapping[str, frozenset[Role]]] = {
    "consent.give": ACCOUNTANTS,
    "consent.ask": SUPPORT,
    "bundle.take": SUPPORT,
    "client.erase": ADMINS,
}

CONSENT_NAMES: Final[Mapping[str, str]] = {
    "consent.give": mark("give or withdraw consent for support"),
    "consent.ask": mark("ask the accountant for consent"),
    "bundle.take": mark("take out a support bundle"),
    "client.erase": mark("erase a client"),
}

CONSENT_DONE: Final[Mapping[str, str]] = {
    "consent.give": mark("Support may see the client until {until}. Reason: {reason}"),
    "consent.ask": mark("Support asked for consent. Reason: {reason}"),
    "bundle.take": mark("A support bundle was taken out, without names and amounts."),
    "client.erase": mark("The erasing of client number {number} was begun."),
}

NEEDS_CONSENT: Final = frozenset(
    {
        "books.view",
        "books.export",
        "appendix.view",
        "period.view",
        "attachment.view",
        "entry.view",
        "export.view",
    }
)
"""What shows a client's names and amounts: support may do it only while the accountant's consent stands.

Lines of the source are shown to support all the same, with all but their shape hidden.
"""
