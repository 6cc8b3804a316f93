"""Change how the checks go for a client, keep that as a template of the bureau's, and save views."""

from collections.abc import Mapping
from typing import Any, Final

from lib.actions.desk import Desk
from lib.core.errors import InvalidInput
from lib.core.languages import mark
from lib.store import check_settings, views

FIELD_NAME: Final = mark("Name")
NO_NAME: Final = mark("give it a name")
AS_BEFORE: Final = mark("The check {check} goes as Brygga has it again.")
ROLE_SET: Final = mark("What account {account} is used for was changed.")
TEMPLATE_GONE: Final = mark("A template was removed; what it gave clients is still theirs.")
VIEW_GONE: Final = mark("A saved view was removed.")
_NOTHING: Final[Mapping[str, Any]] = {}


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
    """Enable or disable a check for a client, or set its thresholds; with `based_on` it is the client's own.

    Raises InvalidInput when an own check has no name.
    """
    with desk.acting("check.change", client_id, check=key), desk.transaction() as session:
        if based_on:
            name = _named(name)
        check_settings.change(
            session,
            client_id,
            key,
            enabled=enabled,
            thresholds=thresholds,
            based_on=based_on,
            name=name,
            who=_who(desk),
        )


def reset_check(desk: Desk, client_id: int, key: str) -> None:
    """Let a check go as Brygga has it, or remove one of the client's own; raises NotFound."""
    with desk.acting("check.change", client_id, done=AS_BEFORE, check=key), desk.transaction() as session:
        check_settings.remove(session, client_id, key)


def set_role(desk: Desk, client_id: int, account: str, role: str | None) -> None:
    """Say what an account is used for: a role, blank for none, None for what its number and name tell."""
    with desk.acting("check.change", client_id, done=ROLE_SET, account=account), desk.transaction() as session:
        check_settings.set_role(session, client_id, account, role, _who(desk))


def save_template(desk: Desk, client_id: int, name: str) -> int:
    """Keep a client's check settings as a template of the bureau's; gives its id. Raises InvalidInput."""
    with desk.acting("template.change", client_id, name=name.strip()), desk.transaction() as session:
        return check_settings.save_template(session, _named(name), client_id, _who(desk)).id


def apply_template(desk: Desk, client_id: int, template_id: int) -> None:
    """Lay a template on a client; raises NotFound."""
    with desk.acting("template.apply", client_id), desk.transaction() as session:
        check_settings.apply_template(session, template_id, client_id, _who(desk))


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
        return views.save(session, page, _named(name), content, client_id=own, who=_who(desk)).id


def remove_view(desk: Desk, client_id: int, view_id: int) -> None:
    """Forget a saved view of the client's or of all clients'; raises NotFound."""
    with desk.acting("view.save", client_id, done=VIEW_GONE), desk.transaction() as session:
        views.remove(session, view_id, client_id)


def _named(name: str) -> str:
    if not name.strip():
        raise InvalidInput(field=FIELD_NAME, problem=NO_NAME)
    return name.strip()


def _who(desk: Desk) -> tuple[int, str]:
    return desk.person.user_id, desk.person.name
