"""Accounts marked as done and reviewed: how it stands, by whom, and the buttons, for one account or many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from zlib import crc32

import polars as pl
import streamlit as st

from dashboard import data, panels
from dashboard.language import _, when
from dashboard.tables import COLOUR
from dashboard.working import Working
from lib.actions import marks as act
from lib.closing.standings import Standing
from lib.closing.states import State as PeriodState
from lib.core.languages import mark
from lib.store import marks
from lib.store.closing_tables import AccountMark
from lib.store.marks import NO_MARKS, Marks, Said

SIGNS: Final = {
    Standing.OPEN: panels.State.NOT_RUN,
    Standing.AGREES: panels.State.AGREES,
    Standing.DIFFERS: panels.State.DIFFERS,
    Standing.DONE: panels.State.DONE,
    Standing.STALE: panels.State.STALE,
}
"""Which of the program's signs stands for which standing of an account."""
WORDS: Final = {
    Standing.OPEN: mark("open"),
    Standing.AGREES: mark("agrees"),
    Standing.DIFFERS: mark("differs"),
    Standing.DONE: mark("marked as done"),
    Standing.STALE: mark("stale"),
}
"""What stands beside the sign."""
CLOSED: Final = {
    PeriodState.NOT_STARTED: mark("The period is not started: start it under Period closing to mark accounts."),
    PeriodState.PAUSED: mark("The period is paused: lock the one before it to go on, and then mark accounts."),
    PeriodState.LOCKED: mark("The period is locked: the marks stand as they stood then."),
}
"""Why nothing can be marked in a period that is not active."""
NAMED_AT_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """Accounts (rows of `lib.closing.standings.RECONCILIATION`) with what is said of each of them."""

    rows: Sequence[Mapping[str, Any]]
    said: Mapping[str, Marks]
    person: int

    @property
    def waiting(self) -> dict[str, Said]:
        """Those to be marked, each with the figures on the screen; one of unknown balance cannot be."""
        return {
            row["account"]: figures(row)
            for row in self.rows
            if row["standing"] != Standing.DONE.value and row["closing"] is not None
        }

    @property
    def unknown(self) -> list[str]:
        """Those whose balance the books do not tell."""
        return [row["account"] for row in self.rows if row["closing"] is None]

    @property
    def marked(self) -> dict[str, AccountMark]:
        """Those that somebody said are done, of these figures or of others."""
        return {account: found.done for account in self._accounts if (found := self.of(account)).done}

    @property
    def reviewable(self) -> dict[str, Said]:
        """Those that a colleague marked of these figures, and nobody has reviewed of them."""
        return {
            row["account"]: figures(row)
            for row in self.rows
            if row["standing"] == Standing.DONE.value
            and (found := self.of(row["account"])).done
            and found.done.user_id != self.person
            and (found.reviewed is None or is_stale(found.reviewed, row))
        }

    @property
    def reviewed(self) -> dict[str, AccountMark]:
        """Those that somebody has reviewed."""
        return {account: found.reviewed for account in self._accounts if (found := self.of(account)).reviewed}

    def of(self, account: str) -> Marks:
        """What is said of one."""
        return self.said.get(account, NO_MARKS)

    @property
    def trace(self) -> str:
        """What tells these figures and marks from any others: a click is meant for what was on the screen."""
        told = [(row["account"], row["closing"], row["amount"], row["standing"]) for row in self.rows]
        return f"{crc32(repr((told, sorted(self.reviewed))).encode()):08x}"

    @property
    def _accounts(self) -> list[str]:
        return [row["account"] for row in self.rows]


def mark_form(at: Working, rows: pl.DataFrame) -> None:
    """Mark these accounts as done or review them, or take that back; `rows` as `lib.closing.standings.RECONCILIATION`.

    A row without an account (the result that is not booked) is passed over. Who may not, or in a
    period that is not active, sees how it stands and why.
    """
    chosen = _chosen(at, rows)
    if not chosen.rows:
        return
    _told(chosen)
    reason = closed(at, "account.mark")
    if reason:
        st.caption(reason)
        return
    if chosen.waiting or chosen.reviewable:
        _say_it(at, chosen)
    else:
        _why_not(chosen)
    _take_back(at, chosen)


