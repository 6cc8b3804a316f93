"""What Fortnox has that the books do not, and what it would not hand out: newer vouchers, years, ledgers."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from lib.core.languages import Fact, mark
from lib.core.periods import FinancialYear
from lib.fortnox.failures import ScopeMissing
from lib.fortnox.reasons import REASONS
from lib.jobs.ledgers import SCOPES
from lib.jobs.orders import is_without
from lib.ledger.sides import ACCOUNTS, Side
from lib.settings import load
from lib.store import books, connections, imports, news, supplements
from lib.store.database import Session, Store
from lib.store.fortnox_tables import FortnoxNews, Supplement
from lib.store.tables import Client, Source
from lib.store.words import SupplementKind, SupplementState
from lib.support import failures
from lib.support.diagnoses import Diagnosis, Reconnect, Told, Weight, Who

NEWER: Final = mark(
    "Fortnox has {vouchers:count|voucher|vouchers} newer than the books here, which were fetched {day:date}."
)
NEWER_WHY: Final = mark("They were made or changed in Fortnox after the last import.")
NEWER_STEP: Final = mark("Import from Fortnox again: what was corrected there shows only then, and so do new vouchers.")
NOT_ASKED: Final = mark("Fortnox could not be asked what it has that the books lack.")
NO_YEAR: Final = mark("Fortnox has no financial year that holds {day:date}.")
NO_YEAR_WHY: Final = mark("The new financial year has not been created there, so that nothing can be booked in it.")
NO_YEAR_STEP: Final = mark("Create the financial year in Fortnox, then import again.")
LEFT_OUT: Final = mark("{years} are in Fortnox and not in the books here.")
LEFT_OUT_WHY: Final = mark(
    "The first import takes the last three financial years, later ones the year being closed and the one after it, "
    "unless other years are chosen."
)
LEFT_OUT_STEP: Final = mark("If they are wanted, choose the years under Import before the next import.")
WITHHELD: Final = mark("{ledger:text} did not come with the books, so its appendix is empty.")
LEDGERS: Final[Mapping[SupplementKind, str]] = {
    SupplementKind.RECEIVABLES: mark("The customer ledger (1510)"),
    SupplementKind.PAYABLES: mark("The supplier ledger (2440)"),
    SupplementKind.REGISTERS: mark("The list of voucher series, accounts and locked period"),
}
APP_STEP: Final = mark(
    "The connection was approved for it already, so an administrator adds it to Brygga's app in Fortnox's developer "
    "portal; then connect again."
)
MOVED: Final = mark("{ledger:text} may not be whole.")
MOVED_STEP: Final = mark("Import from Fortnox again, when nobody is at work in it.")
LOCKED: Final = mark("The books are locked in Fortnox to and including {day:date}.")
LOCKED_WHY: Final = mark("Whoever keeps the books has locked them there, for example after the VAT return.")
LOCKED_STEP: Final = mark(
    "A closing entry dated until then is refused: unlock the period in Fortnox before it is exported, or date the "
    "entry later."
)


def diagnoses(store: Store, session: Session, client: Client, now: datetime) -> Iterator[Diagnosis]:
    """What is to say of a client whose books come from Fortnox; nothing for any other."""
    if client.source is not Source.FORTNOX:
        return
    yield from _withheld(session, client)
    known = news.get(session, client.id)
    if known is not None:
        yield from _news(session, client, known, now)
    yield from _left_out(session, client)
    registers = supplements.registers(store, session, client.id)
    if registers and registers.get("locked_until"):
        yield Diagnosis(
            "locked-in-fortnox", Weight.KNOW, Told(LOCKED, {"day": registers["locked_until"]}), Told(LOCKED_WHY),
            Told(LOCKED_STEP), Who.CLIENT, page="closing_entries",
        )  # fmt: skip


def _withheld(session: Session, client: Client) -> Iterator[Diagnosis]:
    """The ledgers that Fortnox refused: of the newest import that came, in use or not."""
    newest = next((one for one in imports.of_client(session, client.id) if one.source is Source.FORTNOX), None)
    brought = supplements.of_import(session, newest.id) if newest else {}
    for kind in SupplementKind:
        row = brought.get(kind) or supplements.active(session, client.id, kind)
        if row is None:
            continue
        ledger = {"ledger": LEDGERS[kind]}
        page, view = _seen_at(kind)
        if row.state is SupplementState.REFUSED:
            yield _refused(session, row, ledger, page, view)
        elif row.message:
            yield Diagnosis(
                f"ledger-moved-{kind.value}", Weight.LOOK, Told(MOVED, ledger), Told(row.message, row.facts),
                Told(MOVED_STEP), Who.ACCOUNTANT, Reconnect.USELESS, row.fetched_at, page, view,
            )  # fmt: skip


def _refused(
    session: Session, row: Supplement, ledger: Mapping[str, str], page: str, view: Mapping[str, str]
) -> Diagnosis:
    act, step = failures.act(row.message), failures.step(row.facts)
    if row.message == ScopeMissing.text and _is_granted(session, row):
        act, step = failures.Act(Who.ADMINISTRATOR, Reconnect.AFTER), Told(APP_STEP)
    return Diagnosis(
        f"ledger-withheld-{row.kind.value}",
        Weight.LOOK if row.kind is SupplementKind.REGISTERS else Weight.WRONG,
        Told(WITHHELD, ledger),
        Told(row.message, row.facts),
        step,
        act.who,
        act.reconnect,
        row.fetched_at,
        page,
        view,
    )


def _is_granted(session: Session, row: Supplement) -> bool:
    """Whether who imported has approved what Fortnox says is not covered: approving once more then changes nothing."""
    user_id = imports.get(session, row.import_id).created_by
    connection = connections.of(session, user_id, row.client_id) if user_id is not None else None
    return connection is not None and SCOPES.get(row.kind, "") in connection.scopes.split()


def _seen_at(kind: SupplementKind) -> tuple[str, dict[str, str]]:
    if kind is SupplementKind.REGISTERS:
        return "import_data", {}
    return "appendices", {"bilaga": ACCOUNTS[Side(kind.value)].main}


def _news(session: Session, client: Client, known: FortnoxNews, now: datetime) -> Iterator[Diagnosis]:
    today = now.astimezone(load().zone).date()
    if known.message and known.message not in REASONS.values():
        facts: dict[str, Any] = dict(known.facts)
        act = failures.act(known.message)
        yield Diagnosis(
            "news-failed", Weight.LOOK, Told(NOT_ASKED), Told(known.message, facts), failures.step(facts),
            act.who, act.reconnect, known.looked_at, "import_data",
        )  # fmt: skip
    fetched = _last_fetched(session, client.id)
    if known.vouchers and fetched is not None:
        day = fetched.astimezone(load().zone).date().isoformat()
        told: dict[str, Fact] = {"vouchers": known.vouchers, "day": day}
        yield Diagnosis(
            "books-old", Weight.LOOK, Told(NEWER, told), Told(NEWER_WHY), Told(NEWER_STEP),
            Who.ACCOUNTANT, Reconnect.USELESS, known.looked_at, "import_data",
        )  # fmt: skip
    if is_without(news.years(known), today):
        yield Diagnosis(
            "year-missing", Weight.LOOK, Told(NO_YEAR, {"day": today.isoformat()}), Told(NO_YEAR_WHY),
            Told(NO_YEAR_STEP), Who.CLIENT, Reconnect.USELESS, known.looked_at, "import_data",
        )  # fmt: skip


def _last_fetched(session: Session, client_id: int) -> datetime | None:
    used = set(books.active(session, client_id).imports.values())
    return max((imports.get(session, one).created_at for one in used), default=None)


def _left_out(session: Session, client: Client) -> Iterator[Diagnosis]:
    """The years that Fortnox had and no import has brought; the books say nothing of them."""
    active = books.active(session, client.id)
    used = [imports.get(session, one) for one in set(active.imports.values())]
    left = {FinancialYear.of_json(kept) for one in used for kept in one.summary.get("left_out", [])}
    missing = sorted(year for year in left if year not in active.years)
    if missing:
        labels = ", ".join(year.label for year in missing)
        yield Diagnosis(
            "years-left-out", Weight.KNOW, Told(LEFT_OUT, {"years": labels}), Told(LEFT_OUT_WHY),
            Told(LEFT_OUT_STEP), Who.ACCOUNTANT, Reconnect.USELESS, page="import_data",
        )  # fmt: skip
