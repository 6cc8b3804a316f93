"""What a business has beside its routine: documents and vouchers that each have something to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from lib.sandbox.books import Draft
from lib.sandbox.documents import Invoice, Party
from lib.sandbox.trade import Planned


class Edit(NamedTuple):
    """A voucher that somebody changed on `day`: what its first row was raised by, in öre."""

    change: int
    day: date


@dataclass(frozen=True)
class Stories:
    """All that is told of one business.

    Invoices name their story and have no number, but for migrated ones, which keep the earlier system's.
    `payments` and `edits` go by the story of the invoice; `customers` and `suppliers` are who they name.
    """

    customers: tuple[Party, ...] = ()
    suppliers: tuple[Party, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    bills: tuple[Invoice, ...] = ()
    payments: Planned = field(default_factory=dict)
    drafts: tuple[Draft, ...] = ()
    edits: Mapping[str, Edit] = field(default_factory=dict)


NO_STORIES: Final = Stories()
