"""Try a client's situation on the local Fortnox: with a made-up company, and never with anything of the client's."""

from typing import Final

from lib.actions import fortnox
from lib.actions.desk import Desk
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.fortnox import practice
from lib.fortnox.practice import NoLocalFortnox
from lib.jobs import practising
from lib.jobs.orders import Order
from lib.jobs.runner import PRACTICE
from lib.jobs.situations import SITUATIONS
from lib.settings import load
from lib.store.tables import Import

TRY: Final = "sandbox.try"
THE_SITUATION: Final = mark("The situation")


def is_possible() -> bool:
    """Whether there is a local Fortnox to try on: Brygga is set up with one on this computer."""
    return practice.is_local(load())


def try_situation(desk: Desk, client_id: int, key: str, *, mended: bool = False) -> Import:
    """Start an import of the situation's made-up company, as the person; gives the import.

    `mended` leaves the faults out, to see what the remedy brings. One at a time for each made-up company: one
    under way is given back. Raises NoLocalFortnox, NotFound, Forbidden.
    """
    if key not in SITUATIONS:
        raise NotFound(thing=THE_SITUATION)
    with desk.acting(TRY, client_id, situation=SITUATIONS[key].name):
        if not is_possible():
            raise NoLocalFortnox
        practised = practising.client_of(desk.store, key)
        for right in ("fortnox.connect", "fortnox.import"):
            desk.allow(right, practised.id)
        options = {**Order().as_options(), practising.SITUATION: key, **({practising.MENDED: "1"} if mended else {})}
        return fortnox.begin(desk, practised.id, PRACTICE, options)
