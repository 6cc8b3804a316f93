"""What using an import would change: worked out by the job, shown by the page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from lib.core.findings import CheckResult
from lib.ledger.comparison import YearChanges
from lib.store import books, imports
from lib.store.books import YearPlan
from lib.store.database import Store
from lib.store.tables import Import


@dataclass(frozen=True, slots=True)
class Preview:
    """An import as it stands before it counts.

    `changes` follow `plan`, year by year, and hold against the books of `compared_with`;
    `current` tells whether those are the books in use now.
    """

    import_: Import
    results: tuple[CheckResult, ...]
    plan: tuple[YearPlan, ...]
    changes: tuple[YearChanges, ...]
    books_version: int

    @property
    def current(self) -> bool:
        """Whether nobody has put other books in use since the comparison."""
        return self.import_.compared_with == self.books_version


def save(store: Store, import_id: str, changes: Sequence[YearChanges]) -> None:
    """Keep the comparison with the import, whole or not at all."""
    imports.save_file(store, import_id, "changes.json", json.dumps([c.as_json() for c in changes]).encode())


def preview(store: Store, import_id: str) -> Preview:
    """Everything to see of an import; raises NotFound."""
    with store.transaction() as session:
        import_ = imports.get(session, import_id)
        plan = books.plan(session, import_id)
        version = books.active(session, import_.client_id).version
    return Preview(import_, imports.results(store, import_id), tuple(plan), _changes(store, import_id), version)


def _changes(store: Store, import_id: str) -> tuple[YearChanges, ...]:
    stored = imports.read_file(store, import_id, "changes.json")
    return tuple(YearChanges.from_json(part) for part in json.loads(stored)) if stored else ()
