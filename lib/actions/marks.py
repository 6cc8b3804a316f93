"""Mark accounts as done, review them, and mark findings as dealt with."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from sqlmodel import Session

from lib.actions.desk import Desk
from lib.actions.periods import name_of
from lib.closing.failures import NotDone, OwnWork
from lib.core.languages import mark
from lib.store import marks
from lib.store.marks import NO_MARKS, Said
from lib.store.words import MarkKind

__all__ = [
    "Said",
    "mark_accounts",
    "mark_finding",
    "mark_findings",
    "review_accounts",
    "unmark_accounts",
    "unmark_finding",
    "unmark_findings",
    "unreview_accounts",
]

UNMARKED: Final = mark("No longer marked as done in {period}: {accounts}.")
UNREVIEWED: Final = mark("No longer reviewed in {period}: {accounts}.")
FINDING_OPEN: Final = mark("A finding of the check {check} is no longer marked as done.")
FINDINGS_DONE: Final = mark("{findings:count|finding|findings} of the check {check} were marked as done.")
FINDINGS_OPEN: Final = mark("{findings:count|finding|findings} of the check {check} are no longer marked as done.")


def mark_accounts(desk: Desk, client_id: int, key: str, figures: Mapping[str, Said], *, comment: str = "") -> None:
    """Mark accounts as done in a period, each with the figures that the person saw: it is stale if they are others.

    Raises PeriodClosed, NotFound.
    """
    facts = {"period": name_of(desk, client_id, key), "accounts": ", ".join(figures)}
    with desk.acting("account.mark", client_id, **facts), desk.transaction() as session:
        marks.mark(session, client_id, key, figures, comment=comment.strip(), who=desk.person.who)


def unmark_accounts(desk: Desk, client_id: int, key: str, accounts: Collection[str]) -> None:
    """Take marks on accounts back, and their reviews. Raises PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key), "accounts": ", ".join(accounts)}
    with desk.acting("account.mark", client_id, done=UNMARKED, **facts), desk.transaction() as session:
        marks.unmark(session, client_id, key, accounts)


def review_accounts(desk: Desk, client_id: int, key: str, figures: Mapping[str, Said], *, comment: str = "") -> None:
    """Review accounts that somebody else marked as done, with the figures that the person saw.

    Raises NotDone, OwnWork, PeriodClosed, NotFound; then nothing is reviewed.
    """
    facts = {"period": name_of(desk, client_id, key), "accounts": ", ".join(figures)}
    with desk.acting("account.review", client_id, **facts), desk.transaction() as session:
        marks.mark(
            session, client_id, key, figures, kind=MarkKind.REVIEWED, comment=comment.strip(), who=desk.person.who
        )
        found = marks.of_period(session, client_id, key)
        for account in figures:
            done = found.get(account, NO_MARKS).done
            if done is None:
                raise NotDone(account=account)
            if done.user_id == desk.person.user_id:
                raise OwnWork(account=account)


def unreview_accounts(desk: Desk, client_id: int, key: str, accounts: Collection[str]) -> None:
    """Take reviews of accounts back. Raises PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key), "accounts": ", ".join(accounts)}
    with desk.acting("account.review", client_id, done=UNREVIEWED, **facts), desk.transaction() as session:
        marks.unmark(session, client_id, key, accounts, MarkKind.REVIEWED)


def mark_finding(desk: Desk, client_id: int, check: str, fingerprint: str, *, comment: str = "") -> None:
    """Say that a finding was dealt with; it holds in every import that has the same finding, and only there."""
    mark_findings(desk, client_id, check, [fingerprint], comment=comment)


def mark_findings(desk: Desk, client_id: int, check: str, fingerprints: Collection[str], *, comment: str = "") -> None:
    """Say of several findings of a check that they were dealt with: all of them, or none where one is refused."""
    with _findings(desk, client_id, check, fingerprints, FINDINGS_DONE) as session:
        for fingerprint in fingerprints:
            marks.mark_finding(session, client_id, check, fingerprint, comment=comment.strip(), who=desk.person.who)


def unmark_finding(desk: Desk, client_id: int, check: str, fingerprint: str) -> None:
    """Take the mark on a finding back."""
    unmark_findings(desk, client_id, check, [fingerprint])


def unmark_findings(desk: Desk, client_id: int, check: str, fingerprints: Collection[str]) -> None:
    """Take the marks on several findings of a check back."""
    with _findings(desk, client_id, check, fingerprints, FINDINGS_OPEN) as session:
        for fingerprint in fingerprints:
            marks.unmark_finding(session, client_id, check, fingerprint)


@contextmanager
def _findings(desk: Desk, client_id: int, check: str, fingerprints: Collection[str], several: str) -> Iterator[Session]:
    """A transaction on findings of a check, logged in the words for one or for several."""
    one = FINDING_OPEN if several == FINDINGS_OPEN else None
    done, facts = (one, {}) if len(fingerprints) == 1 else (several, {"findings": len(fingerprints)})
    with desk.acting("finding.mark", client_id, done=done, check=check, **facts), desk.transaction() as session:
        yield session
