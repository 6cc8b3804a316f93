"""The two ledgers of an import from Fortnox: fetched page by page, kept whole, or said why there is none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lib.core.languages import Fact, mark
from lib.fortnox import payloads
from lib.fortnox.answers import dumped, parsed
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import AnswerUnreadable
from lib.fortnox.fields import Row
from lib.fortnox.frames import Ledger
from lib.fortnox.paging import Page, whole_list
from lib.fortnox.registers import Year
from lib.fortnox.resources import LEDGERS, Kind
from lib.store import pieces
from lib.store.database import Store
from lib.store.words import SupplementKind

PAGE: Final = mark("Fetches {what:text}, page {page:count} of {pages:count}.")
BEGINNING: Final = mark("Fetches {what:text}.")
WRITTEN_OFF: Final = mark("Fetches what was written off with payments, {number:count} of {total:count}.")
SHARES: Final = mark("Fetches invoices one by one for their tax reduction, {number:count} of {total:count}.")
UNCLEAR_AT_MOST: Final = 500
"""So many invoices are fetched one by one (100 seconds of Fortnox's pace); the rest stay unexplained."""
ITEMS_A_PIECE: Final = 25
REGISTERS: Final = {
    SupplementKind.RECEIVABLES: (Kind.INVOICES, Kind.INVOICE_PAYMENTS),
    SupplementKind.PAYABLES: (Kind.SUPPLIER_INVOICES, Kind.SUPPLIER_INVOICE_PAYMENTS),
}
"""The registers that each ledger is made of: its invoices and its payments."""
SCOPES: Final = {SupplementKind.RECEIVABLES: "invoice", SupplementKind.PAYABLES: "supplierinvoice"}
"""What a connection must cover to read each."""

Tell = Callable[..., None]


@dataclass(frozen=True, slots=True)
class LedgerFetch:
    """The fetch of one import's ledgers; `tell` says a marked text with its facts."""

    store: Store
    import_id: str
    fortnox: Fortnox
    tell: Tell
    moving: list[str] = field(default_factory=list)
    """The registers that changed while they were read, each time."""

    def ledger(self, kind: SupplementKind, years: Sequence[Year]) -> Ledger:
        """A ledger from its registers; what was fetched before is not asked for again. Raises FortnoxFailure."""
        invoices, payments = REGISTERS[kind]
        documents, paid = self._rows(invoices), self._rows(payments)
        with_more = payloads.with_write_offs(paid)
        items = tuple(self._items(payments, with_more, WRITTEN_OFF))
        if kind is SupplementKind.PAYABLES:
            return payloads.payables(documents, paid, items, years)
        ledger = payloads.receivables(documents, paid, items, years)
        unclear = payloads.unexplained(ledger)[:UNCLEAR_AT_MOST]
        shares = tuple(self._items(invoices, unclear, SHARES))
        return payloads.receivables(documents, paid, items, years, shares) if shares else ledger

    def _rows(self, register: Kind) -> tuple[Row, ...]:
        resource = LEDGERS[register]
        self.tell(BEGINNING, what=resource.name)
        shelf = _Shelf(self, register, resource.name)
        try:
            return whole_list(
                lambda number: self.fortnox.page(register, number),
                resource.key,
                shelf,
                moved=lambda: self.moving.append(resource.name),
            )
        except ValueError:
            raise AnswerUnreadable(what=resource.name) from None

    def _items(self, register: Kind, numbers: Sequence[str], told: str) -> Iterator[Row]:
        """Invoices or payments that only tell what is wanted when they are asked for by themselves."""
        for first in range(0, len(numbers), ITEMS_A_PIECE):
            name = f"{register}-items-{first + 1:05}.json"
            kept = pieces.find(self.store, self.import_id, name)
            if kept is None:
                self.tell(told, number=first + 1, total=len(numbers))
                rows = [self.fortnox.item(register, number) for number in numbers[first : first + ITEMS_A_PIECE]]
                kept = dumped(rows).encode()
                pieces.keep(self.store, self.import_id, name, kept)
            yield from _listed(kept)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The pages of one register, each a piece of the import."""

    fetch: LedgerFetch
    register: Kind
    what: str

    def get(self, reading: int, number: int) -> Page | None:
        """A page that was fetched before."""
        kept = pieces.find(self.fetch.store, self.fetch.import_id, self._name(reading, number))
        return Page.from_text(kept) if kept is not None else None

    def put(self, reading: int, page: Page) -> None:
        """Keep a page, and say how far the register has come."""
        pieces.keep(self.fetch.store, self.fetch.import_id, self._name(reading, page.number), page.as_text().encode())
        facts: dict[str, Fact] = {"what": self.what, "page": page.number, "pages": max(page.pages, 1)}
        self.fetch.tell(PAGE, **facts)

    def _name(self, reading: int, number: int) -> str:
        return f"{self.register}-{reading}-{number:04}.json"


def _listed(kept: bytes) -> list[Row]:
    rows = parsed(kept)
    return rows if isinstance(rows, list) else []
