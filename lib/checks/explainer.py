"""The difference explainer: why a ledger and its account do not agree on a day, cause by cause.

Explained and unexplained always sum to the difference: each bundle of `lib.checks.matching` differs
by something or nothing, and what stood in ledger and account before the books here begin is the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lib.checks import bundles, first_day, suspects
from lib.checks.causes import Cause, Facts
from lib.checks.matching import Matches, matched
from lib.core.explanations import EXPLANATIONS, explanation
from lib.ledger.control_accounts import Control
from lib.ledger.open_items import OpenLedger, Trace
from lib.ledger.sides import ACCOUNTS

LISTED_AT_MOST: Final = 20
"""So many causes of one kind are told one by one; the rest are summed."""
CASH_METHOD: Final = "cash-method"
EARLIER: Final = "earlier-system"
UNEXPLAINED: Final = "unexplained"
TWO: Final = "two-vouchers"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a ledger differs from its account by `difference` öre (ledger less account).

    `began` says when it arose, `causes` what it comes of, first one that is all of it, then the largest;
    their amounts sum to the difference. `hints` are vouchers to look at.
    """

    difference: int = 0
    began: tuple[Cause, ...] = ()
    causes: tuple[Cause, ...] = ()
    hints: tuple[Cause, ...] = ()

    @property
    def unexplained(self) -> int:
        """What no cause is known of, in öre."""
        return sum(cause.amount for cause in self.causes if cause.finding.check == UNEXPLAINED)

    @property
    def pointers(self) -> tuple[Cause, ...]:
        """The hints that say more than the causes do: a voucher is told of once.

        That two of more vouchers sum to the difference is news all the same.
        """
        told = {(cause.year_start, cause.finding.voucher) for cause in self.causes}
        news = {TWO} if len(self.causes) > 2 else set()  # noqa: PLR2004 - two that are all there is
        return tuple(
            hint
            for hint in self.hints
            if hint.finding.check in news or (hint.year_start, hint.finding.voucher) not in told
        )


def explain(of: OpenLedger, control: Control, day: date, found: Matches | None = None) -> Explanation:
    """Explain the difference on a day that lies in the books' years; nothing is said of one that is not there.

    `found` is what `lib.checks.matching` says, for a caller who has it already.
    """
    ledger, booked = int(of.at(day)["remaining"].sum()), control.balance(day)
    if booked is None or ledger == booked:
        return Explanation()
    difference = ledger - booked
    if of.cash:
        return Explanation(difference, causes=_cash(of, control, day, ledger))
    found = matched(of, control) if found is None else found
    several = [*_bundles(found, control, day), *_moved(control, day), *_brought(found, control, day)]
    causes = _largest_first(several, difference)
    apart = sum(cause.amount for cause in causes if cause.finding.check == EARLIER)
    return Explanation(
        difference,
        first_day.of(found, control, day, apart=apart),
        tuple(_summed(causes)),
        tuple(suspects.of(found, control, difference, day)),
    )


def _cash(of: OpenLedger, control: Control, day: date, ledger: int) -> tuple[Cause, ...]:
    """Under the cash method the unpaid invoices are not booked; what is booked is told voucher by voucher."""
    unpaid = of.at(day).filter(pl.col("remaining") != 0)
    facts: Facts = {"invoices": unpaid.height, "total": ledger}
    method = [Cause(explanation(CASH_METHOD, facts), ledger)] if unpaid.height else []
    nobodys = Matches(bundles.no_events(), bundles.all_alone(control))
    booked = [*_bundles(nobodys, control, day), *_moved(control, day), *_brought(nobodys, control, day)]
    # taken up and reversed again at the turn of the year is no cause
    return (*method, *(_summed(_largest_first(booked)) if sum(cause.amount for cause in booked) else ()))


def _bundles(found: Matches, control: Control, day: date) -> list[Cause]:
    return [*bundles.causes(found, control, day), *bundles.alone(found, control, day)]


def _moved(control: Control, day: date) -> Iterator[Cause]:
    """Years that do not open with what the year before closed with."""
    for before, after in zip(control.years, control.years[1:], strict=False):
        if after.start > day:
            return
        closing, opening = control.balance(before.end) or 0, control.opening(after)
        if closing != opening:
            facts: Facts = {"date": after.start.isoformat(), "opening": opening, "closing": closing}
            yield Cause(explanation("opening-moved", facts, account=control.main), closing - opening)


def _brought(found: Matches, control: Control, day: date) -> Iterator[Cause]:
    """What ledger and account had before the books here begin, and invoices that came without being booked."""
    start = control.years[0].start
    opening = control.opening(control.years[0])
    counted = found.events.filter(pl.col("bundle").is_null(), pl.col("from_day") <= day)
    early = counted.filter(bundles.brought(start))
    migrated = early.filter(pl.col("trace") == Trace.NONE)
    gap = int(early["amount"].sum()) - opening + bundles.through_earlier(found, control, day)
    part = _within(control.apart("earlier", day), gap)
    if part:
        of = ACCOUNTS[control.side]
        yield Cause(explanation(EARLIER, {"main": of.main, "part": part}, account=of.earlier), part)
    if gap == part:
        return
    facts: Facts = {"amount": gap - part, "start": start.isoformat(), "opening": opening}
    if migrated.height:
        known: Facts = {"invoices": migrated.height, "total": int(migrated["amount"].sum())}
        yield Cause(explanation("migrated-differs", facts | known, account=control.main), gap - part)
    else:
        yield Cause(explanation(UNEXPLAINED, facts, account=control.main), gap - part)


def _within(amount: int, gap: int) -> int:
    """As much of an amount as can account for a gap: nothing if they have different signs."""
    if amount * gap <= 0:
        return 0
    return amount if abs(amount) < abs(gap) else gap


def _largest_first(causes: Sequence[Cause], whole: int | None = None) -> list[Cause]:
    """The causes in order of size, before them those that come to the `whole`."""
    return sorted(causes, key=lambda cause: (cause.amount != whole, -abs(cause.amount)))


def _summed(causes: Sequence[Cause]) -> Iterator[Cause]:
    """The causes, those beyond what is listed of a kind as one sum."""
    kinds: dict[str, list[Cause]] = {}
    for cause in causes:
        kinds.setdefault(cause.finding.check, []).append(cause)
        if len(kinds[cause.finding.check]) <= LISTED_AT_MOST:
            yield cause
    for kind, of_kind in kinds.items():
        if rest := of_kind[LISTED_AT_MOST:]:
            amount = sum(cause.amount for cause in rest)
            facts: Facts = {"kind": EXPLANATIONS[kind].title, "number": len(rest), "amount": amount}
            yield Cause(explanation("more-causes", facts), amount)
