"""What people add to a period's reconciliation: statements of balance, and appendices with their files."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from lib.actions.desk import Desk
from lib.actions.periods import name_of
from lib.closing.copying import Copying
from lib.closing.files import MEDIA_TYPES, safe_name
from lib.core.errors import InvalidInput
from lib.core.languages import mark
from lib.store import attachments, periods, statements, sub_appendices
from lib.store.sub_appendices import NO_LINES, Line
from lib.store.words import FileOwner

FIELD_DAY: Final = mark("Statement date")
FIELD_NAME: Final = mark("The appendix's name")
FIELD_ACCOUNTS: Final = mark("Accounts")
OUTSIDE: Final = mark("the day lies outside the period")
NO_NAME: Final = mark("say what it is about")
NO_ACCOUNT: Final = mark("choose at least one account")
STATEMENT_GONE: Final = mark("The stated balance of account {account} in {period} was removed.")
APPENDIX_GONE: Final = mark("The appendix {name} in {period} was deleted.")


def state_balance(  # noqa: PLR0913 - the form's fields
    desk: Desk, client_id: int, key: str, account: str, *, balance: int, day: date
) -> None:
    """State what a bank or the tax agency says an account holds at the end of a day (öre, signed as the account is).

    Raises InvalidInput when the day is not the period's, PeriodClosed, NotFound.
    """
    facts = {"period": name_of(desk, client_id, key), "account": account, "day": day.isoformat()}
    with desk.acting("statement.set", client_id, **facts), desk.transaction() as session:
        if day not in periods.get(session, client_id, key).span:
            raise InvalidInput(field=FIELD_DAY, problem=OUTSIDE)
        statements.state(session, client_id, key, account, balance=balance, day=day, who=desk.person.who)


def remove_statement(desk: Desk, client_id: int, key: str, account: str) -> None:
    """Take a stated balance back; raises PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key), "account": account}
    with desk.acting("statement.set", client_id, done=STATEMENT_GONE, **facts), desk.transaction() as session:
        statements.remove(session, client_id, key, account)


def save_appendix(  # noqa: PLR0913 - the form's fields
    desk: Desk,
    client_id: int,
    key: str,
    *,
    name: str,
    accounts: Sequence[str],
    lines: Sequence[Line] = NO_LINES,
    copying: Copying = Copying.WITH_DATA,
    appendix_id: int | None = None,
) -> int:
    """Make an appendix to one account or several, or change one; gives its id.

    `lines` are texts with öre, debit positive; without any it is external: files alone. Raises
    InvalidInput without a name or an account, PeriodClosed, NotFound.
    """
    facts = {"period": name_of(desk, client_id, key), "name": name.strip()}
    with desk.acting("appendix.change", client_id, **facts), desk.transaction() as session:
        if not facts["name"]:
            raise InvalidInput(field=FIELD_NAME, problem=NO_NAME)
        if not accounts:
            raise InvalidInput(field=FIELD_ACCOUNTS, problem=NO_ACCOUNT)
        row = sub_appendices.save(
            session,
            client_id,
            key,
            name=facts["name"],
            accounts=accounts,
            lines=lines,
            copying=copying,
            appendix_id=appendix_id,
            who=desk.person.who,
        )
        return row.id


def delete_sub_appendix(desk: Desk, client_id: int, key: str, appendix_id: int) -> None:
    """Delete an appendix with its files; raises PeriodClosed, NotFound."""
    with desk.store.reading() as session:
        names = {row.id: row.name for row in sub_appendices.of_period(session, client_id, key)}
    facts = {"period": name_of(desk, client_id, key), "name": names.get(appendix_id, "")}
    with desk.acting("appendix.change", client_id, done=APPENDIX_GONE, **facts):
        with desk.transaction() as session:
            sub_appendices.delete(session, client_id, appendix_id)
            gone = attachments.remove_all(session, client_id, FileOwner.APPENDIX, appendix_id)
        attachments.sweep(desk.store, client_id, only=gone)


def attach_file(desk: Desk, client_id: int, appendix_id: int, name: str, content: bytes) -> int:
    """Attach a file to an appendix; gives its id. Raises AttachmentRefused, PeriodClosed, NotFound, StorageFailed."""
    with desk.acting("attachment.add", client_id, file=safe_name(name)):
        row = attachments.add(
            desk.store, client_id, FileOwner.APPENDIX, appendix_id, name=name, content=content, who=desk.person.who
        )
        return row.id


def remove_file(desk: Desk, client_id: int, attachment_id: int) -> None:
    """Take an attached file away; raises PeriodClosed, NotFound."""
    with desk.acting("attachment.remove", client_id):
        attachments.remove(desk.store, client_id, attachment_id)


def read_file(desk: Desk, client_id: int, attachment_id: int) -> tuple[str, str, bytes]:
    """An attached file for who may see it: its name, its media type and its content; raises Forbidden, NotFound."""
    desk.allow("attachment.view", client_id)
    with desk.store.reading() as session:
        row = attachments.get(session, client_id, attachment_id)
    return row.name, MEDIA_TYPES[row.kind], attachments.content(desk.store, row)
