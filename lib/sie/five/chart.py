"""Accounts with their balances and budgets, dimensions with their objects: as a document states them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from lib.core.accounts import AccountType
from lib.core.languages import mark
from lib.sie.five.elements import Attributes, Element, named, passed_over
from lib.sie.five.rows import Rows
from lib.sie.five.values import Place, Values
from lib.sie.frames import ACCOUNTS, DIMENSIONS, OBJECTS, QUANTITY
from lib.sie.object_lists import ObjectLists

FOREIGN: Final = mark("amounts in foreign currency")
WHOLE_YEAR: Final = mark("budgets of whole years")

STATED: Final = {
    "kind": pl.Enum(["opening", "closing", "budget"]),
    "account": pl.String(),
    "month": pl.Date(),
    "objects": pl.UInt32(),
    "amount": pl.Int64(),
    "quantity": QUANTITY,
    "line": pl.UInt32(),
}
"""A balance or a budget as it stands: an opening balance at a month's beginning, a closing one at its end."""
_TYPES: Final = {
    "asset": AccountType.ASSET,
    "liability": AccountType.LIABILITY,
    "equity": AccountType.LIABILITY,
    "cost": AccountType.COST,
    "income": AccountType.INCOME,
}


class References:
    """Takes in the `ObjectReference` of one row or balance after the other."""

    def __init__(self, values: Values, lists: ObjectLists) -> None:
        """`lists` numbers the lists."""
        self._values = values
        self._lists = lists
        self._pairs: list[tuple[int, str]] = []
        self.element = Element(self._add)

    def taken(self) -> int | None:
        """The number of the list of the objects that came since the last call; None when there were none."""
        if not self._pairs:
            return None
        pairs, self._pairs = tuple(self._pairs), []
        return self._lists.number_of_pairs(pairs)

    def _add(self, attributes: Attributes, line: int) -> None:
        dimension = self._values.dimension(attributes.get("dimId", "").strip())
        if dimension is None or "objectId" not in attributes:
            self._values.leave_out("ObjectReference", attributes, Place(line))
        else:
            self._pairs.append((dimension, attributes["objectId"]))


class Chart:
    """Takes in `Accounts` and `Dimensions`."""

    def __init__(self, values: Values, lists: ObjectLists, pass_over: Callable[[str, int], None]) -> None:
        """`pass_over` is told of what has no place in the frames."""
        self._values = values
        self._references = References(values, lists)
        self._pass_over = pass_over
        self._accounts = Rows({name: kind for name, kind in ACCOUNTS.items() if name != "sru"})
        self._stated = Rows(STATED)
        self._dimensions = Rows(DIMENSIONS)
        self._objects = Rows(OBJECTS)
        self._account: str | None = None
        self._dimension: int | None = None
        self._balance: tuple[date, int, Decimal | None, int] | None = None

    @property
    def accounts_element(self) -> Element:
        """What `Accounts` holds."""
        inside = named({"ObjectReference": self._references.element}) | passed_over(FOREIGN, "ForeignCurrencyAmount")
        kinds = {"OpeningBalance": "opening", "ClosingBalance": "closing", "Budget": "budget"}
        balances = {
            f"{name}{form}": Element(self._starts(f"{name}{form}"), self._ends(kind), inside)
            for name, kind in kinds.items()
            for form in ("", "Multidim")
        }
        return Element(children=named({"Account": Element(self._start_account, children=named(balances))}))

    @property
    def dimensions_element(self) -> Element:
        """What `Dimensions` holds."""
        objects = named({"Object": Element(self._object)})
        return Element(children=named({"Dimension": Element(self._start_dimension, children=objects)}))

    def accounts(self) -> pl.DataFrame:
        """The accounts as `lib.sie.frames.ACCOUNTS`, each as it was first named; SIE 5 has no SRU codes."""
        accounts = self._accounts.frame().unique("account", keep="first", maintain_order=True)
        return accounts.with_columns(sru=pl.lit([], dtype=ACCOUNTS["sru"]))

    def dimensions(self) -> pl.DataFrame:
        """The dimensions, each as first declared."""
        return self._dimensions.frame().unique("dimension", keep="first", maintain_order=True)

    def objects(self) -> pl.DataFrame:
        """The objects of all dimensions."""
        return self._objects.frame()

    def stated(self) -> pl.DataFrame:
        """Balances and budgets as `STATED`."""
        return self._stated.frame()

    def _start_account(self, attributes: Attributes, line: int) -> None:
        self._account = attributes.get("id", "").strip() or None
        if self._account is None:
            self._values.leave_out("Account", attributes, Place(line))
            return
        kind = _TYPES.get(attributes.get("type", "").strip().lower())
        self._accounts.add(self._account, attributes.get("name", ""), kind, attributes.get("unit", ""))

    def _starts(self, name: str) -> Callable[[Attributes, int], None]:
        def start(attributes: Attributes, line: int) -> None:
            self._balance = None
            if self._account is None:
                return
            place = Place(line, self._account)
            if name.startswith("Budget") and "month" not in attributes:
                self._pass_over(WHOLE_YEAR, line)
            elif not {"month", "amount"} <= attributes.keys():
                self._values.leave_out(name, attributes, place)
            elif month := self._values.month(attributes["month"], place):
                amount = self._values.amount(attributes["amount"], place)
                self._balance = month, amount, self._values.quantity(attributes.get("quantity")), line

        return start

    def _ends(self, kind: str) -> Callable[[], None]:
        def end() -> None:
            objects = self._references.taken()
            if self._balance:
                month, amount, quantity, line = self._balance
                self._stated.add(kind, self._account, month, objects, amount, quantity, line)

        return end

    def _start_dimension(self, attributes: Attributes, line: int) -> None:
        self._dimension = self._values.dimension(attributes.get("id", "").strip())
        if self._dimension is None:
            self._values.leave_out("Dimension", attributes, Place(line))
        else:
            self._dimensions.add(self._dimension, attributes.get("name", ""), None)

    def _object(self, attributes: Attributes, line: int) -> None:
        if "id" not in attributes:
            self._values.leave_out("Object", attributes, Place(line))
        elif self._dimension is not None:
            self._objects.add(self._dimension, attributes["id"], attributes.get("name", ""))
