"""A SIE 5 document read into the frames of a SIE file."""

from collections import defaultdict
from typing import Final

import polars as pl

from lib.core.catalogue import finding
from lib.core.errors import FileRefused
from lib.core.findings import Location
from lib.core.languages import mark
from lib.sie.encoding import Encoding
from lib.sie.five.balances import Balances
from lib.sie.five.characters import text_of
from lib.sie.five.chart import Chart
from lib.sie.five.elements import SIGNATURES, Attributes, Element, named, passed_over
from lib.sie.five.heading import Heading
from lib.sie.five.journals import Journals
from lib.sie.five.values import Values
from lib.sie.five.walk import CUT_OFF, ForeignRoot, Halted, walk
from lib.sie.frames import SieFile
from lib.sie.notes import Notes
from lib.sie.object_lists import ObjectLists

WHOLE: Final = "5"
ENTRIES: Final = "5I"
"""The types of a `Sie` and of a `SieEntry` document, as the header of SIE 4 would have them."""
_FOREIGN: Final = mark("XML of another kind than SIE 5")
_PARTS: Final = {
    "CustomerInvoices": (mark("customer invoices"), "CustomerInvoice"),
    "SupplierInvoices": (mark("supplier invoices"), "SupplierInvoice"),
    "FixedAssets": (mark("fixed assets"), "FixedAsset"),
    "GeneralSubdividedAccount": (mark("specifications of accounts"), "GeneralObject"),
    "Customers": (mark("customers"), "Customer"),
    "Suppliers": (mark("suppliers"), "Supplier"),
    "AccountAggregations": (mark("groupings of accounts"), "AccountAggregation"),
    "Documents": (mark("documents"), "EmbeddedFile", "FileReference"),
}


def read_document(data: bytes, name: str) -> SieFile:
    """Read a `Sie` document (type `5`) or a `SieEntry` document (type `5I`); `name` is what findings call it.

    What is wrong in the content becomes findings. Raises FileRefused with `broken-sie-5` when the
    XML cannot be read to its end or could do harm, with `not-sie` when it is other XML.
    Source: SIE 5, revision 2016-12-09.
    """
    notes = Notes(name)
    try:
        text, encoding = text_of(data, notes)
        reading = _Reading(notes)
        walk(text, reading.roots, reading.pass_over)
        del text  # as large as the file, and the frames are still to be made
    except Halted as halt:
        raise _broken(name, halt) from halt
    except ForeignRoot as root:
        raise _foreign(name) from root
    return reading.file(name, len(data), encoding)


def read_heading(data: bytes, name: str) -> pl.DataFrame:
    """The header of a document, cut off or damaged though it may be further on.

    Raises FileRefused as `read_document` does when the damage comes before the company.
    """
    reading = _Reading(Notes(name))
    try:
        walk(text_of(data, reading.notes)[0], reading.roots, reading.pass_over)
    except Halted as halt:
        if halt.cause != CUT_OFF and reading.heading.header()["org_number"][0] is None:
            raise _broken(name, halt) from halt
    except ForeignRoot as root:
        raise _foreign(name) from root
    return reading.heading.header()


def _broken(name: str, halt: Halted) -> FileRefused:
    return FileRefused(finding("broken-sie-5", location=Location(name, halt.line), cause=halt.cause))


def _foreign(name: str) -> FileRefused:
    return FileRefused(finding("not-sie", location=Location(name), kind=_FOREIGN))


class _Reading:
    """All that was read of one document so far."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.lists = ObjectLists()
        values = Values(notes)
        self.heading = Heading(values)
        self.chart = Chart(values, self.lists, self.pass_over)
        self.journals = Journals(values, self.lists)
        self.sie_type = WHOLE
        self._passed: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])

    @property
    def roots(self) -> Element:
        """The two kinds of document, which hold the same parts."""
        parts = {
            part: Element(children=passed_over(words[0], *words[1:]) | passed_over("", "SecondaryAccountRef"))
            for part, words in _PARTS.items()
        }
        inside = {
            "FileInfo": self.heading.element,
            "Accounts": self.chart.accounts_element,
            "Dimensions": self.chart.dimensions_element,
            "Journal": self.journals.element,
        }
        signature = named({"Signature": Element(self._signed, part="")}, SIGNATURES)
        children = named(parts | inside) | signature
        documents = {"Sie": Element(children=children), "SieEntry": Element(self._for_import, children=children)}
        return Element(children=named(documents))

    def pass_over(self, part: str, line: int) -> None:
        """Count one of what is not read."""
        first_and_count = self._passed[part]
        first_and_count[0] = first_and_count[0] or line
        first_and_count[1] += 1

    def file(self, name: str, size: int, encoding: Encoding) -> SieFile:
        """The frames of all that was read."""
        years, accounts = self.heading.years(), self.chart.accounts()
        balances = Balances(self.chart.stated(), years, accounts)
        balances.pass_over_outside(self.pass_over)
        self.heading.note_own_year()
        for part, (line, rows) in self._passed.items():
            self.notes.add("parts-skipped", line, part=part, rows=rows)
        return SieFile(
            name=name,
            size=size,
            encoding=encoding,
            sie_type=self.sie_type,
            checksum="absent",
            header=self.heading.header(),
            years=years,
            accounts=accounts,
            dimensions=self.chart.dimensions(),
            objects=self.chart.objects(),
            object_lists=self.lists.frame(),
            balances=balances.of_years(),
            period_balances=balances.of_months(),
            vouchers=self.journals.vouchers(),
            transactions=self.journals.transactions(),
            findings=self.notes.findings(lambda _line: None),
        )

    def _for_import(self, _attributes: Attributes, _line: int) -> None:
        self.sie_type = ENTRIES

    def _signed(self, _attributes: Attributes, line: int) -> None:
        self.notes.add("signature-unverified", line)
