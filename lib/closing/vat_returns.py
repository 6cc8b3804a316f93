"""The VAT return of a period as far as the accounts tell it, beside what was settled of it in the books."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.roles import NO_OVERRIDES
from lib.checks.analysis.settlements import settlements, unsettled_months
from lib.checks.analysis.thresholds import among
from lib.closing.vat_boxes import BOXES, DORMANT, EXPECTED, INPUT, OUTPUT, PURCHASES, TO_PAY, TO_PAY_TEXT
from lib.closing.vat_sums import ROUNDING, WHOLE, Inferred, Sums
from lib.core.languages import mark
from lib.core.periods import MONTHS_A_YEAR, FinancialYear, month_end, month_start
from lib.core.rates import rate
from lib.ledger.books import Extent, YearFrames
from lib.sie.frames import Schema

RETURN: Final[Schema] = {
    "box": pl.String(),
    "text": pl.String(),
    "ore": pl.Int64(),
    "declared": pl.Int64(),
    "accounts": pl.String(),
}
"""A row for each box: `text` is a marked text, `ore` what the accounts hold of it, `declared` the same in
whole kronor (öre are left out, as the return asks), both null where the accounts do not tell it."""
NO_PERIOD: Final = mark("the books do not hold the whole VAT period")
NO_VOUCHERS: Final = mark("the source of the year holds balances, no vouchers")
_KRONA: Final = 100
_SALES: Final = ("05", "06", "07", "08", "35", "36", "37", "38", "39", "40", "41", "42")
_REVERSE: Final = ("30", "31", "32", "60", "61", "62")

SALES: Final = mark("These sales are on accounts that belong to no box by number or name.")
REVERSE: Final = mark("This VAT is on accounts for reverse charge whose box no number tells.")
PURCHASED: Final = mark("The VAT on these boxes answers to other purchases than the accounts for them hold.")


@dataclass(frozen=True, slots=True)
class Untold:
    """Boxes that the accounts do not tell, why (marked), which accounts that lies in, and how much, in öre."""

    boxes: tuple[str, ...]
    reason: str
    accounts: tuple[str, ...]
    ore: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A voucher that moved the VAT of the period to the account for settlement; in öre, to pay positive."""

    year: FinancialYear
    voucher: str
    day: date
    ore: int


@dataclass(frozen=True, slots=True)
class VatReturn:
    """The boxes as `RETURN`, what could not be told, what was settled, the VAT that waits, and what was inferred."""

    boxes: pl.DataFrame
    untold: tuple[Untold, ...]
    settled: tuple[Settlement, ...]
    dormant: int
    inferred: Inferred | None = None

    @property
    def to_pay(self) -> int:
        """Box 49, in whole kronor as öre; negative to get back."""
        return int(self.boxes.filter(pl.col("box") == TO_PAY)["declared"][0])

    @property
    def difference(self) -> int | None:
        """What was settled less what the return says; None when nothing was settled."""
        return sum(one.ore for one in self.settled) - self.to_pay if self.settled else None

    @property
    def agrees(self) -> bool:
        """Whether what was settled is what the return says, but for its öre."""
        return self.difference is not None and abs(self.difference) <= ROUNDING


def vat_return(
    books: Sequence[YearFrames], span: FinancialYear, today: date, roles: Mapping[str, str] = NO_OVERRIDES
) -> VatReturn | str:
    """The return of a VAT period, or why the books do not tell it (a marked text).

    `books` are all of the client's, for a VAT period may reach over two financial years; `roles` is
    account -> role where people have said it.
    """
    touched = sorted((one for one in books if one.year.overlaps(span)), key=lambda one: one.year)
    days = sum((min(one.year.end, span.end) - max(one.year.start, span.start)).days + 1 for one in touched)
    if days != (span.end - span.start).days + 1:
        return NO_PERIOD
    if any(one.extent is not Extent.FULL for one in touched):
        return NO_VOUCHERS
    later = (one for one in books if one.extent is Extent.FULL and one.year.overlaps(_settled_in(span)))
    cases = {one.year: Case(one, today, overrides=roles) for one in chain(touched, later)}
    return _told(list(cases.values()), span)


