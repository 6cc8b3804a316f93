"""Taking a support bundle out, each time written to the activity log."""

from typing import Final

from lib.actions.desk import Desk
from lib.core.languages import mark
from lib.settings import Settings
from lib.support.bundles import Bundle, bundle

OPENED: Final = mark("A support bundle with names and amounts was taken out, by the accountant's consent.")


def take_bundle(desk: Desk, settings: Settings, client_id: int) -> Bundle:
    """The client's bundle as a ZIP file; names and amounts are in it only while the accountant's consent stands."""
    desk.allow("bundle.take", client_id)
    made = bundle(desk.store, settings, client_id, desk.person.name)
    with desk.acting("bundle.take", client_id, done=OPENED if made.consent else None):
        return made