def figures(row: Mapping[str, Any]) -> Said:
    """What a mark is said of: the balance on the screen, and what it is held against."""
    return Said(row["closing"], row["amount"])


def is_stale(said: AccountMark, row: Mapping[str, Any]) -> bool:
    """Whether a mark was said of other figures than these."""
    return (said.balance, said.amount) != (row["closing"], row["amount"])


def closed(at: Working, action: str) -> str:
    """Why nothing may be marked here: the role, or how the period stands; blank where it may."""
    if not at.view.may(action):
        return _("Accountants mark accounts as done; your role may look.")
    return "" if at.state is PeriodState.ACTIVE else _(CLOSED[at.state])


def worded() -> list[pl.Expr]:
    """The column `standing` of codes as shape and word, with its colour beside it."""
    signs = {standing: panels.SIGNS[sign] for standing, sign in SIGNS.items()}
    words = {standing.value: f"{sign.shape} {_(WORDS[standing])}" for standing, sign in signs.items()}
    colours = {standing.value: sign.colour for standing, sign in signs.items()}
    codes = pl.col("standing")
    return [codes.replace(words), codes.replace(colours).alias(f"standing{COLOUR}")]


def how(at: Working) -> str:
    """How accounts are marked in a table of them; blank where they cannot be."""
    return "" if closed(at, "account.mark") else _("Tick accounts to mark them as done.")


def _chosen(at: Working, rows: pl.DataFrame) -> Chosen:
    with data.house().store.reading() as session:
        said = marks.of_period(session, at.client.id, at.key)
    return Chosen(rows.filter(pl.col("account") != "").to_dicts(), said, at.view.desk.person.user_id)


def _told(chosen: Chosen) -> None:
    """How they stand: one with who said what of it, many by their numbers."""
    if len(chosen.rows) == 1:
        _one(chosen.rows[0], chosen.of(chosen.rows[0]["account"]))
        return
    stale = sum(row["standing"] == Standing.STALE.value for row in chosen.rows)
    differ = sum(row["standing"] == Standing.DIFFERS.value for row in chosen.rows)
    parts = [
        _("{accounts:count|account|accounts} chosen", accounts=len(chosen.rows)),
        _("{accounts:count} to mark", accounts=len(chosen.waiting) - stale) if len(chosen.waiting) > stale else "",
        panels.status(panels.State.DIFFERS, _("{accounts:count|differs|differ}", accounts=differ)) if differ else "",
        panels.status(panels.State.STALE, _("{accounts:count} stale", accounts=stale)) if stale else "",
        _("{accounts:count} marked as done", accounts=len(chosen.marked) - stale) if len(chosen.marked) > stale else "",
        _("{accounts:count} reviewed", accounts=len(chosen.reviewed)) if chosen.reviewed else "",
    ]
    st.markdown(" &ensp;·&ensp; ".join(part for part in parts if part))
    if chosen.unknown:
        st.caption(
            _("The balance is not known, so that it cannot be marked: {accounts}.", accounts=_list(chosen.unknown))
        )


def _one(row: Mapping[str, Any], said: Marks) -> None:
    if said.done is None:
        words = _("The balance is not known, so that it cannot be marked.") if row["closing"] is None else ""
        st.markdown(words or panels.status(panels.State.NOT_RUN, _("Not marked as done")))
        return
    if is_stale(said.done, row):
        st.markdown(panels.status(panels.State.STALE, _("Marked as done, but of other figures")))
        st.caption(_signature(said.done))
        st.caption(_was(said.done, row))
    else:
        st.markdown(panels.status(panels.State.DONE, _("Marked as done")))
        st.caption(_signature(said.done))
    if said.reviewed is None:
        return
    if is_stale(said.reviewed, row):
        st.markdown(panels.status(panels.State.STALE, _("Reviewed, but of other figures")))
    else:
        st.markdown(panels.status(panels.State.DONE, _("Reviewed")))
    st.caption(_signature(said.reviewed))


def _signature(said: AccountMark) -> str:
    """Who said it when, and the comment."""
    who = _("{who}, {time}", who=said.user_name or "Brygga", time=when(said.at))
    return panels.plain(who + (f" – {said.comment}" if said.comment else ""))


