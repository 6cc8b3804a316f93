"""The boxes of the VAT return that accounts can tell, and which accounts go into which."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.checks.analysis.case import Case
from lib.checks.analysis.thresholds import among
from lib.core.languages import mark
from lib.core.rates import RateKind

DEBIT, CREDIT = 1, -1
TO_PAY: Final = "49"


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its number, what it is called (marked), the side that counts as positive, and what goes into it.

    An account goes into it by one of the roles, by its number, or by both where both are given.
    """

    number: str
    text: str
    side: int
    roles: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def accounts(self, case: Case) -> set[str]:
        """The accounts that go into it."""
        own = case.having(*self.roles) if self.roles else set(case.names)
        fits = {account for account in own if among(account, self.numbers)} if self.numbers else own
        return {account for account in fits if not among(account, DORMANT)}


DORMANT: Final = ("2618", "2628", "2638", "2648")
"""VAT that waits for the payment: in no box before that."""
BOXES: Final = (
    Box("05", mark("Taxable sales"), CREDIT, ("sales-25", "sales-12", "sales-6")),
    Box("10", mark("Output VAT 25 %"), CREDIT, ("vat-25",)),
    Box("11", mark("Output VAT 12 %"), CREDIT, ("vat-12",)),
    Box("12", mark("Output VAT 6 %"), CREDIT, ("vat-6",)),
    Box("20", mark("Purchases of goods from another EU country"), DEBIT, numbers=("4515-4519",)),
    Box("21", mark("Purchases of services from another EU country"), DEBIT, numbers=("4535-4539",)),
    Box("22", mark("Purchases of services from outside the EU"), DEBIT, numbers=("4531-4534",)),
    Box("23", mark("Purchases of goods in Sweden, reverse charge"), DEBIT, numbers=("4415-4419",)),
    Box("24", mark("Purchases of services in Sweden, reverse charge"), DEBIT, numbers=("4425-4429",)),
    Box("30", mark("Output VAT 25 % on boxes 20–24"), CREDIT, ("vat-reverse-out",), ("2614", "2617")),
    Box("31", mark("Output VAT 12 % on boxes 20–24"), CREDIT, ("vat-reverse-out",), ("2624", "2627")),
    Box("32", mark("Output VAT 6 % on boxes 20–24"), CREDIT, ("vat-reverse-out",), ("2634", "2637")),
    Box("35", mark("Sales of goods to another EU country"), CREDIT, ("sales-free",), ("3108",)),
    Box("36", mark("Sales of goods outside the EU"), CREDIT, ("sales-free",), ("3105",)),
    Box("39", mark("Sales of services to another EU country"), CREDIT, ("sales-free",), ("3308",)),
    Box("40", mark("Other sales of services abroad"), CREDIT, ("sales-free",), ("3305",)),
    Box("41", mark("Sales in Sweden, reverse charge"), CREDIT, numbers=("3231",)),
    Box("42", mark("Other sales, without VAT"), CREDIT, ("sales-free",), ("3004",)),
    Box("48", mark("Input VAT to deduct"), DEBIT, ("vat-in", "vat-reverse-in")),
    Box("50", mark("Import of goods"), DEBIT, numbers=("4545-4549",)),
    Box("60", mark("Output VAT 25 % on import"), CREDIT, ("vat-reverse-out",), ("2615",)),
    Box("61", mark("Output VAT 12 % on import"), CREDIT, ("vat-reverse-out",), ("2625",)),
    Box("62", mark("Output VAT 6 % on import"), CREDIT, ("vat-reverse-out",), ("2635",)),
)
"""In the order of the return; box 49 is reckoned of the others, and 06-08, 37 and 38 no account tells apart."""
TO_PAY_TEXT: Final = mark("VAT to pay, or to get back (−)")
OUTPUT: Final = ("10", "11", "12", "30", "31", "32", "60", "61", "62")
INPUT: Final = "48"
PURCHASES: Final[Mapping[tuple[str, ...], Mapping[str, RateKind]]] = {
    ("20", "21", "22", "23", "24"): {"30": RateKind.VAT, "31": RateKind.VAT_REDUCED, "32": RateKind.VAT_LOW},
    ("50",): {"60": RateKind.VAT, "61": RateKind.VAT_REDUCED, "62": RateKind.VAT_LOW},
}
"""Boxes of purchases, and those of the VAT on them with its rate."""
EXPECTED: Final = frozenset({"05", "10", "48", TO_PAY})
"""Boxes that are shown though they hold nothing."""
