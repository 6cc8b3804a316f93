"""Vouchers on their way to Fortnox: what is sent, what comes back, and what Fortnox says against one.

Source: Fortnox's API documentation of vouchers (`Description` at most 200 letters, `Comments` 1 000, a
row's `TransactionInformation` 100) and its guide to parameters (the letters that a text may hold; braces are
not among them, and known to pass).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from lib.core.languages import Fact, mark
from lib.core.money import ORE_PER_KRONA
from lib.fortnox.failures import FortnoxRefused
from lib.fortnox.fields import Row, certain_day, number, text, whole

DESCRIPTION_AT_MOST: Final = 200
ROW_TEXT_AT_MOST: Final = 100
_SIGNS: Final = re.escape("–:.`\N{ACUTE ACCENT}',;^¤#%§£$€¢¥©™°&/()=+-*_!?²³®½@{}\\")
_ALLOWED: Final = re.compile(rf"[^\W_]|[\s{_SIGNS}]")
_ADDRESS: Final = "://"


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to send: öre, debit positive."""

    account: str
    amount: int
    text: str = ""
    cost_centre: str = ""
    project: str = ""

    def record(self) -> dict[str, Any]:
        """The row in Fortnox's words."""
        sent: dict[str, Any] = {
            "Account": int(self.account),
            "Debit": _kronor(max(self.amount, 0)),
            "Credit": _kronor(max(-self.amount, 0)),
        }
        more = {"TransactionInformation": self.text, "CostCenter": self.cost_centre, "Project": self.project}
        return sent | {name: value for name, value in more.items() if value}


@dataclass(frozen=True, slots=True)
class NewVoucher:
    """A voucher to send; `comments` hold the marker that it is known by."""

    series: str
    day: date
    description: str
    comments: str
    rows: tuple[NewRow, ...]

    def body(self) -> bytes:
        """The request's body: amounts are exact decimal numbers, never floats."""
        record = {
            "Description": self.description,
            "VoucherSeries": self.series,
            "TransactionDate": self.day.isoformat(),
            "Comments": self.comments,
            "VoucherRows": [row.record() for row in self.rows],
        }
        return _json({"Voucher": record}).encode()


@dataclass(frozen=True, slots=True)
class SeenVoucher:
    """A voucher as Fortnox lists it; series, number and year together name it, `text` is its description."""

    series: str
    number: str
    year_id: int
    day: date
    comments: str
    text: str = ""

    @classmethod
    def of(cls, row: Row) -> "SeenVoucher":
        """Read one of `Vouchers`, or the answer to a voucher that was sent."""
        return cls(
            text(row, "VoucherSeries"),
            str(whole(row, "VoucherNumber")),
            whole(row, "Year"),
            certain_day(row, "TransactionDate"),
            text(row, "Comments"),
            text(row, "Description"),
        )


def booked_rows(row: Row) -> tuple[NewRow, ...]:
    """The rows of a whole voucher that count: struck ones are history. Raises ValueError, KeyError."""
    return tuple(
        NewRow(
            text(one, "Account"),
            int((number(one, "Debit") - number(one, "Credit")) * ORE_PER_KRONA),
            text(one, "TransactionInformation"),
            text(one, "CostCenter"),
            text(one, "Project"),
        )
        for one in row["VoucherRows"]
        if not one.get("Removed")
    )


def strange_letters(words: str) -> str:
    """What of a text Fortnox does not take, each letter once; blank when it takes it all."""
    found = dict.fromkeys(letter for letter in words if not _ALLOWED.fullmatch(letter))
    return " ".join([*found, *([_ADDRESS] if _ADDRESS in words else [])])


class VoucherRefused(FortnoxRefused):
    """Fortnox does not take the voucher: for certain, nothing of it was saved."""

    text = mark("Fortnox refused the voucher (error {code}).")
    next_step = mark("Look at the voucher's date, series, accounts and objects in Fortnox, then export again.")

    @classmethod
    def of(cls, refusal: FortnoxRefused) -> "VoucherRefused":
        """The refusal of a request that was a voucher."""
        what = str(refusal.facts["what"])
        return cls(what=what, code=refusal.code, status=refusal.status, message=refusal.message)

    @property
    def told(self) -> tuple[str, dict[str, Fact]]:
        """What is wrong, where Fortnox's code or words are known."""
        return self._words[0], self.facts

    @property
    def advice(self) -> str:
        """What to do about it."""
        return self._words[1]

    @property
    def _words(self) -> tuple[str, str]:
        known = next((said for words, said in BY_WORDS.items() if words in self.message.casefold()), None)
        return REFUSALS.get(self.code) or known or (type(self).text, type(self).next_step)


_SERIES_STEP: Final = mark("Tick manual posting (Manuell kontering) for the series in Fortnox, or choose another one.")
_YEAR_STEP: Final = mark("Create the financial year in Fortnox, then export again.")
_ACCOUNTS_STEP: Final = mark("Look at the account in Fortnox's chart of accounts for the year, then export again.")
_OBJECTS_STEP: Final = mark("Mend the row's cost centre or project here, or the object in Fortnox, then export again.")
REFUSALS: Final[Mapping[int, tuple[str, str]]] = {
    2000401: (
        mark("The voucher's date lies in a period that is locked in Fortnox."),
        mark("Unlock the period in Fortnox, then export again."),
    ),
    2001304: (mark("An account of the voucher is not in Fortnox's chart of accounts."), _ACCOUNTS_STEP),
    2000550: (mark("An account of the voucher is not active in Fortnox."), _ACCOUNTS_STEP),
    2000946: (mark("A row lacks the cost centre that its account must have in Fortnox."), _OBJECTS_STEP),
    2000947: (mark("A cost centre of the voucher is not active in Fortnox."), _OBJECTS_STEP),
    2002821: (mark("A cost centre of the voucher is not active in Fortnox."), _OBJECTS_STEP),
    2001161: (mark("A project of the voucher is not in Fortnox."), _OBJECTS_STEP),
    2000359: (
        mark("A text of the voucher holds letters that Fortnox does not take."),
        mark("Change the text, then export again."),
    ),
}
"""What Fortnox's codes say against a voucher: the sentence and the next step."""
BY_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "inte manuell": (mark("The voucher series is not open for manual posting in Fortnox."), _SERIES_STEP),
    "verifikationsserie": (mark("The voucher series is not there in Fortnox for that year."), _SERIES_STEP),
    "räkenskapsår saknas": (mark("Fortnox has no financial year for the voucher's date."), _YEAR_STEP),
    "projekt": (mark("A project of the voucher is missing or closed in Fortnox."), _OBJECTS_STEP),
    "kostnadsställe": (mark("A cost centre of the voucher is missing in Fortnox."), _OBJECTS_STEP),
    "balanserar inte": (
        mark("Fortnox says that the voucher does not balance."),
        mark("Look at the voucher's rows here, then export again."),
    ),
}
"""The refusals whose codes nobody knows, by words of Fortnox's own."""


def _kronor(ore: int) -> Decimal:
    return Decimal(ore) / ORE_PER_KRONA


def _json(value: object) -> str:
    """JSON with exact decimal numbers, which the standard library would make floats of."""
    match value:
        case Decimal():
            return format(value, "f")
        case dict():
            return "{" + ",".join(f"{json.dumps(name)}:{_json(inner)}" for name, inner in value.items()) + "}"
        case list():
            return "[" + ",".join(map(_json, value)) + "]"
        case _:
            return json.dumps(value)