def _told(cases: Sequence[Case], span: FinancialYear) -> VatReturn:
    sums, settled = Sums(), list[Settlement]()
    for case in cases:
        found = settlements(case)
        settled += _settled(case, found, span)
        sums.add(case, _moved(case, found, span))
    inferred = sums.infer()
    untold = (*_untold(sums), *_unequal(sums, span))
    dormant = sums.of(account for account in sums.moved if among(account, DORMANT))
    return VatReturn(_rows(sums, untold), untold, tuple(settled), dormant, inferred)


def _moved(case: Case, settled: pl.DataFrame, span: FinancialYear) -> pl.DataFrame:
    """What each account moved in each month of the period that lies in the year, the settlements left out."""
    within = pl.col("month").is_between(month_start(span.start), span.end)
    return (
        unsettled_months(case, settled).filter(within, pl.col("movement") != 0).select("account", "month", "movement")
    )


def _settled_in(span: FinancialYear) -> FinancialYear:
    """The days in which a period is settled: from its last one, until the next period ends."""
    last = span.end.year * MONTHS_A_YEAR + span.end.month - 1 + span.months
    after = month_end(date(last // MONTHS_A_YEAR, last % MONTHS_A_YEAR + 1, 1))
    return FinancialYear(span.end, date.fromordinal(after.toordinal() - 1))


def _settled(case: Case, found: pl.DataFrame, span: FinancialYear) -> Iterator[Settlement]:
    window = _settled_in(span)
    own = found.filter(pl.col("date").is_between(window.start, window.end)).sort("place")
    to = case.having("vat-settled")
    rows = case.frame(case.rows_of(own["place"])).filter(pl.col("account").is_in(sorted(to)))
    sums = dict(rows.group_by("place").agg(pl.col("amount").sum()).iter_rows())
    for place, label, day in own.select("place", "label", "date").iter_rows():
        yield Settlement(case.year, label, day, -sums[place])


def _untold(sums: Sums) -> Iterator[Untold]:
    for boxes, reason, accounts in ((_SALES, SALES, sums.unrated | sums.free), (_REVERSE, REVERSE, sums.reverse)):
        if loose := sums.loose(accounts):
            yield Untold(boxes, reason, loose, sums.of(loose))


def _unequal(sums: Sums, span: FinancialYear) -> Iterator[Untold]:
    """Purchases whose accounts do not answer to the VAT on them: reverse charge is often booked on other accounts."""
    for purchases, on_them in PURCHASES.items():
        rates = {box: rate(kind, span.end) for box, kind in on_them.items()}
        given = sum(sums.boxes[box] * WHOLE // known for box, known in rates.items() if known)
        held = sum(sums.boxes[box] for box in purchases)
        if abs(given - held) > max(ROUNDING * len(purchases), abs(given) // _KRONA):
            accounts = sorted(chain.from_iterable(sums.taken[box] for box in purchases))
            yield Untold(purchases, PURCHASED, tuple(accounts), given - held)


def _rows(sums: Sums, untold: Sequence[Untold]) -> pl.DataFrame:
    unknown = set(chain.from_iterable(one.boxes for one in untold))
    rows = [
        (box.number, box.text, *_stated(sums.boxes[box.number], told=box.number not in unknown), ", ".join(accounts))
        for box in BOXES
        if (accounts := sorted(sums.taken[box.number])) or box.number in EXPECTED
    ]
    rows.append((TO_PAY, TO_PAY_TEXT, *_to_pay(sums), ""))
    return pl.DataFrame(rows, schema=dict(RETURN), orient="row").sort("box")


def _to_pay(sums: Sums) -> tuple[int, int]:
    """All output VAT less the input VAT, that on accounts without a box of their own too."""
    output = [sums.boxes[box] for box in OUTPUT] + [sums.of(sums.loose(sums.reverse))]
    parts = [*output, -sums.boxes[INPUT]]
    return sum(parts), sum(_whole(ore) for ore in parts)


def _stated(ore: int, *, told: bool) -> tuple[int | None, int | None]:
    return (ore, _whole(ore)) if told else (None, None)


def _whole(ore: int) -> int:
    """Whole kronor as öre: what is below a krona falls away on either side of nought."""
    whole = abs(ore) // _KRONA * _KRONA
    return whole if ore > 0 else -whole
