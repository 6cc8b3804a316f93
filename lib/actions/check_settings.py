"""Change how the checks go for a client, keep that as a template of the bureau's, and save views."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.checks.analysis.registry import RULES
from lib.checks.analysis.roles import ROLE_NAMES
from lib.checks.analysis.thresholds import fits
from lib.core.errors import InvalidInput, NotFound
from lib.core.languages import mark
from lib.store import check_settings, views
from lib.store.check_settings import SETTING
from lib.store.database import Session

FIELD_NAME: Final = mark("Name")
FIELD_LIMITS: Final = mark("Limits")
FIELD_ROLE: Final = mark("Used for")
NO_NAME: Final = mark("give it a name")
NAME_TAKEN: Final = mark("another check of this client has that name")
NOT_OWN: Final = mark("the limits of a check of Brygga's cannot be changed; copy it and change the copy")
NO_LIMIT: Final = mark("this is nothing that a check can go by")
NO_ROLE: Final = mark("Brygga knows no such use of an account")
ADDED: Final = mark("The check “{check:text}” was added.")
CHANGED: Final = mark("The check “{check:text}” was changed.")
SWITCHED_ON: Final = mark("The check “{check:text}” was switched on.")
SWITCHED_OFF: Final = mark("The check “{check:text}” was switched off.")
REMOVED: Final = mark("The check “{check:text}” was removed.")
AS_BEFORE: Final = mark("The check “{check:text}” goes as Brygga has it again.")
ROLE_SET: Final = mark("What account {account} is used for was changed.")
TEMPLATE_GONE: Final = mark("A template was removed; what it gave clients is still theirs.")
VIEW_GONE: Final = mark("A saved view was removed.")
_NOTHING: Final[Mapping[str, Any]] = {}


def switch_check(desk: Desk, client_id: int, key: str, *, enabled: bool) -> None:
    """Have a check run for a client or not; one of Brygga's that then goes as it does by itself is no setting.

    Raises NotFound when there is no such check.
    """
    done = SWITCHED_ON if enabled else SWITCHED_OFF
    with desk.acting("check.change", client_id, done=done) as facts, desk.transaction() as session:
        facts["check"] = _title(session, client_id, key)
        _switch(session, desk, client_id, key, enabled=enabled)


def add_check(  # noqa: PLR0913 - the form's fields
    desk: Desk, client_id: int, rule: str, *, name: str, thresholds: Mapping[str, Any], instead_of: str = ""
) -> str:
    """Make a check of the client's own from one of Brygga's, with its own limits; gives its key.

    `instead_of` is the check that it stands in for, which is switched off. Raises InvalidInput, NotFound.
    """
    key = f"own-{uuid4().hex[:12]}"
    with desk.acting("check.change", client_id, done=ADDED, check=name.strip()), desk.transaction() as session:
        check_settings.change(
            session,
            client_id,
            key,
            thresholds=_allowed(rule, thresholds),
            based_on=rule,
            name=_own_name(session, client_id, key, name),
            who=desk.person.who,
        )
        if instead_of:
            _switch(session, desk, client_id, instead_of, enabled=False)
    return key


def change_check(  # noqa: PLR0913 - the form's fields
    desk: Desk,
    client_id: int,
    key: str,
    *,
    enabled: bool = True,
    thresholds: Mapping[str, Any] = _NOTHING,
    based_on: str = "",
    name: str = "",
) -> None:
    """Change one of the client's own checks (with `based_on`), or have one of Brygga's run or not.

    Raises InvalidInput for a name that is blank or taken, limits that no check can go by, and limits
    for a check of Brygga's.
    """
    if thresholds and not based_on:
        raise InvalidInput(field=FIELD_LIMITS, problem=NOT_OWN)
    said = name.strip() or _brygga(key)
    with desk.acting("check.change", client_id, done=CHANGED, check=said), desk.transaction() as session:
        check_settings.change(
            session,
            client_id,
            key,
            enabled=enabled,
            thresholds=_allowed(based_on, thresholds),
            based_on=based_on,
            name=_own_name(session, client_id, key, name) if based_on else "",
            who=desk.person.who,
        )


def reset_check(desk: Desk, client_id: int, key: str) -> None:
    """Let a check go as Brygga has it, or remove one of the client's own; raises NotFound."""
    done = AS_BEFORE if key in RULES else REMOVED
    with desk.acting("check.change", client_id, done=done) as facts, desk.transaction() as session:
        facts["check"] = _title(session, client_id, key)
        check_settings.remove(session, client_id, key)


