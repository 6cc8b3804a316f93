"""The first station of an import from Fortnox: each year's books, the registers and both ledgers, piece by piece.

What was fetched stays with the import, each piece a file written whole, so that an import whose worker
was killed goes on where it was. The books come all or not at all; a ledger that Fortnox withholds stops
nothing, and says why.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from lib.core.errors import REMEDY
from lib.core.languages import Fact, mark
from lib.fortnox import resources
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import AnswerUnreadable, FortnoxRefused, Withheld, YearMissing
from lib.fortnox.registers import Company, Year
from lib.jobs import identity, lines, news, received
from lib.jobs.ledgers import REGISTERS, SCOPES, LedgerFetch
from lib.jobs.lines import BooksOnly, Line
from lib.jobs.orders import LEDGERS, Order
from lib.jobs.stations import Outcome
from lib.settings import load
from lib.store import books, clients, imports, jobs, pieces, resets, supplements
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Import, ImportState
from lib.store.words import SupplementKind, SupplementState

CONNECTS: Final = mark("Asks Fortnox which company and which years it has.")
BOOKS: Final = mark("Fetches the bookkeeping of {year} ({number:count} of {total:count}).")
LISTS: Final = mark("Fetches voucher series, accounts, cost centres and projects.")
MOVING: Final = mark(
    "While {moving:text} were read they changed in Fortnox, time and again: import again to be sure of them."
)
PLAN: Final = "plan.json"
_REFUSALS: Final = (Withheld, FortnoxRefused, AnswerUnreadable)


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is in Fortnox, and what of it is to come, newest first."""

    company: Company
    years: tuple[Year, ...]
    chosen: tuple[Year, ...]

    @property
    def left_out(self) -> tuple[Year, ...]:
        """The years that are not to come."""
        return tuple(year for year in self.years if year not in self.chosen)

    def file_of(self, year: Year) -> str:
        """The name of a year's file: by its label, and its first day where two years share one."""
        labels = [one.financial.label for one in self.chosen]
        label = year.financial.label
        return f"Fortnox {label if labels.count(label) == 1 else year.start.isoformat()}.se".replace("/", "-")

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON values."""
        return json.loads(json.dumps(asdict(self), default=date.isoformat))  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Plan":
        """The plan of `as_json`."""
        years, chosen = ([_year(one) for one in kept[name]] for name in ("years", "chosen"))
        return cls(Company(**kept["company"]), tuple(years), tuple(chosen))


def fetch(store: Store, import_id: str) -> Outcome:
    """Fetch all that was ordered, and renew the connection for 30 days.

    Raises NotConnected, ConnectionLost, WrongCompany, YearMissing, and what else keeps the books from coming.
    """
    pieces.drop_stale(store, import_id)
    with store.transaction() as session:
        supplements.forget(store, session, import_id, before=now() - pieces.FRESH_FOR)
        import_ = imports.set_state(session, import_id, ImportState.RUNNING)
        (job, *_older) = jobs.of_import(session, import_id)
    with lines.opened(store, job.started_by, import_.client_id, job.id) as line:
        _Fetch(store, import_, line, _teller(store, job.id)).everything()
        line.renew()
    return Outcome.GO_ON


@dataclass(frozen=True, slots=True)
class _Fetch:
    store: Store
    import_: Import
    line: Line
    tell: Callable[..., None]

    def everything(self) -> None:
        order = Order.of(self.import_.options)
        begun = min(now(), pieces.oldest(self.store, self.import_.id) or now())
        plan = self._plan(order)
        contents = [self._books(plan, year, number) for number, year in enumerate(plan.chosen, 1)]
        self._registers(plan)
        for kind in LEDGERS:
            self._ledger(kind, plan, asked=kind in order.ledgers)
        whole = b"".join(contents)
        summary = {
            "files": [plan.file_of(year) for year in plan.chosen],
            "year_files": {year.start.isoformat(): plan.file_of(year) for year in plan.chosen},
            "left_out": [year.financial.as_json() for year in plan.left_out],
            "company_id": str(plan.company.tenant),
            news.FETCHED: begun.isoformat(),
        }
        with self.store.transaction() as session:
            imports.fetched(
                session, self.import_.id, size=len(whole), sha256=sha256(whole).hexdigest(), summary=summary
            )
            news.told(session, self.import_.client_id, plan.years)

    def _plan(self, order: Order) -> Plan:
        """The plan, made once: an import that goes on keeps to it. The company is looked at each time."""
        self.tell(CONNECTS)
        company = self.line.fortnox.company()
        with self.store.transaction() as session:
            client = clients.get(session, self.import_.client_id)
            identity.check_company(session, client, company)
            first = is_first(self.store, self.import_.client_id)
        self.line.renew()  # its last day may end while it fetches
        kept = pieces.find(self.store, self.import_.id, PLAN)
        if kept is not None:
            return Plan.from_json(json.loads(kept))
        years = self.line.fortnox.years()
        today = datetime.now(load().zone).date()
        wanted = order.chosen([year.financial for year in years], today, first=first)
        gone = set(order.years) - {year.start for year in years}
        if gone:
            raise YearMissing(day=min(gone).isoformat())
        chosen = tuple(year for financial in wanted for year in years if year.financial == financial)
        if not chosen:
            raise YearMissing(day=today.isoformat())
        plan = Plan(company, years, chosen)
        pieces.keep(self.store, self.import_.id, PLAN, json.dumps(plan.as_json()).encode())
        return plan

    def _books(self, plan: Plan, year: Year, number: int) -> bytes:
        name = plan.file_of(year)
        kept = pieces.find(self.store, self.import_.id, name)
        if kept is None:
            self.tell(BOOKS, year=year.financial.label, number=number, total=len(plan.chosen))
            kept = self.line.fortnox.sie(year.id)
            received.check_sent(kept, name, plan.company, year.financial)
            pieces.keep(self.store, self.import_.id, name, kept)
        return kept

    def _registers(self, plan: Plan) -> None:
        if self._has(SupplementKind.REGISTERS):
            return
        self.tell(LISTS)
        try:
            registers = _read_registers(self.line.fortnox, plan.chosen)
        except _REFUSALS as refusal:
            self._refused(SupplementKind.REGISTERS, refusal)
            return
        supplements.write_registers(self.store, self.import_.id, registers)
        self._say(SupplementKind.REGISTERS, SupplementState.FETCHED)

    def _ledger(self, kind: SupplementKind, plan: Plan, *, asked: bool) -> None:
        if not asked:
            self._say(kind, SupplementState.NOT_ASKED)
            return
        if self._has(kind):
            return
        if self.line.scopes and SCOPES[kind] not in self.line.scopes:
            self._refused(kind, BooksOnly(what=resources.LEDGERS[REGISTERS[kind][0]].name))
            return
        fetch = LedgerFetch(self.store, self.import_.id, self.line.fortnox, self.tell)
        try:
            ledger = fetch.ledger(kind, plan.years)
        except _REFUSALS as refusal:
            self._refused(kind, refusal)
            return
        supplements.write_ledger(self.store, self.import_.id, kind, ledger)
        facts: dict[str, Fact] = {"invoices": ledger.invoices.height, "payments": ledger.payments.height}
        if fetch.moving:
            facts["moving"] = fetch.moving[0]
        self._say(kind, SupplementState.FETCHED, reason=MOVING if fetch.moving else "", facts=facts)

    def _has(self, kind: SupplementKind) -> bool:
        with self.store.reading() as session:
            known = supplements.of_import(session, self.import_.id).get(kind)
        return known is not None and known.state is SupplementState.FETCHED

    def _refused(self, kind: SupplementKind, refusal: Withheld | FortnoxRefused | AnswerUnreadable) -> None:
        message, facts = refusal.told
        self._say(kind, SupplementState.REFUSED, reason=message, facts={**facts, REMEDY: refusal.advice})

    def _say(
        self, kind: SupplementKind, state: SupplementState, *, reason: str = "", facts: Mapping[str, Fact] | None = None
    ) -> None:
        with self.store.transaction() as session:
            supplements.add(
                session, self.import_.id, self.import_.client_id, kind, state, reason=reason, facts=facts or {}
            )


def is_first(store: Store, client_id: int) -> bool:
    """Whether no import from Fortnox is in use that was begun after the last reset, if there was one."""
    with store.reading() as session:
        used = [imports.get(session, one) for one in set(books.active(session, client_id).imports.values())]
        reset = resets.last(session, client_id)
    return not any(one.source == "fortnox" and (reset is None or one.created_at > reset) for one in used)


def _read_registers(fortnox: Fortnox, years: Sequence[Year]) -> dict[str, Any]:
    locked = fortnox.locked_until()
    return {
        "locked_until": locked.isoformat() if locked else None,
        "years": [
            {
                **_plain(year),
                "series": [_plain(one) for one in fortnox.voucher_series(year.id)],
                "accounts": [_plain(one) for one in fortnox.accounts(year.id)],
            }
            for year in years
        ],
        "cost_centres": [_plain(one) for one in fortnox.cost_centres()],
        "projects": [_plain(one) for one in fortnox.projects()],
    }


def _plain(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the registers' records
    fields = asdict(record)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def _year(kept: dict[str, Any]) -> Year:
    days = {name: date.fromisoformat(kept[name]) for name in ("start", "end")}
    return Year(**kept | days)


def _teller(store: Store, job_id: str) -> Callable[..., None]:
    def tell(message: str, **facts: Fact) -> None:
        with store.transaction() as session:
            jobs.tell(session, job_id, message, facts)

    return tell
