"""Mark accounts as done, review them, and mark findings as dealt with."""

from collections.abc import Collection, Mapping
from typing import Final

from lib.actions.desk import Desk
from lib.actions.periods import name_of
from lib.checks.analysis.registry import RULES
from lib.closing.failures import NotDone, OwnWork
from lib.core.languages import Fact, mark
from lib.store import check_settings, marks
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
FINDING_OPEN: Final = mark("A finding of the check “{check:text}” is no longer marked as done.")
FINDINGS_DONE: Final = mark("{findings:count|finding|findings} of the check “{check:text}” were marked as done.")
FINDINGS_OPEN: Final = mark(
    "{findings:count|finding|findings} of the check “{check:text}” are no longer marked as done."
)


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
    done = None if len(fingerprints) == 1 else FINDINGS_DONE
    facts: dict[str, Fact] = {"check": _title(desk, client_id, check), "findings": len(fingerprints)}
    with desk.acting("finding.mark", client_id, done=done, **facts), desk.transaction() as session:
        for fingerprint in fingerprints:
            marks.mark_finding(session, client_id, check, fingerprint, comment=comment.strip(), who=desk.person.who)


def unmark_finding(desk: Desk, client_id: int, check: str, fingerprint: str) -> None:
    """Take the mark on a finding back."""
    unmark_findings(desk, client_id, check, [fingerprint])


def unmark_findings(desk: Desk, client_id: int, check: str, fingerprints: Collection[str]) -> None:
    """Take the marks on several findings of a check back."""
    done = FINDING_OPEN if len(fingerprints) == 1 else FINDINGS_OPEN
    facts: dict[str, Fact] = {"check": _title(desk, client_id, check), "findings": len(fingerprints)}
    with desk.acting("finding.mark", client_id, done=done, **facts), desk.transaction() as session:
        for fingerprint in fingerprints:
            marks.unmark_finding(session, client_id, check, fingerprint)


def _title(desk: Desk, client_id: int, check: str) -> str:
    """What people call a check: the client's own by its name, Brygga's by its title."""
    with desk.store.reading() as session:
        own = check_settings.of_client(session, client_id).get(check)
    if own is not None and own.name:
        return own.name
    return RULES[check].text.title if check in RULES else check