def _switch(session: Session, desk: Desk, client_id: int, key: str, *, enabled: bool) -> None:
    row = check_settings.of_client(session, client_id).get(key)
    if row is not None and (row.based_on or row.thresholds):
        check_settings.change(
            session,
            client_id,
            key,
            enabled=enabled,
            thresholds=row.thresholds,
            based_on=row.based_on,
            name=row.name,
            who=desk.person.who,
        )
    elif key not in RULES:
        raise NotFound(thing=SETTING)
    elif RULES[key].on is not enabled:
        check_settings.change(session, client_id, key, enabled=enabled, who=desk.person.who)
    elif row is not None:
        check_settings.remove(session, client_id, key)


def _own_name(session: Session, client_id: int, key: str, name: str) -> str:
    """The name of one of the client's own checks; raises InvalidInput when it is blank or another's."""
    named = _named(name)
    others = check_settings.of_client(session, client_id).values()
    if any(row.name.casefold() == named.casefold() for row in others if row.key != key and row.based_on):
        raise InvalidInput(field=FIELD_NAME, problem=NAME_TAKEN)
    return named


def _allowed(rule: str, thresholds: Mapping[str, Any]) -> dict[str, Any]:
    """The limits, where a check can go by them; else raises InvalidInput."""
    known = {threshold.name: threshold for threshold in RULES[rule].thresholds} if rule in RULES else {}
    for limit, value in thresholds.items():
        if limit not in known or not fits(known[limit], value):
            raise InvalidInput(field=known[limit].text if limit in known else FIELD_LIMITS, problem=NO_LIMIT)
    return dict(thresholds)


def _title(session: Session, client_id: int, key: str) -> str:
    """What a check is called: the client's own by its name, Brygga's by its title."""
    row = check_settings.of_client(session, client_id).get(key)
    return row.name if row is not None and row.name else _brygga(key)


def _brygga(key: str) -> str:
    return RULES[key].text.title if key in RULES else key


def set_role(desk: Desk, client_id: int, account: str, role: str | None) -> None:
    """Say what an account is used for: a role, blank for none, None for what its number and name tell.

    Raises InvalidInput when there is no such role.
    """
    if role and role not in ROLE_NAMES:
        raise InvalidInput(field=FIELD_ROLE, problem=NO_ROLE)
    with desk.acting("check.change", client_id, done=ROLE_SET, account=account), desk.transaction() as session:
        check_settings.set_role(session, client_id, account, role, desk.person.who)


def save_template(desk: Desk, client_id: int, name: str) -> int:
    """Keep a client's check settings as a template of the bureau's; gives its id. Raises InvalidInput."""
    with desk.acting("template.change", client_id, name=name.strip()), desk.transaction() as session:
        return check_settings.save_template(session, _named(name), client_id, desk.person.who).id


def apply_template(desk: Desk, client_id: int, template_id: int) -> None:
    """Lay a template on a client; raises NotFound."""
    with desk.acting("template.apply", client_id), desk.transaction() as session:
        check_settings.apply_template(session, template_id, client_id, desk.person.who)


def remove_template(desk: Desk, template_id: int) -> None:
    """Remove a template; raises NotFound."""
    with desk.acting("template.change", done=TEMPLATE_GONE), desk.transaction() as session:
        check_settings.remove_template(session, template_id)


def save_view(  # noqa: PLR0913 - the form's fields
    desk: Desk, client_id: int, page: str, name: str, content: Mapping[str, Any], *, shared: bool = False
) -> int:
    """Keep the filters of a page under a name, for the client or (`shared`) for all; gives the view's id."""
    with desk.acting("view.save", client_id, name=name.strip()), desk.transaction() as session:
        own = None if shared else client_id
        return views.save(session, page, _named(name), content, client_id=own, who=desk.person.who).id


def remove_view(desk: Desk, client_id: int, view_id: int) -> None:
    """Forget a saved view of the client's or of all clients'; raises NotFound."""
    with desk.acting("view.save", client_id, done=VIEW_GONE), desk.transaction() as session:
        views.remove(session, view_id, client_id)


def _named(name: str) -> str:
    if not name.strip():
        raise InvalidInput(field=FIELD_NAME, problem=NO_NAME)
    return name.strip()
