"""The balance accounts of a period as the screens show them: figures, papers, findings, what people said of each."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dashboard import account_marks, closing_data, data, entries_beside, held_against, panels
from dashboard.entries_beside import Beside
from dashboard.held_against import Paper
from dashboard.language import _, when, zone
from dashboard.tables import COLOUR
from dashboard.working import Working
from lib.closing.standings import Standing
from lib.core.languages import mark
from lib.sie.frames import Schema
from lib.store import marks
from lib.store.closing_tables import AccountMark
from lib.store.marks import NO_MARKS, Marks

ADDED: Final[Schema] = {
    "papers": pl.UInt32(),
    "paper_names": pl.String(),
    "state": pl.String(),
    f"state{COLOUR}": pl.String(),
    "said_by": pl.String(),
    "said_short": pl.String(),
    "said_balance": pl.Int64(),
    "said_amount": pl.Int64(),
    "comment": pl.String(),
    "reviewed": pl.Boolean(),
    "reviewed_by": pl.String(),
    "reviewed_short": pl.String(),
}
"""What is added to a `lib.closing.standings.RECONCILIATION`: how many papers and which, `state` with its shape, who
said when that the account is done and of which balance, and who has `reviewed` these very figures. What is `short`
has the day alone."""
NOT_COMPARED: Final = mark("cannot be compared")


def accounts(at: Working) -> pl.DataFrame:
    """The balance accounts of the period, as `RECONCILIATION` and `ADDED`."""
    found = closing_data.accounts(at.view, at.at)
    with data.house().store.reading() as session:
        said = marks.of_period(session, at.client.id, at.key)
    return worded(found, said, held_against.of_period(at))


def worded(found: pl.DataFrame, said: Mapping[str, Marks], papers: Sequence[Paper]) -> pl.DataFrame:
    """A `RECONCILIATION` with these marks and papers beside it."""
    names: dict[str, list[str]] = {}
    for paper in papers:
        names.setdefault(paper.account, []).append(paper.name)
    added = [_added(row, said.get(row["account"], NO_MARKS), names.get(row["account"], ())) for row in found.to_dicts()]
    return found.hstack(pl.DataFrame(added, schema=dict(ADDED)))


def in_entries_alone(at: Working, beside: Beside, rows: pl.DataFrame) -> pl.DataFrame:
    """The balance accounts that only closing entries move: nothing of them is booked, and nobody has to mark them."""
    found = worded(entries_beside.alone(at.at, beside, rows, balance=True), {}, ())
    state = panels.cell("state", panels.State.NOT_RUN, _("entries only"))
    return found.with_columns(pl.lit(text).alias(name) for name, text in state.items())


def unbooked(at: Working) -> pl.DataFrame:
    """The result that is not booked as one more row: nobody marks it, and nothing is held against it."""
    found = closing_data.unbooked(at.at)
    blank: dict[str, Any] = dict.fromkeys(ADDED, "") | {
        "papers": 0,
        "said_balance": None,
        "said_amount": None,
        "reviewed": False,
    }
    return found.with_columns(name=pl.lit(_(found["name"][0]))).hstack(pl.DataFrame([blank], schema=dict(ADDED)))


def state_of(standing: str, *, reviewed: bool = False, comparable: bool = True) -> dict[str, str]:
    """How an account stands, as a cell."""
    known = Standing(standing)
    word = _(account_marks.WORDS[known])
    if known is Standing.OPEN and not comparable:
        word = _(NOT_COMPARED)
    return panels.cell("state", account_marks.SIGNS[known], _("reviewed") if reviewed else word)


def _added(row: Mapping[str, Any], said: Marks, papers: Sequence[str]) -> dict[str, Any]:
    seen = said.reviewed is not None and not account_marks.is_stale(said.reviewed, row)
    reviewed = seen and row["standing"] == Standing.DONE.value
    comparable = row["amount"] is None or row["difference"] is not None
    return {
        "papers": len(papers),
        "paper_names": ", ".join(papers),
        **state_of(row["standing"], reviewed=reviewed, comparable=comparable),
        "said_by": _signed(said.done),
        "said_short": _signed(said.done, short=True),
        "said_balance": said.done.balance if said.done else None,
        "said_amount": said.done.amount if said.done else None,
        "comment": said.done.comment if said.done else "",
        "reviewed": reviewed,
        "reviewed_by": _signed(said.reviewed),
        "reviewed_short": _signed(said.reviewed, short=True),
    }


def _signed(said: AccountMark | None, *, short: bool = False) -> str:
    """Who said it, and when."""
    if said is None:
        return ""
    who = said.user_name or "Brygga"
    return f"{who} {said.at.astimezone(zone()).date()}" if short else f"{who}, {when(said.at)}"
