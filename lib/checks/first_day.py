"""The first day of a difference: ledger and account run day by day, until they part for good."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from lib.checks.causes import Cause, Facts
from lib.checks.matching import Matches
from lib.core.explanations import explanation
from lib.ledger.control_accounts import Control

_DAILY: Final = {"day": pl.Date(), "change": pl.Int64()}


def of(found: Matches, control: Control, day: date, *, apart: int = 0) -> tuple[Cause, ...]:
    """Since when ledger and account have differed, stepping back from a day on which they do; since when as they do.

    `apart` is what stands on an earlier system's account and answers to the ledger: it is not looked for.
    """
    runs = series(found, control).filter(pl.col("day") <= day).with_columns(pl.col("difference") - apart)
    if runs.is_empty() or runs["difference"][-1] == 0:
        return ()
    difference = int(runs["difference"][-1])
    steady = _after_last(runs, runs["difference"] != difference) or runs["day"][0]
    since = _after_last(runs, runs["difference"] == 0)
    start = control.years[0].start
    changes = 1 if steady == (since or start) else 2
    facts: Facts = {"difference": difference, "steady": steady.isoformat(), "changes": changes}
    if since is None:
        return (Cause(explanation("difference-from-start", facts | {"start": start.isoformat()})),)
    facts |= {"before": (since - timedelta(days=1)).isoformat(), "since": since.isoformat(), "part": apart}
    return (Cause(explanation("difference-beside" if apart else "difference-arose", facts)),)


def series(found: Matches, control: Control) -> pl.DataFrame:
    """Ledger less account at the end of each `day` on which either moved, as `difference` (öre).

    What happened before the first of the books' years counts on its first day.
    """
    first = control.years[0].start
    ledger = found.events.select(day=pl.col("from_day").clip(lower_bound=first), change="amount")
    account = control.rows.select(day="date", change=-pl.col("amount"))
    openings = [(first, -control.opening(control.years[0]))]
    for before, after in zip(control.years, control.years[1:], strict=False):
        openings.append((after.start, (control.balance(before.end) or 0) - control.opening(after)))
    opened = pl.DataFrame(openings, schema=_DAILY, orient="row")
    return (
        pl.concat([ledger, account, opened])
        .group_by("day")
        .agg(pl.col("change").sum())
        .sort("day")
        .select("day", difference=pl.col("change").cum_sum())
    )


def _after_last(runs: pl.DataFrame, is_so: pl.Series) -> date | None:
    """The day of the first row after the last one of which something is so; None when it never was."""
    last = is_so.arg_true().max()
    if last is None:
        return None
    found: date = runs["day"][int(str(last)) + 1]
    return found
