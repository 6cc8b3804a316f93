"""What is known of a client beside its books, as far as checks ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

_VAT_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a bank or the tax agency says that an account stood at, in öre, at the end of a day."""

    day: date
    balance: int


@dataclass(frozen=True, slots=True)
class Client:
    """Facts of a client, blank where nobody has stated them; words as `lib.store.words` has them.

    `locked` is the last day of the locked periods and `locked_on` the day that was said;
    `statements` is account -> the statement it is reconciled against.
    """

    legal_form: str = ""
    accounting_method: str = ""
    vat_period: str = ""
    locked: date | None = None
    locked_on: date | None = None
    statements: Mapping[str, Statement] = field(default_factory=dict)

    @property
    def cash(self) -> bool:
        """Whether the cash method is used."""
        return self.accounting_method == "cash"

    @property
    def vat_months(self) -> int:
        """How many months a VAT period has; 0 where it is not known."""
        return _VAT_MONTHS.get(self.vat_period, 0)
