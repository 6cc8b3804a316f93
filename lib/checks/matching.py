"""Which voucher answers to which event of a ledger: an invoice by its voucher's name, a payment by day and amount.

A bundle is what belongs together: most often one voucher and one event. All that a ledger and its
account hold is in one bundle, or alone; so what each bundle differs by sums to what all differ by.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lib.ledger.control_accounts import Control
from lib.ledger.open_items import OpenLedger, Trace
from lib.ledger.sides import OWN_SERIES

DAYS_APART: Final = 31
"""A payment and a voucher of the same amount within so many days are taken to be the same."""
NEVER: Final = date(9999, 12, 31)
"""From when an event counts that never does: it belongs to an invoice that is cancelled or not booked."""
_NAME: Final = ["year_start", "series", "number"]


@dataclass(frozen=True, slots=True)
class Matches:
    """Events and vouchers with the `bundle` that each is in; an event that no voucher answers to has none.

    `events`: `event`, `invoice`, `payment` (null for an invoice), `day` (its own), `from_day` (from
    when it counts, far off if it never does), `amount` (öre; a payment takes off), `trace` (of an invoice),
    `name` (the voucher that it names, null for none), `bundle`. `vouchers` are
    `lib.ledger.control_accounts.VOUCHERS` that touch the ledger's accounts, with `own` (of the
    ledger's own series) and `bundle`.
    """

    events: pl.DataFrame
    vouchers: pl.DataFrame


def matched(of: OpenLedger, control: Control) -> Matches:
    """Match all of a ledger with all of its accounts' vouchers, whatever day is asked about."""
    events = _events(of)
    vouchers = _vouchers(control, _own_series(events))
    state = _State(events, vouchers)
    state.claim(_named(events, vouchers))
    for step in (_same_day, _before_editing, _day_by_day, _near_days, _earlier_system, _one_each):
        step(state)
    return state.matches()


def payments(of: OpenLedger, found: Matches) -> pl.DataFrame:
    """Every booked payment with the voucher that answers to it.

    `invoice`, `payment`, `paid_on`, `settled` and `written_off` are of `SETTLEMENTS`. `series`,
    `voucher_number` and `year_start` are the voucher's: the one that was matched, else the one that the
    payment names; null where there is none.
    """
    heads = found.vouchers.filter(pl.col("row") == pl.col("bundle")).select(
        "bundle", found_series="series", found_number="number", found_start="year_start"
    )
    answered = found.events.filter(pl.col("payment").is_not_null()).join(heads, on="bundle", how="left")
    return (
        of.settlements.filter("booked")
        .join(
            answered.select("payment", "found_series", "found_number", "found_start"),
            left_on="number",
            right_on="payment",
            how="left",
            maintain_order="left",
        )
        .select(
            "invoice",
            "paid_on",
            "settled",
            "written_off",
            payment="number",
            series=pl.coalesce("found_series", "series"),
            voucher_number=pl.coalesce("found_number", "voucher_number"),
            year_start=pl.coalesce("found_start", "year_start"),
        )
        .sort("invoice", "paid_on")
    )


class _State:
    """Events and vouchers while they are being matched."""

    def __init__(self, events: pl.DataFrame, vouchers: pl.DataFrame) -> None:
        self._events = events.with_columns(bundle=pl.lit(None, pl.UInt32))
        self._vouchers = vouchers.with_columns(bundle=pl.col("row"), claimed=pl.lit(False))  # noqa: FBT003 - a value

    @property
    def payments(self) -> pl.DataFrame:
        """The payments that no voucher answers to yet."""
        return self._events.filter(pl.col("bundle").is_null(), pl.col("payment").is_not_null())

    @property
    def vouchers(self) -> pl.DataFrame:
        """The vouchers that answer to nothing yet."""
        return self._vouchers.filter(~pl.col("claimed"))

    def claim(self, pairs: pl.DataFrame) -> None:
        """Put events into the bundles of vouchers: `event` and `row`."""
        if pairs.is_empty():
            return
        found = pairs.select("event", found="row").unique("event", keep="first")
        self._events = (
            self._events.join(found, on="event", how="left", maintain_order="left")
            .with_columns(bundle=pl.coalesce("bundle", "found"))
            .drop("found")
        )
        self._mark(pairs["row"])

    def gather(self, rows: pl.DataFrame) -> None:
        """Put vouchers (`row`) into the bundle of another (`into`)."""
        into = self._vouchers.join(rows, on="row", how="left", maintain_order="left")
        self._vouchers = into.with_columns(bundle=pl.coalesce("into", "bundle")).drop("into")
        self._mark(rows["row"])

    def matches(self) -> Matches:
        """What came of it."""
        return Matches(self._events, self._vouchers.drop("claimed"))

    def _mark(self, rows: pl.Series) -> None:
        taken = pl.col("row").is_in(rows.unique().implode())
        self._vouchers = self._vouchers.with_columns(claimed=pl.col("claimed") | taken)


