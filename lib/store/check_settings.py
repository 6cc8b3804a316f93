"""How the checks go for a client where it is not as the program has it, and the bureau's templates for that."""

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session, col, select

from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store import rows
from lib.store.check_tables import AccountRole, CheckSetting, CheckTemplate
from lib.store.closing_tables import Who
from lib.store.tables import Client

SETTING: Final = mark("The check")
TEMPLATE: Final = mark("The template")
_KEPT: Final = ("key", "based_on", "name", "enabled", "thresholds")
_NOTHING: Final[Mapping[str, Any]] = {}


def of_client(session: Session, client_id: int) -> dict[str, CheckSetting]:
    """The client's own settings and checks, by key."""
    own = select(CheckSetting).where(CheckSetting.client_id == client_id).order_by(col(CheckSetting.id))
    return {row.key: row for row in session.exec(own)}


def change(  # noqa: PLR0913 - the columns of CheckSetting
    session: Session,
    client_id: int,
    key: str,
    *,
    enabled: bool = True,
    thresholds: Mapping[str, Any] = _NOTHING,
    based_on: str = "",
    name: str = "",
    template_id: int | None = None,
    who: Who,
) -> CheckSetting:
    """Set how a check goes for a client; with `based_on` it is one of the client's own, made from that one."""
    rows.lock(session, Client, client_id)
    row = of_client(session, client_id).get(key) or CheckSetting(client_id=client_id, key=key)
    row.enabled, row.thresholds, row.template_id = enabled, dict(thresholds), template_id
    row.based_on, row.name = based_on, name
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def remove(session: Session, client_id: int, key: str) -> None:
    """Let a check go as the program has it again, or remove one of the client's own; raises NotFound."""
    rows.lock(session, Client, client_id)
    row = of_client(session, client_id).get(key)
    if row is None:
        raise NotFound(thing=SETTING)
    session.delete(row)
    session.flush()


def roles(session: Session, client_id: int) -> dict[str, str]:
    """What the client's accounts are used for where people have said it: account -> role, blank for none."""
    own = select(AccountRole).where(AccountRole.client_id == client_id).order_by(col(AccountRole.account))
    return {row.account: row.role for row in session.exec(own)}


def set_role(session: Session, client_id: int, account: str, role: str | None, who: Who) -> None:
    """Say what an account is used for; a blank role is none, and None leaves it to its number and name again."""
    rows.lock(session, Client, client_id)
    row = session.get(AccountRole, (client_id, account))
    if role is None:
        if row is not None:
            session.delete(row)
    else:
        row = row or AccountRole(client_id=client_id, account=account, role=role)
        row.role = role
        row.sign(who)
        session.add(row)
    session.flush()


def templates(session: Session) -> list[CheckTemplate]:
    """The bureau's templates by name."""
    return list(session.exec(select(CheckTemplate).order_by(col(CheckTemplate.name))))


def clients_of_templates(session: Session) -> dict[int, set[int]]:
    """The clients that have checks from each template: template -> clients."""
    both = select(CheckSetting.template_id, CheckSetting.client_id).where(col(CheckSetting.template_id).is_not(None))
    found: dict[int, set[int]] = {}
    for template_id, client_id in session.exec(both.distinct()):
        found.setdefault(template_id or 0, set()).add(client_id)
    return found


def save_template(session: Session, name: str, client_id: int, who: Who) -> CheckTemplate:
    """Keep a client's settings and roles as a template; one of the same name is replaced."""
    same = select(CheckTemplate).where(CheckTemplate.name == name)
    row = rows.find_or_add(session, same, CheckTemplate(name=name))
    own = of_client(session, client_id).values()
    row.settings = [setting.model_dump(include=set(_KEPT)) for setting in own]
    row.roles = roles(session, client_id)
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def apply_template(session: Session, template_id: int, client_id: int, who: Who) -> None:
    """Lay a template on a client: its checks and roles take the place of the same ones there, others stay.

    What an earlier use of the same template left and it no longer holds goes away. Raises NotFound.
    """
    template = session.get(CheckTemplate, template_id)
    if template is None:
        raise NotFound(thing=TEMPLATE)
    held = {setting["key"] for setting in template.settings}
    for key, row in of_client(session, client_id).items():
        if row.template_id == template_id and key not in held:
            remove(session, client_id, key)
    for setting in template.settings:
        change(session, client_id, **setting, template_id=template_id, who=who)
    for account, role in template.roles.items():
        set_role(session, client_id, account, role, who)


def remove_template(session: Session, template_id: int) -> None:
    """Remove a template; what it gave clients stays theirs. Raises NotFound."""
    template = session.get(CheckTemplate, template_id)
    if template is None:
        raise NotFound(thing=TEMPLATE)
    session.delete(template)
    session.flush()
