"""A client that has something of everything that people make: what the tests of who may do and see what share."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from lib.actions import check_settings, checklists, comparisons, entries, entry_templates, marks, reconciliation
from lib.actions.desk import Desk
from lib.actions.imports import upload
from lib.closing.entries import Draft, Family
from lib.jobs.workflows import IMPORT
from lib.store import checklists as checklist_rows
from lib.store import exports, imports, jobs, si_exports
from lib.store.database import Store
from lib.store.marks import Said
from lib.store.tables import Client, ImportState, JobState
from tests.actions.entries_by_hand import DRAFT, JANUARY
from tests.ledger.sie_texts import YEAR
from tests.store.examples import Y2026, receive, staged, year_books

PDF: Final = b"%PDF-1.7\n"
DAY: Final = date(2025, 1, 31)
FAILED, RUN = "failed", "run"
FAULTY: Final = b"""#FLAGGA 0
#PROGRAM "Test" 1
#FORMAT PC8
#GEN 20260101
#SIETYP 4
#RAR 0 20250101 20251231
#KONTO 1930 "Bank"
#VER A 1 20250131 "Hyra"
{
#TRANS 1930 {} 1.00
}
#UB 0 1930 1.00
"""
"""It names no company, and a voucher of it does not balance, which is told with its line."""
TO_A: Final = {Family.MANUAL: "A", Family.SYSTEM: "A"}


@dataclass(frozen=True, slots=True)
class Theirs:
    """The numbers of a client's rows."""

    name: str
    staged: str
    faulty: str
    failed: str
    failed_job: str
    entry: int
    template: int
    appendix: int
    file: int
    item: int
    comment: int
    view: int
    own_check: str
    comparison: str
    export: str
    export_item: int
    taken_at: datetime


def filled(desk: Desk, client: Client, word: str = "Hyra") -> Theirs:
    """Something of everything, for a client with a period under way; `word` is in every text that people write."""
    draft = replace(DRAFT, name=word, rows=tuple(replace(row, text=word) for row in DRAFT.rows))
    checklists.add_comment(desk, client.id, JANUARY, word)
    marks.mark_accounts(desk, client.id, JANUARY, {"1930": Said(1)}, comment=word)
    marks.mark_finding(desk, client.id, "gaps", "a", comment=word)
    reconciliation.state_balance(desk, client.id, JANUARY, "1930", balance=1, day=DAY)
    appendix = reconciliation.save_appendix(desk, client.id, JANUARY, name=word, accounts=["1790"], lines=[(word, 1)])
    checklists.add_item(desk, client.id, JANUARY, word)
    taken_at, item = sent(desk, client, draft)
    with desk.store.reading() as session:
        point = checklist_rows.items(session, client.id, JANUARY)[0].id
        comment = checklist_rows.comments(session, client.id, JANUARY)[0].id
    return Theirs(
        name=client.name,
        staged=staged(desk.store, client, b"b", year_books(Y2026)).id,
        faulty=brought_in(desk, client, f"{word}.se"),
        failed=failed(desk.store, client, f"{word}.se"),
        failed_job=FAILED,
        entry=entries.save_entry(desk, client.id, JANUARY, draft),
        template=entry_templates.save_template(desk, client.id, name=word, rows=draft.rows),
        appendix=appendix,
        file=reconciliation.attach_file(desk, client.id, appendix, f"{word}.pdf", PDF),
        item=point,
        comment=comment,
        view=check_settings.save_view(desk, client.id, "analysis", word, {}),
        own_check=check_settings.add_check(desk, client.id, "voucher-numbers", name=word, thresholds={}),
        comparison=comparisons.compare_file(desk, client.id, f"{word}.se", b"#FLAGGA 0"),
        export=RUN,
        export_item=item,
        taken_at=taken_at,
    )


def sent(desk: Desk, client: Client, draft: Draft) -> tuple[datetime, int]:
    """One entry in an SI file, and another on its way to Fortnox."""
    entries.save_entry(desk, client.id, JANUARY, draft, ready=True)
    with desk.store.transaction() as session:
        batch = si_exports.send(session, client.id, YEAR.start, TO_A, who=desk.person.who)
    entries.save_entry(desk, client.id, JANUARY, draft, ready=True)
    with desk.store.transaction() as session:
        exports.begin(session, client.id, YEAR.start, run_id=RUN, series=TO_A, who=desk.person.who)
        (item,) = exports.items(session, RUN)
        exports.finish(session, RUN)
    assert batch
    return batch.at, item.id


def brought_in(desk: Desk, client: Client, name: str) -> str:
    """An import in which something was found."""
    (one,) = upload(desk, [(name, FAULTY)], client_id=client.id)
    return one.import_id or ""


def failed(store: Store, client: Client, name: str) -> str:
    """An import that stopped."""
    import_ = receive(store, client, b"#FLAGGA 0", name)
    with store.transaction() as session:
        imports.set_state(session, import_.id, ImportState.FAILED)
        jobs.add(
            session,
            job_id=FAILED,
            kind=IMPORT,
            client_id=client.id,
            import_id=import_.id,
            steps=["read"],
            started_by=None,
        )
        jobs.finish(session, FAILED, JobState.FAILED, "", {})
    return import_.id