def _events(of: OpenLedger) -> pl.DataFrame:
    name = {"year_start": "year_start", "series": "series", "number": "voucher_number"}
    invoices = of.documents.filter(pl.col("counts") | (pl.col("trace") == Trace.FOUND)).select(
        invoice="number",
        payment=pl.lit(None, pl.String),
        day="booked_on",
        from_day=pl.when("counts").then("booked_on").otherwise(pl.lit(NEVER)),
        amount="amount",
        trace="trace",
        **name,
    )
    payments = of.settlements.filter("booked").select(
        "invoice",
        payment="number",
        day="paid_on",
        from_day=pl.when("counts").then("counts_from").otherwise(pl.lit(NEVER)),
        amount=-(pl.col("settled") + pl.col("written_off")),
        trace=pl.lit(None, pl.String),
        **name,
    )
    return pl.concat([invoices, payments]).with_row_index("event")


def _own_series(events: pl.DataFrame) -> frozenset[str]:
    return OWN_SERIES | set(events["series"].drop_nulls())


def _vouchers(control: Control, own: frozenset[str]) -> pl.DataFrame:
    return control.vouchers.with_row_index("row").with_columns(
        own=pl.col("series").is_in(sorted(own)).fill_null(value=False)
    )


def _named(events: pl.DataFrame, vouchers: pl.DataFrame) -> pl.DataFrame:
    named = vouchers.select(*_NAME, "row").unique(_NAME, keep="first", maintain_order=True)
    return events.join(named, on=_NAME).select("event", "row")


def _paired(payments: pl.DataFrame, vouchers: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Pair the first payment with the first voucher of the same `keys`, the second with the second."""
    of = list(keys)
    one = payments.sort("day", "event").with_columns(place=pl.int_range(pl.len()).over(of))
    other = vouchers.sort(~pl.col("own"), "date", "row").with_columns(place=pl.int_range(pl.len()).over(of))
    return one.join(other, on=[*of, "place"], suffix="_voucher")


def _same_day(state: _State) -> None:
    """A payment and a voucher of one day and one amount."""
    vouchers = state.vouchers.filter(pl.col("amount") != 0).with_columns(day="date")
    state.claim(_paired(state.payments, vouchers, "day", "amount"))


def _before_editing(state: _State) -> None:
    """A payment and a voucher that had its amount before it was changed."""
    vouchers = state.vouchers.filter("edited").with_columns(
        day="date", amount=pl.col("amount") - pl.col("added") + pl.col("struck")
    )
    state.claim(_paired(state.payments, vouchers, "day", "amount"))


def _day_by_day(state: _State) -> None:
    """All payments of a day and all vouchers of that day in the ledger's own series, where their sums agree."""
    vouchers = state.vouchers.filter("own", pl.col("amount") != 0)
    paid = state.payments.group_by("day").agg(pl.col("amount").sum())
    booked = vouchers.group_by(day="date").agg(pl.col("amount").sum(), into=pl.col("row").min())
    days = paid.join(booked, on=["day", "amount"]).select("day", "into")
    state.claim(state.payments.join(days, on="day").select("event", row="into"))
    state.gather(vouchers.join(days, left_on="date", right_on="day").select("row", "into"))


def _near_days(state: _State) -> None:
    """A payment and a voucher of one amount some days apart."""
    vouchers = state.vouchers.filter("own", pl.col("amount") != 0)
    pairs = _paired(state.payments, vouchers, "amount")
    apart = (pl.col("day") - pl.col("date")).dt.total_days().abs()
    state.claim(pairs.filter(apart <= DAYS_APART))


def _earlier_system(state: _State) -> None:
    """A payment and a voucher of one day and amount that was booked against an earlier system's account."""
    vouchers = state.vouchers.filter(pl.col("amount") == 0, pl.col("earlier") != 0)
    state.claim(_paired(state.payments, vouchers.with_columns(day="date", amount="earlier"), "day", "amount"))


def _one_each(state: _State) -> None:
    """The one payment and the one voucher, of the ledger's own series, that a day has left: they differ in amount."""
    only: Callable[[str], pl.Expr] = lambda name: pl.len().over(name) == 1  # noqa: E731
    vouchers = state.vouchers.filter("own", pl.col("amount") != 0).filter(only("date")).with_columns(day="date")
    state.claim(_paired(state.payments.filter(only("day")), vouchers, "day"))
