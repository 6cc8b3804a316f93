"""What stands on a working paper beside its tables: how an account stands, what people said of it, who signs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from dashboard import data, reconciled
from dashboard.account_standing import AccountView
from dashboard.language import _, when, zone
from dashboard.working import Working
from lib.core.money import megabytes, sek
from lib.reports.papers import Facts, Part, Remarks, Signature, Signatures
from lib.store import attachments, checklists, marks, sub_appendices
from lib.store.closing_tables import AccountMark, PeriodComment
from lib.store.marks import NO_MARKS
from lib.store.words import FileOwner

PROGRAM: Final = "Brygga"
"""Who did what no person did."""


def of_account(found: AccountView) -> list[Part]:
    """How an account stands, its attached files, marks and comments, and the lines to sign."""
    at = found.at
    with data.house().store.reading() as session:
        said = marks.of_period(session, at.client.id, at.key).get(found.number, NO_MARKS)
        comments = [row for row in checklists.comments(session, at.client.id, at.key) if row.account == found.number]
    told = [*_marked(_("Marked as done"), said.done), *_marked(_("Reviewed"), said.reviewed), *_comments(comments)]
    files = _files(found)
    return [
        _standing(found),
        *([Facts(_("Attached files"), files)] if files else []),
        *([Remarks(_("Comments and marks"), told)] if told else []),
        signed(_of_mark(_("Prepared by"), said.done), _of_mark(_("Reviewed by"), said.reviewed)),
    ]


def of_period(at: Working) -> list[Part]:
    """What people said of the whole period, and the lines to sign."""
    return [*_said(at), signatures(at)]


def signatures(at: Working) -> Signatures:
    """The lines to sign a period on, with who locked it and who reviewed it."""
    row = at.at.row
    made = (row.locked_name, row.locked_at) if row else ("", None)
    reviewed = (row.reviewed_name, row.reviewed_at) if row else ("", None)
    return signed(_signature(_("Prepared by"), *made), _signature(_("Reviewed by"), *reviewed))


def signed(*lines: Signature) -> Signatures:
    """Lines to sign on."""
    return Signatures(_("Signatures"), lines)


def _said(at: Working) -> Sequence[Part]:
    with data.house().store.reading() as session:
        comments = [row for row in checklists.comments(session, at.client.id, at.key) if not row.account]
    return [Remarks(_("Comments"), list(_comments(comments)))] if comments else []


def _standing(found: AccountView) -> Facts:
    row = found.row.row(0, named=True)
    figures = {
        _("Opening balance"): row["opening"],
        _("Closing balance"): row["closing"],
        _("Reconciliation amount"): row["amount"],
        _("Difference"): row["difference"],
    }
    told = [(name, sek(ore)) for name, ore in figures.items() if ore is not None]
    comparable = row["amount"] is None or row["difference"] is not None
    return Facts(
        _("Reconciliation"),
        [*told, (_("Status"), reconciled.state_of(row["standing"], comparable=comparable)["state"])],
    )


def _files(found: AccountView) -> list[tuple[str, str]]:
    """The files of the account's appendices: they are kept beside the paper, and not in it."""
    at = found.at
    with data.house().store.reading() as session:
        rows = sub_appendices.of_period(session, at.client.id, at.key)
        own = {row.id: row.name for row in rows if found.number in row.accounts}
        files = attachments.of_owners(session, at.client.id, FileOwner.APPENDIX, list(own))
    return [
        (own[owner], f"{file.name} ({megabytes(file.size)}), {_who(file.user_name, file.at)}")
        for owner, attached in files.items()
        for file in attached
    ]


def _marked(deed: str, mark: AccountMark | None) -> Iterable[tuple[str, str]]:
    if mark is not None:
        of = _("balance {balance:kr}", balance=mark.balance)
        yield f"{deed}: {_who(mark.user_name, mark.at)}", f"{of}. {mark.comment}".removesuffix(". ")


def _comments(rows: Iterable[PeriodComment]) -> Iterable[tuple[str, str]]:
    return ((_who(row.user_name, row.at), row.text) for row in rows)


def _of_mark(role: str, mark: AccountMark | None) -> Signature:
    return _signature(role, mark.user_name, mark.at) if mark else Signature(role)


def _signature(role: str, name: str, at: datetime | None) -> Signature:
    return Signature(role, name or PROGRAM, _day(at)) if at else Signature(role)


def _who(name: str, at: datetime) -> str:
    return f"{name or PROGRAM}, {when(at)}"


def _day(at: datetime) -> str:
    return at.astimezone(zone()).date().isoformat()
