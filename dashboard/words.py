"""What the screens call the store's words: roles, sources, states, and what is stated of a client."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dashboard.language import _
from lib.core.languages import mark
from lib.ledger.books import Extent
from lib.store.tables import (
    AccountingMethod,
    Framework,
    ImportState,
    JobState,
    LegalForm,
    ReconciliationPeriod,
    VatPeriod,
)
from lib.store.words import ROLE_NAMES, SOURCE_NAMES

NOT_SET: Final = mark("not set")

WORDS: Final[dict[StrEnum, str]] = {
    **{source: name for source, name in SOURCE_NAMES.items()},  # noqa: C416 - the key grows wider
    **{role: name for role, name in ROLE_NAMES.items()},  # noqa: C416 - as above
    ImportState.RECEIVED: mark("Under way"),
    ImportState.RUNNING: mark("Under way"),
    ImportState.STAGED: mark("Awaits a decision"),
    ImportState.ACTIVATED: mark("In use"),
    ImportState.SUPERSEDED: mark("Replaced"),
    ImportState.DISCARDED: mark("Discarded"),
    ImportState.UNDONE: mark("Undone"),
    ImportState.REFUSED: mark("Refused"),
    ImportState.FAILED: mark("Failed"),
    JobState.WAITING: mark("Waiting"),
    JobState.RUNNING: mark("Under way"),
    JobState.DONE: mark("Done"),
    JobState.FAILED: mark("Failed"),
    JobState.CANCELLED: mark("Cancelled"),
    LegalForm.AB: mark("Limited company (AB)"),
    LegalForm.EK_FOR: mark("Economic association"),
    LegalForm.EF: mark("Sole trader"),
    LegalForm.HB: mark("General partnership (HB)"),
    LegalForm.KB: mark("Limited partnership (KB)"),
    LegalForm.OTHER: mark("Other form"),
    AccountingMethod.INVOICE: mark("Invoice method"),
    AccountingMethod.CASH: mark("Cash method"),
    VatPeriod.MONTH: mark("VAT every month"),
    VatPeriod.QUARTER: mark("VAT every quarter"),
    VatPeriod.YEAR: mark("VAT once a year"),
    VatPeriod.NONE: mark("No VAT"),
    Framework.K2: mark("K2"),
    Framework.K3: mark("K3"),
    ReconciliationPeriod.MONTH: mark("Every month"),
    ReconciliationPeriod.QUARTER: mark("Every quarter"),
    ReconciliationPeriod.YEAR: mark("Once a year"),
}

EXTENTS: Final[Mapping[Extent, str]] = {
    Extent.COMPARISON: mark("last year's balances"),
    Extent.PART: mark("loose vouchers"),
    Extent.BALANCES: mark("balances"),
    Extent.PERIODS: mark("balances by month"),
    Extent.FULL: mark("vouchers and balances"),
}
"""How much of a year its source tells."""


def word(value: StrEnum | None) -> str:
    """What people call a word of the store; what has not been stated says so."""
    return _(NOT_SET) if value is None else _(WORDS[value])
