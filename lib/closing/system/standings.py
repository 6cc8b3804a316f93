"""How a kind of system entry stands: switched off, short of a figure, proposed, kept, or kept of other figures."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from lib.closing.entries import EntryRow
from lib.closing.system.proposals import Proposal
from lib.core.languages import mark


class SystemState(StrEnum):
    """How a kind of system entry stands in a year."""

    OFF = "off"
    MISSING = "missing"
    """Something that it takes is not known or not stated."""
    NOTHING = "nothing"
    """Nothing is left to book."""
    PROPOSED = "proposed"
    """Worked out, and no entry made of it yet."""
    KEPT = "kept"
    STALE = "stale"
    """The entry was worked out of other figures than there are now, or changed by hand."""


SYSTEM_STATE_NAMES: Final[Mapping[SystemState, str]] = {
    SystemState.OFF: mark("Switched off"),
    SystemState.MISSING: mark("Basis missing"),
    SystemState.NOTHING: mark("Nothing left to book"),
    SystemState.PROPOSED: mark("Proposed"),
    SystemState.KEPT: mark("Up to date"),
    SystemState.STALE: mark("Stale: the figures have changed"),
}
"""What people call each."""


def state_of(proposal: Proposal, kept: tuple[str, tuple[EntryRow, ...]] | None, *, enabled: bool) -> SystemState:
    """How a kind stands; `kept` are the basis and the rows of the entry that is kept for it."""
    if kept is not None:
        same = enabled and kept == (proposal.basis, proposal.rows)
        return SystemState.KEPT if same else SystemState.STALE
    if not enabled:
        return SystemState.OFF
    if proposal.missing:
        return SystemState.MISSING
    return SystemState.PROPOSED if proposal.rows else SystemState.NOTHING
