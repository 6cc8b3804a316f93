"""The words that rows are told apart by: roles, sources, states, and what is stated of a client."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from lib.core.languages import mark


class Role(StrEnum):
    """What a person does here; `lib.actions.rights` says what each may do."""

    VIEWER = "viewer"
    SUPPORT = "support"
    ACCOUNTANT = "accountant"
    ADMIN = "admin"


ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.VIEWER: mark("Viewer"),
    Role.SUPPORT: mark("Support"),
    Role.ACCOUNTANT: mark("Accountant"),
    Role.ADMIN: mark("Administrator"),
}
"""What people call each role."""


class Source(StrEnum):
    """Where a client's books come from."""

    SIE4 = "sie4"
    SIE1 = "sie1"
    """SIE 1-3: balances only."""
    SPREADSHEET = "spreadsheet"
    MANUAL = "manual"
    FORTNOX = "fortnox"


SOURCE_NAMES: Final[Mapping[Source, str]] = {
    Source.SIE4: mark("SIE 4 file"),
    Source.SIE1: mark("SIE 1-3 file"),
    Source.SPREADSHEET: mark("Excel or CSV"),
    Source.MANUAL: mark("Manual entry"),
    Source.FORTNOX: mark("Fortnox"),
}
"""What people call each source."""


class ImportState(StrEnum):
    """How far an import has come."""

    RECEIVED = "received"
    RUNNING = "running"
    STAGED = "staged"
    """Read, checked and stored; changes nothing that anybody sees until it is activated."""
    ACTIVATED = "activated"
    SUPERSEDED = "superseded"
    """Later imports have replaced all its years."""
    DISCARDED = "discarded"
    UNDONE = "undone"
    REFUSED = "refused"
    FAILED = "failed"


class JobState(StrEnum):
    """How a job, or one of its steps, stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class LegalForm(StrEnum):
    """A company's form in law."""

    AB = "AB"
    EK_FOR = "EK_FOR"
    """Economic association (ekonomisk förening)."""
    EF = "EF"
    """Sole trader (enskild firma)."""
    HB = "HB"
    KB = "KB"
    OTHER = "OTHER"


class AccountingMethod(StrEnum):
    """When invoices are booked: when they are dated, or when they are paid."""

    INVOICE = "invoice"
    CASH = "cash"


class Framework(StrEnum):
    """The set of rules for the annual accounts."""

    K2 = "K2"
    K3 = "K3"


class SupplementKind(StrEnum):
    """What comes from Fortnox beside the books."""

    RECEIVABLES = "receivables"
    PAYABLES = "payables"
    REGISTERS = "registers"
    """Voucher series, locked period, accounts, cost centres and projects."""


class SupplementState(StrEnum):
    """Whether it came."""

    FETCHED = "fetched"
    REFUSED = "refused"
    """Fortnox refused it: a licence, a scope or a right is missing."""
    NOT_ASKED = "not-asked"


class MarkKind(StrEnum):
    """What a mark on an account says."""

    DONE = "done"
    REVIEWED = "reviewed"
    """By somebody other than the one who marked it done."""


class ItemState(StrEnum):
    """How a thing on a checklist stands."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not-applicable"


class FileOwner(StrEnum):
    """What a file is attached to."""

    APPENDIX = "appendix"
    CLOSING_ENTRY = "closing-entry"


class RunState(StrEnum):
    """How an export stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """It can be continued; what has landed is known."""


class ItemFate(StrEnum):
    """How far one entry of an export has come."""

    WAITING = "waiting"
    INTENDED = "intended"
    """It is being sent, or was when the program stopped: it has to be looked for before anything else."""
    SENT = "sent"
    FOUND = "found"
    """It was there already."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """Nobody can tell whether it landed."""


class PreflightState(StrEnum):
    """How the look at Fortnox before an export stands."""

    RUNNING = "running"
    ANSWERED = "answered"
    FAILED = "failed"


class ErasureState(StrEnum):
    """How far the erasing of a client has come; it goes on from there when it was cut off."""

    BEGUN = "begun"
    """It is to be carried out; until its rows are gone, the client may be used as before."""
    DONE = "done"
