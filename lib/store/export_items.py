"""The lines of an export as they begin: an entry that was never sent, and one that is looked for first."""

from lib.store import entries
from lib.store.entry_tables import ClosingEntry, ExportItem, ExportRun
from lib.store.words import ItemFate


def fresh(run: ExportRun, entry: ClosingEntry, position: int) -> ExportItem:
    """An entry that was never sent, as it is now: what is changed later does not go out."""
    draft = {
        "label": entries.label(entry),
        "family": entry.family.value,
        "name": entry.name,
        "day": entry.day.isoformat(),
        "rows": entry.rows,
    }
    return ExportItem(run_id=run.id, entry_id=entry.id, marker=entry.marker, position=position, draft=draft)


def again(run: ExportRun, old: ExportItem, position: int) -> ExportItem:
    """What an earlier export sent, to be looked for before anything else."""
    return ExportItem(
        run_id=run.id,
        entry_id=old.entry_id,
        marker=old.marker,
        position=position,
        draft=old.draft,
        fate=ItemFate.INTENDED,
        series=old.series,
        at=old.at,
        settles_at=old.settles_at,
    )