def _was(said: AccountMark, row: Mapping[str, Any]) -> str:
    """The figures that it was said of beside those of now."""
    if said.balance != row["closing"]:
        return _("The balance was {before:kr} then, and is {now:kr} now.", before=said.balance, now=row["closing"])
    if said.amount is None:
        return _("It was held against nothing then, and against {now:kr} now.", now=row["amount"])
    if row["amount"] is None:
        return _("It was held against {before:kr} then, and against nothing now.", before=said.amount)
    return _("It was held against {before:kr} then, and against {now:kr} now.", before=said.amount, now=row["amount"])


def _say_it(at: Working, chosen: Chosen) -> None:
    """A comment, and the button that marks; where all are marked, the one that reviews."""
    many = len(chosen.rows) > 1
    form = st.form(f"mark-{chosen.trace}", border=False, clear_on_submit=True)
    # one row where there is room for one: below a table it stands in the way of the rows
    with form, st.container(horizontal=True):
        comment = st.text_input(
            _("Comment"), _before(chosen), placeholder=_("Comment"), label_visibility="collapsed", max_chars=500
        )
        label = _("Mark {accounts:count} as done", accounts=len(chosen.waiting)) if many else _("Mark as done")
        marks_ = bool(chosen.waiting) and st.form_submit_button(label, type="primary", key=f"done-{chosen.trace}")
        label = _("Review {accounts:count}", accounts=len(chosen.reviewable)) if many else _("Review")
        kind: Literal["primary", "secondary"] = "secondary" if chosen.waiting else "primary"
        reviews = bool(chosen.reviewable) and st.form_submit_button(label, type=kind, key=f"seen-{chosen.trace}")
    desk, client_id, key = at.view.desk, at.client.id, at.key
    if marks_:
        told = _("Marked as done: {accounts}.", accounts=_list(chosen.waiting))
        panels.attempt(lambda: act.mark_accounts(desk, client_id, key, chosen.waiting, comment=comment), told)
    if reviews:
        told = _("Reviewed: {accounts}.", accounts=_list(chosen.reviewable))
        panels.attempt(lambda: act.review_accounts(desk, client_id, key, chosen.reviewable, comment=comment), told)


def _before(chosen: Chosen) -> str:
    """The comment that a stale mark had, to be said again or changed."""
    (only, *more) = chosen.rows
    said = chosen.of(only["account"]).done
    return said.comment if said and not more and only["standing"] == Standing.STALE.value else ""


def _why_not(chosen: Chosen) -> None:
    """Why there is nothing to press: the second pair of eyes is a colleague's."""
    own = [said for account, said in chosen.marked.items() if account not in chosen.reviewed]
    if own and all(said.user_id == chosen.person for said in own):
        st.caption(_("A colleague can review it: you marked it as done yourself."))


def _take_back(at: Working, chosen: Chosen) -> None:
    desk, client_id, key = at.view.desk, at.client.id, at.key
    with st.container(horizontal=True):
        if chosen.marked and st.button(
            _("Take the mark back") if len(chosen.rows) == 1 else _("Take marks back"),
            type="tertiary",
            icon=":material/undo:",
            key=f"undone-{chosen.trace}",
            help=_("A review goes with the mark that it is of.") if chosen.reviewed else None,
        ):
            told = _("No longer marked as done: {accounts}.", accounts=_list(chosen.marked))
            panels.attempt(lambda: act.unmark_accounts(desk, client_id, key, list(chosen.marked)), told)
        if chosen.reviewed and st.button(
            _("Take the review back") if len(chosen.rows) == 1 else _("Take reviews back"),
            type="tertiary",
            icon=":material/undo:",
            key=f"unseen-{chosen.trace}",
        ):
            told = _("No longer reviewed: {accounts}.", accounts=_list(chosen.reviewed))
            panels.attempt(lambda: act.unreview_accounts(desk, client_id, key, list(chosen.reviewed)), told)


def _list(accounts: Iterable[str]) -> str:
    named = list(accounts)
    more = len(named) - NAMED_AT_MOST
    return ", ".join(named[:NAMED_AT_MOST]) + (f" + {more}" if more > 0 else "")
