"""Vouchers and their rows: `JournalEntry` and `LedgerEntry`, struck and added rows as SIE 4 tells of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from lib.sie.five.chart import FOREIGN, References
from lib.sie.five.elements import SILENT, Attributes, Element, named, passed_over
from lib.sie.five.rows import Rows
from lib.sie.five.values import Place, Values
from lib.sie.frames import TRANSACTIONS, VOUCHERS
from lib.sie.object_lists import ObjectLists

_Sign = tuple[date | None, str]
"""When something was done, and by whom."""
_NOBODY: Final[_Sign] = (None, "")


@dataclass(slots=True)
class _Entry:
    """The voucher that is being read."""

    name: str
    number: str
    date: date | None
    text: str
    line: int
    sign: _Sign = _NOBODY


@dataclass(slots=True)
class _Row:
    """The row that is being read: `added` and `struck` tell what was done to it after the voucher was entered."""

    account: str
    amount: int
    date: date | None
    text: str
    quantity: Decimal | None
    line: int
    added: _Sign | None = None
    struck: _Sign | None = None


class Journals:
    """Takes in each `Journal`.

    A row that was struck (`Overstrike`) becomes a BTRANS, with the day and the hand that struck
    it. A row with an `EntryInfo` of its own, other than its voucher's, was added later: it becomes
    an RTRANS with that day and hand, and the booked TRANS that it announces. A row that was both
    was never booked in the end: a BTRANS alone, as in SIE 4.
    """

    def __init__(self, values: Values, lists: ObjectLists) -> None:
        """`lists` numbers the rows' objects."""
        self._values = values
        self._references = References(values, lists)
        self._vouchers = Rows(VOUCHERS)
        self._rows = Rows(TRANSACTIONS)
        self._count = 0
        self._series = ""
        self._entry = _Entry("", "", None, "", 0)
        self._row: _Row | None = None

    @property
    def element(self) -> Element:
        """What `Journal` holds; references to documents, invoices and assets go with those."""
        row = {
            "ObjectReference": self._references.element,
            "EntryInfo": Element(self._row_added),
            "Overstrike": Element(self._row_struck),
            "LockingInfo": SILENT,
            "SubdividedAccountObjectReference": SILENT,
        }
        inside = named(row) | passed_over(FOREIGN, "ForeignCurrencyAmount")
        entry = {
            "EntryInfo": Element(self._entered),
            "OriginalEntryInfo": Element(self._entered_before),
            "LedgerEntry": Element(self._start_row, self._end_row, inside),
            "CorrectedBy": Element(self._corrected),
            "LockingInfo": SILENT,
            "VoucherReference": SILENT,
        }
        entries = Element(self._start_entry, self._end_entry, named(entry))
        return Element(self._start_journal, children=named({"JournalEntry": entries}))

    def vouchers(self) -> pl.DataFrame:
        """The vouchers in the document's order."""
        return self._vouchers.frame()

    def transactions(self) -> pl.DataFrame:
        """Their rows, history among them."""
        return self._rows.frame()

    def _start_journal(self, attributes: Attributes, _line: int) -> None:
        self._series = attributes.get("id", "").strip()

    def _start_entry(self, attributes: Attributes, line: int) -> None:
        number = attributes.get("id", "").strip()
        name = f"{self._series} {number}".strip()
        day = self._values.day(attributes.get("journalDate"), Place(line, voucher=name))
        self._entry = _Entry(name, number, day, attributes.get("text", ""), line)

    def _end_entry(self) -> None:
        entry = self._entry
        self._vouchers.add(self._count, self._series, entry.number, entry.date, entry.text, *entry.sign, entry.line)
        self._count += 1

    def _entered(self, attributes: Attributes, line: int) -> None:
        self._entry.sign = self._sign(attributes, line)

    def _entered_before(self, attributes: Attributes, line: int) -> None:
        """The day and the hand in the program that the voucher came from, where this one's are not told."""
        if self._entry.sign == _NOBODY:
            self._entry.sign = self._sign(attributes, line)

    def _corrected(self, attributes: Attributes, line: int) -> None:
        by = f"{attributes.get('journalId', '')} {attributes.get('journalEntryId', '')}".strip()
        self._values.notes.add("corrected-voucher", line, voucher=self._entry.name, correction=by)

    def _start_row(self, attributes: Attributes, line: int) -> None:
        account = attributes.get("accountId", "").strip()
        place = Place(line, account or None, self._entry.name)
        self._row = None
        if not account or "amount" not in attributes:
            self._values.leave_out("LedgerEntry", attributes, place)
            return
        self._row = _Row(
            account,
            self._values.amount(attributes["amount"], place),
            self._values.day(attributes.get("ledgerDate"), place),
            attributes.get("text", ""),
            self._values.quantity(attributes.get("quantity")),
            line,
        )

    def _row_added(self, attributes: Attributes, line: int) -> None:
        sign = self._sign(attributes, line)
        if self._row and sign != self._entry.sign:
            self._row.added = sign

    def _row_struck(self, attributes: Attributes, line: int) -> None:
        if self._row:
            self._row.struck = self._sign(attributes, line)

    def _end_row(self) -> None:
        objects = self._references.taken()
        row = self._row
        if row is None:
            return
        if row.struck:
            self._keep("BTRANS", row, objects, row.struck)
            return
        if row.added:
            self._keep("RTRANS", row, objects, row.added)
        self._keep("TRANS", row, objects, (row.date, row.added[1] if row.added else ""))

    def _keep(self, kind: str, row: _Row, objects: int | None, sign: _Sign) -> None:
        day, hand = sign
        added = kind == "TRANS" and row.added is not None
        self._rows.add(
            self._count, kind, added, row.account, objects, row.amount, day, row.text, row.quantity, hand, row.line
        )

    def _sign(self, attributes: Attributes, line: int) -> _Sign:
        place = Place(line, voucher=self._entry.name)
        return self._values.day(attributes.get("date"), place), attributes.get("by", "")
