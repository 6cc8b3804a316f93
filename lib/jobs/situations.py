"""The situations that the local Fortnox can be put in: which made-up company, which faults, what then shows.

The faults are told in the sandbox's own words (`/sandbox` lists them); a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.core.languages import mark

SOUND: Final = 990101
RECEIVABLES: Final = 990102
PAYABLES: Final = 990103
STRICT: Final = 990105


@dataclass(frozen=True, slots=True)
class Situation:
    """What goes wrong, what is then seen, and what mends it: marked texts; `switches` come on after connecting."""

    key: str
    name: str
    shows: str
    tenant: int = SOUND
    switches: tuple[Mapping[str, str], ...] = ()


_DIFFERS: Final = mark(
    "The import comes in; use it, then open the appendix: the difference stands there with its cause."
)
_WITHHELD: Final = mark("The books come in without the ledger, and the import says why.")
SITUATIONS: Final[Mapping[str, Situation]] = {
    one.key: one
    for one in (
        Situation(
            "connection-over",
            mark("The connection to Fortnox is over"),
            mark("The import stops and asks to connect again; connecting again mends it."),
            switches=({"fault": "expire_access"}, {"fault": "revoke"}),
        ),
        Situation(
            "account-closed",
            mark("Fortnox lets nobody into the company's account"),
            mark("The import stops; connecting again does not help until the account is open."),
            switches=({"fault": "close_account"},),
        ),
        Situation(
            "api-licence",
            mark("The company lacks the licence for integrations"),
            mark("The import stops; connecting again does not help until the licence is there."),
            switches=({"fault": "no_api_licence"},),
        ),
        Situation(
            "ledger-licence",
            mark("The company lacks the licence for its customer invoices"),
            _WITHHELD,
            switches=({"fault": "no_licence", "value": "invoice"},),
        ),
        Situation(
            "ledger-scope",
            mark("The connection does not cover the customer invoices"),
            _WITHHELD,
            switches=({"fault": "no_scope", "value": "invoice"},),
        ),
        Situation(
            "ledger-right",
            mark("Who connected has no right to the ledgers"),
            _WITHHELD,
            switches=({"fault": "no_right"},),
        ),
        Situation(
            "too-many",
            mark("Fortnox takes no more requests"),
            mark("The import waits, tries again and stops in the end."),
            switches=({"fault": "storm", "value": "1"},),
        ),
        Situation(
            "silent",
            mark("Fortnox does not answer"),
            mark("The import tries again and stops in the end."),
            switches=({"fault": "drop_before", "path": "/3/"},),
        ),
        Situation(
            "faulty",
            mark("Fortnox has a fault of its own"),
            mark("The import tries again and stops in the end."),
            switches=({"fault": "error", "path": "/3/"},),
        ),
        Situation(
            "cut-off",
            mark("The bookkeeping arrives cut off"),
            mark("The import stops or finds the end missing; nothing in the books is changed."),
            switches=({"fault": "damaged_sie", "value": "cut"},),
        ),
        Situation(
            "unbalanced",
            mark("A voucher does not balance"),
            mark("The import comes in with an error on the voucher, and its line."),
            switches=({"fault": "damaged_sie", "value": "amount"},),
        ),
        Situation("receivables", mark("1510 does not agree with the customer ledger"), _DIFFERS, RECEIVABLES),
        Situation("payables", mark("2440 does not agree with the supplier ledger"), _DIFFERS, PAYABLES),
        Situation(
            "export-refused",
            mark("Fortnox does not take closing entries"),
            mark(
                "The import comes in; use it and look at Fortnox under Export: periods are locked, accounts are "
                "inactive, and one series alone takes vouchers by hand."
            ),
            STRICT,
        ),
    )
}
"""Every situation by its key."""
